// One box that ticks many. <input data-ticks="councils"> goes with every <input data-in="… councils …">.
// Without this the server reads such a box as “all of them”; with it they can be unticked one by one again.

(() => {
  "use strict";

  const heads = [...document.querySelectorAll("[data-ticks]")];
  const ticked = heads.map((head) => [...document.querySelectorAll(`[data-in~="${head.dataset.ticks}"]`)]);

  const keepUp = () => {
    heads.forEach((head, number) => {
      head.checked = ticked[number].length > 0 && ticked[number].every((box) => box.checked);
    });
  };

  heads.forEach((head, number) => {
    head.addEventListener("change", () => {
      ticked[number].forEach((box) => (box.checked = head.checked));
      keepUp();
    });
  });
  new Set(ticked.flat()).forEach((box) => box.addEventListener("change", keepUp));
  keepUp();
})();
