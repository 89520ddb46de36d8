"""Our work: activities under functions and principles, the records that show them, and how they age."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.days import months_after
from members.models import Membership
from members.records import AGREED, NEEDS, Record, RecordKind, SourceKind
from members.work import Activity, ActivityStage
from members.work_due import due
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = datetime.date(2026, 11, 22)
WORK = reverse("members:work")


def make_activity(organisation, name="Food alliance", function="convening", **fields):
    fields.setdefault("letter_wording", "We bring 38 food projects together.")
    activity = Activity(
        organisation=organisation, name=name, function=LCSIFunction.objects.get(slug=function), **fields
    )
    activity.full_clean()
    activity.save()
    return activity


def a_record(activity, kind=RecordKind.COUNT, **fields):
    """A record with all that its kind needs."""
    own = {
        RecordKind.COUNT: {"value": 212, "unit": "groups advised", "period": "2025/26", "method": "our log"},
        RecordKind.QUOTE: {
            "text": "It kept us going", "consent_by": "The treasurer", "consent_on": DAY,
            "source_kind": SourceKind.GROUPS,
        },
        RecordKind.FEEDBACK: {"text": "They come again", "source_kind": SourceKind.GROUPS},
        RecordKind.INDEPENDENT: {"text": "Less waste", "source_kind": SourceKind.INDEPENDENT},
    }.get(kind, {"partner": "Suffolk County Council"})  # fmt: skip
    usual = {"source": "Our log", "dated_on": DAY, "source_kind": SourceKind.OURS}
    return Record(activity=activity, kind=kind, **{**usual, **own, **fields})


@pytest.fixture
def activity(harbourside):
    return make_activity(harbourside)


@pytest.fixture
def record(activity):
    row = a_record(activity, file=ContentFile(b"%PDF-1.7\n%%EOF", name="Log.pdf"))
    row.full_clean()
    row.save()
    yield row
    row.file.delete(save=False)


# What a form of an activity sends.
FORM = {"name": "Volunteer centre", "function": "", "stage": "running", "letter_wording": "We place people."}


def form(**fields):
    fields.setdefault("function", LCSIFunction.objects.get(slug="facilitating-funding").pk)
    return {**FORM, **fields}


def test_an_activity_takes_the_usual_principles_of_its_function(member_client, harbourside):
    member_client.post(reverse("members:activity-new"), form())
    activity = Activity.objects.get()
    usual = LCSIFunction.objects.get(slug="facilitating-funding").usual_principles.all()
    assert activity.organisation == harbourside
    assert activity.principles == list(usual)

    fourth = Principle.objects.get(number=4)
    change = reverse("members:activity-change", args=[activity.pk])
    member_client.post(change, form(first_principle=fourth.pk, second_principle=""))
    activity.refresh_from_db()
    assert activity.principles == [fourth]


def test_the_form_begun_under_a_function_offers_it(member_client):
    page = member_client.get(reverse("members:activity-new"), {"function": "convening"}).text
    assert f'value="{LCSIFunction.objects.get(slug="convening").pk}" selected' in page
    assert f'value="{Principle.objects.get(number=2).pk}" selected' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Enter a short name"),
        ({"function": ""}, "Choose the function it belongs to"),
        ({"stage": "ended"}, "Enter the last day, or the nearest you know"),
        ({"stage": "ended", "last_on": "1 January 2999"}, "Enter a day that has passed"),
        ({"first_on": "2 May 2026", "last_on": "1 May 2026"}, "on or after the first day"),
        ({"first_on": "31 June 2026"}, "Enter a real date, like 12 January 2026"),
        ({"name": "food ALLIANCE"}, "You have an activity with this name already"),
        ({"first_principle": "same", "second_principle": "same"}, "Choose two different principles"),
        ({"letter_wording": "a" * 1001}, "Shorten this to 1,000 characters or fewer"),
    ],
)
def test_an_activity_that_cannot_be_is_said(member_client, activity, fields, words):
    first = Principle.objects.get(number=1).pk
    typed = form(**{name: first if value == "same" else value for name, value in fields.items()})
    page = member_client.post(reverse("members:activity-new"), typed)
    assert page.status_code == 200
    assert words in page.text
    assert "<title>Error: " in page.text
    assert Activity.objects.get() == activity


@pytest.mark.parametrize(
    ("stage", "first_on", "last_on", "expected"),
    [
        ("running", None, None, "running"),
        ("planned", None, None, "planned"),
        ("planned", "2026-11-22", None, "running"),  # its first day has come
        ("running", "2026-11-23", None, "planned"),
        ("running", "2020-01-01", "2026-11-22", "running"),  # the last day is included
        ("running", None, "2026-11-21", "ended"),
        ("planned", "2026-01-01", "2026-03-31", "ended"),
        ("planned", None, "2027-01-01", "planned"),
    ],
)
def test_the_days_decide_where_they_are_known(harbourside, stage, first_on, last_on, expected):
    days = {
        name: datetime.date.fromisoformat(value)
        for name, value in (("first_on", first_on), ("last_on", last_on))
        if value
    }
    activity = make_activity(harbourside, stage=stage, **days)
    assert activity.stage_on(DAY) == expected
    rows = Activity.objects.for_organisation(harbourside)
    by_stage = {"running": rows.running_on(DAY), "planned": rows.planned_on(DAY), "ended": rows.ended_on(DAY)}
    assert [name for name, found in by_stage.items() if activity in found] == [expected]


def test_the_map_shows_every_function_and_what_is_to_renew(member_client, harbourside, activity):
    old = months_after(timezone.localdate(), -30)
    a_record(activity, dated_on=old).save()
    make_activity(harbourside, "Chief officers’ network", stage=ActivityStage.PLANNED)
    page = member_client.get(WORK).text
    assert "2 activities: 1 running, 1 planned" in page
    assert "1 record, 1 to renew" in page
    for function in LCSIFunction.objects.all():
        assert function.name in page
    assert page.count("Add an activity<span") == 4


def test_wording_with_a_gap_is_not_yet_fit_for_a_letter(member_client, harbourside):
    activity = make_activity(harbourside, letter_wording="We lead [name of programme].")
    assert not activity.is_described
    assert "Fill what stands in square brackets" in member_client.get(activity.get_absolute_url()).text


def test_partners_are_public_bodies_of_the_patch_and_others(member_client, harbourside, activity):
    suffolk, calderdale = PublicBody.objects.get(slug="suffolk"), PublicBody.objects.get(slug="calderdale")
    harbourside.patch.set([suffolk])
    change = reverse("members:activity-change", args=[activity.pk])
    assert calderdale.official_name not in member_client.get(change).text
    member_client.post(change, form(bodies=[suffolk.pk], partners="Food bank,  Scouts "))
    activity.refresh_from_db()
    assert activity.all_partners == [suffolk.official_name, "Food bank", "Scouts"]


# Records


@pytest.mark.parametrize("kind", RecordKind.values)
def test_a_record_of_each_kind_needs_what_shows_it(member_client, activity, kind):
    new = reverse("members:record-new", args=[activity.pk])
    assert reverse("members:record-new", args=[activity.pk]) + f"?kind={kind}" in member_client.get(new).text
    empty = member_client.post(new, {"kind": kind})
    for words in NEEDS[kind].values():
        assert words in empty.text
    assert "Enter the source" in empty.text
    assert not Record.objects.exists()

    row = a_record(activity, kind)
    names = [
        "value", "unit", "period", "method", "text", "partner", "source_kind", "source", "dated_on",
        "consent_by", "consent_on",
    ]  # fmt: skip
    typed = {name: getattr(row, name) for name in names if getattr(row, name) not in (None, "")}
    typed.setdefault("source_kind", SourceKind.OURS)
    typed |= {name: "22 November 2025" for name in ("dated_on", "consent_on") if name in typed}
    response = member_client.post(new, {"kind": kind, **typed})
    assert response.status_code == 302, response.context["form"].errors
    stored = Record.objects.get()
    assert stored.kind == kind
    assert stored.source_kind == (SourceKind.PARTNER if kind in AGREED else typed["source_kind"])
    shown = member_client.get(activity.get_absolute_url()).text
    assert "212 groups advised, 2025/26" in shown or kind != RecordKind.COUNT
    assert stored.get_kind_display() in shown


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("count", {"value": "lots"}, "Enter a number in figures"),
        ("count", {"value": "1.234"}, "no more than two figures after the point"),
        ("count", {"dated_on": "1 January 2999"}, "Enter a day that has passed"),
        ("feedback", {"source_kind": "ours"}, "Choose who it comes from"),
        ("feedback", {}, "Choose who it comes from"),
        ("quote", {"consent_by": "Jo"}, "Enter the day they agreed"),
        ("agreement", {"dated_on": "1 May 2026", "secured_until_on": "1 April 2026"}, "not before its date"),
        ("count", {"link": "no address"}, "Enter a web address in the correct format"),
    ],
)
def test_a_record_that_cannot_be_is_said_and_the_words_are_kept(member_client, activity, kind, fields, words):
    new = reverse("members:record-new", args=[activity.pk])
    page = member_client.post(new, {"kind": kind, "source": "A source of ours", "partner": "X", **fields})
    assert words in page.text
    assert "A source of ours" in page.text
    assert page.text.count("Enter the number") <= (2 if kind == "count" and "value" not in fields else 0)
    assert not Record.objects.exists()


def test_numbers_are_typed_and_shown_as_people_write_them(member_client, activity):
    typed = {
        "kind": "count", "value": "£1,200,000", "unit": "£ won by 64 groups", "period": "2025/26",
        "method": "award letters", "source_kind": "ours", "source": "Log", "dated_on": "31/03/2026",
    }  # fmt: skip
    member_client.post(reverse("members:record-new", args=[activity.pk]), typed)
    assert Record.objects.get().headline == "£1,200,000 won by 64 groups, 2025/26"
    assert Record(value=92, unit="% satisfied").figure == "92% satisfied"
    assert Record(value=4.5, unit="days").figure == "4.5 days"


def test_the_database_keeps_the_rules_too(activity):
    for broken in (
        a_record(activity, value=None),
        a_record(activity, RecordKind.QUOTE, consent_on=None),
        a_record(activity, source_kind=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.save()


def test_a_quote_names_nobody_who_did_not_agree(activity):
    assert a_record(activity, RecordKind.QUOTE, source="Jo").attribution == ""
    assert a_record(activity, RecordKind.QUOTE, source="Jo", may_be_named=True).attribution == "Jo"


def test_consent_is_kept_for_quotes_only(activity):
    row = a_record(activity, RecordKind.FEEDBACK, consent_by="Jo", consent_on=DAY, may_be_named=True)
    row.full_clean()
    assert (row.consent_by, row.consent_on, row.may_be_named) == ("", None, False)


def test_records_age_and_agreements_wait_for_a_look(harbourside, activity):
    rows = {
        "fresh": a_record(activity, dated_on=datetime.date(2024, 11, 22)),
        "old": a_record(activity, dated_on=datetime.date(2024, 11, 21)),
        "looked at": a_record(
            activity, RecordKind.AGREEMENT, dated_on=datetime.date(2020, 1, 1),
            reviewed_on=datetime.date(2026, 1, 1), secured_until_on=datetime.date(2030, 1, 1),
        ),
        "to look at": a_record(
            activity, RecordKind.CONTRACT, dated_on=datetime.date(2025, 11, 1),
            secured_until_on=datetime.date(2027, 8, 22),
        ),
        "run out": a_record(
            activity, RecordKind.STRATEGY, dated_on=datetime.date(2025, 1, 1),
            secured_until_on=datetime.date(2026, 11, 21),
        ),
    }  # fmt: skip
    for row in rows.values():
        row.save()
    mine = Record.objects.for_organisation(harbourside)

    def names(found):
        return {name for name, row in rows.items() if row in found}

    assert names(mine.ageing(DAY)) == {name for name, row in rows.items() if row.is_ageing_on(DAY)} == {"old"}
    assert names(mine.due_for_review(DAY)) == {"to look at"}
    assert names(mine.ending_soon(DAY)) == {"to look at"}
    counted = Activity.objects.with_counts(DAY).get()
    assert (counted.records_count, counted.ageing_count) == (5, 1)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        lines = list(due(harbourside, DAY))
    assert len(queries) == 3
    assert [line.text for line in lines] == [
        "Plan what follows “Food alliance”", "Review “Food alliance” together",
        "Renew the record for “Food alliance”",
    ]  # fmt: skip
    assert lines[0].on == datetime.date(2027, 8, 22)
    assert lines[2].url == rows["old"].get_absolute_url()


def test_what_is_old_says_what_to_do(member_client, activity):
    a_record(activity, dated_on=months_after(timezone.localdate(), -25)).save()
    page = member_client.get(activity.get_absolute_url()).text
    assert "Older than two years" in page
    assert "Look for newer figures or words" in page


def test_deleting_asks_first(member_client, activity, record):
    url = reverse("members:activity-delete", args=[activity.pk])
    assert "1 record and" in member_client.get(url).text
    assert Activity.objects.exists()
    member_client.post(url)
    assert not Activity.objects.exists()
    assert not Record.objects.exists()


# Whose it is


def addresses(activity, record):
    of_activity = ["activity", "activity-change", "activity-delete", "record-new"]
    of_record = ["record", "record-delete", "record-file"]
    return [
        *(reverse(f"members:{name}", args=[activity.pk]) for name in of_activity),
        *(reverse(f"members:{name}", args=[record.pk]) for name in of_record),
    ]


def test_another_members_work_is_not_found(other_client, curator_client, client, activity, record):
    for url in addresses(activity, record):
        for stranger in (other_client, curator_client):
            assert stranger.get(url).status_code == 404
            assert stranger.post(url, form(kind="count", organisation="fellside")).status_code in (404, 405)
        assert client.get(url).status_code == 302
    for name in ("activities-csv", "records-csv"):
        response = other_client.get(reverse(f"members:{name}"))
        assert "Food alliance" not in response.text
        assert (
            other_client.get(reverse(f"members:{name}"), {"organisation": "harbourside"}).status_code == 404
        )
    assert "Food alliance" not in other_client.get(WORK).text
    assert curator_client.get(WORK).status_code == 403
    activity.refresh_from_db()
    assert activity.name == "Food alliance"
    assert Record.objects.filter(pk=record.pk).exists()


def test_the_object_decides_the_organisation(member_client, member, other_organisation, activity):
    Membership.objects.create(user=member, organisation=other_organisation)
    change = reverse("members:activity-change", args=[activity.pk])
    member_client.post(change, form(organisation="fellside"))
    activity.refresh_from_db()
    assert (activity.name, activity.organisation.slug) == ("Volunteer centre", "harbourside")


def test_pages_ask_the_database_as_often_for_much_work_as_for_little(member_client, harbourside, activity):
    def asked(url):
        with CaptureQueriesContext(connection) as queries:
            assert member_client.get(url).status_code == 200
        return len(queries)

    urls = [
        WORK,
        activity.get_absolute_url(),
        reverse("members:activities-csv"),
        reverse("members:records-csv"),
    ]
    a_record(activity).save()
    asked(WORK)  # the first page of all learns what every page says at its foot
    little = [asked(url) for url in urls]
    convening = LCSIFunction.objects.get(slug="convening")
    more = Activity.objects.bulk_create(
        Activity(
            organisation=harbourside, name=f"Activity {number}", function=convening, first_principle_id=2
        )
        for number in range(60)
    )
    for each in more:
        each.bodies.set(PublicBody.objects.all()[:2])
    Record.objects.bulk_create(a_record(row) for row in (activity, *more) for _ in range(5))
    assert [asked(url) for url in urls] == little
    assert max(little) <= 12


def test_human_words_come_from_the_model_itself(activity):
    with pytest.raises(ValidationError) as problem:
        Record(activity=activity, kind=RecordKind.COUNT).full_clean()
    assert problem.value.message_dict == {
        "source": ["Enter the source, such as the name of a document"],
        "dated_on": ["Enter a date, like 12 January 2026"],
        "value": ["Enter the number"],
        "unit": ["Enter what was counted, for example “groups advised”"],
        "period": ["Enter the time it covers, for example “2025/26”"],
        "method": ["Enter how it was counted"],
    }
