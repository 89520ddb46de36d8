"""Reading pages: how fast, and how many bytes."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from .served import Answer, Measure, ask_constant, browser, few_or, start_django, timed

MANY = few_or(10_000, 60)  # case studies
ROUNDS = few_or(6, 1)
SECONDS = 0.25  # of each round
MADE_ANEW = few_or(60, 3)  # requests of each page

TARGET_OF_A_PAGE = 25  # ms, 95 of 100
TARGET_OF_A_FIRST_VIEW, TARGET_AFTER_THAT = 120, 20  # KB


def reading_pages() -> dict[str, str]:
    """One page of each sort that takes some work."""
    from casestudies.models import CaseStudy
    from principles.models import LCSIFunction, Principle

    principle, function = Principle.objects.all()[0], LCSIFunction.objects.all()[0]
    listed = "/case-studies/"
    return {
        "home": "/",
        "principle": principle.get_absolute_url(),
        "case studies": listed,
        "case studies, two filters": f"{listed}?principle={principle.slug}&function={function.slug}",
        "case studies, a word": f"{listed}?q=health",
        "case study": CaseStudy.objects.published()[0].get_absolute_url(),
        "function": f"/functions/{function.slug}/",
        "case studies, no such word": f"{listed}?q=zebra",
        "evidence": "/evidence/",
        "equity": "/guide/equity/",
        "search": "/search/?q=health",
        "site map": "/sitemap.xml",
    }


def speed() -> list[Measure]:
    """Reading pages against a constant view, with the shipped case studies and with ten thousand."""
    start_django()
    from casestudies.models import CaseStudy

    ask = browser()
    addresses = reading_pages()
    few = CaseStudy.objects.published().count()
    measures = speed_of(addresses, ask, few)
    add_case_studies(MANY - few)
    return measures + speed_of(addresses, ask, MANY)


def speed_of(addresses: dict[str, str], ask: Callable[..., Answer], count: int) -> list[Measure]:
    """Each page from memory and made anew, as a ratio to a view that does nothing."""
    from django.core.cache import caches

    constant = ask_constant(ask)
    asks: dict[str, Callable[[], Any]] = {"": constant}
    asks |= {name: lambda address=address: ask(address) for name, address in addresses.items()}
    kept = rates(asks)
    measures = [Measure(f"constant view, {count:,} case studies", kept[""], "requests/s", None, "")]
    for name, address in addresses.items():

        def anew(address: str = address) -> None:
            caches["pages"].clear()
            ask(address)

        page, same = timed(MADE_ANEW, anew, constant)
        named = f"{name}, {count:,} case studies"
        if "ETag" in ask(address).headers:  # pages without one are made anew each time
            against = kept[name] / kept[""]
            measures.append(
                Measure(
                    f"{named}, from the page cache",
                    kept[name],
                    "requests/s",
                    against,
                    "a constant Django view",
                )
            )
        measures += [
            Measure(f"{named}, made anew, p95", page.late, "ms",
                    page.late / TARGET_OF_A_PAGE, f"the target of {TARGET_OF_A_PAGE} ms"),
            Measure(f"{named}, made anew, processor", page.work, "ms",
                    page.work / same.work, f"a constant Django view, {same.work:.2f} ms beside it"),
        ]  # fmt: skip
    return measures


def rates(asks: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Requests a second of each: the best of several rounds, taken in turns."""
    best = dict.fromkeys(asks, 0.0)
    for do in asks.values():
        do()
    for _ in range(ROUNDS):
        for name, do in asks.items():
            done, begun = 0, time.perf_counter()
            while (taken := time.perf_counter() - begun) < SECONDS:
                do()
                done += 1
            best[name] = max(best[name], done / taken)
    return best


def add_case_studies(number: int) -> None:
    """Copies of the shipped ones under other names, with their parts, found by a search as those are."""
    from django.core.management import call_command

    from casestudies.models import CaseStudy, Figure, FunctionTag

    models = list(CaseStudy.objects.published().prefetch_related("principles", "figures", "function_tags"))
    through = CaseStudy.principles.through
    copies = CaseStudy.objects.bulk_create(
        (
            copied(models[index % len(models)], slug=f"copy-{index}", title=f"A copy ({index})")
            for index in range(number)
        ),
        batch_size=500,
    )
    pairs = [(copy, models[index % len(models)]) for index, copy in enumerate(copies)]
    through.objects.bulk_create(
        (
            through(casestudy_id=copy.pk, principle_id=row.pk)
            for copy, model in pairs
            for row in model.principles.all()
        ),
        batch_size=500,
    )
    for part, name in ((FunctionTag, "function_tags"), (Figure, "figures")):
        part.objects.bulk_create(
            (
                copied(row, case_study_id=copy.pk)
                for copy, model in pairs
                for row in getattr(model, name).all()
            ),
            batch_size=500,
        )
    call_command("rebuild_search", verbosity=0)


def copied(row: Any, **other: Any) -> Any:
    """A row like this one with other values here and there, not saved yet."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields} | other)


def over_the_wire() -> list[Measure]:
    """Bytes of a first view with all it needs, and of the next page, packed as a browser gets them."""
    start_django()
    ask = browser()
    measures: list[Measure] = []
    for name, address in reading_pages().items():
        page = ask(address)
        after = weight(page) / 1024
        first = after + sum(weight(part) for part in needed_by(ask, address)) / 1024
        again = ask(address, HTTP_IF_NONE_MATCH=page.headers.get("ETag", ""))
        measures += [
            Measure(f"{name}, first view with fonts and style", first, "KB",
                    first / TARGET_OF_A_FIRST_VIEW, f"the target of {TARGET_OF_A_FIRST_VIEW} KB"),
            Measure(f"{name}, after that", after, "KB",
                    after / TARGET_AFTER_THAT, f"the target of {TARGET_AFTER_THAT} KB"),
            Measure(f"{name}, seen before", weight(again) / 1024, "KB", None, f"answer {again.status}"),
        ]  # fmt: skip
    return measures


def weight(answer: Answer) -> int:
    """Bytes of an answer with its headers."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 17


def needed_by(ask: Callable[..., Answer], page: str) -> list[Answer]:
    """Style sheets, scripts, icons and every font they name, each once."""

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
