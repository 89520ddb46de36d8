"""NAVCA's workplace: every content model can be edited, and nothing private can be reached."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.models import CaseStudy, Figure, FunctionTag, Status
from letters.models import Letter, LetterCopy, LetterTemplate, LetterTemplateVersion
from members.models import Organisation, User
from partnerships.models import Recipient
from principles.deleting import RefusingAdmin
from principles.models import Expectation, Finding, Principle, Source, Update

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CONTENT = [
    model for model in apps.get_models() if hasattr(model, "natural_key") and hasattr(model, "history")
]
EDITED = [*CONTENT, User, Organisation]
PRIVATE = [Letter, LetterCopy, Recipient, Authenticator]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(captured)


@pytest.fixture
def rows(harbourside, curator):
    """At least one row of every model that the fixtures leave empty."""
    source = Source.objects.first()
    Update.objects.create(
        slug="launch", title="Launch", happened_on="2025-07-17", text="It was published.", source=source
    )


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.label)
def test_every_content_model_is_edited_by_a_curator(curator_client, rows, model):
    assert admin.site.is_registered(model)
    pages = [address(model, "changelist"), address(model, "add")]
    if row := model.objects.first():
        pages += [address(model, "change", row.pk), address(model, "history", row.pk)]
        if hasattr(model, "history"):
            pages.append(address(model, "simple_history", row.pk, row.history.first().pk))
    for page in pages:
        response = curator_client.get(page)
        assert response.status_code == 200, page
        assert " style=" not in response.text, page
        assert "<style" not in response.text, page
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=", response.text), page


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.label)
def test_a_list_asks_no_more_for_many_rows_than_for_one(curator_client, rows, model):
    row = model.objects.first()
    if row is None:
        return
    url = address(model, "changelist")
    curator_client.get(url)
    one = queries_of(curator_client, f"{url}?{model._meta.pk.name}__exact={row.pk}")
    assert queries_of(curator_client, url) <= one


def test_a_search_finds_a_row_in_every_list_that_has_one(curator_client, rows):
    for model in EDITED:
        if admin.site._registry[model].search_fields:
            assert curator_client.get(address(model, "changelist"), {"q": "a"}).status_code == 200


def test_the_page_of_a_case_study_asks_the_same_for_many_parts(curator_client):
    study = CaseStudy.objects.get(slug="calderdale")
    url = address(CaseStudy, "change", study.pk)
    curator_client.get(url)
    before = queries_of(curator_client, url)
    source = Source.objects.first()
    for number in range(8):
        Figure.objects.create(
            case_study=study, slug=f"f{number}", value=number, meaning="One.", as_of="2026", source=source
        )
    FunctionTag.objects.create(case_study=study, function_id=1)
    assert queries_of(curator_client, url) == before


def test_the_page_of_a_principle_asks_the_same_for_many_parts(curator_client):
    principle = Principle.objects.get(number=1)
    url = address(Principle, "change", principle.pk)
    curator_client.get(url)
    before = queries_of(curator_client, url)
    for number in range(10, 20):
        Expectation.objects.create(principle=principle, side="both", order=number, text="More")
    assert queries_of(curator_client, url) == before


def test_an_edit_in_the_admin_is_kept_with_its_author(curator_client, curator):
    finding = Finding.objects.get(ref="E4")
    url = address(Finding, "change", finding.pk)
    form = curator_client.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"text": "Corrected by NAVCA.", "reviewed_on": "2026-11-20", "needs_checking": ""}
    data["principles"] = [principle.pk for principle in finding.principles.all()]
    data["functions"] = [function.pk for function in finding.functions.all()]
    assert curator_client.post(url, data).status_code == 302
    finding.refresh_from_db()
    assert finding.text == "Corrected by NAVCA."
    assert finding.is_reviewed
    assert finding.revision == 2
    assert finding.history.first().history_user == curator
    version = address(Finding, "simple_history", finding.pk, finding.history.first().pk)
    assert "Corrected by NAVCA." in curator_client.get(version).text.replace("</ins>", "")


def test_rows_are_marked_as_reviewed_together(curator_client, curator):
    keys = list(Finding.objects.values_list("pk", flat=True))
    data = {"action": "mark_as_reviewed", "_selected_action": keys}
    curator_client.post(address(Finding, "changelist"), data)
    assert not Finding.objects.unreviewed().exists()
    assert Finding.objects.first().history.first().history_user == curator


def test_a_case_study_is_published_only_with_principle_and_function(curator_client):
    study = CaseStudy.objects.get(slug="calderdale")
    study.status = Status.DRAFT
    study.save()
    study.function_tags.all().delete()
    url, data = address(CaseStudy, "changelist"), {"action": "published", "_selected_action": [study.pk]}
    said = curator_client.post(url, data, follow=True).text
    assert "was not published. Tag a function." in said
    FunctionTag.objects.create(case_study=study, function_id=1)
    curator_client.post(url, data)
    study.refresh_from_db()
    assert study.status == Status.PUBLISHED


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_nothing_private_has_a_page(model):
    assert not admin.site.is_registered(model)


def test_no_row_that_can_be_deleted_here_shows_private_rows():
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, RefusingAdmin):
            continue
        related = {
            relation.related_model
            for relation in model._meta.get_fields(include_hidden=True)
            if relation.auto_created and relation.is_relation and not relation.concrete
        }
        assert not related & set(PRIVATE), model


# Versions of a letter template


@pytest.fixture
def version():
    return LetterTemplate.objects.get(slug="public-body").current_version


def test_the_words_of_a_published_version_are_read_only(curator_client, version):
    page = curator_client.get(address(LetterTemplateVersion, "change", version.pk))
    assert 'name="body"' not in page.text
    assert "Make a new version" in page.text
    response = curator_client.post(
        address(LetterTemplateVersion, "change", version.pk), {"body": "Changed", "provenance": "ours"}
    )
    assert response.status_code == 302
    assert LetterTemplateVersion.objects.get(pk=version.pk).body == version.body


def test_a_new_version_is_a_copy_that_members_see_once_published(curator_client, version):
    response = curator_client.post(address(LetterTemplateVersion, "new", version.pk))
    draft = LetterTemplateVersion.objects.get(template=version.template, number=version.number + 1)
    assert response.url == address(LetterTemplateVersion, "change", draft.pk)
    assert (draft.body, draft.published_at) == (version.body, None)
    assert version.template.current_version == version
    assert 'name="body"' in curator_client.get(response.url).text
    curator_client.post(address(LetterTemplateVersion, "publish", draft.pk))
    assert version.template.current_version == draft


def test_a_template_with_an_unknown_field_is_refused_and_the_line_named(curator_client, version):
    curator_client.post(address(LetterTemplateVersion, "new", version.pk))
    draft = LetterTemplateVersion.objects.get(template=version.template, number=version.number + 1)
    data = {name: getattr(draft, name) for name in LetterTemplateVersion.WORDS}
    data |= {
        "template": draft.template_id,
        "number": draft.number,
        "provenance": "ours",
        "body": "Hello.\n\nIn [plaice].",
    }
    page = curator_client.post(address(LetterTemplateVersion, "change", draft.pk), data)
    assert "Line 3: [plaice] is not a field of a letter." in page.text
    draft.refresh_from_db()
    assert draft.body == version.body


def test_copying_and_publishing_need_a_post(curator_client, version):
    for page in ("new", "publish"):
        assert curator_client.get(address(LetterTemplateVersion, page, version.pk)).status_code == 405


# The Markdown preview


def preview(client, text):
    return client.post(reverse("markdown-preview"), {"text": text})


def test_the_preview_shows_markdown_and_says_what_is_left_out(curator_client):
    answer = preview(
        curator_client, "## Head\n\n**Bold** [x](javascript:alert) <script>alert(1)</script>"
    ).json()
    assert "<h2>Head</h2>" in answer["html"]
    assert "<strong>Bold</strong>" in answer["html"]
    assert "<script" not in answer["html"]
    assert "javascript:" not in answer["html"]
    assert len(answer["left_out"]) >= 2


def test_the_preview_of_a_very_long_text_says_so(curator_client):
    assert "too long" in preview(curator_client, "x" * 100_001).json()["problem"]


def test_the_preview_is_for_staff_only(client, member_client):
    assert preview(client, "x").status_code == 401  # a page that gives the typed words back
    assert preview(member_client, "x").status_code == 404


def test_a_box_for_markdown_names_the_preview(curator_client):
    page = curator_client.get(address(Principle, "change", Principle.objects.first().pk)).text
    assert page.count(f'data-markdown-preview="{reverse("markdown-preview")}"') == 2
    assert "js/markdown-preview.js" in page


# Who gets in


def test_the_workplace_names_itself(curator_client):
    page = curator_client.get(reverse("admin:index")).text
    assert "Covenant Toolkit" in page
    assert "Principles" in page
    assert "Letter copies" not in page


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.label)
def test_strangers_and_members_stay_outside(client, member_client, model):
    for visitor in (client, member_client):
        assert visitor.get(address(model, "changelist")).status_code in (302, 403, 404)


def test_a_curator_adds_a_person_by_e_mail_address(curator_client):
    data = {"email": "new@example.org", "name": "New Person", "usable_password": "false"}
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert curator_client.post(address(User, "add"), data).status_code == 302
    assert not User.objects.get(email="new@example.org").has_usable_password()
