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
    // What one press began. A call of an earlier press that comes back late no longer counts.
    let run = { calls: 0, waits: 0, isStopped: true };

    const finish = () => {
      const link = document.querySelector(`[data-prepared="${form.dataset.prepare}"]`);
      link.hidden = false;
      if (form.contains(document.activeElement)) link.focus();
      form.querySelectorAll("button, progress").forEach((part) => part.remove());
    };

    const show = (answer) => {
      if (answer.prepared < meter.value) return; // the slower of two calls
      if (answer.prepared > meter.value) run.waits = 0;
      meter.value = answer.prepared;
      said.textContent = answer.said;
    };

    const stop = (words) => {
      run.isStopped = true;
      said.textContent = words;
      button.removeAttribute("aria-disabled");
    };

    const wait = async (words) => {
      run.waits += 1;
      if (run.waits > MOST_WAITS) stop(STOPPED);
      else {
        if (words) said.textContent = words;
        await new Promise((done) => setTimeout(done, WAIT));
      }
    };

    const take = async (response, mine) => {
      const token = response.headers.get("X-Live-Token"); // another one, after signing in again
      if (token) form.elements.csrfmiddlewaretoken.value = token;
      if (response.redirected || response.status === 401) return stop(SIGNED_OUT);
      if (token || response.status >= 502) return wait(NO_ANSWER);
      if (!response.ok) return stop(STOPPED);
      const answer = await response.json();
      if (mine.isStopped) return;
      const isNothingNew = answer.prepared === meter.value;
      show(answer);
      if (answer.problem) stop(answer.problem);
      else if (answer.prepared === answer.total) run.isStopped = true;
      else if (isNothingNew) await wait();
    };

    const call = async (mine) => {
      mine.calls += 1;
      try {
        const options = { method: "POST", body: new FormData(form), headers: { "X-Live": "1" } };
        const response = await fetch(form.action, options);
        if (!mine.isStopped) await take(response, mine);
      } catch {
        if (!mine.isStopped) await wait(NO_ANSWER);
      } finally {
        mine.calls -= 1;
        if (!mine.isStopped) call(mine);
        else if (!mine.calls && meter.isConnected && meter.value === meter.max) finish();
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!run.isStopped) return;
      run = { calls: 0, waits: 0, isStopped: false };
      button.setAttribute("aria-disabled", "true");
      for (let number = 0; number < AT_ONCE; number += 1) call(run);
    });
  };

  document.querySelectorAll("form[data-prepare]").forEach(start);
})();
