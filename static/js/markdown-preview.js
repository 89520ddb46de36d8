/* Adds "Show preview" below each box for Markdown in the admin. Without it the box is an ordinary one. */
"use strict";

(() => {
  const csrfToken = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  async function preview(text, address) {
    const response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken() },
      body: new URLSearchParams({ text }),
    });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    return response.json();
  }

  function show(pane, answer) {
    pane.replaceChildren();
    if (answer.problem) {
      pane.append(element("p", "", answer.problem));
      return;
    }
    const shown = element("div", "markdown-preview-text");
    shown.innerHTML = answer.html; // cleaned by the server
    pane.append(shown);
    if (answer.left_out.length) {
      const list = element("ul", "markdown-preview-left-out");
      answer.left_out.forEach((words) => list.append(element("li", "", words)));
      pane.append(element("p", "", "Shown differently or left out:"), list);
    }
  }

  function equip(box) {
    if (box.dataset.hasPreview || box.name.includes("__prefix__")) return;
    box.dataset.hasPreview = "yes";
    const pane = element("div", "markdown-preview");
    pane.id = `${box.id}_preview`;
    pane.hidden = true;
    pane.tabIndex = -1;
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", "Preview");
    const button = element("button", "markdown-preview-button", "Show preview");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", pane.id);
    const status = element("span", "markdown-preview-status");
    status.setAttribute("role", "status");

    let timer;
    let newest = 0;
    const update = async () => {
      const mine = (newest += 1);
      try {
        const answer = await preview(box.value, box.dataset.markdownPreview);
        if (mine !== newest) return;
        show(pane, answer);
        status.textContent = "";
      } catch {
        if (mine === newest) status.textContent = "No preview. Check your connection, then choose the button again.";
      }
    };

    button.addEventListener("click", async () => {
      const opens = pane.hidden;
      if (opens) await update();
      pane.hidden = !opens;
      button.textContent = opens ? "Hide preview" : "Show preview";
      button.setAttribute("aria-expanded", String(opens));
    });
    box.addEventListener("input", () => {
      clearTimeout(timer);
      if (!pane.hidden) timer = setTimeout(update, 600);
    });

    const holder = element("div", "markdown-preview-holder");
    holder.append(button, status, pane);
    box.after(holder);
  }

  const equipAll = () => document.querySelectorAll("textarea[data-markdown-preview]").forEach(equip);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", equipAll);
  else equipAll();
  document.addEventListener("formset:added", equipAll);
})();
