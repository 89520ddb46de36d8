"""NAVCA's lists and numbers ask the database as often for 5,000 rows as for three."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, FunctionTag, Status
from letters.models import Letter, LetterTemplate
from members.feedback import Feedback, FeedbackKind, FeedbackTheme
from members.models import Organisation
from members.stories import Story, StoryStatus
from partnerships.models import Agreement, AgreementStage, Contact, ContactKind, Party, Post, Recipient, Side
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody, Region

pytestmark = pytest.mark.django_db

# PostgreSQL shows with a fifth of them whether a number of queries grows.
FEW, MANY = 3, 5_000 if connection.vendor == "sqlite" else 1_000


def organisations(many):
    """So many new members, a hundred at most, all of which may be counted. The same number comes back."""
    return Organisation.objects.bulk_create(
        Organisation(name=f"O {n}", slug=f"o-{many}-{n}", may_be_counted=True) for n in range(min(many, 100))
    )


def spread(rows, many):
    """One of the rows for each of so many numbers, over and over."""
    return ((number, rows[number % len(rows)]) for number in range(many))


def stories(many):
    """Stories in every state but the draft, some with a case study."""
    sent = [each for each in StoryStatus if each != StoryStatus.DRAFT]
    studies = list(CaseStudy.objects.all()) if many == FEW else []
    Story.objects.bulk_create(
        Story(
            organisation=owner, status=sent[number % len(sent)], sent_title=f"Story {number}",
            sent_at=timezone.now(), sent_words={"may_name": True},
            case_study=studies[number] if studies else None,
        )
        for number, owner in spread(organisations(many), many)
    )  # fmt: skip


def messages(many):
    """Messages of members and of strangers, with themes."""
    theme = FeedbackTheme.objects.first()
    rows = Feedback.objects.bulk_create(
        Feedback(organisation=owner if number % 3 else None, kind=FeedbackKind.values[number % 4], text="W")
        for number, owner in spread(organisations(many), many)
    )
    tags = Feedback.themes.through
    tags.objects.bulk_create(tags(feedback=row, feedbacktheme=theme) for row in rows)


def record(many):
    """Letters that were sent, and, a fifth as many, agreements with a public body."""
    owners, bodies = organisations(many), list(PublicBody.objects.all()[:50])
    recipients = {
        row.organisation_id: row
        for row in Recipient.objects.bulk_create(
            Recipient(organisation=owner, body=bodies[number % len(bodies)], post=Post.usual_at(bodies[0]))
            for number, owner in enumerate(owners)
        )
    }
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letters = Letter.objects.bulk_create(
        Letter(organisation=owner, template_version=version) for _, owner in spread(owners, many)
    )
    today = timezone.localdate()
    Contact.objects.bulk_create(
        Contact(
            organisation=letter.organisation, recipient=to, body=to.body, kind=ContactKind.LETTER,
            route="email", outcome="replied", outcome_on=today, letter_reference=letter.pk, letter_version=1,
        )
        for letter in letters
        for to in [recipients[letter.organisation_id]]
    )  # fmt: skip
    agreements = Agreement.objects.bulk_create(
        Agreement(organisation=owner, kind="compact", name=f"A {number}", stage=AgreementStage.values[0])
        for number, owner in spread(owners, many // 5 or many)
    )
    Party.objects.bulk_create(
        Party(agreement=agreement, side=Side.THEIRS, body=bodies[number % len(bodies)])
        for number, agreement in enumerate(agreements)
    )


def case_studies(many):
    """Case studies of every state, each with a principle and a function, and a step in its history."""
    source = CaseStudy.objects.first().source
    rows = CaseStudy.objects.bulk_create(
        CaseStudy(
            title=f"Study {number}", slug=f"study-{many}-{number}", place="Place", source=source,
            status=status, region=Region.values[number % 9],
            published_on="2026-01-01" if status == Status.PUBLISHED else None,
        )
        for number, status in spread(Status.values, many)
    )  # fmt: skip
    principle, function = Principle.objects.first(), LCSIFunction.objects.first()
    tags = CaseStudy.principles.through
    tags.objects.bulk_create(tags(casestudy=row, principle=principle) for row in rows)
    FunctionTag.objects.bulk_create(FunctionTag(case_study=row, function=function) for row in rows)


LISTS = {
    "stories": (stories, ["admin:members_story_changelist"]),
    "messages": (messages, ["admin:members_feedback_changelist", "feedback-counts", "feedback-counts-csv"]),
    "progress": (record, ["progress"]),
    "case studies": (case_studies, ["admin:casestudies_casestudy_changelist", "casestudies:case-studies"]),
}


@pytest.mark.parametrize(("make", "pages"), LISTS.values(), ids=LISTS)
def test_five_thousand_rows_take_as_many_queries_as_three(curator_client, make, pages):
    def asked():
        counts = {}
        for page in [*pages, "admin:index"]:
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert curator_client.get(reverse(page)).status_code == 200, page
            counts[page] = len(captured)
        return counts

    make(FEW)
    asked()
    before = asked()
    make(MANY)
    assert asked() == before
