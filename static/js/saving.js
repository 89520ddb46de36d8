// Words that save themselves at every pause in typing and show the document beside them: a letter, an agreement.
// Everything works without this: then the buttons do it. What could not be saved stays in the form until it is.

(() => {
  "use strict";

  const form = document.querySelector("form[data-saving]");
  if (!form) return;
  const status = form.querySelector("[data-saving-status]");
  const trouble = form.querySelector("[data-saving-trouble]");
  const shown = document.querySelector("[data-saving-shown]");
  const refused = form.querySelector("[data-saving-refused]");

  const PAUSE = 600; // milliseconds after the last key
  const PATIENCE = 30_000; // for an answer
  const OFFLINE = "Check your connection, then choose Try again.";
  const SIGNED_OUT = "You are signed out. Sign in again in a new tab, then choose Try again here.";
  const NOT_ALLOWED = "You may read this and not change it. Copy your words before you leave this page.";
  const OTHERWISE = "Something went wrong on our side. Choose Try again.";

  let timer = 0;
  let typed = 0; // how often the words changed, and which of those states is stored
  let stored = 0;
  let isSending = false;
  let isWaiting = false;
  let isStopped = false; // somebody else changed the words: the person chooses first
  let isLeaving = false;
  let lastField = null;

  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  // ---- What is written, beside the words ----------------------------------------------------------------
  // Only what differs is exchanged, so that the focus, the scroll and the pictures stay.

  const exchange = (old, now) => {
    if (old.isEqualNode(now)) return;
    const isAlike = old.nodeName === now.nodeName && old.childNodes.length === now.childNodes.length;
    if (old.nodeType !== Node.ELEMENT_NODE || !isAlike) {
      old.replaceWith(now);
      return;
    }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) old.setAttribute(name, value);
    exchangeChildren(old, now);
  };

  const exchangeChildren = (old, now) => {
    const pairs = [...old.childNodes].map((child, index) => [child, now.childNodes[index]]);
    pairs.forEach(([child, other]) => exchange(child, other));
  };

  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const now of answer.querySelectorAll("[data-live-part]")) {
      const old = document.querySelector(`[data-live-part="${now.dataset.livePart}"]`);
      if (!old) continue; // a row that came since this page was opened
      if (old.childNodes.length === now.childNodes.length) exchangeChildren(old, now);
      else old.replaceChildren(...now.childNodes);
    }
    const said = answer.querySelector("[data-say]").dataset;
    form.elements.revision.value = said.revision;
    say(said.say);
  };

  // ---- Saving -------------------------------------------------------------------------------------

  const post = () => {
    form.elements.turn.value = Number(form.elements.turn.value) + 1;
    return fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Live": "1" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  };

  const wordsOf = async (response) => {
    if (response.redirected) return SIGNED_OUT;
    if (response.headers.get("Content-Type")?.startsWith("text/plain")) return response.text();
    return response.status === 403 ? NOT_ALLOWED : OTHERWISE;
  };

  const refuse = (words, isSignedOut) => {
    say("Not saved");
    if (trouble.querySelector("[data-words]")?.textContent === words) return;
    const note = refused.content.cloneNode(true);
    note.querySelector("[data-words]").textContent = words;
    if (!isSignedOut) note.querySelector("[data-sign-in]").remove();
    trouble.replaceChildren(note);
    keepInSight();
  };

  // The note stays at the top of the window: the field somebody types in must not end up behind it.
  const keepInSight = () => {
    if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  };

  const settle = () => {
    const hadFocus = trouble.contains(document.activeElement);
    trouble.replaceChildren();
    if (hadFocus) lastField?.focus();
  };

  const take = async (response) => {
    if (response.ok && !response.redirected) {
      show(await response.text());
      settle();
      return true;
    }
    if (response.status === 409) {
      isStopped = true;
      trouble.innerHTML = await response.text();
      say("Not saved");
      keepInSight();
    } else {
      refuse(await wordsOf(response), response.status === 401 || response.redirected);
    }
    return false;
  };

  const save = async () => {
    clearTimeout(timer);
    if (isStopped) return;
    if (isSending) {
      isWaiting = true;
      return;
    }
    isSending = true;
    const state = typed;
    try {
      let response = await post();
      const token = response.headers.get("X-Live-Token");
      if (token) {
        // The person has signed in again in another tab, which makes a new token.
        form.elements.csrfmiddlewaretoken.value = token;
        response = await post();
      }
      if (await take(response)) stored = state;
    } catch {
      refuse(OFFLINE);
    } finally {
      isSending = false;
      if (isWaiting) {
        isWaiting = false;
        save();
      }
    }
  };

  const wait = () => {
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", wait);

  // On a slow line somebody may have typed before this script came.
  const isTouched = (field) =>
    field.matches("textarea, [type=text]")
      ? field.value !== field.defaultValue
      : field.matches("[type=checkbox]") && field.checked !== field.defaultChecked;
  if ([...form.elements].some(isTouched)) wait();

  form.addEventListener("focusin", (event) => {
    if (!trouble.contains(event.target)) lastField = event.target;
  });

  trouble.addEventListener("click", (event) => {
    if (event.target.closest("[data-again]")) save();
  });

  window.addEventListener("online", () => {
    if (typed !== stored) save();
  });

  shown?.addEventListener("change", () => {
    const named = `?to=${encodeURIComponent(shown.value)}`;
    history.replaceState(null, "", named);
    document.querySelector("[data-saving-read]").search = named;
    save();
  });

  // ---- Leaving the page ---------------------------------------------------------------------------

  form.addEventListener("submit", (event) => {
    if (isLeaving) {
      event.preventDefault(); // a second click while the first is on its way
      return;
    }
    clearTimeout(timer);
    form.elements.turn.value = Number(form.elements.turn.value) + 1;
    isLeaving = true;
    setTimeout(() => (isLeaving = false), 5_000); // the way may have been cut off
  });

  window.addEventListener("pageshow", () => (isLeaving = false));

  window.addEventListener("beforeunload", (event) => {
    if (typed === stored || isLeaving) return;
    event.preventDefault();
    save();
  });
})();
