// Suggest names of public bodies while somebody types in a search box. Without this the box is a form that
// is sent and answered with a list. The pattern is the combobox of ARIA 1.2 with a list that pops up:
// arrows move, Enter takes, Escape closes; typing and sending the form work as ever.

(() => {
  "use strict";

  const WAIT = 150; // milliseconds after the last key
  const SHORTEST = 2; // characters

  const start = (box) => {
    const input = box.querySelector("input");
    const list = box.querySelector("[role=listbox]");
    const status = box.querySelector("[data-typeahead-status]");
    const goes = "typeaheadGoes" in box.dataset;
    let options = [];
    let active = -1;
    let timer = 0;
    let request = null;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const isOpen = () => !list.hidden;

    const mark = (index) => {
      active = index;
      options.forEach((option, number) => option.element.setAttribute("aria-selected", String(number === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options[index].element.id);
        options[index].element.scrollIntoView({ block: "nearest" });
      }
    };

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };

    const open = () => {
      if (options.length === 0) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    const take = (option) => {
      close();
      if (goes) {
        location.assign(option.url);
      } else {
        input.value = option.name;
        input.form.requestSubmit(box.querySelector("button"));
      }
    };

    const show = (found) => {
      options = found.map((suggestion, number) => {
        const element = document.createElement("li");
        element.id = `${list.id}-${number}`;
        element.setAttribute("role", "option");
        element.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = suggestion.name;
        const note = document.createElement("small");
        note.textContent = suggestion.note;
        element.append(name, " ", note);
        return { ...suggestion, element };
      });
      list.replaceChildren(...options.map((option) => option.element));
      active = -1;
      input.removeAttribute("aria-activedescendant");
      const count = options.length;
      status.textContent = count === 0 ? "No suggestions" : `${count} suggestion${count === 1 ? "" : "s"}`;
      if (count === 0) close();
      else open();
    };

    const forget = () => {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
    };

    const ask = async () => {
      const text = input.value.trim();
      forget();
      if (text.length < SHORTEST) {
        options = [];
        status.textContent = "";
        close();
        return;
      }
      const mine = new AbortController();
      request = mine;
      try {
        const address = `${box.dataset.typeahead}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        if (request === mine && document.activeElement === input) show(suggestions);
      } catch {
        // Without an answer there are no suggestions: the form can still be sent.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = options.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (count === 0) return;
        event.preventDefault();
        const wasOpen = isOpen();
        open();
        const step = event.key === "ArrowDown" ? 1 : -1;
        // Before the first and after the last is the text itself.
        const next = active + step;
        if (!wasOpen) mark(step === 1 ? 0 : count - 1);
        else if (next >= count) mark(-1);
        else mark(next < -1 ? count - 1 : next);
      } else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        take(options[active]);
      } else if (event.key === "Escape" && isOpen()) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab" || event.key === "Enter") {
        forget();
        close();
      }
    });

    input.addEventListener("blur", () => {
      forget();
      close();
    });

    // The focus stays in the box while somebody presses on a suggestion.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const pressed = event.target.closest("[role=option]");
      const option = options.find((each) => each.element === pressed);
      if (option) take(option);
    });
  };

  document.querySelectorAll("[data-typeahead]").forEach(start);
})();
