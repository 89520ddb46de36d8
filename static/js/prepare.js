// Prepares the files of a ready letter without a click for every few: <form data-prepare="name">.
// Two calls at a time share the work. Leaving the page stops it, and coming back takes it up again.

(() => {
  "use strict";

  const AT_ONCE = 2;
  const WAIT = 2000; // milliseconds, while somebody else makes the last files or nobody answers
  const MOST_WAITS = 80; // of both calls, a minute and more: what a stopped server began is free again by then
  const AGAIN = "choose Prepare the next ones";
  const STOPPED = `Stopped. What was prepared is kept. Check your connection, then ${AGAIN}`;
  const SIGNED_OUT = `You are signed out. What was prepared is kept. Sign in again in a new tab, then ${AGAIN}`;
  const NO_ANSWER = "The site does not answer. What was prepared is kept. We go on trying";

  const start = (form) => {
    const said = form.querySelector("[data-prepare-said]");
    const meter = form.querySelector("progress");
    const button = form.querySelector("button");
    let running = 0;
    let waits = 0;
    let isStopped = false;

    const finish = () => {
      const link = document.querySelector(`[data-prepared="${form.dataset.prepare}"]`);
      link.hidden = false;
      if (form.contains(document.activeElement)) link.focus();
      form.querySelectorAll("button, progress").forEach((part) => part.remove());
    };

    const show = (answer) => {
      if (answer.prepared < meter.value) return; // the slower of two calls
      if (answer.prepared > meter.value) waits = 0;
      meter.value = answer.prepared;
      said.textContent = answer.said;
    };

    const stop = (words) => {
      isStopped = true;
      said.textContent = words;
      button.removeAttribute("aria-disabled");
    };

    const wait = async (words) => {
      waits += 1;
      if (waits > MOST_WAITS) stop(STOPPED);
      else {
        if (words) said.textContent = words;
        await new Promise((done) => setTimeout(done, WAIT));
      }
    };

    const take = async (response) => {
      const token = response.headers.get("X-Live-Token"); // another one, after signing in again
      if (token) form.elements.csrfmiddlewaretoken.value = token;
      if (response.redirected || response.status === 401) return stop(SIGNED_OUT);
      if (token || response.status >= 502) return wait(NO_ANSWER);
      if (!response.ok) return stop(STOPPED);
      const answer = await response.json();
      if (isStopped) return;
      const isNothingNew = answer.prepared === meter.value;
      show(answer);
      if (answer.problem) stop(answer.problem);
      else if (answer.prepared === answer.total) isStopped = true;
      else if (isNothingNew) await wait();
    };

    const call = async () => {
      running += 1;
      try {
        const options = { method: "POST", body: new FormData(form), headers: { "X-Live": "1" } };
        const response = await fetch(form.action, options);
        if (!isStopped) await take(response);
      } catch {
        if (!isStopped) await wait(NO_ANSWER);
      } finally {
        running -= 1;
        if (!isStopped) call();
        else if (!running && meter.isConnected && meter.value === meter.max) finish();
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (running) return;
      isStopped = false;
      waits = 0;
      button.setAttribute("aria-disabled", "true");
      for (let number = 0; number < AT_ONCE; number += 1) call();
    });
  };

  document.querySelectorAll("form[data-prepare]").forEach(start);
})();
