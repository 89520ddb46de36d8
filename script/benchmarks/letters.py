"""Letters, and the whole toolkit, as PDF."""

import io
import itertools
import logging
import os
import secrets
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .served import Answer, Measure, browser, few_or, start_django, timed
from .web import resident_memory

LETTERS = few_or(25, 3)  # of each way to make a PDF
MANY = 1_000  # letters of one process
WARM_UP = 50
EVERYBODY = 373  # bodies a letter may go to at once


def the_letter() -> Any:
    """The demonstration member's first letter."""
    from django.test import override_settings

    from covenant_toolkit import demonstration
    from letters.models import Letter

    if not Letter.objects.exists():
        with override_settings(DEBUG=True):
            demonstration.make()
    return demonstration.demonstration_letter()


def the_sheets() -> list[Any]:
    """The sheets of that letter, one for each of its recipients."""
    from letters.sheet import sheet_for

    letter, sheets = the_letter(), []
    for copy in letter.copies.all():
        copy.letter = letter
        sheets.append(sheet_for(copy))
    return sheets


def html_of(sheet: Any, images: Mapping[str, bytes], **changes: Any) -> str:
    """A letter as it is handed to the renderer, with its pictures."""
    from letters.files import document_html

    return document_html(replace(sheet, **changes), images)


def one_letter() -> list[Measure]:
    """The way of the toolkit, where everything that can be kept is kept, beside a first try.

    Every letter is another one, with the logo. The first try has the typefaces as their makers give them out;
    a second one has ours, of which each is one weight, and reads fonts and style anew for each letter too.
    """
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS, images_of

    sheet = the_sheets()[0]
    images = images_of(sheet)
    newcomers_css = with_variable_faces(LETTER_CSS)
    logo = Path(os.environ["COVENANT_DATA_DIR"]) / "logo.png"
    logo.write_bytes(images["logo"])
    numbers = itertools.count()

    def another() -> str:
        number = next(numbers)
        return html_of(sheet, images, date=f"Day {number}", running_title=f"Letter {number}")

    def ours() -> bytes:
        return pdf.render(another(), stylesheets=[LETTER_CSS], images=images)

    ours()  # sets up the typefaces before WeasyPrint is imported
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    def naive(style: Path) -> bytes:
        config = FontConfiguration()
        css = weasyprint.CSS(filename=str(style), font_config=config)
        document = weasyprint.HTML(string=another().replace(f"{pdf.SCHEME}:logo", logo.as_uri()))
        made: bytes = document.write_pdf(stylesheets=[css], font_config=config, pdf_variant="pdf/ua-1")
        return made

    warm, first_try, second = timed(LETTERS, ours, lambda: naive(newcomers_css), lambda: naive(LETTER_CSS))
    return [
        Measure("letter PDF, warm", warm.usual, "ms", None, f"processor {warm.work:.0f} ms"),
        Measure("letter PDF, naive WeasyPrint", first_try.usual, "ms", first_try.work / warm.work,
                f"processor {first_try.work:.0f} ms; so many times ours, the target is 1.25"),
        Measure("the same with our typefaces", second.usual, "ms", second.work / warm.work,
                f"processor {second.work:.0f} ms; so many times ours"),
    ]  # fmt: skip


def whole_patch() -> list[Measure]:
    """The demonstration's letter to its whole patch: PDF and Word for everybody, in one archive."""
    start_django()
    from documents.archive import write_archive
    from letters.files import KINDS, file_name, make

    sheets, kinds = the_sheets(), (KINDS["pdf"], KINDS["word"])

    def everything() -> None:
        files = [(file_name(sheet, kind), make(sheet, kind)) for sheet in sheets for kind in kinds]
        write_archive(io.BytesIO(), files)

    (times,) = timed(5, everything)
    return [
        Measure(f"{len(sheets)} letters, PDF, Word and ZIP", times.usual / 1000, "s", times.usual / 2000,
                f"the target of 2 s; processor {times.work / 1000:.1f} s"),
    ]  # fmt: skip


def print_file() -> list[Measure]:
    """A volume of letters as one PDF, beside as many separate ones."""
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS, images_of
    from letters.print_file import LETTERS_IN_A_VOLUME, print_volume

    sheet = the_sheets()[0]
    images = images_of(sheet)
    numbers = range(LETTERS_IN_A_VOLUME)
    letters = [html_of(sheet, images, running_title=f"Letter {number}") for number in numbers]

    def one_by_one() -> None:
        for html in letters:
            pdf.render(html, stylesheets=[LETTER_CSS], images=images)

    together, apart = timed(3, lambda: print_volume(letters, title="A volume", images=images), one_by_one)
    return [
        Measure(f"print file of {len(letters)} letters", together.usual / 1000, "s",
                together.work / apart.work, "as many PDFs one by one, by processor"),
    ]  # fmt: skip


def memory() -> list[Measure]:
    """What a process keeps after many letters, all of them different."""
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS, images_of

    sheet = the_sheets()[0]
    images = images_of(sheet)

    def letters(first: int, last: int) -> None:
        for number in range(first, last):
            html = html_of(sheet, images, date=f"Day {number}", running_title=f"Letter {number}")
            pdf.render(html, stylesheets=[LETTER_CSS], images=images)

    letters(0, WARM_UP)
    before = resident_memory(os.getpid())
    letters(WARM_UP, WARM_UP + MANY)
    growth = resident_memory(os.getpid()) - before
    return [
        Measure(f"memory, growth over {MANY:,} letters", growth, "MiB", growth / 15, "the target of 15 MiB"),
    ]  # fmt: skip


def word_by_libreoffice() -> list[Measure]:
    """What it takes LibreOffice to turn the Word files into PDFs, one process for all of them."""
    start_django()
    from letters.files import KINDS, make

    office = shutil.which("soffice")
    if not office:
        return []
    folder = Path(os.environ["COVENANT_DATA_DIR"])
    sheets = the_sheets()
    files = [folder / f"{number}.docx" for number in range(len(sheets))]
    for file, sheet in zip(files, sheets, strict=True):
        file.write_bytes(make(sheet, KINDS["word"]))
    own_settings = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, own_settings, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]

    def convert() -> None:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (the machine's own)

    def ours() -> None:
        for sheet in sheets:
            make(sheet, KINDS["pdf"])

    theirs, own = timed(3, convert, ours)
    return [
        Measure(f"{len(sheets)} letters by LibreOffice", theirs.usual / 1000, "s", theirs.usual / own.usual,
                "our PDFs of them, which are tagged; by the clock"),
    ]  # fmt: skip


def live_preview() -> list[Measure]:
    """What a pause in typing costs: the words are saved and the letter comes back as it looks now."""
    start_django()
    letter = the_letter()
    measures = []
    for each in (letter, letter_to_everybody(letter)):
        number = each.copies.count()
        type_a_word = typing(each)
        (times,) = timed(100, type_a_word)
        size = len(type_a_word().body) / 1024
        measures += [
            Measure(f"a pause in typing, {number} recipients, p95", times.late, "ms", times.late / 60,
                    f"the target of 60 ms; processor {times.work:.0f} ms"),
            Measure(f"a pause in typing, {number} recipients", size, "KB", size / 15, "the target of 15 KB"),
        ]  # fmt: skip
    return measures


def typing(letter: Any) -> Callable[[], Answer]:
    """A function that sends a letter's form with other words each time, as the script of the page does."""
    ask = browser()
    cookie, form = form_of(letter, letter.organisation.people.all()[0])
    turns = itertools.count(1)

    def type_a_word() -> Answer:
        turn = next(turns)
        words = {"main_ask": f"We ask you to meet {turn} local groups.", "turn": turn}
        body = urlencode(form | words).encode()
        return ask(
            letter.get_absolute_url(), REQUEST_METHOD="POST", CONTENT_LENGTH=str(len(body)), HTTP_X_LIVE="1",
            CONTENT_TYPE="application/x-www-form-urlencoded", HTTP_COOKIE=cookie,
            **{"wsgi.input": io.BytesIO(body)},
        )  # fmt: skip

    return type_a_word


def form_of(letter: Any, person: Any) -> tuple[str, dict[str, Any]]:
    """The cookies of a person who has signed in, and the letter's form as their browser has it."""
    from django.conf import settings
    from django.test import Client

    logging.getLogger("covenant.security").disabled = True  # who signs in here is nobody's business
    client = Client()
    client.force_login(person)
    token = secrets.token_hex(16)  # as long as Django's
    form = {
        "csrfmiddlewaretoken": token, "revision": letter.revision, "page": "of the benchmark", "turn": 1,
        "dated_on": "12 January 2026", "reply_by_on": "2 February 2026", "further_asks": letter.further_asks,
    }  # fmt: skip
    for index, example in enumerate(letter.examples):
        form[f"example_{index}_text"] = example["text"]
        form |= {f"example_{index}_chosen": "on"} if example["chosen"] else {}
    form |= {f"cited_{citation.pk}": "on" for citation in letter.citations.all()}
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return "; ".join(f"{n}={v}" for n, v in {**cookies, settings.CSRF_COOKIE_NAME: token}.items()), form


def letter_to_everybody(letter: Any) -> Any:
    """The same letter to every council, strategic authority and integrated care board."""
    from letters.models import Letter, LetterCopy
    from partnerships.models import Post, Recipient
    from publicbodies.models import PublicBody

    cited = list(letter.citations.all())
    copied = Letter.objects.get(pk=letter.pk)
    copied.pk, copied._state.adding = uuid.uuid4(), True
    copied.save()
    for citation in cited:
        copied.citations.create(kind=citation.kind, reference=citation.reference, revision=citation.revision)
    recipients = Recipient.objects.bulk_create(
        Recipient(
            organisation=letter.organisation, body=body, post=Post.CHIEF_EXECUTIVE, name=f"Person {number}",
            address=f"{number} Test Lane\nTown\nZZ1 1AA",
        )
        for number, body in enumerate(PublicBody.objects.all()[:EVERYBODY])
    )  # fmt: skip
    LetterCopy.objects.bulk_create(LetterCopy(letter=copied, recipient=each) for each in recipients)
    return copied


def with_variable_faces(css: Path) -> Path:
    """The letter's style as a newcomer writes it: with the typefaces as they come, named by @font-face."""
    from documents import fonts

    text = css.read_text(encoding="utf-8")
    for ours, name, (wheel, file_name) in (
        ("Letter Sans", "Source Sans 3", fonts.SANS),
        ("Letter Serif", "Source Serif 4", fonts.SERIF),
    ):
        face = next(path for path in Path(str(files(wheel))).rglob("*.ttf") if path.name == file_name)
        text = (
            f'@font-face {{ font-family: "{name}"; font-weight: 200 900; src: url("{face.as_uri()}"); }}\n'
            + text.replace(ours, name)
        )
    written = Path(os.environ["COVENANT_DATA_DIR"]) / "newcomers.css"
    written.write_text(text, encoding="utf-8")
    return written


def merge() -> list[Measure]:
    """Filling a compiled template, without its layout."""
    start_django()
    from letters.values import letter_values, profile_values, recipient_values

    letter = the_letter()
    values = profile_values(letter.organisation, letter) | letter_values(letter)
    recipient = letter.copies.all()[0].recipient
    values |= recipient_values(recipient) | {"salutation_name": "Councillor Ashdown"}
    compiled = letter.template_version.compiled()
    (times,) = timed(2000, lambda: compiled.fill(values))
    microseconds = times.usual * 1000
    return [
        Measure(
            "merge of a letter, text only", microseconds, "µs", microseconds / 200, "the target of 200 µs"
        )
    ]


def whole_toolkit() -> list[Measure]:
    """The toolkit as one PDF, once for each version of the content."""
    start_django()
    from django.core.management import call_command

    ask = browser()
    begun = time.perf_counter()
    call_command("make_toolkit_pdf", verbosity=0)
    seconds = time.perf_counter() - begun
    served = ask("/toolkit.pdf")
    (times,) = timed(20, lambda: ask("/toolkit.pdf"))
    return [
        Measure("toolkit.pdf, made", seconds, "s", None, "once for each version of the content"),
        Measure("toolkit.pdf, served", times.usual, "ms", None, f"{len(served.body) / 1024:,.0f} KB"),
    ]
