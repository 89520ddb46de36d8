// The only script of our pages. Everything works without it: it saves a click and moves the focus.
// No dependencies and no inline handlers, so that the content security policy can be strict.

(() => {
  "use strict";

  // ---- Links to a field -------------------------------------------------------------------------
  // A link of the error summary or the list of gaps opens the section its field is in and moves the
  // focus there. All other links within a page are left to the browser.

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
    }
  };

  const needsUs = (element) =>
    element !== null && (element.matches("input, select, textarea") || closedSections(element).length > 0);

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const isPlainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const element = link && isPlainClick ? targetOf(link.hash) : null;
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

  // ---- Forms that keep up with typing ------------------------------------------------------------
  // <form data-live="#region" data-live-url="…">: send the form in the background and put the answer
  // into the region. One request at a time: a second save must name the revision that the first made.

  const WAIT_TO_SAVE = 600; // milliseconds after the last key
  const WAIT_TO_SEARCH = 250;
  const NOT_SAVED = "Not saved. Check your connection, then choose Update preview";
  const SIGNED_OUT = "Not saved. Sign in again in another tab, then choose Update preview";

  const startLive = (form) => {
    const status = form.querySelector("[data-live-status]");
    const isSearch = (form.getAttribute("method") || "get").toLowerCase() === "get";
    const address = form.dataset.liveUrl || form.getAttribute("action") || location.href;
    let timer = 0;
    let isBusy = false;
    let isWaiting = false;

    const say = (words) => {
      if (status && status.textContent !== words) status.textContent = words;
    };

    const ask = () => {
      const data = new FormData(form);
      const url = new URL(address, location.href);
      const options = { headers: { "X-Live": "1" }, cache: "no-store" };
      if (isSearch) {
        const filled = [...data].filter(([, value]) => value !== "");
        url.search = new URLSearchParams(filled).toString();
      } else {
        options.method = "POST";
        options.body = data;
      }
      return [url, fetch(url, options)];
    };

    const put = (html) => {
      const region = document.querySelector(form.dataset.live);
      const scrolled = region.querySelector(".pane-body")?.scrollTop ?? 0;
      region.innerHTML = html;
      const pane = region.querySelector(".pane-body");
      if (pane) pane.scrollTop = scrolled;
      const revision = region.querySelector("[data-revision]")?.dataset.revision;
      if (revision && form.elements.revision) form.elements.revision.value = revision;
      return region.querySelector("[data-say]")?.dataset.say;
    };

    const run = async () => {
      if (isBusy) {
        isWaiting = true;
        return;
      }
      isBusy = true;
      try {
        const [url, asked] = ask();
        const response = await asked;
        // A redirect is the sign-in page: never put that into the region.
        if (response.redirected || response.status === 401 || response.status === 403) {
          say(isSearch ? "" : SIGNED_OUT);
        } else if (!response.ok) {
          say(isSearch ? "" : NOT_SAVED);
        } else {
          const words = put(await response.text());
          if (isSearch) history.replaceState(null, "", url);
          say(words || (isSearch ? "" : "Saved"));
        }
      } catch {
        say(isSearch ? "" : NOT_SAVED);
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
      timer = setTimeout(run, isSearch ? WAIT_TO_SEARCH : WAIT_TO_SAVE);
    });
    // A save that is still waiting must not follow the form that is being sent.
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
