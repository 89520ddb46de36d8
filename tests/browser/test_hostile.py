"""Scripts and odd links in every text that NAVCA edits end as text, wherever it is shown."""

import io

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from casestudies.models import CaseStudy, CaseStudyPicture, CaseStudyUpdate, Figure, Partner
from casestudies.pictures import public_storage
from covenant_toolkit.stored_files import files_in
from letters.election_periods import PreElectionPeriod
from letters.models import LetterTemplate, LetterTemplateVersion
from principles.models import GuidePage, Principle, ProgressSign, Update
from publicbodies.models import PublicBody

EDITED = [model for model in apps.get_models() if hasattr(model, "natural_key") and hasattr(model, "history")]
# By these the site finds rows.
NAMES = {"slug", "ref", "number", "gss_code", "ods_code", "scheme", "words", "agreed_words"}
# What an attack would leave in a page if it worked, however little of it.
FOUND = """() => [...document.querySelectorAll(
    "img[src=x], [onerror], [onmouseover], a[href^='javascript:' i], a[href^='data:' i], iframe, x-y"
)].map(each => each.outerHTML.slice(0, 200)).concat(globalThis.attacked ?? [])"""


def attack(field, number):
    """As much of an attack as a field holds, with its number. Letters have brackets for their own fields."""
    whole = (
        f"\"'><script>attacked=[{number}];alert({number})</script><img src=x onerror=alert({number})>"
        f"<x-y onmouseover=alert({number})>"
    )
    if field.model is not LetterTemplateVersion:
        whole += f"[x](javascript:alert({number})) <javascript:alert({number})>"
    if isinstance(field, models.URLField):
        # What else could be typed: the form refuses any other scheme.
        for odd in ("javascript:alert(1)", "data:text/html,x", "java\nscript:alert(1)"):
            with pytest.raises(ValidationError):
                field.clean(odd, None)
        whole = "https://example.org/" + whole.replace(" ", "\t")
    if field.max_length and field.max_length < len(whole):
        short = f"<script>alert({number})</script>"
        whole = short if len(short) <= field.max_length else "\"'><x-y>"[: field.max_length]
    return whole


def fill(row, first):
    """Put an attack into every text of a row. Returns their number."""
    texts = [
        field
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField | models.SlugField)
        and not field.choices
        and field.name not in NAMES
    ]
    values = {field.name: attack(field, first + number) for number, field in enumerate(texts)}
    if hasattr(row, "aliases"):
        values["aliases"] = [attack(row._meta.get_field("aliases"), first)]
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return len(texts)


@pytest.fixture
def study(content):
    """A case study with a part of every kind."""
    study = CaseStudy.objects.get(slug="calderdale")
    source, day = study.source, "2026-01-02"
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(picture, "PNG")
    shown = SimpleUploadedFile("p.png", picture.getvalue())
    drawn = CaseStudyPicture(case_study=study, file=shown, alt="A")
    drawn.full_clean()
    drawn.save()
    Figure.objects.create(case_study=study, slug="f", value="1", meaning="M", as_of="2026", source=source)
    CaseStudyUpdate.objects.create(case_study=study, slug="u", happened_on=day, text="T", source=source)
    Partner.objects.create(case_study=study, name="P", order=1)
    Update.objects.create(slug="u", title="T", happened_on=day, text="T", source=source)
    ProgressSign.objects.create(principle=Principle.objects.first(), kind="progress", text="S", source=source)
    PreElectionPeriod.objects.create(
        name="E", first_on="2020-01-01", polling_on="2099-01-01", checked_on=day, source="S"
    )
    PublicBody.objects.filter(slug="suffolk").update(
        office_address="1 Test Lane", office_address_checked_on=day
    )
    yield study
    for name in list(files_in(public_storage())):
        public_storage().delete(name)


def row_of(model, study):
    """The row that gets an attack: the case study and its parts, the body of the page, or the first."""
    if model is CaseStudy:
        return study
    if model is PublicBody:
        return PublicBody.objects.get(slug="suffolk")
    if model is LetterTemplateVersion:
        return LetterTemplate.objects.get(slug="public-body").current_version
    rows = model._base_manager.order_by("pk")
    if any(field.name == "case_study" for field in model._meta.concrete_fields):
        rows = rows.filter(case_study=study)
    return rows[0]


PUBLIC = (
    *("home", "principles:principles", "principles:functions", "principles:evidence", "principles:guide"),
    *("principles:equity", "principles:updates", "principles:glossary", "principles:links"),
    *("principles:sources", "principles:where-are-you", "casestudies:case-studies", "feedback", "privacy"),
)
OF_A_MEMBER = ("letters:new", "members:feedback", "benchmark", "work-ideas", "partnerships:agreement-new")


def test_what_is_typed_into_any_curated_text_is_shown_as_text(
    page, sign_in, client, member_client, curator_client, study
):
    """In the pages of the public, of members and of NAVCA. A dialog would fail this in the fixture."""
    filled = {model: row_of(model, study) for model in EDITED}
    number = 10
    for row in filled.values():
        number += fill(row, number)
    call_command("rebuild_search", verbosity=0)
    principle, body = Principle.objects.first(), PublicBody.objects.get(slug="suffolk")
    wrong = []

    def look(address):
        if found := page.evaluate(FOUND):
            wrong.append((address, found))

    # As readers and a curator meet it.
    addresses = [reverse(name) for name in PUBLIC]
    addresses += [principle.get_absolute_url(), body.get_absolute_url(), "/functions/convening/"]
    addresses.append(reverse("principles:guide-page", args=[filled[GuidePage].slug]))
    for address in (reverse("principles:evidence"), "/search/?q=alert", study.get_absolute_url()):
        assert page.goto(address).status == 200, address
        look(address)
    for text in ("<script>attacked", "<img src=x"):
        expect(page.locator("main")).to_contain_text(text)
    sign_in(curator_client)
    study_page = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    for address in (study_page, reverse("admin:principles_finding_changelist")):
        assert page.goto(address).status == 200
        look(address)
    # The same answers where no policy of the site stops a script.
    page.goto("about:blank")
    asked = [(client, address) for address in addresses]
    asked += [(member_client, reverse(name)) for name in OF_A_MEMBER]
    for model, row in filled.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        asked.append((curator_client, reverse(f"{name}_changelist")))
        asked.append((curator_client, reverse(f"{name}_change", args=[row.pk])))
    shown = ""
    for visitor, address in asked:
        response = visitor.get(address)
        assert response.status_code == 200, address
        page.set_content(response.text, wait_until="domcontentloaded")
        look(address)
        shown += response.text
    assert wrong == []
    unseen = [each for each in range(10, number) if f"alert({each})" not in shown]
    assert unseen == [], unseen
