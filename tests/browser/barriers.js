// What axe does not look for, asked of the page that is open: `barriers.NAME()` answers with lines of text.
// Put into every page of a walk by the tests; the site does not load it.

window.barriers = (() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const style = (element) => getComputedStyle(element);
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  // Text for screen readers alone is cut to one pixel by design.
  const isHiddenText = (element) => {
    for (let part = element; part; part = part.parentElement) {
      if (style(part).clipPath !== "none" || style(part).clip !== "auto") return true;
    }
    return false;
  };

  const called = (element) => {
    const words = (element.getAttribute("name") || element.textContent || "").trim().replace(/\s+/g, " ");
    const kind = (each) => [each.localName, ...each.classList].join(".");
    return `${kind(element)} “${words.slice(0, 40)}” in ${kind(element.parentElement)}`;
  };

  const unfold = () => all("details").forEach((each) => (each.open = true));

  // ---- What is new --------------------------------------------------------------------------------
  // Colours follow the names, classes and states on the way down to an element. Each such way is marked
  // the first time it is met, so that a list of a hundred rows has its colours checked once.

  const OF_ONE_ROW = new Set([
    ...["id", "href", "for", "name", "value", "src", "title", "alt", "datetime", "data-fresh"],
    ...["aria-describedby", "aria-labelledby", "aria-label", "aria-controls"],
  ]);

  const hash = (text, start) => {
    let sum = start;
    for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 16777619);
    return sum >>> 0;
  };

  const mark = (known) => {
    const seen = new Set(known.split(" ").map(Number));
    const fresh = [];
    const go = (element, way) => {
      if (!element.checkVisibility()) return;
      let name = element.localName;
      for (const each of element.attributes) {
        if (!OF_ONE_ROW.has(each.name)) name += ` ${each.name}=${each.value}`;
      }
      const here = hash(name, way);
      if (seen.has(here)) {
        element.removeAttribute("data-fresh");
      } else {
        seen.add(here);
        fresh.push(here);
        element.setAttribute("data-fresh", "");
      }
      for (const child of element.children) go(child, here);
    };
    go(document.documentElement, 1);
    return fresh;
  };

  // ---- Room ---------------------------------------------------------------------------------------

  const SCROLLS_ITSELF = "input, textarea, select, option, optgroup";

  // The page must not scroll sideways, and nothing may be cut off.
  const room = () => {
    const found = [];
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
      const widest = all("body *").findLast((each) => each.getBoundingClientRect().right > innerWidth + 0.5);
      found.push(`${page.scrollWidth - page.clientWidth} px too wide: ${widest ? called(widest) : ""}`);
    }
    for (const element of all("body *")) {
      const { overflowX, overflowY, textOverflow } = style(element);
      if (overflowX === "visible" && overflowY === "visible") continue;
      if (element.matches(SCROLLS_ITSELF) || !element.textContent.trim()) continue;
      if (!isSeen(element) || isHiddenText(element) || parseFloat(style(element).textIndent) < 0) continue;
      if (["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut off at the side: ${called(element)}`);
      }
      if (["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1) {
        found.push(`cut off below: ${called(element)}`);
      }
      if (textOverflow === "ellipsis") found.push(`shortened with dots: ${called(element)}`);
    }
    return found;
  };

  // WCAG 1.4.12: the reader's own spacing. Text may leave neither the page nor its box.
  const SPACING =
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
    "p { margin-bottom: 2em !important }";

  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACING);
    const before = document.adoptedStyleSheets;
    document.adoptedStyleSheets = [...before, sheet];
    const found = room();
    for (const element of all("main *, header *, footer *")) {
      const hasText = [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
      if (!hasText || style(element).display === "inline" || element.matches(SCROLLS_ITSELF)) continue;
      if (!isSeen(element) || isHiddenText(element)) continue;
      if (element.scrollWidth > element.clientWidth + 1 && style(element).overflowX === "visible") {
        found.push(`runs out of its box: ${called(element)}`);
      }
      const grows = style(element).display === "table-cell" || style(element).overflowY !== "visible";
      if (!grows && element.scrollHeight > element.clientHeight + 4) {
        found.push(`runs below its box: ${called(element)}`);
      }
    }
    document.adoptedStyleSheets = before;
    return found.map((each) => `with text spacing, ${each}`);
  };

  // ---- Motion -------------------------------------------------------------------------------------

  const moving = () => {
    const found = document.getAnimations().map((each) => `moves: ${called(each.effect.target)}`);
    for (const element of all("body, body *")) {
      const { transitionDuration, animationName, scrollBehavior } = style(element);
      const lasts = transitionDuration.split(", ").some((each) => parseFloat(each) > 0.01);
      if (lasts || animationName !== "none" || scrollBehavior === "smooth") {
        found.push(`would move: ${called(element)}`);
      }
    }
    return found;
  };

  // ---- Focus and edges ----------------------------------------------------------------------------

  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  const hasOutline = (element) => {
    const { outlineStyle, outlineWidth } = style(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };

  // The ring is on the thing itself, or on the tile or row that holds it.
  const hasRing = (element) => {
    for (let part = element, steps = 0; part && steps < 4; part = part.parentElement, steps++) {
      if (hasOutline(part)) return true;
    }
    return false;
  };

  const floats = () => all("body *").filter((each) => ["sticky", "fixed"].includes(style(each).position));

  // Whether any of it can be seen: not wholly under a bar that stays (2.4.11).
  const isUncovered = (element, bars) => {
    const places = [...element.getClientRects()];
    const inside = places.filter((box) => box.bottom > 0 && box.top < innerHeight && box.right > 0);
    if (inside.length === 0) return false;
    return inside.some((box) => {
      // Of what is higher than the window, the part that is in it.
      const from = Math.max(box.top, 0);
      const height = Math.min(box.bottom, innerHeight) - from;
      for (const x of [0.1, 0.5, 0.9]) {
        for (const y of [0.2, 0.5, 0.8]) {
          const top = document.elementFromPoint(box.left + box.width * x, from + height * y);
          if (top && !bars.some((bar) => bar.contains(top) && !bar.contains(element))) return true;
        }
      }
      return false;
    });
  };

  // Each control in turn has the focus: its ring is there, and no bar covers it. Without `everything` call
  // `mark` first: of those that look the same one is enough, unless a bar stays on the screen.
  const focus = (everything) => {
    const bars = floats().filter(isSeen);
    const found = [];
    const wanted = bars.length || everything ? FOCUSABLE : FOCUSABLE.replace(/[^,]+/g, "$&[data-fresh]");
    for (const element of all(wanted)) {
      if (!isSeen(element) || element.disabled || element.tabIndex < 0) continue;
      element.focus();
      if (document.activeElement !== element) found.push(`takes no focus: ${called(element)}`);
      else if (!hasRing(element)) found.push(`no ring: ${called(element)}`);
      else if (!isUncovered(element, bars)) found.push(`covered: ${called(element)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return found;
  };

  // With colours forced, an edge says that something can be pressed or filled in.
  const EDGED = "button, .btn, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, textarea";

  const edges = () => {
    const found = [];
    for (const element of all(EDGED)) {
      if (!isSeen(element) || isHiddenText(element)) continue;
      const { borderBottomStyle, borderBottomWidth, textDecorationLine } = style(element);
      const hasEdge = borderBottomStyle !== "none" && parseFloat(borderBottomWidth) >= 1;
      if (!hasEdge && !hasOutline(element) && textDecorationLine !== "underline") {
        found.push(`no edge: ${called(element)}`);
      }
    }
    return found;
  };

  // ---- Without script -----------------------------------------------------------------------------

  // What is there to press or fill in, and only a script would hear of it.
  const dead = () => {
    const found = [];
    for (const button of all("button, input[type=button]")) {
      if (isSeen(button) && (button.type === "button" || !button.form)) found.push(`dead: ${called(button)}`);
    }
    for (const form of all("form")) {
      const hasField = all("input:not([type=hidden]), textarea, select", form).some(isSeen);
      if (hasField && ![...form.elements].some((each) => each.type === "submit" && isSeen(each))) {
        found.push(`cannot be sent: ${called(form)}`);
      }
    }
    return found;
  };

  // ---- By keyboard --------------------------------------------------------------------------------

  // What is wrong with where the focus is now, after a key.
  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return [];
    if (!hasRing(element)) return [`no ring: ${called(element)}`];
    return isUncovered(element, floats().filter(isSeen)) ? [] : [`covered: ${called(element)}`];
  };

  return { unfold, mark, room, spaced, moving, focus, edges, dead, focused };
})();
