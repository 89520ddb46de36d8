"""Stand-in until letters/envelope.py arrives; the lead moves it here."""

from dataclasses import dataclass


class AddressDoesNotFit(ValueError):
    problems: list = []


@dataclass
class AddressBlock:
    lines: list
    compact: bool


def address_block(lines, *, large_print=False):
    return AddressBlock(list(lines), len(lines) > 5)
