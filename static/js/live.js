// The script of all our pages. Everything works without it: it saves a click and moves the focus.
// No dependencies and no inline handlers, so that the content security policy can be strict.

(() => {
  "use strict";

  // ---- Links to a field -------------------------------------------------------------------------
  // A link of the error summary or the list of gaps opens the section its field is in and moves the
  // focus there. All other links within a page are left to the browser. A link may leave out the
  // query: the page with a query is the same page.

  const targetOf = (hash) => {
    try {
      return hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    } catch {
      return null; // An address with a stray % sign leads nowhere.
    }
  };

  const closedSections = (element) => {
    const found = [];
    for (let section = element.closest("details:not([open])"); section; ) {
      found.push(section);
      section = section.parentElement.closest("details:not([open])");
    }
    return found;
  };

  const goTo = (element) => {
    closedSections(element).forEach((section) => (section.open = true));
    if (element.matches("input, select, textarea")) {
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
    } else {
      element.scrollIntoView({ block: "start" });
      if (element.matches("details")) element.querySelector("summary").focus({ preventScroll: true });
    }
  };

  const needsUs = (element) =>
    element !== null &&
    (element.matches("input, select, textarea, details") || closedSections(element).length > 0);

  const leadsToThisPage = (link) =>
    link.origin === location.origin &&
    link.pathname === location.pathname &&
    ["", location.search].includes(link.search);

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href*="#"]');
    const isPlainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const element = link && isPlainClick && leadsToThisPage(link) ? targetOf(link.hash) : null;
    if (needsUs(element)) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      goTo(element);
    }
  });

  const opened = targetOf(location.hash);
  const summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
  } else if (needsUs(opened)) {
    goTo(opened);
  }

  // ---- Search as it is typed ---------------------------------------------------------------------
  // <form method="get" data-live="#region">: ask in the background and put the answer into the region,
  // one question at a time.

  const WAIT_TO_SEARCH = 250; // milliseconds after the last key

  const startLive = (form) => {
    const status = form.querySelector("[data-live-status]");
    let timer = 0;
    let isBusy = false;
    let isWaiting = false;

    const say = (words) => {
      if (status && status.textContent !== words) status.textContent = words;
    };

    const put = (html) => {
      const region = document.querySelector(form.dataset.live);
      region.innerHTML = html;
      return region.querySelector("[data-say]")?.dataset.say;
    };

    const run = async () => {
      if (isBusy) {
        isWaiting = true;
        return;
      }
      isBusy = true;
      try {
        const url = new URL(form.getAttribute("action") || location.href, location.href);
        const filled = [...new FormData(form)].filter(([, value]) => value !== "");
        url.search = new URLSearchParams(filled).toString();
        const response = await fetch(url, { headers: { "X-Live": "1" }, cache: "no-store" });
        if (response.ok && !response.redirected) {
          const words = put(await response.text());
          history.replaceState(null, "", url);
          say(words || "");
        } else {
          say("");
        }
      } catch {
        say("");
      } finally {
        isBusy = false;
        if (isWaiting) {
          isWaiting = false;
          run();
        }
      }
    };

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, WAIT_TO_SEARCH);
    });
    // A question that is still waiting must not follow the form that is being sent.
    form.addEventListener("submit", () => clearTimeout(timer));
  };

  document.querySelectorAll("form[data-live]").forEach(startLive);

  // ---- Copy with source --------------------------------------------------------------------------
  // The words stand in a block that can be selected; a button saves that. The browser gives the
  // clipboard to pages over https only, so without it there is no button.

  const SELECTED = "Not copied. The words are selected: use your keyboard to copy them";

  const addCopyButton = (block) => {
    const words = block.querySelector(".copy-text");
    const isAsIs = block.dataset.copy === "as-is"; // with its lines, and without a source to name
    const row = document.createElement("div");
    const button = document.createElement("button");
    const status = document.createElement("span");
    row.className = "copy-row";
    button.type = "button";
    button.className = "btn btn-secondary btn-s";
    button.textContent = "Copy";
    status.setAttribute("role", "status");
    row.append(button, status);
    block.append(row);
    button.addEventListener("click", async () => {
      try {
        const text = words.textContent.trim();
        await navigator.clipboard.writeText(isAsIs ? text : text.replace(/\s+/g, " "));
        status.textContent = isAsIs ? "Copied" : "Copied with its source";
      } catch {
        getSelection().selectAllChildren(words);
        status.textContent = SELECTED;
      }
    });
  };

  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(addCopyButton);
})();
