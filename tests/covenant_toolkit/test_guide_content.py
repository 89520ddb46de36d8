"""The guide pages, updates, words, links and equity lens that ship: whole, sourced, and leading somewhere."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from covenant_toolkit.fixture_rows import read_fixtures, references
from documents.markdown import changes_made_by_sanitiser
from principles.models import (
    EquityKind,
    EquityPoint,
    GlossaryTerm,
    GuidePage,
    Link,
    ProgressSign,
    Source,
    Update,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGES = [
    "introduction", "what-the-covenant-is", "why-it-matters", "where-are-you", "who-the-covenant-binds",
    "the-research", "making-the-most", "local-infrastructure", "equity", "what-makes-agreements-last",
    "tools-of-others", "what-is-changing", "whats-next", "how-we-tag-evidence",
]  # fmt: skip
LINK_OF_THIS_SITE = re.compile(r"\]\((/[^)#?]*)")


def long_texts():
    """Every long text of these fixtures, with its name."""
    names = {"guide.yaml", "updates.yaml", "glossary.yaml", "links.yaml", "equity.yaml"}
    for row in read_fixtures(Path(settings.FIXTURE_DIRS[0])):
        if row.place.partition(",")[0] in names:
            for field in ("summary", "body", "text", "definition", "description", "editors_note"):
                if row.values.get(field):
                    yield f"{row.name}, {field}", row.values[field]


def test_the_guide_reads_from_the_introduction_to_how_we_tag():
    assert list(GuidePage.objects.values_list("slug", flat=True)) == PAGES


@pytest.mark.parametrize("slug", PAGES)
def test_a_guide_page_has_sources_and_sections_and_prints_as_typed(slug):
    page = GuidePage.objects.get(slug=slug)
    assert page.sources.exists()
    assert page.body.startswith("## ")
    assert not re.search(r"^# ", page.body, re.MULTILINE)
    assert changes_made_by_sanitiser(page.body) == []


@pytest.mark.parametrize("slug", PAGES)
def test_a_guide_page_opens(client, slug):
    assert client.get(f"/guide/{slug}/").status_code == 200


def test_every_link_of_this_site_leads_somewhere():
    found = {(path, name) for name, text in long_texts() for path in LINK_OF_THIS_SITE.findall(text)}
    assert len(found) > 40
    lost = []
    for path, name in sorted(found):
        try:
            match = resolve(path)
        except Resolver404:
            lost.append((path, name))
            continue
        if path.startswith("/guide/"):
            assert match.kwargs["slug"] in PAGES, (path, name)
    assert lost == []


def test_a_link_to_a_principle_a_case_study_or_a_page_opens(client):
    paths = {path for _, text in long_texts() for path in LINK_OF_THIS_SITE.findall(text)}
    deep = {path for path in paths if re.match(r"/(principles|case-studies|guide)/.", path)}
    assert {path: client.get(path).status_code for path in deep} == dict.fromkeys(deep, 200)


def test_the_three_starting_points_each_lead_to_a_letter():
    body = GuidePage.objects.get(slug="where-are-you").body
    sections = re.split(r"^## ", body, flags=re.MULTILINE)
    starts = [section for section in sections if section.startswith("If ")]
    assert len(starts) == 3
    assert all("(/letters/new/)" in section for section in starts)
    for path in ("/principles/", "/evidence/", "/case-studies/"):
        assert f"({path})" in body


def test_the_date_of_the_covenant_stands_with_the_other_one():
    page = GuidePage.objects.get(slug="what-the-covenant-is")
    assert "17 July 2025" in page.body
    assert "21 July 2025" in page.editors_note
    link = Link.objects.get(slug="covenant")
    assert "17 July 2025" in link.editors_note
    assert "21 July 2025" in link.editors_note
    assert Update.objects.get(slug="covenant-launched").happened_on == datetime.date(2025, 7, 17)


def test_no_sign_is_shown_before_the_official_text_is_there():
    assert not ProgressSign.objects.exists()
    assert (
        "stay empty until somebody enters the official text"
        in GuidePage.objects.get(slug="who-the-covenant-binds").body
    )


@pytest.mark.parametrize(
    ("slug", "figures"),
    [
        ("the-research", ["11 July 2025", "12 months", "227", "663", "9 interviews", "£5,000", "£100,000"]),
        ("local-infrastructure", ["3,467", "11,446", "16,576", "£139 million", "91%", "251", "1,000", "200"]),
        (
            "what-makes-agreements-last",
            ["26", "80", "14", "50", "three months", "six years", "nine councils"],
        ),
        ("who-the-covenant-binds", ["1,000", "1998", "2010", "2007", "2011", "17 July 2025"]),
        ("what-is-changing", ["6 May 2027", "2028", "19 combined authorities", "seven fields"]),
        ("equity", ["40 projects", "£26 million", "2021", "2027", "12, 16 and 12", "October 2024"]),
        ("tools-of-others", ["14 shared principles", "six principles", "section 74"]),
    ],
)
def test_the_figures_of_a_page_are_there(slug, figures):
    body = GuidePage.objects.get(slug=slug).body
    assert [figure for figure in figures if figure not in body] == []


def test_the_research_is_cited_as_commissioned():
    body = GuidePage.objects.get(slug="the-research").body
    assert "research commissioned by DCMS" in body


def test_updates_run_from_the_launch_to_what_is_due():
    updates = list(Update.objects.newest_first().values_list("slug", flat=True))
    assert updates[-1] == "covenant-launched"
    assert updates[0] == "cheshire-and-warrington-compact-due"
    assert len(updates) == 9
    for update in Update.objects.filter(happened_on__day=1):
        assert update.when, update.slug


def test_the_fund_has_its_money_its_dates_and_its_gaps():
    opened = Update.objects.get(slug="local-covenant-partnerships-fund-opens")
    for fact in ("£11.59 million", "three years", "15 districts", "23 February 2026", "March 2029"):
        assert fact in opened.text
    assert opened.happened_on == datetime.date(2026, 1, 21)
    assert "Gap for a curator" in Update.objects.get(slug="local-covenant-fund-delivery-due").editors_note


WORDS = {
    "civil-society", "vcs", "vcse", "vcfse", "community-sector", "lio", "lcsi", "accord", "compact",
    "covenant", "concordat", "memorandum-of-understanding", "partnership-agreement", "statutory-partner",
    "strategic-authority", "lgr", "shadow-authority", "icb", "ics", "place", "neighbourhood", "co-production",
    "co-design", "commissioning", "social-value", "lived-experience",
}  # fmt: skip


def test_the_glossary_is_whole():
    assert set(GlossaryTerm.objects.values_list("slug", flat=True)) == WORDS


def test_an_organisation_and_the_work_are_two_words():
    assert "LCSI" in GlossaryTerm.objects.get(slug="lio").definition
    assert "LIO" in GlossaryTerm.objects.get(slug="lcsi").definition


def test_links_have_the_addresses_we_know_and_no_day_on_which_nobody_looked():
    known = set(Link.objects.exclude(url="").values_list("slug", flat=True))
    assert known == {"covenant", "navca-blog", "navca-resources", "navca-events", "navca-connect"}
    assert not Link.objects.filter(checked_on__isnull=False).exists()
    for link in Link.objects.filter(url=""):
        assert "Address to be found" in link.editors_note


def test_the_equity_lens_is_whole_and_not_called_a_principle():
    counts = {kind: EquityPoint.objects.filter(kind=kind).count() for kind in EquityKind.values}
    assert counts == {"argument": 5, "enabler": 9, "barrier": 5, "action": 5, "recommendation": 10}
    page = GuidePage.objects.get(slug="equity")
    assert "not in the Covenant" in page.summary
    assert page.sources.filter(slug="mca-response").exists()


def test_the_sources_of_the_guide_are_each_used():
    rows = read_fixtures(Path(settings.FIXTURE_DIRS[0]))
    shipped = {row.key for row in rows if row.place.startswith("sources_guide.yaml")}
    used = {key for row in rows for column, key in references(row) if column.related_model is Source}
    assert shipped - used == set()


def test_no_machine_words_and_no_shouting():
    pattern = re.compile(r"\b(please|sorry|invalid|required|failed|click here)\b|!", re.IGNORECASE)
    assert [name for name, text in long_texts() if pattern.search(text)] == []
