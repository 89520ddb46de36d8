"""`manage.py load_public_bodies`: the file arrives, what NAVCA edited stays, nothing is orphaned."""

import csv
import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from covenant_toolkit import content
from covenant_toolkit.content_version import content_version
from publicbodies.directory import read
from publicbodies.load_report import Outcome
from publicbodies.loading import Origin, load
from publicbodies.models import EarlierName, PublicBody, Succession
from publicbodies.uses import uses
from search import index

pytestmark = pytest.mark.django_db

SHIPPED = Path(settings.FIXTURE_DIRS[0]) / "public_bodies.csv"


class File:
    """A copy of the shipped file that a test may change."""

    def __init__(self, path):
        self.path = path
        with SHIPPED.open(encoding="utf-8", newline="") as file:
            self.rows = {row["slug"]: row for row in csv.DictReader(file)}

    def write(self):
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, next(iter(self.rows.values())))
            writer.writeheader()
            writer.writerows(self.rows.values())

    def load(self, *args):
        """What the command says."""
        self.write()
        out = StringIO()
        call_command("load_public_bodies", str(self.path), *args, stdout=out)
        return out.getvalue()


@pytest.fixture
def file(tmp_path):
    return File(tmp_path / "bodies.csv")


def everything():
    models = (PublicBody, Succession, EarlierName, PublicBody.icbs.through)
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    return rows, PublicBody.history.count(), Succession.history.count()


def test_the_whole_directory_is_here_and_a_second_load_writes_nothing(file, django_assert_max_num_queries):
    before, version = everything(), content_version()
    assert PublicBody.objects.count() == len(file.rows)
    assert file.load() == (
        f"0 added, 0 corrected, 0 edited here and left alone, {len(file.rows)} unchanged.\n"
    )
    with django_assert_max_num_queries(8):
        report = load(read(SHIPPED.read_bytes()), Origin.TOOLKIT)
    assert report.written == []
    assert everything() == before
    assert content_version() == version


def test_a_load_into_an_empty_place_asks_few_questions_however_many_bodies(file):
    entries = read(SHIPPED.read_bytes())
    few = [entry for entry in entries if not entry.values["county"]]
    counts = []
    for number, some in enumerate((few, entries)):
        renamed = [type(entry)(entry.line, _moved(entry.values, f"copy-{number}-")) for entry in some]
        with CaptureQueriesContext(connection) as asked:
            report = load(_complete(renamed), Origin.TOOLKIT)
        assert report.count(Outcome.ADDED) == len(renamed)
        counts.append(len(asked))
    assert max(counts) < 60
    suffolk = PublicBody.objects.get(slug="copy-1-suffolk")
    assert suffolk.districts.count() == 5
    assert [body.slug for body in suffolk.icbs.all()] == ["copy-1-norfolk-and-suffolk-icb"]
    assert suffolk.successors.count() == 3
    kept = suffolk.history.get()
    assert (kept.history_type, kept.history_change_reason) == ("+", Origin.TOOLKIT.value)
    assert [row.to_publicbody.slug for row in kept.icbs.all()] == ["copy-1-norfolk-and-suffolk-icb"]


def _moved(values, prefix):
    """The values of a body as of another of the same make."""
    moved = values | {"slug": prefix + values["slug"], "icbs": [prefix + slug for slug in values["icbs"]]}
    moved["successors"] = [(prefix + slug, day) for slug, day in values["successors"]]
    for name in ("county", "strategic_authority"):
        moved[name] = prefix + values[name] if values[name] else ""
    return moved


def _complete(entries):
    """Without successors that are not among them."""
    slugs = {entry.slug for entry in entries}
    for entry in entries:
        entry.values["successors"] = [pair for pair in entry.values["successors"] if pair[0] in slugs]
    return entries


def test_a_correction_is_said_in_words_and_shows_at_once(file, client):
    page = client.get("/public-bodies/breckland/").text
    assert "Who follows is not known yet. We looked on 22 November 2026." in page
    row = file.rows["breckland"]
    row |= {"successors": "west-norfolk from 2028-04-01; east-norfolk", "checked_on": "2026-12-01"}
    row["elected_mayor"] = "no"
    row["icbs"] = "norfolk-and-suffolk-icb; central-east-icb"
    row["earlier"] = "name: Old Breckland until 1999-12-31"
    said = file.load("--dry-run")
    assert "Who follows is not known yet." in client.get("/public-bodies/breckland/").text
    assert said == file.load().replace("unchanged.\n", "unchanged. Nothing was written.\n")
    assert said.splitlines()[0].startswith("Breckland District Council (line ")
    for line in (
        "    successors, here: not known yet",
        "    successors, in the file: East Norfolk Council, West Norfolk Council from 1 April 2028",
        "    checked on, in the file: 1 December 2026",
        "    has an elected mayor, here: not known",
        "    has an elected mayor, in the file: no",
        "    earlier names and codes, in the file: Official name Old Breckland until 31 December 1999",
    ):
        assert line in said.splitlines()
    assert "1 corrected" in said
    page = client.get("/public-bodies/breckland/").text
    assert "West Norfolk Council</a>, from 1 April 2028" in page
    assert "East Norfolk Council</a>, from a day that is not known yet" in page
    body = PublicBody.objects.get(slug="breckland")
    assert body.history.first().history_change_reason == Origin.FILE.value
    assert body.history.first().icbs.count() == 2
    assert body in PublicBody.objects.named_like("old breck")
    assert [hit.url for group in index.ask("old breckland").groups for hit in group.hits] == [
        "/public-bodies/breckland/"
    ]
    assert "1 corrected" not in file.load()


def test_a_body_edited_here_is_left_alone_and_named(file):
    body = PublicBody.objects.get(slug="breckland")
    body.short_name = "The Brecks"
    body.save()
    said = file.load()
    assert "Breckland District Council (line" in said
    assert "edited here and left alone" in said.splitlines()[0]
    assert "    short name, here: “The Brecks”" in said
    body.refresh_from_db()
    assert body.short_name == "The Brecks"
    assert "1 edited here and replaced" in file.load("--overwrite")
    body.refresh_from_db()
    assert body.short_name == "Breckland"
    assert body.history.filter(short_name="The Brecks").exists()


def test_an_edit_in_the_admin_is_an_edit_and_is_found(file, curator_client):
    body = PublicBody.objects.get(slug="breckland")
    url = f"/admin/publicbodies/publicbody/{body.pk}/change/"
    page = curator_client.get(url).context
    data = {
        name: value
        for name, value in page["adminform"].form.initial.items()
        if value not in (None, False) and not isinstance(value, list)
    }
    data |= {"icbs": [row.pk for row in body.icbs.all()], "needs_checking": "on"}
    for formset in page["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    other = PublicBody.objects.get(slug="west-norfolk")
    data |= {
        "successions-TOTAL_FORMS": 1, "successions-0-successor": other.pk,
        "earlier-TOTAL_FORMS": 1, "earlier-0-scheme": "name", "earlier-0-value": "Brecks Rural District",
    }  # fmt: skip
    version = content_version()
    response = curator_client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    assert content_version() != version
    assert [row.slug for row in body.successors.all()] == ["west-norfolk"]
    assert body in PublicBody.objects.named_like("brecks rural")
    assert index.ask("Brecks Rural District").count
    assert "1 edited here and left alone" in file.load()


def test_a_new_release_does_not_undo_a_file_of_navcas(file, tmp_path):
    file.rows["breckland"]["successors"] = "west-norfolk from 2028-04-01"
    file.load()
    report = content.load().bodies
    assert report.count(Outcome.EDITED_HERE) == 1
    assert PublicBody.objects.get(slug="breckland").successors.get().slug == "west-norfolk"


def test_a_body_in_use_is_not_orphaned(file, harbourside):
    district = PublicBody.objects.get(slug="breckland")
    harbourside.patch.add(district)
    del file.rows["breckland"], file.rows["suffolk"]
    for row in file.rows.values():
        row["county"] = row["county"].replace("suffolk", "")
    before = everything()
    with pytest.raises(CommandError) as refusal:
        file.load()
    assert "Breckland District Council is not in the file but in use: 1 organisation." in str(refusal.value)
    assert "Suffolk County Council is not in the file but in use: 1 case study." in str(refusal.value)
    assert "Nothing was written." in str(refusal.value)
    assert everything() == before
    assert uses(PublicBody.objects.get(slug="west-norfolk")) == ["2 successions"]


def test_a_body_that_nothing_uses_goes_and_stays_away(file, client):
    del file.rows["breckland"]
    assert "no longer in the file and removed" in file.load("--dry-run")
    assert PublicBody.objects.filter(slug="breckland").exists()
    file.load()
    assert not PublicBody.objects.filter(slug="breckland").exists()
    assert client.get("/public-bodies/breckland/").status_code == 404
    assert not index.ask("Breckland District Council").groups or not any(
        hit.url == "/public-bodies/breckland/"
        for group in index.ask("Breckland").groups
        for hit in group.hits
    )
    assert content.load().bodies.count(Outcome.REMOVED_HERE) == 1
    assert not PublicBody.objects.filter(slug="breckland").exists()


def test_a_body_made_here_stays(file):
    PublicBody.objects.create(
        slug="wexcombe", kind="unitary", official_name="Wexcombe Council", short_name="Wexcombe",
        region="south-west", source="Invented", checked_on=datetime.date(2026, 11, 22),
    )  # fmt: skip
    assert "Wexcombe Council: made here, not in the file, and left alone" in file.load()
    assert PublicBody.objects.filter(slug="wexcombe").exists()


def test_a_wrong_file_is_refused_whole(file, tmp_path):
    file.rows["breckland"]["short_name"] = "The Brecks"
    file.rows["adur"]["region"] = "wales"
    with pytest.raises(CommandError, match=r"(?s)“region”.*Nothing was written"):
        file.load()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_public_bodies", str(tmp_path / "nothing.csv"))
    assert PublicBody.objects.get(slug="breckland").short_name == "Breckland"
