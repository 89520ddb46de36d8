"""`manage.py load_content`: what is shipped arrives, and what NAVCA edited stays."""

import datetime
import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from casestudies.models import CaseStudy, Figure, FunctionTag
from covenant_toolkit import content
from covenant_toolkit.content import Outcome
from covenant_toolkit.models import ShippedRow
from letters.models import LetterTemplateVersion
from principles.models import EvidenceUse, Finding, Impact, Principle, Source
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(tmp_path):
    """A copy of the shipped fixtures that a test may change."""
    return Path(shutil.copytree(settings.FIXTURE_DIRS[0], tmp_path / "fixtures"))


def content_models():
    return [
        model for model in apps.get_models() if hasattr(model, "natural_key") and hasattr(model, "history")
    ]


def everything():
    """Every row of content and how much history it has."""
    return {
        model._meta.label: (list(model.objects.order_by("pk").values()), model.history.count())
        for model in content_models()
    }


def ship(directory, file, number, **fields):
    """Change a row of a fixture, as a later release of the toolkit would."""
    path = directory / file
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows[number]["fields"] |= fields
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")


def run(*args, **options):
    out = StringIO()
    call_command("load_content", *args, stdout=out, **options)
    return out.getvalue()


def test_the_second_run_writes_nothing():
    content.load()
    before = everything(), list(ShippedRow.objects.order_by("pk").values())
    report = content.load()
    assert {change.outcome for change in report.changes} == {Outcome.UNCHANGED}
    assert (everything(), list(ShippedRow.objects.order_by("pk").values())) == before


@pytest.mark.one_database
def test_the_summary_counts_every_row():
    rows = len(content.read_fixtures(Path(settings.FIXTURE_DIRS[0])))
    bodies = PublicBody.objects.count()
    assert run() == (
        f"Public bodies: 0 added, 0 corrected, 0 edited here and left alone, {bodies} unchanged.\n"
        f"Other content: 0 added, 0 corrected, 0 edited here and left alone, {rows} unchanged.\n"
    )


@pytest.mark.one_database
def test_it_says_nothing_when_asked_for_silence():
    assert run(verbosity=0) == ""


def test_a_row_edited_here_is_left_alone(fixtures):
    finding = Finding.objects.get(ref="E1")
    finding.text = "NAVCA's own words."
    finding.save()
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    report = content.load(fixtures)
    assert report.count(Outcome.EDITED_HERE) == 1
    assert Finding.objects.get(ref="E1").text == "NAVCA's own words."


@pytest.mark.one_database
def test_a_row_that_navca_reviewed_is_left_alone(fixtures):
    Finding.objects.filter(ref="E1").update(reviewed_on=datetime.date(2026, 12, 1))
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    content.load(fixtures)
    assert Finding.objects.get(ref="E1").text != "A later wording."


@pytest.mark.one_database
def test_a_row_whose_principles_were_changed_here_is_left_alone(fixtures):
    Finding.objects.get(ref="E1").principles.set(Principle.objects.filter(number=2))
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    content.load(fixtures)
    assert Finding.objects.get(ref="E1").text != "A later wording."


def test_a_row_never_edited_takes_the_shipped_correction_with_history(fixtures):
    finding = Finding.objects.get(ref="E1")
    history, revision = finding.history.count(), finding.revision
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    report = content.load(fixtures)
    finding.refresh_from_db()
    assert report.count(Outcome.CORRECTED) == 1
    assert finding.text == "A later wording."
    assert finding.revision == revision + 1
    assert finding.history.count() == history + 1
    assert finding.history.first().history_change_reason == content.CHANGE_REASON
    assert content.load(fixtures).count(Outcome.UNCHANGED) == len(report.changes)


def test_a_shipped_correction_of_many_to_many_keys_arrives(fixtures):
    ship(fixtures, "findings.yaml", 0, principles=[["participation-and-inclusion"]], functions=[])
    content.load(fixtures)
    finding = Finding.objects.get(ref="E1")
    assert [principle.number for principle in finding.principles.all()] == [3]
    assert not finding.functions.exists()


@pytest.mark.one_database
def test_line_ends_of_a_browser_are_not_an_edit(fixtures):
    study = CaseStudy.objects.get(slug="calderdale")
    study.the_place = study.the_place.replace("\n", "\r\n") + "\r\n"
    study.save()
    assert content.load().count(Outcome.EDITED_HERE) == 0


def test_a_dry_run_writes_nothing_and_shows_the_difference(fixtures):
    shipped = Finding.objects.get(ref="E1").text
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    before = everything()
    said = run("--dry-run", "--from", str(fixtures))
    assert everything() == before
    assert "finding E1 (findings.yaml, row 1" in said
    assert f"text, here: “{shipped}”" in said
    assert "text, shipped: “A later wording.”" in said
    assert "1 corrected" in said
    assert "Nothing was written." in said


def test_overwrite_takes_the_shipped_words_and_keeps_history():
    finding = Finding.objects.get(ref="E1")
    shipped = finding.text
    finding.text = "NAVCA's own words."
    finding.save()
    said = run("--overwrite")
    assert Finding.objects.get(ref="E1").text == shipped
    assert "1 edited here and replaced" in said
    assert "text, here: “NAVCA's own words.”" in said
    assert finding.history.filter(text="NAVCA's own words.").exists()


def test_a_row_deleted_here_stays_deleted_unless_overwritten():
    Figure.objects.get(slug="volunteers").delete()
    assert content.load().count(Outcome.DELETED_HERE) == 1
    assert not Figure.objects.filter(slug="volunteers").exists()
    assert content.load(overwrite=True).count(Outcome.ADDED) == 1
    assert Figure.objects.filter(slug="volunteers").exists()


@pytest.mark.one_database
def test_the_parts_of_a_case_study_deleted_here_stay_away_with_it(fixtures):
    CaseStudy.objects.get(slug="calderdale").delete()
    report = content.load(fixtures)
    assert report.count(Outcome.ADDED) == 0
    assert not FunctionTag.objects.filter(case_study__slug="calderdale").exists()


@pytest.mark.one_database
def test_a_new_row_that_points_at_a_deleted_one_is_left_out(fixtures):
    CaseStudy.objects.get(slug="calderdale").delete()
    row = {"case_study": ["calderdale"], "slug": "later", "value": "1", "meaning": "One.", "as_of": "2026"}
    row["source"] = ["civil-society-covenant"]
    path = fixtures / "later.yaml"
    path.write_text(yaml.safe_dump([{"model": "casestudies.figure", "fields": row}]), encoding="utf-8")
    assert content.load(fixtures).count(Outcome.LEFT_OUT) == 1


@pytest.mark.one_database
def test_a_row_made_here_under_a_shipped_key_is_kept(fixtures):
    Impact.objects.all().delete()
    ShippedRow.objects.filter(model="principles.impact").delete()
    Impact.objects.create(ref="I1", text="NAVCA's own", source=Source.objects.first())
    report = content.load(fixtures)
    assert (report.count(Outcome.EDITED_HERE), report.count(Outcome.ADDED)) == (1, 2)
    assert Impact.objects.get(ref="I1").text == "NAVCA's own"


def test_the_words_of_a_published_version_never_change(fixtures):
    version = LetterTemplateVersion.objects.get(template__slug="sector", number=1)
    path = fixtures / "letter_templates.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Dear colleagues", "Dear friends"), encoding="utf-8"
    )
    for said in (run("--from", str(fixtures)), run("--overwrite", "--from", str(fixtures))):
        assert "A published version never changes." in said
    version.refresh_from_db()
    assert version.greeting == "Dear colleagues"


@pytest.mark.one_database
def test_a_row_that_later_ships_no_more_stays(fixtures):
    (fixtures / "guide.yaml").unlink()
    before = everything()
    content.load(fixtures)
    assert everything() == before


WRONG = {
    "not a list": ("model: x", "a fixture is a list of rows"),
    "not YAML": ("- model: [", "cannot be read as YAML"),
    "an unknown model": ("- {model: principles.nothing, fields: {}}", "row 1 (line 1)"),
    "a private model": ("- {model: members.organisation, fields: {}}", "is not a model of content"),
    "an unknown field": ("- {model: principles.evidenceuse, fields: {colour: red}}", "no field “colour”"),
    "text missing": ("- {model: principles.evidenceuse, fields: {ref: U9, title: A}}", "evidence use U9"),
    "a day that does not exist": (
        "- {model: principles.evidenceuse, fields: {ref: U9, title: A, text: B, reviewed_on: 2026-02-30x}}",
        "“reviewed_on”",
    ),
    "a reference to nothing": (
        "- {model: principles.impact, fields: {ref: I9, text: A, source: [nowhere]}}",
        'points at ["nowhere"]',
    ),
    "a reference that is no key": ("- {model: principles.impact, fields: {ref: I9, source: 3}}", "is a key"),
    "a choice that does not exist": (
        "- {model: principles.evidenceuse, fields: {ref: U9, title: A, text: B, provenance: theirs}}",
        "“provenance”",
    ),
    "a row twice": (
        "- &a {model: principles.evidenceuse, fields: {ref: U9, title: A, text: B}}\n- *a",
        "stands in wrong.yaml, row 1",
    ),
    "a letter with an unknown field": (
        "- model: letters.lettertemplateversion\n"
        "  fields: {template: [sector], number: 9, subject: S, body: 'For [plaice].'}",
        "[plaice] is not a field",
    ),
}  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_fixture_is_named_and_nothing_is_written(fixtures, name):
    words, message = WRONG[name]
    (fixtures / "wrong.yaml").write_text(words, encoding="utf-8")
    ship(fixtures, "findings.yaml", 0, text="A later wording.")
    before = everything()
    with pytest.raises(CommandError) as refusal:
        run("--from", str(fixtures))
    assert "wrong.yaml" in str(refusal.value)
    assert message in str(refusal.value)
    assert "Nothing was written." in str(refusal.value)
    assert everything() == before
    assert not EvidenceUse.objects.filter(ref="U9").exists()
