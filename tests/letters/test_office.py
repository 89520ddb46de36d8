"""Word files as another program opens them: LibreOffice, asked once for all of them."""

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from documents.html_text import to_text
from letters.freezing import make_ready
from letters.models import FrozenKind
from letters.preparing import content_of, stored_file

from .letters_to import letter_to, loaded, sector_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.office, pytest.mark.long]

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass
class Opened:
    """A file as LibreOffice has read it, in its own format as plain XML."""

    root: etree._Element

    def all(self, name):
        return list(self.root.find(f".//{OFFICE}text").iter(name))

    @property
    def title(self):
        return self.root.find(f".//{TITLE}").text

    @property
    def pages(self):
        return int(self.root.find(f".//{META}document-statistic").get(f"{META}page-count"))

    @property
    def language(self):
        usual = self.root.find(f".//{STYLE}default-style[@{STYLE}family='paragraph']/{STYLE}text-properties")
        return usual.get(f"{FO}language"), usual.get(f"{FO}country")

    @property
    def sizes(self):
        """The size in points of every piece of text that has one of its own, and the usual one."""
        properties = self.root.iter(f"{STYLE}text-properties")
        return {float(each.get(f"{FO}font-size").removesuffix("pt")) for each in properties
                if (each.get(f"{FO}font-size") or "").endswith("pt")}  # fmt: skip

    @property
    def headings(self):
        return [(h.get(f"{TEXT}outline-level"), "".join(h.itertext())) for h in self.all(f"{TEXT}h")]

    @property
    def items(self):
        return [words("".join(item.itertext())) for item in self.all(f"{TEXT}list-item")]

    @property
    def words(self):
        """What it says on its pages, from the first to the last."""
        return words("".join(said(self.root.find(f".//{OFFICE}text"))))

    @property
    def footers(self):
        return [
            words("".join(said(each))) for each in self.root.iter(f"{STYLE}footer", f"{STYLE}footer-first")
        ]

    @property
    def pictures(self):
        """The words instead of each picture, and whether the picture is there."""
        return [
            (frame.findtext(f"{SVG}desc"), frame.find(f"{DRAW}image") is not None)
            for frame in self.all(f"{DRAW}frame")
            if frame.find(f"{DRAW}image") is not None
        ]


def said(element):
    """The text inside an element, but for what stands for a picture."""
    if element.tag in (f"{OFFICE}binary-data", f"{SVG}desc", f"{SVG}title"):
        return
    yield element.text or ""
    for child in element:
        yield from said(child)
        yield child.tail or ""
    if element.tag == f"{TEXT}s":
        yield " "
    if element.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}line-break", f"{TEXT}tab"):
        yield "\n"


def words(text):
    return " ".join(text.replace("•", " ").split())


def opened_in_libreoffice(files, folder):
    """Each file by its name, all of them in one start of the program."""
    program = shutil.which("soffice")
    if not program:
        pytest.fail(
            "No LibreOffice. Type: sudo apt-get install -y --no-install-recommends libreoffice-writer",
            pytrace=False,
        )
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [program, f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--convert-to", "fodt",
         "--outdir", folder, *(folder / f"{name}.docx" for name in files)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {name: Opened(etree.parse(folder / f"{name}.fodt").getroot()) for name in files}


def picture(width, height):
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "PNG")
    return ContentFile(written.getvalue())


@pytest.fixture
def made(harbourside, member, settings, tmp_path):
    """Letters made ready, as Word, with the text that their HTML says."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        }
    }
    harbourside.logo.save("logo.png", picture(400, 120))
    harbourside.signature.save("signature.png", picture(300, 90))
    harbourside.name = "Tŷ Coed & Łódź <VA>"
    harbourside.save()
    letter = letter_to(harbourside, "Siân O’Dell-Ŵyn")
    letter.main_ask = "Meet us **soon** & bring:\n\n- {a} <plan>\n- 2024. A year"
    letter.own_paragraphs = [{"text": "Two more words: snake_case_name, *stars*.", "place": "before-close"}]
    letter.copies_to = "Ann & Ben"
    letter.save()
    found = {}
    for name, draft in (("letter", loaded(letter)), ("sector", sector_letter(harbourside))):
        copy = make_ready(draft, revision=draft.revision, by=member).copies.get()
        for kind, html in (
            (FrozenKind.WORD, copy.html),
            (FrozenKind.LARGE_PRINT_WORD, copy.large_print_html),
        ):
            content = content_of(stored_file(copy.version, kind, copy))
            found[f"{name}-{kind}"] = SimpleNamespace(content=content, html=html, copy=copy)
    assert storages["default"].listdir("letters")[1]
    return found


def test_libreoffice_reads_what_the_letter_says(made, tmp_path):
    opened = opened_in_libreoffice({name: file.content for name, file in made.items()}, tmp_path)
    for name, file in made.items():
        found = opened[name]
        # Word for word, in the order of the letter, but for the logo's line and the number below it.
        body = words(to_text(file.html[file.html.index('<div class="l-body">') :]))
        assert body in found.words, name
        for line in ("Tŷ Coed & Łódź <VA>", "The Old Sail Loft", "01632 960101"):
            assert line in found.words.partition(body)[0]
        assert found.title == file.copy.title
        assert found.language == ("en", "GB")
        levels = [level for level, _ in found.headings]
        assert levels[0] == "1"
        assert levels.count("1") == 1
        assert found.headings[0][1] == file.copy.subject
        assert found.pictures == [("Tŷ Coed & Łódź <VA>", True), ("Signature of Rowan Ashdown", True)]
        assert re.search(r" Page \d of \d$", found.footers[0])
        assert "Registered charity 0000001" in found.footers
    letter, large = opened["letter-word"], opened["letter-large-print-word"]
    for item in ("{a} <plan>", "2024. A year", "Ann & Ben"):
        assert item in letter.items
        assert item in large.items
    assert letter.pages <= 2
    assert {12.5} <= letter.sizes
    assert {18.0} <= large.sizes
