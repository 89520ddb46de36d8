"""What the browser tests looked at, kept line by line while they run, and read out by `script/accessibility`.

    python -m tests.browser.ledger FILE [--keep]

prints for each check how many kinds of page and states were looked at and what was wrong, and ends with 1
when something was, or when a page was never seen. When nothing was, --keep writes the day and the numbers
into the file that /accessibility/ reads.
"""

import datetime
import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

FACTS = Path(__file__).parents[2] / "covenant_toolkit" / "accessibility.json"
ERRORS = "errors of a form: title, list, links, reasons"
NO_SCRIPT = "without script: room, no dead button"

# Pages that no browser can be brought to in the tests, and why.
A_FILE = "a file, once the address says of what"
NEVER_SEEN = {
    "account_email_verification_sent": "allauth’s, for sites where people sign up by themselves",
    "account_inactive": "nobody is made inactive here: people are removed",
    "account_set_password": "leads on: everybody has a password",
    "admin:django.views.generic.base.RedirectView": "leads on",
    "briefings:deck-file": A_FILE,
    "briefings:file": A_FILE,
    "feedback-counts-csv": A_FILE,
    "letters:version-file": A_FILE,
    "letters:version-zip": A_FILE,
    "partnerships:agreement-version-file": A_FILE,
    "mfa_login_webauthn": "data for the script of the page on which people sign in",
    "progress-csv": A_FILE,
}


def name_of(url):
    """The name of the page at an address, by which a thousand letters are one kind of page."""
    path = urlsplit(url).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return "no such page"


def note(url, check, look, found):
    """Keep that a state was looked at in a look, and what was found. Does nothing in `script/test`."""
    if file := os.environ.get("COVENANT_LOOKED_AT"):
        test = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[2].partition(" ")[0]
        write(file, {"test": test, "page": name_of(url), "check": check, "look": look, "found": found})


def note_address(name, answer):
    """Keep how an address of the site answers: with a page, a file, or otherwise."""
    if file := os.environ.get("COVENANT_LOOKED_AT"):
        write(file, {"address": name, "answer": answer})


def write(file, line):
    with Path(file).open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(line) + "\n")  # one write, so that several processes can share the file


def read_out(lines):
    """Print what the ledger holds. Returns whether all is well, and the numbers for /accessibility/."""
    pages, states, wrong, answers = defaultdict(set), defaultdict(int), defaultdict(list), {}
    for line in lines:
        if "address" in line:
            # The best that anybody got there.
            before = answers.get(line["address"], line["answer"])
            answers[line["address"]] = min(before, line["answer"], key=ANSWERS.index)
            continue
        check = f"{line['check']}, {line['look']}" if line["look"] else line["check"]
        pages[check].add(line["page"])
        states[check] += 1
        wrong[check] += [f"{line['page']} ({line['test']}): {each}" for each in line["found"]]
    say(f"{'Check':<52}{'Kinds of page':>14}{'States':>8}{'Wrong':>7}")
    for check in sorted(pages):
        say(f"{check:<52}{len(pages[check]):>14}{states[check]:>8}{len(wrong[check]):>7}")
    seen = set().union(*pages.values())
    missing = unseen(answers, seen)
    for check, found in sorted(wrong.items()):
        for each in sorted(set(found)):
            say(f"Wrong, {check}: {each}")
    numbers = {
        "on": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "pages": len(seen),
        "states": max((count for check, count in states.items() if check.startswith("axe")), default=0),
        "forms": states.get(ERRORS, 0),
        "without_script": len(pages.get(f"{NO_SCRIPT}, 320", ())),
    }
    return bool(answers) and not missing and not any(wrong.values()), numbers


def unseen(answers, seen):
    """Print how the addresses answered, and return those that nothing looked at and nobody explains."""
    say("")
    for answer in ANSWERS:
        say(f"{sum(each == answer for each in answers.values()):>5} addresses {answer}")
    left = {name for name, answer in answers.items() if answer not in NO_PAGE and name not in seen}
    for name in sorted(left & NEVER_SEEN.keys()):
        say(f"Never seen: {name} ({NEVER_SEEN[name]})")
    for name in sorted(left - NEVER_SEEN.keys()):
        say(f"Never seen, and nobody says why: {name}")
    return left - NEVER_SEEN.keys()


PAGE, FILE, POST_ONLY, REFUSED, ELSEWHERE = (
    "show a page",
    "give a file or data",
    "take only what a form sends",
    "refuse this member, as it stands",
    "lead this member on, as it stands",
)
ANSWERS = (PAGE, FILE, POST_ONLY, REFUSED, ELSEWHERE)
NO_PAGE = (FILE, POST_ONLY)


def say(line):
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    kept = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    is_well, numbers = read_out(map(json.loads, kept))
    if is_well and "--keep" in sys.argv:
        FACTS.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if is_well else 1)
