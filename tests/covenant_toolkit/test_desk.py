"""NAVCA's desk: its first page by subject with what waits, what to check, and what may not be deleted."""

import datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, Figure, Status
from covenant_toolkit import roles
from covenant_toolkit.subjects import SUBJECTS
from letters.models import LetterTemplate
from members.feedback import Feedback, FeedbackKind
from members.invitations import AccessRequest
from members.stories import Story, StoryStatus
from partnerships.models import OfficeAddress
from principles.models import GlossaryTerm
from principles.provenance import CuratedModel
from publicbodies.models import PublicBody

from .test_roles import staff

pytestmark = pytest.mark.django_db


def in_role(role):
    client = Client()
    client.force_login(staff(role, role))
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def waiting(harbourside):
    """Three stories, the oldest of six days, and one of everything else that waits."""
    now = timezone.now()
    for days in (2, 6, 4):
        Story.objects.create(
            organisation=harbourside,
            status=StoryStatus.SENT,
            sent_title="A story",
            sent_at=now - datetime.timedelta(days),
        )
    Story.objects.create(organisation=harbourside, title="Still being written")
    Feedback.objects.create(kind=FeedbackKind.values[0], text="It helps.")
    AccessRequest.objects.create(organisation_name="A", place="B", name="C", email="c@example.org")
    OfficeAddress.objects.create(body=PublicBody.objects.first(), address="1 Test Lane\nZZ1 1ZZ")
    study = CaseStudy.objects.get(slug="calderdale")
    study.status = Status.IN_REVIEW
    study.save()


# The first page


def test_the_first_page_says_what_waits_and_since_when(waiting, curator_client):
    page = curator_client.get(reverse("admin:index")).text
    assert ">3 stories</a>, oldest 6 days" in page
    assert ">1 request for access</a>, today" in page
    for words in ("1 message that nobody has read", "1 office address to confirm", "1 case study in review"):
        assert f">{words}</a>" in page
    for url in {part.split('"')[0] for part in page.split('<a href="')[1:]}:
        if url.startswith("/admin/") and "logout" not in url:
            assert curator_client.get(url.replace("&amp;", "&")).status_code == 200, url


def test_each_role_is_told_of_its_own_work_only(waiting):
    pages = {role: in_role(role).get(reverse("admin:index")).text for role in roles.ROLES}
    seen = {
        "3 stories": {roles.CURATOR},
        "1 message that nobody has read": {roles.CURATOR},
        "1 case study in review": {roles.CURATOR},
        "1 request for access": {roles.MEMBER_SUPPORT},
        "1 office address to confirm": {roles.BODIES_EDITOR},
    }
    for words, by in seen.items():
        assert {role for role in roles.ROLES if words in pages[role]} == by | {roles.ADMINISTRATOR}, words


def test_the_first_page_has_subjects_and_every_model_under_one(curator_client):
    page = curator_client.get(reverse("admin:index"))
    shown = [app["name"] for app in page.context["app_list"]]
    assert shown == list(SUBJECTS)
    assert "Nothing waits for you" in in_role(roles.MEMBER_SUPPORT).get(reverse("admin:index")).text


# What to check


def test_what_is_old_or_was_never_looked_at_is_listed_with_its_pages(curator_client):
    today = timezone.localdate()
    GlossaryTerm.objects.update(reviewed_on=today, needs_checking=False)
    terms = list(GlossaryTerm.objects.all()[:3])
    terms[0].reviewed_on, terms[1].reviewed_on = (
        today - datetime.timedelta(181),
        today - datetime.timedelta(180),
    )
    terms[2].needs_checking = True
    for term in terms:
        term.save()
    page = curator_client.get(reverse("to-check")).text
    listed = address(GlossaryTerm, "changelist")
    before = f"{today - datetime.timedelta(180):%Y-%m-%d}"
    assert f'{listed}?reviewed_on__lt={before}">1<' in page
    assert f'{listed}?needs_checking__exact=1">1<' in page
    assert f'{listed}?reviewed_on__isnull=True"' not in page
    rows = curator_client.get(f"{listed}?reviewed_on__lt={before}").context["cl"].result_list
    assert [row.pk for row in rows] == [terms[0].pk]
    assert address(GlossaryTerm, "change", terms[0].pk) in page
    assert address(GlossaryTerm, "change", terms[1].pk) not in page
    assert address(GlossaryTerm, "change", terms[2].pk) in page
    assert "not looked at for 180 days</a>, " in curator_client.get(reverse("admin:index")).text


def test_what_nobody_reads_needs_no_check(curator_client):
    """Drafts, what is withdrawn, and archived letters are left out, with all that belongs to them."""
    CaseStudy.objects.exclude(pk__in=CaseStudy.objects.values("pk")[:3]).delete()
    LetterTemplate.objects.exclude(slug="public-body").delete()
    template = LetterTemplate.objects.get(slug="public-body")
    template.new_version(template.current_version.words)

    def never(model):
        link = next(
            part.split('"')[0].replace("&amp;", "&")
            for part in curator_client.get(reverse("to-check")).text.split('href="')
            if part.startswith(address(model, "changelist")) and "isnull=True" in part.split('"')[0]
        )
        rows = curator_client.get(link).context["cl"].result_list
        assert {row.reviewed_on for row in rows} == {None}
        return list(rows)

    studies = list(CaseStudy.objects.all())
    for study, status in zip(studies, (Status.DRAFT, Status.WITHDRAWN, Status.PUBLISHED), strict=True):
        CaseStudy.objects.filter(pk=study.pk).update(status=status, reviewed_on=None)
        Figure.objects.create(
            case_study=study, slug="new", value="1", meaning="M", as_of="2026", source=study.source
        )
    assert never(CaseStudy) == studies[2:]
    assert {figure.case_study for figure in never(Figure)} == {*studies[2:]}
    assert all(version.published_at for version in never(type(template.current_version)))
    LetterTemplate.objects.create(
        slug="old", title="Old", audience=template.audience, is_archived=True, reviewed_on="2020-01-01"
    )
    assert never(LetterTemplate) == [template]
    terms = GlossaryTerm.objects.all()
    terms.update(reviewed_on=timezone.localdate())
    assert "not looked at for 180 days</a>, " not in curator_client.get(reverse("admin:index")).text


def test_all_curated_content_is_on_the_page(curator_client):
    page = curator_client.get(reverse("to-check")).text.lower()
    for model in admin.site._registry:
        if issubclass(model, CuratedModel):
            assert f'<th scope="row">{model._meta.verbose_name_plural}</th>'.lower() in page, model


def test_each_role_sees_its_content_only(db):
    assert "Public bodies" in in_role(roles.BODIES_EDITOR).get(reverse("to-check")).text
    assert "Findings" not in in_role(roles.MEMBER_SUPPORT).get(reverse("to-check")).text


def test_five_thousand_rows_take_no_more_queries(curator_client, waiting):
    pages = (reverse("admin:index"), reverse("to-check"), address(GlossaryTerm, "changelist"))

    def asked():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert curator_client.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    asked()
    before = asked()
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(slug=f"t{number}", term=f"Term {number}", definition="D", reviewed_on="2020-01-01")
        for number in range(5_000)
    )
    assert asked() == before


# What letters print


def test_a_corrected_figure_points_to_the_sentence_that_letters_print(curator_client):
    figure = Figure.objects.select_related("case_study").first()
    study = figure.case_study
    study.letter_sentence = f"In {study.place} it was {figure.value}."
    study.save()
    url, old = address(Figure, "change", figure.pk), figure.value
    form = curator_client.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = curator_client.post(url, data | {"value": "999"}, follow=True)
    assert f"The sentence for letters still says “{old}”" in answer.text
