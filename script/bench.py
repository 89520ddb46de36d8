"""Measure the toolkit. Each part runs in a process of its own, in a temporary folder with a scratch database.

Nothing here passes or fails: a machine that is busy with something else measures something else.
"""

import argparse
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MANY = 10_000  # case studies
ROUNDS = 6
SECONDS = 0.25  # of each round
UNCACHED = 60  # requests of each page
LETTERS = 25  # of each way to make a PDF

Measure = tuple[str, float, str, float | None, str]  # name, value, unit, ratio, against what


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


# In the process that starts the parts


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="script/bench", description="Measure pages, bytes, PDFs and the merge."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part]()))
        return
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as folder:
        env = environment(Path(folder))
        for part in PARTS:
            print(f"Measuring: {part} …", file=sys.stderr)
            ran = subprocess.run(  # noqa: S603  (this very file)
                [sys.executable, __file__, "--part", part],
                env=env,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                check=False,
            )
            if ran.returncode:
                sys.exit(f"The part “{part}” stopped; what it said stands above.")
            measures += [tuple(line) for line in json.loads(ran.stdout.splitlines()[-1])]
    measures += compared(measures)
    show(measures)
    if options.json:
        names = ("name", "value", "unit", "ratio", "against")
        written = [dict(zip(names, measure, strict=True)) for measure in measures]
        options.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """As a public site has it, but in a folder that goes and without https."""
    (folder / "files").mkdir()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COVENANT_", "DJANGO_"))
    }
    if "COVENANT_FONTS_DIR" in os.environ:
        kept["COVENANT_FONTS_DIR"] = os.environ["COVENANT_FONTS_DIR"]
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
        "COVENANT_DEBUG": "0",
        "COVENANT_HTTPS": "0",
        "COVENANT_SECRET_KEY": secrets.token_urlsafe(50),
        "COVENANT_HOSTS": "localhost",
        "COVENANT_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "COVENANT_DATA_DIR": str(folder / "files"),
        "COVENANT_LOG_LEVEL": "ERROR",
    }


def compared(measures: Iterable[Measure]) -> list[Measure]:
    """What only two parts together can say."""
    found = {name: value for name, value, *_ in measures}
    ours, naive = found.get("letter PDF, warm"), found.get("letter PDF, naive WeasyPrint")
    if not (ours and naive):
        return []
    return [("letter PDF, speed", 1000 / ours, "PDFs/s", naive / ours, "naive WeasyPrint in the same run")]


def show(measures: Iterable[Measure]) -> None:
    rows = [("name", "value", "unit", "ratio", "against what")]
    for name, value, unit, ratio, against in measures:
        rows.append((name, f"{value:,.1f}", unit, "" if ratio is None else f"{ratio:.2f}", against))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for name, value, unit, ratio, against in rows:
        line = (
            f"{name:<{widths[0]}}  {value:>{widths[1]}}  {unit:<{widths[2]}}  {ratio:>{widths[3]}}  {against}"
        )
        print(line.rstrip())


# In the processes of the parts


def start_django() -> Path:
    """Start the toolkit with one more address, a view that always says the same; return its folder."""
    import types

    import django
    from django.conf import settings

    folder = Path(os.environ["COVENANT_DATA_DIR"]).parent
    settings.STATIC_ROOT = folder / "static"
    django.setup()

    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.urls import path

    from covenant_toolkit import urls

    @login_not_required
    def constant(request: Any) -> HttpResponse:
        return HttpResponse(b"The same words each time.")

    site = types.ModuleType("bench_urls")
    site.urlpatterns = [path("constant/", constant), *urls.urlpatterns]  # type: ignore[attr-defined]
    site.handler500 = urls.handler500  # type: ignore[attr-defined]
    sys.modules["bench_urls"] = site
    settings.ROOT_URLCONF = "bench_urls"
    return folder


def prepare() -> list[Measure]:
    """The scratch database with the shipped content, and the static files as they are served."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return []


def browser() -> Callable[..., Answer]:
    """A function that asks the application as gunicorn would, in this process."""
    import io

    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def ask(address: str, **headers: str) -> Answer:
        path, _, query = address.partition("?")
        seen: dict[str, Any] = {}
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, **headers,
        }  # fmt: skip

        def start(status: str, pairs: list[tuple[str, str]], *_: Any) -> None:
            seen.update(status=int(status[:3]), headers=dict(pairs))

        parts = application(environ, start)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if seen["status"] not in (200, 304):
            sys.exit(f"{address} answered {seen['status']}")
        return Answer(seen["status"], seen["headers"], body)

    return ask


def pages() -> list[Measure]:
    """Reading pages against a constant view, with the shipped case studies and with ten thousand."""
    start_django()
    from django.core.cache import caches

    from casestudies.models import CaseStudy
    from principles.models import Principle

    ask = browser()
    addresses = {
        "home": "/",
        "principle": f"/principles/{Principle.objects.all()[0].slug}/",
        "evidence": "/evidence/",
        "case studies": "/case-studies/",
    }
    few = CaseStudy.objects.published().count()
    measures: list[Measure] = []
    for count in (few, MANY):
        if count == MANY:
            add_case_studies(MANY - few)
        caches["pages"].clear()
        fast = speeds(ask, {"constant": "/constant/", **addresses})
        for name, address in addresses.items():
            measures.append(
                (f"{name}, {count:,} case studies, from the page cache", fast[name], "requests/s",
                 fast[name] / fast["constant"], "a constant Django view")
            )  # fmt: skip
            times = []
            for _ in range(UNCACHED):
                caches["pages"].clear()
                begun = time.perf_counter()
                ask(address)
                times.append((time.perf_counter() - begun) * 1000)
            middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            measures += [
                (f"{name}, {count:,} case studies, made anew, p50", middle, "ms",
                 1000 / middle / fast["constant"], "a constant Django view, by speed"),
                (f"{name}, {count:,} case studies, made anew, p95", late, "ms",
                 late / 25, "the target of 25 ms"),
            ]  # fmt: skip
        measures.append((f"constant view, {count:,} case studies", fast["constant"], "requests/s", None, ""))
    return measures


def speeds(ask: Callable[..., Answer], addresses: dict[str, str]) -> dict[str, float]:
    """Requests a second of each address: the best of several rounds, taken in turns.

    The constant view is asked with a cookie that goes past the page cache, so that it does not pay for it.
    """
    best = dict.fromkeys(addresses, 0.0)
    for address in addresses.values():
        ask(address)
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            done, begun = 0, time.perf_counter()
            while (taken := time.perf_counter() - begun) < SECONDS:
                ask(address, **({"HTTP_COOKIE": "messages=none"} if name == "constant" else {}))
                done += 1
            best[name] = max(best[name], done / taken)
    return best


def add_case_studies(number: int) -> None:
    """Copies of the shipped ones under other names, with their principles, functions and figures."""
    from casestudies.models import CaseStudy, Figure, FunctionTag

    models = list(CaseStudy.objects.published().prefetch_related("principles", "figures", "function_tags"))
    through = CaseStudy.principles.through
    made = []
    for index in range(number):
        model = models[index % len(models)]
        values = {
            field.attname: getattr(model, field.attname)
            for field in CaseStudy._meta.concrete_fields
            if not field.primary_key
        }
        made.append(CaseStudy(**values | {"slug": f"copy-{index}", "title": f"{model.title} ({index})"}))
    CaseStudy.objects.bulk_create(made, batch_size=500)
    pairs = [(copy, models[index % len(models)]) for index, copy in enumerate(made)]
    through.objects.bulk_create(
        [
            through(casestudy_id=copy.pk, principle_id=row.pk)
            for copy, of in pairs
            for row in of.principles.all()
        ],
        batch_size=500,
    )
    FunctionTag.objects.bulk_create(
        [
            FunctionTag(case_study=copy, function_id=row.function_id)
            for copy, of in pairs
            for row in of.function_tags.all()
        ],
        batch_size=500,
    )
    Figure.objects.bulk_create(
        [
            Figure(case_study=copy, slug=row.slug, value=row.value, unit=row.unit, meaning=row.meaning,
                   as_of=row.as_of, source_id=row.source_id)
            for copy, of in pairs for row in of.figures.all()
        ],
        batch_size=500,
    )  # fmt: skip


def wire() -> list[Measure]:
    """Bytes of a first view with all it needs, and of the next page, packed as a browser gets them."""
    start_django()
    from casestudies.models import CaseStudy
    from principles.models import Principle

    ask = browser()
    study = CaseStudy.objects.published()[0]
    addresses = {
        "home": "/",
        "principle": f"/principles/{Principle.objects.all()[0].slug}/",
        "evidence": "/evidence/",
        "case studies": "/case-studies/",
        "case study": study.get_absolute_url(),
    }
    measures: list[Measure] = []
    for name, address in addresses.items():
        page = ask(address)
        first = weight(page) + sum(weight(part) for part in needed_by(ask, address))
        measures += [
            (f"{name}, first view with fonts and style", first / 1024, "KB",
             first / 1024 / 120, "the target of 120 KB"),
            (f"{name}, after that", weight(page) / 1024, "KB",
             weight(page) / 1024 / 20, "the target of 20 KB"),
        ]  # fmt: skip
        again = ask(address, HTTP_IF_NONE_MATCH=page.headers.get("ETag", ""))
        measures.append((f"{name}, seen before", weight(again) / 1024, "KB", None, f"answer {again.status}"))
    return measures


def weight(answer: Answer) -> int:
    """Bytes of an answer with its headers."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 17


def needed_by(ask: Callable[..., Answer], page: str) -> list[Answer]:
    """Style sheets, scripts, icons and every font they name, each once."""
    from urllib.parse import urljoin

    def text(address: str) -> str:
        return ask(address, HTTP_ACCEPT_ENCODING="identity").body.decode()

    found: dict[str, Answer] = {}
    for address in re.findall(r'<(?:link|script|img)[^>]*?(?:href|src)="(/static/[^"]+)"', text(page)):
        found[address] = ask(address)
        if ".css" in address:
            for inner in re.findall(r'url\("?([^")]+)"?\)', text(address)):
                if not inner.startswith("data:"):
                    whole = urljoin(address, inner)
                    found[whole] = ask(whole)
    return list(found.values())


def demonstration_html() -> tuple[Any, str]:
    """The demonstration member's first letter: its sheet, and the HTML that is handed to the renderer."""
    from django.template.loader import render_to_string

    from letters.sheet import sheet_for

    letter = the_letter()
    copy = letter.copies.all()[0]
    copy.letter = letter
    sheet = sheet_for(copy)
    return sheet, render_to_string("letters/document.html", {"sheet": sheet})


def the_letter() -> Any:
    from django.test import override_settings

    from covenant_toolkit import demonstration
    from letters.models import Letter

    if not Letter.objects.exists():
        with override_settings(DEBUG=True):
            demonstration.make()
    return demonstration.demonstration_letter()


def letter_pdf() -> list[Measure]:
    """The way of the toolkit: everything that can be kept is kept."""
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS

    _, html = demonstration_html()
    times = timed(lambda: pdf.render(html, stylesheets=[LETTER_CSS]), LETTERS)
    return [("letter PDF, warm", statistics.median(times), "ms", None, "")]


def naive_pdf() -> list[Measure]:
    """The same letter as a first try makes it: everything fresh each time, with the same faces."""
    start_django()
    from documents import fonts
    from letters.files import LETTER_CSS

    _, html = demonstration_html()
    fonts.use_only_ours()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    def make() -> bytes:
        config = FontConfiguration()
        css = weasyprint.CSS(filename=str(LETTER_CSS), font_config=config)
        document = weasyprint.HTML(string=html)
        made: bytes = document.write_pdf(stylesheets=[css], font_config=config, pdf_variant="pdf/ua-1")
        return made

    return [("letter PDF, naive WeasyPrint", statistics.median(timed(make, LETTERS)), "ms", None, "")]


def merge() -> list[Measure]:
    """Filling a compiled template, without its layout."""
    start_django()
    from letters.sheet import letter_values, profile_values, recipient_values

    letter = the_letter()
    values = profile_values(letter.organisation, letter) | letter_values(letter)
    recipient = letter.copies.all()[0].recipient
    values |= recipient_values(recipient) | {"salutation_name": "Councillor Ashdown"}
    compiled = letter.template_version.compiled()
    times = timed(lambda: compiled.fill(values), 2000)
    microseconds = statistics.median(times) * 1000
    return [("merge of a letter, text only", microseconds, "µs", microseconds / 200, "the target of 200 µs")]


def whole_toolkit() -> list[Measure]:
    """The toolkit as one PDF, once for each version of the content."""
    start_django()
    ask = browser()
    begun = time.perf_counter()
    first = ask("/toolkit.pdf")
    seconds = time.perf_counter() - begun
    times = timed(lambda: ask("/toolkit.pdf"), 20)
    return [
        ("toolkit.pdf, made", seconds, "s", None, "once for each version of the content"),
        ("toolkit.pdf, served", statistics.median(times), "ms", None, f"{len(first.body) / 1024:,.0f} KB"),
    ]


def suggestions() -> list[Measure]:
    """Names of public bodies typed letter by letter, each answer made anew."""
    start_django()
    from urllib.parse import quote

    from django.core.cache import caches

    from publicbodies.models import PublicBody

    ask = browser()
    names = PublicBody.objects.order_by("pk").values_list("short_name", flat=True)[::20]
    ask("/public-bodies/suggest/?q=warm")
    times = []
    for name in names:
        for length in range(2, len(name) + 1):
            caches["pages"].clear()
            begun = time.perf_counter()
            ask(f"/public-bodies/suggest/?q={quote(name[:length])}")
            times.append((time.perf_counter() - begun) * 1000)
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    return [
        ("suggestions while typing, p50", middle, "ms", None, f"{len(times)} requests, made anew"),
        ("suggestions while typing, p95", late, "ms", late / 50, "the target of 50 ms"),
    ]


def timed(do: Callable[[], Any], number: int) -> list[float]:
    """Milliseconds of each run, after two that warm up."""
    do(), do()
    times = []
    for _ in range(number):
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return times


PARTS: dict[str, Callable[[], list[Measure]]] = {
    "prepare": prepare,
    "bytes": wire,
    "merge": merge,
    "letter": letter_pdf,
    "naive": naive_pdf,
    "toolkit": whole_toolkit,
    "suggestions": suggestions,
    "pages": pages,  # last: it fills the database
}

if __name__ == "__main__":
    main()
