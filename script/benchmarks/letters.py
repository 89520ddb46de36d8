"""Letters, and the whole toolkit, as PDF."""

import os
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from .served import Measure, browser, start_django, timed

LETTERS = 25  # of each way to make a PDF


def the_letter() -> Any:
    """The demonstration member's first letter."""
    from django.test import override_settings

    from covenant_toolkit import demonstration
    from letters.models import Letter

    if not Letter.objects.exists():
        with override_settings(DEBUG=True):
            demonstration.make()
    return demonstration.demonstration_letter()


def letter_html() -> str:
    """The letter as it is handed to the renderer."""
    from django.template.loader import render_to_string

    from letters.sheet import sheet_for

    letter = the_letter()
    copy = letter.copies.all()[0]
    copy.letter = letter
    return render_to_string("letters/document.html", {"sheet": sheet_for(copy)})


def one_letter() -> list[Measure]:
    """The way of the toolkit, where everything that can be kept is kept, beside a first try."""
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS

    html = letter_html()
    newcomers_css = with_variable_faces(LETTER_CSS)

    def ours() -> bytes:
        return pdf.render(html, stylesheets=[LETTER_CSS])

    ours()  # sets up the typefaces before WeasyPrint is imported
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    def naive() -> bytes:
        config = FontConfiguration()
        css = weasyprint.CSS(filename=str(newcomers_css), font_config=config)
        document = weasyprint.HTML(string=html)
        made: bytes = document.write_pdf(stylesheets=[css], font_config=config, pdf_variant="pdf/ua-1")
        return made

    warm, first_try = timed(LETTERS, ours, naive)
    return [
        Measure("letter PDF, warm", warm.usual, "ms", None, f"processor {warm.work:.0f} ms"),
        Measure("letter PDF, naive WeasyPrint", first_try.usual, "ms", None,
                f"processor {first_try.work:.0f} ms; fonts and style read each time"),
        Measure("letter PDF, speed", 1000 / warm.work, "PDFs/s", first_try.work / warm.work,
                "naive WeasyPrint beside it, by processor; the target is 1.25"),
    ]  # fmt: skip


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
    from letters.sheet import letter_values, profile_values, recipient_values

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
