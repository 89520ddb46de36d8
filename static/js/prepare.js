// Prepares the files of a ready letter without a click for every few: <form data-prepare="name">.
// Two calls at a time share the work. Leaving the page stops it, and coming back takes it up again.

(() => {
  "use strict";

  const AT_ONCE = 2;
  const WAIT = 2000; // milliseconds, while the last files are being made by somebody else
  const MOST_WAITS = 40; // a minute and more: a file that somebody began to make is free again by then
  const STOPPED = "Stopped. What was prepared is kept. Check your connection, then choose Prepare the next ones";

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
      waits = answer.prepared > meter.value ? 0 : waits + 1;
      meter.value = answer.prepared;
      said.textContent = answer.said;
    };

    const stop = (words) => {
      isStopped = true;
      said.textContent = words;
      button.removeAttribute("aria-disabled");
    };

    const call = async () => {
      running += 1;
      try {
        const options = { method: "POST", body: new FormData(form), headers: { "X-Live": "1" } };
        const response = await fetch(form.action, options);
        if (!response.ok || response.redirected) throw new Error(response.statusText);
        const answer = await response.json();
        if (isStopped) return;
        show(answer);
        if (answer.problem) stop(answer.problem);
        else if (answer.prepared === answer.total) isStopped = true;
        else if (waits > MOST_WAITS) stop(STOPPED);
        else if (waits) await new Promise((done) => setTimeout(done, WAIT));
      } catch {
        if (!isStopped) stop(STOPPED);
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
