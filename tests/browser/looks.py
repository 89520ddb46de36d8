"""What every page and every state of a page is asked: in which looks, how it takes spacing and focus.

`script/test` looks at each page in one look and asks the rest in the narrowest; `script/accessibility` asks
everything in all looks. What is asked stands in `barriers.js`, beside the rules of axe.
"""

import os
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from . import ledger

EVERY_LOOK = os.environ.get("COVENANT_EVERY_LOOK") == "1"

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 700}
# 1280 px at a zoom of 400%, in a window as high as a laptop's.
ZOOMED = {"width": 320, "height": 256}
# Each width and each scheme once: a layout and the colours are then seen.
LOOKS = [(DESKTOP, "light"), (NARROW, "dark")]
# The pages of a walk take these in turns. Whether it fits a narrow screen each is asked with the focus.
OF_A_WALK = [(size, scheme) for scheme in ("light", "dark") for size in (DESKTOP, NARROW)]
# A state of a page is looked at once, in the narrower look.
STATE = LOOKS[1:]
ALL_LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")] + [
    (NARROW, "light")
]

# The rules of the design's gate. Text keeps the stricter contrast, 7:1; as axe comes, that rule leaves
# what is under 4.5:1 to the usual rule, so that both would have to run.
AXE = (
    Axe().axe_script.replace("minThreshold:4.5", "minThreshold:0").replace("minThreshold:3", "minThreshold:0")
)
GATE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
    # Style sheets and media are not fetched once more: the one rule of these that needs it is about sound.
    "preload": False,
}
# Put into each page that is looked at, the two together.
QUESTIONS = f"{AXE};{(Path(__file__).parent / 'barriers.js').read_text()}"

# The ways to the elements that this process has met: in each look those whose colours were seen, in "focus"
# those that had the focus. What looks the same is not asked again, but in `script/accessibility`.
MET: defaultdict[str, set[int]] = defaultdict(set)

CHECK = """async ([part, options, known]) => {
    const fresh = known === null ? [] : barriers.mark(known)
    const selector = known === null ? "*" : "[data-fresh]"
    axe.configure({rules: [{id: "color-contrast-enhanced", selector}]})
    const {violations} = await axe.run(part, options)
    const where = each => each.nodes.map(node => node.target.join(" "))
    return [fresh, violations.map(each => [each.id, each.impact, where(each)])]
}"""
LAST = """known => {
    const fresh = known === null ? [] : barriers.mark(known)
    return [fresh, barriers.room(), barriers.moving(), barriers.edges(), barriers.focus(known === null)]
}"""
LOOK = "`${innerWidth} ${matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'}`"
WHOLE = """() => document.readyState === "complete"
    || new Promise(done => addEventListener("load", () => done()))"""


def whole(page):
    """Wait until the page is there: a click waits for the answer to begin, not for its words.

    The page itself is asked. Playwright's own wait never ends after a click that downloaded a file.
    """
    page.evaluate(WHOLE)


def prepare(page):
    """Wait until the page is there and can be asked."""
    whole(page)
    if page.evaluate("typeof window.barriers") == "undefined":
        page.evaluate(QUESTIONS)


def met(look):
    """What is known in a look, as the page is told of it."""
    return None if EVERY_LOOK else " ".join(map(str, MET[look]))


def violations_on(page, look):
    """What axe finds: a line for each place. Contrast is measured where nothing met before looks the same."""
    look = look or page.evaluate(LOOK)
    fresh, found = page.evaluate(CHECK, ["html", GATE, met(look)])
    MET[look].update(fresh)
    return [f"{rule} ({impact}): {where}" for rule, impact, all_of_it in found for where in all_of_it]


def shorten(page):
    """Leave a few options of each list of hundreds: they all look the same. Nobody goes on with the page."""
    if not EVERY_LOOK:
        page.evaluate("""() => document.querySelectorAll("option:nth-child(n + 5):not(:checked)").forEach(
            each => each.remove()
        )""")


def complaints(page, axe, looks=STATE, but=()):
    """What is wrong with the page now open, in each of the looks, with every disclosure open.

    `but` are parts of complaints that are not ours to mend.
    """
    found = look_at(page, axe, looks, focus=EVERY_LOOK, but=but)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found


def look_at(page, axe, looks, *, focus, but=()):
    """The same, and the page stays in its last look.

    With `focus` each control has the focus in turn, which a script of the page may answer.
    """
    prepare(page)
    page.emulate_media(reduced_motion="reduce")  # before the colours of what unfolds begin to move
    page.evaluate("barriers.unfold()")
    path = urlsplit(page.url).path
    found = []

    def ask(check, look, wrong):
        ours = [each for each in wrong if not any(part in each for part in but)]
        ledger.note(page.url, check, look, ours)
        found.extend(f"{path} {look}: {each}" for each in ours)

    for size, scheme in ALL_LOOKS if EVERY_LOOK else looks:
        page.set_viewport_size(size)
        # Colours that move from one scheme to the other would be caught half-way.
        page.emulate_media(color_scheme=scheme, forced_colors="none", reduced_motion="reduce")
        look = f"{size['width']} {scheme}"
        ask("axe", look, axe(page, look))
        width = str(size["width"])
        if scheme == "light" or not EVERY_LOOK:  # the colours change nothing here
            cut, spaced = page.evaluate("[barriers.room(), barriers.spaced()]")
            ask("nothing cut off, no sideways scrolling", width, cut)
            ask("text spacing", width, spaced)
    if focus:
        page.set_viewport_size(ZOOMED)
        page.emulate_media(forced_colors="active")
        # A browser shows no ring to somebody whose last touch was the mouse's.
        page.keyboard.press("Shift")
        fresh, cut, moving, edges, unfocused = page.evaluate(LAST, met("focus"))
        MET["focus"].update(fresh)
        ask("400% zoom", "320 × 256", cut)
        ask("reduced motion", "320 × 256", moving)
        ask("forced colours", "320 × 256", edges)
        ask("focus", "320 × 256", unfocused)
    return found
