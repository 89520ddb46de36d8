"""The yearly review: agenda and minutes drafted from what is recorded, and the plan of a year."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from partnerships.due import due
from partnerships.models import (
    ActionPlan,
    AgreementStage,
    Concern,
    ConcernStep,
    LinkPurpose,
    Meeting,
    MeetingState,
    Poll,
    PollAnswer,
    PrivateLink,
    Promise,
    PromiseState,
    Side,
    Success,
)
from partnerships.review_document import ReviewFile, review_html
from publicbodies.models import PublicBody
from tests.documents import word_files
from tests.documents.renderer import assert_accessible, page_texts, reader, renderer_warnings, text_of

from .drafts import agreement_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2027-03-10T10:00Z", tick=False),
]


@pytest.fixture
def agreement(harbourside):
    """Signed in March 2025, reviewed a year ago."""
    row = agreement_of(harbourside)
    row.stage, row.signed_on = AgreementStage.SIGNED, datetime.date(2025, 3, 1)
    row.save()
    review(row, "2026-03-05", state=MeetingState.HELD, subject="First review")
    return row


def review(agreement, day, **more):
    values = {"subject": "Yearly review", "is_review": True, "agreement": agreement} | more
    return Meeting.objects.create(
        organisation=agreement.organisation,
        body=PublicBody.objects.get(slug="suffolk"),
        meets_on=day,
        **values,
    )


@pytest.fixture
def planned(agreement):
    row = review(
        agreement,
        "2027-03-20",
        starts_at="14:00",
        place="Town Hall",
        people="Rowan Ashdown\nHead of Communities",
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def promise(agreement):
    """Makes promises under the agreement."""

    def promise(what, side=Side.THEIRS, **more):
        return Promise.objects.create(
            organisation=agreement.organisation, body=PublicBody.objects.get(slug="suffolk"),
            agreement=agreement, what=what, side=side, **{"made_on": "2026-03-05"} | more,
        )  # fmt: skip

    return promise


@pytest.fixture
def promises(promise):
    """One in each state, and one that was settled before the last review."""
    settled = {"settled_on": "2026-12-01"}
    return [
        promise("Name a lead", who="Chief executive", due_on="2027-06-30"),
        promise("Fund the forum", state=PromiseState.KEPT, evidence="Paid in May", **settled),
        promise("Publish the plan", state=PromiseState.PARTLY, evidence="Half of it", **settled),
        promise("Ask before cutting", state=PromiseState.NOT_KEPT, evidence="Six weeks’ notice", **settled),
        promise("Run the survey", side=Side.OURS, state=PromiseState.KEPT, **settled),
        promise("Long done", state=PromiseState.KEPT, settled_on="2025-12-01"),
    ]


def file_of(client, meeting, kind):
    return client.get(reverse("partnerships:review-file", args=[meeting.pk, kind]))


# Agenda and minutes


def test_the_agenda_is_accessible_and_drafted_from_the_promises(member_client, planned, promises, agreement):
    ActionPlan.objects.create(agreement=agreement, year=2027, success="Every group knows whom to ask.")
    with renderer_warnings() as said:
        answer = file_of(member_client, planned, "agenda-pdf")
    assert said == []
    assert_accessible(answer.content)
    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="suffolk-compact-review-2027-agenda.pdf"'
    )
    assert reader(answer.content).metadata.title == "Suffolk Compact: agenda of the yearly review"
    text = text_of(answer.content)
    for words in (
        "Agenda of the yearly review", "Saturday 20 March 2027, 14:00", "Town Hall", "Head of Communities",
        "Last review: 5 March 2026", "1 kept, 1 partly kept, 1 not kept, 1 open.",
        "Name a lead (Chief executive)",
        "30 June 2027", "Paid in May", "Partly kept", "Six weeks’ notice", "The VCSE sector",
        "Run the survey", "Written together", "Four workshops", "Every group knows whom to ask.",
        "The next review is in March 2028.",
    ):  # fmt: skip
        assert words in text, words
    assert "Long done" not in text
    assert "Agreed as a record" not in text
    pages = page_texts(answer.content)
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_the_log_of_both_sides_is_in_it_and_private_notes_are_not(agreement, planned):
    Success.objects.create(agreement=agreement, what="The forum meets again", happened_on="2026-10-01")
    Success.objects.create(agreement=agreement, what="Before the last review", happened_on="2025-10-01")
    private = Concern.objects.create(agreement=agreement, what="They seem to forget us")
    assert private.is_private
    raised = Concern.objects.create(agreement=agreement, what="Too little notice", noticed_on="2026-09-01")
    ConcernStep.objects.create(concern=raised, step="The leads talk", happened_on="2026-09-10")
    answered, alone = (
        Concern.objects.create(
            agreement=agreement, what=what, noticed_on="2026-05-01", settled_on="2026-06-01", outcome=outcome
        )
        for what, outcome in (("No answer came", "They answered in June"), ("A doubt", "We were mistaken"))
    )
    ConcernStep.objects.create(concern=answered, step="The leads talk", happened_on="2026-05-10")
    assert not alone.is_private
    html = review_html(planned, ReviewFile.AGENDA_PDF)
    for words in (
        "The forum meets again (1 October 2026)", "Too little notice (1 September 2026). Not settled yet",
        "Settled on 1 June 2026: They answered in June",
    ):  # fmt: skip
        assert words in html, words
    for words in ("Before the last review", "They seem to forget us", "A doubt"):
        assert words not in html, words


def test_the_poll_is_in_it_where_nobody_can_be_told_from_the_others(member_client, agreement, planned):
    poll = Poll.objects.create(agreement=agreement)
    for side, number in ((Side.OURS, 3), (Side.THEIRS, 2)):
        for _ in range(number):
            link = PrivateLink(
                organisation=agreement.organisation, agreement=agreement, poll=poll, who="x", side=side,
                purpose=LinkPurpose.POLL,
            )  # fmt: skip
            link.renew()
            link.save()
            PollAnswer.objects.create(
                poll=poll, link=link, side=side, told_reasons=4 if side == Side.OURS else 1, works_well="Mine"
            )
    answer = file_of(member_client, planned, "agenda-pdf")
    assert_accessible(answer.content)
    text = text_of(answer.content)
    assert "3 answers on the side of the sector, 2 on that of the public bodies" in text
    assert "Mostly: 3" in text
    assert "Almost never" not in text
    assert "Mine" not in text


def test_the_minutes_say_what_was_said_and_promised_there(member_client, planned, promises, promise):
    assert file_of(member_client, planned, "minutes-pdf").status_code == 404
    planned.meets_on, planned.state = datetime.date(2027, 3, 9), MeetingState.HELD
    planned.notes = "Both sides read the plan.\n\nThe survey comes in May."
    planned.save()
    promise("Send the figures", side=Side.OURS, who="Rowan", made_on="2027-03-09", meeting=planned)
    answer = file_of(member_client, planned, "minutes-pdf")
    assert_accessible(answer.content)
    assert word_files.faults(file_of(member_client, planned, "minutes-word").content) == []
    text = text_of(answer.content)
    for words in (
        "Minutes of the yearly review", "Who was there", "Both sides read the plan.",
        "The survey comes in May.", "What was promised at this review", "Send the figures",
        "Agreed as a record", "Suffolk County Council", "No day",
    ):  # fmt: skip
        assert words in text, words
    # What was promised there is new: it is not among what is looked back at.
    assert text.count("Send the figures") == 1


def test_word_can_be_changed_by_both_sides(member_client, planned, promises):
    answer = file_of(member_client, planned, "agenda-word")
    assert answer.headers["Content-Disposition"].endswith('agenda.docx"')
    assert word_files.faults(answer.content) == []
    document = Document(io.BytesIO(answer.content))
    assert document.core_properties.title == "Suffolk Compact: agenda"
    headings = [row.text for row in document.paragraphs if row.style.name.startswith("Heading")]
    assert headings[:3] == ["Agenda of the yearly review", "The meeting", "Who is asked to come"]
    assert len(document.tables) == 3
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Six weeks’ notice" in cells


def test_a_review_without_anything_recorded_is_still_a_document(member_client, harbourside):
    bare = agreement_of(harbourside, "Bare accord")
    bare.parties.all().delete()
    meeting = review(bare, "2027-03-08", state=MeetingState.HELD)
    for kind in ReviewFile:
        answer = file_of(member_client, meeting, kind)
        assert answer.status_code == 200, kind
        if not kind.is_word:
            assert_accessible(answer.content)


def test_typed_words_stay_words_and_large_print_is_large(planned, promise, agreement):
    agreement.organisation.large_print = True
    agreement.organisation.save()
    promise("<b>Bold</b> & brave", evidence="<script>alert(1)</script>")
    meeting = Meeting.objects.select_related("agreement__organisation").get(pk=planned.pk)
    html = review_html(meeting, ReviewFile.AGENDA_PDF)
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; brave" in html
    assert "<script" not in html
    assert 'class="agreement large-print"' in html


def test_the_document_names_what_was_put_on_the_agenda(planned):
    planned.agenda = "- The grant\n- The lease"
    html = review_html(planned, ReviewFile.AGENDA_PDF)
    assert "<ol><li>The grant</li><li>The lease</li></ol>" in html


def test_only_reviews_have_documents_and_only_for_their_own(member_client, other_client, planned, agreement):
    talk = review(agreement, "2027-03-21", is_review=False, subject="A talk")
    assert file_of(member_client, talk, "agenda-pdf").status_code == 404
    assert file_of(member_client, planned, "agenda-odt").status_code == 404
    assert file_of(other_client, planned, "agenda-pdf").status_code == 404


def test_both_pages_lead_to_the_documents(member_client, planned, agreement):
    agenda = reverse("partnerships:review-file", args=[planned.pk, "agenda-word"])
    minutes = reverse("partnerships:review-file", args=[planned.pk, "minutes-word"])
    for page in (planned, agreement):
        text = member_client.get(page.get_absolute_url()).text
        assert agenda in text
        assert minutes not in text
    held = Meeting.objects.get(subject="First review")
    assert reverse("partnerships:review-file", args=[held.pk, "minutes-pdf"]) in text
    assert f"agreement={agreement.pk}&amp;review=1" in text
    new = member_client.get(
        reverse("partnerships:meeting-new"),
        {"agreement": agreement.pk, "review": 1, "organisation": "harbourside"},
    )
    assert 'name="is_review"' in new.text


# The plan of a year


def test_a_plan_says_what_success_looks_like_with_its_promises(member_client, agreement, promise):
    lead, forum = promise("Name a lead"), promise("Fund the forum")
    new = reverse("partnerships:plan-new", args=[agreement.pk])
    page = member_client.get(new).text
    assert 'value="2027"' in page
    assert page.count("checked") == 2
    member_client.post(new, {"year": "2027", "success": "  Groups know whom to ask. ", "promises": [lead.pk]})
    plan = agreement.plans.get()
    assert (plan.success, plan.year, [*plan.promises.all()]) == ("Groups know whom to ask.", 2027, [lead])
    text = member_client.get(agreement.get_absolute_url()).text
    assert "Groups know whom to ask." in text
    assert "0 of 1 promise kept" in text
    change = plan.get_change_url()
    page = member_client.post(
        change, {"year": "2027", "success": "More", "promises": [forum.pk], "agreed_on": "1 March 2027"},
        follow=True,
    )  # fmt: skip
    assert "Saved: Action plan 2027." in page.text
    assert "Agreed by both sides on 1 March 2027" in page.text
    lead.refresh_from_db()
    assert (lead.plan, [*plan.promises.all()]) == (None, [forum])


def test_the_promises_of_a_plan_take_no_query_each(member_client, agreement, promise):
    plan = ActionPlan.objects.create(agreement=agreement, year=2026, success="More groups are heard.")

    def queries_after(more):
        for number in range(more):
            promise(f"Meet {number}", plan=plan)
        with CaptureQueriesContext(connection) as asked:
            member_client.get(agreement.get_absolute_url())
        return len(asked)

    queries_after(1)  # what a process asks once is asked now
    assert queries_after(1) == queries_after(10)


def test_what_a_plan_needs(member_client, agreement):
    new = reverse("partnerships:plan-new", args=[agreement.pk])
    page = member_client.post(new, {"year": "soon", "success": "", "agreed_on": "1 April 2027"}).text
    for words in ("Enter a year, like 2027", "Enter what success looks like", "Enter a day that has come"):
        assert words in page
    assert "Enter a year from 1998 to 2100" in member_client.post(new, {"year": "1066", "success": "x"}).text
    ActionPlan.objects.create(agreement=agreement, year=2027, success="x")
    page = member_client.post(new, {"year": "2027", "success": "x"}).text
    assert "There is a plan for this year already" in page
    assert 'value="2028"' in member_client.get(new).text


def test_a_promise_of_another_agreement_is_not_offered(member_client, agreement, harbourside, promise):
    other = agreement_of(harbourside, "Other accord")
    foreign = Promise.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="suffolk"), agreement=other,
        what="Elsewhere", side=Side.OURS,
    )  # fmt: skip
    promise("Ours")
    new = reverse("partnerships:plan-new", args=[agreement.pk])
    assert "Elsewhere" not in member_client.get(new).text
    member_client.post(new, {"year": "2027", "success": "x", "promises": [foreign.pk]})
    assert not ActionPlan.objects.exists()


def test_a_deleted_plan_leaves_its_promises(member_client, agreement, promise):
    plan = ActionPlan.objects.create(agreement=agreement, year=2026, success="Long ago")
    kept = promise("Name a lead", plan=plan)
    address = reverse("partnerships:plan-delete", args=[plan.pk])
    assert "Delete the plan of 2026?" in member_client.get(address).text
    member_client.post(address)
    kept.refresh_from_db()
    assert (ActionPlan.objects.count(), kept.plan) == (0, None)


def test_a_year_without_a_plan_is_named(agreement, harbourside):
    def lines(year):
        return [line for line in due(harbourside, datetime.date(year, 2, 1)) if "action plan" in line.text]

    (line,) = lines(2027)
    assert line.text == "Write this year’s action plan for Suffolk Compact"
    ActionPlan.objects.create(agreement=agreement, year=2027, success="x")
    assert lines(2027) == []
    assert len(lines(2028)) == 1
