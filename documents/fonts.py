"""The typefaces: subsets for the web and fixed faces for PDFs, built once from the font wheels.

`python -m documents.fonts [FOLDER]` builds them (script/bootstrap calls it). The folder holds

    web/fonts/*.woff2   small variable subsets, served as static files
    pdf/*.ttf           one face per weight: WeasyPrint would instance a variable font for every document
    fonts.conf          names only pdf/, so that no machine's own fonts can slip into a letter

Source Sans reserves the name "Source" for its unmodified files (SIL Open Font Licence), so that what
is built here calls itself "Letter Sans" and "Letter Serif".
"""

import fcntl
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

# Raise this when the recipe below changes: the next run then builds anew.
RECIPE = 3

WHEELS = ("fontpkg-source-sans-3", "fontpkg-source-serif-4", "fontpkg-noto-sans")
SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
SERIF = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")
NOTO = ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf")

# 1 January 2026: one moment for every file that wants a date, so that the same letter gives the same bytes.
FIXED_TIME = 1_767_225_600

POINTS_PER_MM = 72 / 25.4

# Latin with Extended-A, Romanian commas, Welsh accents, general punctuation, £ € №, arrows, minus, times.
WEB_CHARACTERS = [
    *(*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86)),
    *(0x1E9E, 0x1EF2, 0x1EF3, *range(0x2010, 0x2028), *range(0x2030, 0x203B), 0x2044, 0x20AC, 0x2116, 0x2122),
    *(*range(0x2190, 0x2194), 0x2212, 0x2248, 0x2264, 0x2265),
]
# A letter may hold any European name: all of Latin in our own face, Greek and Cyrillic in the fallback.
LATIN_CHARACTERS = sorted(
    {
        *(*WEB_CHARACTERS, *range(0x180, 0x250), *range(0x2B0, 0x370)),
        *(*range(0x1E00, 0x1F00), *range(0x2000, 0x2300)),
    }
)
FALLBACK_CHARACTERS = sorted({*range(0x20, 0x530), *range(0x1E00, 0x2300), 0x25A0, 0x25CF, 0x2713, 0xFFFD})
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "lnum"]


class PDFFace(NamedTuple):
    """One fixed face for PDFs."""

    wheel: tuple[str, str]
    family: str
    style: str
    weight: int
    axes: dict[str, float]

    @property
    def file_name(self) -> str:
        return f"{self.family}-{self.style}.ttf".replace(" ", "")


PDF_FACES = (
    PDFFace(SANS, "Letter Sans", "Regular", 400, {"wght": 400}),
    PDFFace(SANS, "Letter Sans", "Bold", 700, {"wght": 700}),
    PDFFace(SERIF, "Letter Serif", "Regular", 400, {"wght": 400, "opsz": 14}),
    PDFFace(SERIF, "Letter Serif", "SemiBold", 600, {"wght": 600, "opsz": 14}),
    PDFFace(NOTO, "Noto Sans", "Regular", 400, {"wght": 400, "wdth": 100}),
    PDFFace(NOTO, "Noto Sans", "Bold", 700, {"wght": 700, "wdth": 100}),
)


class WebFace(NamedTuple):
    """One variable face for pages; an axis is a fixed place or a (lowest, highest) range."""

    wheel: tuple[str, str]
    family: str
    file_name: str
    axes: dict[str, Any]


WEB_FACES = (
    WebFace(SANS, "Letter Sans", "source-sans-3", {"wght": (400, 700)}),
    WebFace(SERIF, "Letter Serif", "source-serif-4", {"opsz": 14, "wght": (400, 600)}),
)

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<!-- Only our own faces: the machine's fonts are left out on purpose. -->
<fontconfig>
  <dir>{folder}/pdf</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias binding="same">
    <family>sans-serif</family>
    <prefer>
      <family>Letter Sans</family>
      <family>Noto Sans</family>
    </prefer>
  </alias>
  <alias binding="same">
    <family>serif</family>
    <prefer>
      <family>Letter Serif</family>
      <family>Noto Sans</family>
    </prefer>
  </alias>
</fontconfig>
"""


class FontsNotBuilt(Exception):
    """The faces have not been built yet; the message is the one line to type."""


def folder() -> Path:
    """Return the folder the faces live in: COVENANT_FONTS_DIR, otherwise build/fonts of the project."""
    named = os.environ.get("COVENANT_FONTS_DIR")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "build" / "fonts"


def build(folder: Path) -> None:
    """Build the faces into the folder unless they are there already.

    The new files are made beside the folder and renamed into place, so that a run that is stopped
    leaves either the old faces or none.
    """
    folder = folder.resolve()
    if _is_built(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_one_builder(folder):
        if _is_built(folder):
            return
        made = folder.with_name(folder.name + ".new")
        old = folder.with_name(folder.name + ".old")
        for leftover in (made, old):
            shutil.rmtree(leftover, ignore_errors=True)
        web, pdf = made / "web" / "fonts", made / "pdf"
        web.mkdir(parents=True)
        pdf.mkdir()
        with _fixed_time(), ProcessPoolExecutor() as pool:
            jobs = [pool.submit(_pdf_face, pdf, face) for face in PDF_FACES]
            jobs += [pool.submit(_web_face, web, face) for face in WEB_FACES]
            for job in jobs:
                job.result()
        (made / "fonts.conf").write_text(FONTS_CONF.format(folder=folder), encoding="utf-8")
        (made / "stamp.json").write_text(_stamp(folder), encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def use_only_ours() -> None:
    """Point the PDF renderer at our faces and at a fixed time; call it before weasyprint is imported.

    Raises FontsNotBuilt when the faces are not there.
    """
    conf = folder() / "fonts.conf"
    if not conf.is_file():
        raise FontsNotBuilt("The typefaces have not been built yet. Type: python -m documents.fonts")
    os.environ["FONTCONFIG_FILE"] = str(conf)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(FIXED_TIME))


def missing_glyphs(text: str) -> list[str]:
    """Return the characters that no PDF face can draw, each once, in the order they appear.

    White space, control characters and invisible joiners need no glyph and are never named.
    """
    drawable = _drawable()
    missing: dict[str, None] = {}
    for character in dict.fromkeys(unicodedata.normalize("NFC", text)):
        if ord(character) in drawable or character.isspace():
            continue
        if unicodedata.category(character) in ("Cc", "Cf"):
            continue
        if 0xFE00 <= ord(character) <= 0xFE0F:  # variation selectors only choose a shape
            continue
        missing[character] = None
    return list(missing)


def width_mm(text: str, size_pt: float) -> float:
    """Return how wide the text is, in mm, when set in Letter Sans Regular at a size in pt.

    The sum of the advance widths, without kerning. A letter that Letter Sans lacks is measured in Noto Sans.
    """
    sans, noto = _advances("LetterSans-Regular.ttf"), _advances("NotoSans-Regular.ttf")
    ems = 0.0
    for character in unicodedata.normalize("NFC", text):
        code = ord(character)
        ems += sans.get(code) or noto.get(code) or (0.0 if unicodedata.combining(character) else 1.0)
    return ems * size_pt / POINTS_PER_MM


def _is_built(folder: Path) -> bool:
    stamp = folder / "stamp.json"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(folder)


def _stamp(folder: Path) -> str:
    # fonts.conf names its folder in full: a project that was moved needs a new one.
    wheels = {name: version(name) for name in WHEELS}
    return json.dumps({"recipe": RECIPE, "folder": str(folder), "wheels": wheels}, indent=1) + "\n"


@contextmanager
def _only_one_builder(folder: Path) -> Iterator[None]:
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _fixed_time() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(FIXED_TIME)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _web_face(folder: Path, face: WebFace) -> None:
    font = _instance(face.wheel, WEB_CHARACTERS, face.axes)
    _rename(font, face.family, "Regular", 400)
    font.flavor = "woff2"
    font.save(folder / f"{face.file_name}.woff2", reorderTables=False)
    licence = (files(face.wheel[0]) / "LICENSE").read_text(encoding="utf-8")
    (folder / f"{face.file_name}-licence.txt").write_text(licence, encoding="utf-8")


def _pdf_face(folder: Path, face: PDFFace) -> None:
    font = _instance(face.wheel, FALLBACK_CHARACTERS if face.wheel == NOTO else LATIN_CHARACTERS, face.axes)
    _rename(font, face.family, face.style, face.weight)
    font.save(folder / face.file_name)


def _instance(wheel: tuple[str, str], characters: list[int], axes: dict[str, Any]) -> Any:
    """Return a wheel's face cut down to the characters, at the places or ranges named on its axes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    package, name = wheel
    font = TTFont(str(files(package) / "files" / name), recalcTimestamp=False)
    # Subset before instancing: the other way round takes ten times as long.
    # Kerning is most of the work and is left out of the fallback face, which draws a few words at most.
    features = FEATURES if wheel != NOTO else [feature for feature in FEATURES if feature != "kern"]
    subsetter = Subsetter(Options(layout_features=features, hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return instantiateVariableFont(font, axes, inplace=True)


def _rename(font: Any, family: str, style: str, weight: int) -> None:
    """Give a face its own name, weight and bold bits, so that fontconfig tells the faces apart."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 7, 8, 9, 11, 13, 14)]
    full, postscript = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    for name_id, text in ((1, family), (2, style), (3, postscript), (4, full), (6, postscript)):
        names.setName(text, name_id, 3, 1, 0x409)
    if style not in ("Regular", "Bold"):  # the old four-style name model knows no semi-bold
        names.setName(full, 1, 3, 1, 0x409)
        names.setName("Regular", 2, 3, 1, 0x409)
        names.setName(family, 16, 3, 1, 0x409)
        names.setName(style, 17, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0
    if "STAT" in font:
        del font["STAT"]


@cache
def _drawable() -> frozenset[int]:
    return frozenset(_advances("LetterSans-Regular.ttf")) | frozenset(_advances("NotoSans-Regular.ttf"))


@cache
def _advances(file_name: str) -> dict[int, float]:
    """Return the advance width of every character of a face, in ems."""
    from fontTools.ttLib import TTFont

    path = folder() / "pdf" / file_name
    if not path.is_file():
        raise FontsNotBuilt("The typefaces have not been built yet. Type: python -m documents.fonts")
    with TTFont(path, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else folder()
    build(target)
    print(f"The typefaces are in {target}")  # noqa: T201
