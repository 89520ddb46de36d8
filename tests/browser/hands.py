"""How a person uses a page: with a mouse, by keyboard alone, or with a finger on a phone.

The three do the same by the same names, so that a walk can be gone with any of them. What is done is
counted: an interaction is a field filled in, a key that chooses (Enter, Space) or a tap. The Tab and arrow
keys that lead there are counted for themselves.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import ledger
from .looks import EVERY_LOOK, prepare


class Hand:
    """Does what a person does, and counts it."""

    def __init__(self, page):
        self.page = page
        self.interactions = 0
        self.moves = 0
        self.addresses = 0
        self.screens = []
        page.on("framenavigated", self._arrive)

    def _arrive(self, frame):
        """Note each new screen: a page that is sent and answered at its own address stays the same screen."""
        path = re.sub(r"[0-9a-f-]{36}", "…", re.sub(r"^https?://[^/]+|[?#].*$", "", frame.url))
        if path.startswith("/letters/") and path not in self.screens:
            self.screens.append(path)

    def said(self, what):
        counted = [len(self.screens), "screens", self.interactions, "interactions", self.moves, "moves"]
        return " ".join(map(str, [f"{what}:", *counted, self.addresses, "addresses typed"]))

    def file(self, target):
        with self.page.expect_download() as download:
            self.choose(target)
        return Path(download.value.path()).read_bytes()


# Puts the focus two steps before an element that is further on. Tab goes from there.
COME_NEAR = """element => {
    const order = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
        each => each.checkVisibility({visibilityProperty: true}) && !each.disabled && each.tabIndex >= 0
    )
    const near = order.indexOf(element) - 2
    if (near > order.indexOf(document.activeElement)) order[near].focus()
}"""
STEPS = 5


class Keyboard(Hand):
    """A person without a mouse. Tab reaches everything, in the order of the page, or the walk ends here.

    `script/accessibility` goes all the way; `script/test` the first steps and the last.
    """

    def reach(self, target):
        for step in range(400):
            if target.evaluate("element => element === document.activeElement"):
                return
            if step == STEPS and not EVERY_LOOK:
                target.evaluate(COME_NEAR)
            self._move("Tab")
        pytest.fail(f"No Tab leads to {target} on {self.page.url}")

    def _move(self, key):
        self.moves += 1
        self.page.keyboard.press(key)
        if EVERY_LOOK and key == "Tab":
            prepare(self.page)
            lost = self.page.evaluate("barriers.focused()")
            ledger.note(self.page.url, "keyboard walks: focus is seen after each Tab", "", lost)
            assert lost == []

    def type(self, target, words):
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)
        self.interactions += 1

    def choose(self, target, key="Enter"):
        self.reach(target)
        self.page.keyboard.press(key)
        self.interactions += 1

    def go(self, target):
        """Choose what leads to another page, or to another place of this one."""
        self.reach(target)
        with self.page.expect_navigation(wait_until="commit"):
            self.page.keyboard.press("Enter")
        self.interactions += 1

    def tick(self, target):
        if not target.is_checked():
            self.choose(target, "Space")

    def untick(self, target):
        if target.is_checked():
            self.choose(target, "Space")

    def pick(self, target):
        """One of several round buttons: Tab leads to the group, the arrows lead on."""
        for _ in range(400):
            if target.evaluate("element => document.activeElement.name === element.name"):
                break
            self._move("Tab")
        for _ in range(20):
            if target.is_checked():
                return
            is_here = target.evaluate("element => element === document.activeElement")
            self._move("Space" if is_here else "ArrowDown")
            self.interactions += 1
        pytest.fail(f"No arrow leads to {target} on {self.page.url}")

    def select(self, target, option):
        """One of a list: by its value or its words."""
        self.reach(target)
        self._move("Home")
        for _ in range(400):
            if target.evaluate("list => [list.value, list.selectedOptions[0]?.text.trim()]").count(option):
                self.interactions += 1
                return
            self._move("ArrowDown")
        pytest.fail(f"No arrow leads to {option} on {self.page.url}")

    def suggestion(self, target):
        """Take the first of the suggestions that fold out below the field."""
        expect(target).to_have_attribute("aria-expanded", "true")
        self._move("ArrowDown")
        self.choose(target)


class Mouse(Hand):
    """A person at a desk."""

    def type(self, target, words):
        target.fill(words)
        self.interactions += 1

    def choose(self, target):
        target.click()
        self.interactions += 1

    go = choose

    def tick(self, target):
        target.check()
        self.interactions += 1

    pick = tick

    def untick(self, target):
        target.uncheck()
        self.interactions += 1

    def select(self, target, option):
        target.select_option(option)
        self.interactions += 1


class Finger(Mouse):
    """A person with a phone."""

    def tick(self, target):
        """The label is what a thumb meets."""
        self.choose(self.page.locator(f"label[for={target.get_attribute('id')}]"))

    def suggestion(self, target):
        self.choose(self.page.get_by_role("listbox").get_by_role("option").first)

    def address(self, target, words):
        self.type(target, words)
        self.addresses += 1


def usual_hand(page):
    """The hand of the long walks: a mouse in `script/test`, the keyboard in `script/accessibility`."""
    return Keyboard(page) if EVERY_LOOK else Mouse(page)
