"""Whether a postal address will reach the window of an envelope, said in words before it is saved."""

import re
from collections.abc import Sequence

from documents.envelope import AddressDoesNotFit, address_block, clean_lines

_POSTCODE = re.compile(r"GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
# Something between a number of a house and a name of a town: short, with letters and figures.
_LIKE_A_POSTCODE = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9][A-Z0-9 .-]{3,8}")
_EXAMPLE = "like ZZ1 1AA"


def postcode_problem(address: str) -> str:
    """What is wrong with the postcode of an address, and what to do; empty when it can be used."""
    lines = clean_lines([address])
    if not lines or _POSTCODE.fullmatch(lines[-1]):
        return ""
    last = " ".join(lines[-1].upper().split())
    if not _LIKE_A_POSTCODE.fullmatch(last):
        return f"Add the postcode as the last line of the address, {_EXAMPLE}"
    meant = _meant(last)
    if meant:
        return f"Check the postcode “{lines[-1]}”. Did you mean {meant}?"
    return f"Check the postcode “{lines[-1]}”. It ends in a figure and two letters, {_EXAMPLE}"


def _meant(typed: str) -> str:
    """The postcode that was probably meant: the letters O and I stand for 0 and 1, or marks came between."""
    plain = re.sub(r"[^A-Z0-9]", "", typed)
    area, district, sector, unit = plain[:1], plain[1:-3], plain[-3:-2], plain[-2:]
    for figures in (district, district.replace("O", "0").replace("I", "1").replace("L", "1")):
        guess = f"{area}{figures} {sector.replace('O', '0').replace('I', '1').replace('L', '1')}{unit}"
        if _POSTCODE.fullmatch(guess):
            return guess
    return ""


def window_problems(lines: Sequence[str]) -> list[str]:
    """Why name, post, body and address together will not fit behind the window; empty when they do.

    `lines` are those of Recipient.address_lines.
    """
    try:
        address_block(lines)
    except AddressDoesNotFit as refusal:
        return [f"{problem}, counted with name, post and body" for problem in refusal.problems]
    return []
