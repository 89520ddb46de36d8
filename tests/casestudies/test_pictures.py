"""Pictures of case studies: drawn anew, shown with their words, gone with the case study, kept in backups."""

import datetime
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from casestudies.models import CaseStudy, Status
from casestudies.pictures import LARGEST_PNG, MOST_WIDE, public_storage
from covenant_toolkit.stored_files import files_in, kept_storages

from .admin_form import address, opened, time_passes, versions

pytestmark = pytest.mark.one_database


def photograph(width=2000, height=1500, kind="JPEG", *, noise=False, **options):
    image = (
        Image.effect_noise((width, height), 90).convert("RGB")
        if noise
        else Image.new("RGB", (width, height), "teal")
    )
    file = io.BytesIO()
    image.save(file, kind, **options)
    return SimpleUploadedFile("Our day out <b>.jpg", file.getvalue())


@pytest.fixture
def study(make, principles, functions):
    """One without a picture, while nothing lies in the storage: not what another test left there either."""
    _empty_the_storage()
    yield make("one", principles[:1], functions[:1])
    _empty_the_storage()


def _empty_the_storage():
    for name in list(files_in(public_storage())):
        public_storage().delete(name)


def with_picture(client, study, file, **values):
    fields = opened(client, study)
    number = fields["pictures-TOTAL_FORMS"]
    part = f"pictures-{number}"
    values = {
        "alt": "Six people plant a hedge",
        "caption": "Planting day",
        "credit": "A. Photographer",
        **values,
    }
    sent = {f"{part}-{name}": value for name, value in values.items()}
    sent |= {"pictures-TOTAL_FORMS": number + 1, f"{part}-order": 0, f"{part}-file": file}
    return client.post(address(study), fields | sent)


@pytest.fixture
def picture(curator_client, study):
    exif = Image.Exif()
    exif[0x010E] = "Where we live"
    exif[0x0112] = 6  # turned by the camera
    assert with_picture(curator_client, study, photograph(exif=exif)).status_code == 302
    return study.pictures.get()


def test_a_picture_is_drawn_anew_and_shown_with_its_words(client, study, picture):
    page = client.get(study.get_absolute_url()).text
    assert 'alt="Six people plant a hedge"' in page
    assert f'width="{picture.width}" height="{picture.height}"' in page
    assert "Planting day" in page
    assert "Picture: A. Photographer" in page
    assert (picture.width, picture.height) == (1050, 1400)
    response = client.get(picture.get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["X-Content-Type-Options"] == "nosniff"
    image = Image.open(io.BytesIO(response.content))
    assert image.size == (1050, 1400)
    assert not image.getexif()
    assert b"Where we live" not in response.content
    again = client.get(picture.get_absolute_url(), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    # It lies apart from what members keep here, under a name of ours.
    assert storages["pictures"].exists(picture.file.name)
    assert not default_storage.exists(picture.file.name)
    assert "day" not in picture.file.name


def test_a_drawing_stays_sharp_and_a_photograph_small(curator_client, study):
    with_picture(curator_client, study, photograph(kind="PNG"))
    with_picture(curator_client, study, photograph(kind="PNG", noise=True))
    drawing, photo = study.pictures.order_by("pk")
    assert drawing.file.name.endswith(".png")
    assert photo.file.name.endswith(".jpg")
    assert drawing.file.size <= LARGEST_PNG
    assert photo.width == MOST_WIDE


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (photograph(300, 200), "must be at least 400 pixels wide or high, or it looks like a blur"),
        (SimpleUploadedFile("a.jpg", b"GIF89a not a picture"), "must be a PNG or JPEG picture"),
        (SimpleUploadedFile("a.png", b""), "empty"),
        (SimpleUploadedFile("a.jpg", photograph().read()[:9000]), "is damaged or not complete"),
        (SimpleUploadedFile("a.jpg", photograph().read() + b"<script>alert(1)</script>"), "something else"),
        (SimpleUploadedFile("a.jpg", bytes(11 * 1024 * 1024)), "must be smaller than 10 MB"),
    ],
    ids=["small", "other kind", "empty", "cut short", "two in one", "large"],
)  # fmt: skip
def test_what_is_no_picture_for_a_page_is_refused_with_what_to_do(curator_client, study, file, words):
    before = {*files_in(public_storage())}
    page = with_picture(curator_client, study, file)
    assert page.status_code == 200
    assert words in page.text
    assert not study.pictures.exists()
    assert {*files_in(public_storage())} == before


def test_a_picture_needs_words_for_those_who_do_not_see_it(curator_client, study):
    assert with_picture(curator_client, study, photograph(), alt="").status_code == 200
    assert not study.pictures.exists()


def test_a_picture_is_seen_only_while_its_case_study_is(
    client, member_client, curator_client, study, picture
):
    for_staff = f"/admin/casestudies/casestudy/{study.pk}/pictures/{picture.pk}/"
    study.move_to(Status.WITHDRAWN)
    for visitor in (client, member_client, curator_client):
        assert visitor.get(picture.get_absolute_url()).status_code == 404
    assert client.get(for_staff).status_code == member_client.get(for_staff).status_code == 302
    shown = curator_client.get(for_staff)
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "private, no-store"
    assert f'src="{for_staff}"' in curator_client.get(address(study, "preview")).text
    other = CaseStudy.objects.exclude(pk=study.pk).first()
    assert (
        other is None
        or client.get(f"/case-studies/{other.slug}/pictures/{picture.file.name}").status_code == 404
    )
    for name in ("../../etc/passwd", "nothing.jpg", "%2e%2e%2f"):
        assert client.get(f"/case-studies/one/pictures/{name}").status_code == 404


def test_a_picture_comes_back_with_its_version(client, curator_client, study, picture, monkeypatch):
    name = picture.file.name
    time_passes()
    replaced = opened(curator_client, study) | {"pictures-0-file": photograph(900, 600)}
    assert curator_client.post(address(study), replaced).status_code == 302
    assert study.pictures.get().file.name != name
    time_passes()
    curator_client.post(address(study), opened(curator_client, study) | {"pictures-0-DELETE": "on"})
    assert not study.pictures.exists()
    assert client.get(f"/case-studies/one/pictures/{name}").status_code == 404
    # The file stays for the history, and no tidying takes it.
    monkeypatch.setattr("covenant_toolkit.stored_files.OLD_ENOUGH", datetime.timedelta(days=-1))
    call_command("tidy_files", verbosity=0)
    time_passes()
    curator_client.post(versions(curator_client, study)[1])
    back = study.pictures.get()
    assert (back.file.name, back.width, back.alt) == (name, 1050, "Six people plant a hedge")
    assert client.get(back.get_absolute_url()).status_code == 200


def test_backups_and_tidying_know_the_pictures(study, picture, monkeypatch, settings):
    settings.STORAGES = dict(settings.STORAGES)  # as after a change of the settings: made anew
    assert "pictures" in kept_storages()
    assert list(files_in(kept_storages()["pictures"])) == [picture.file.name]
    public_storage().save("left-behind.jpg", ContentFile(b"x"))
    monkeypatch.setattr("covenant_toolkit.stored_files.OLD_ENOUGH", datetime.timedelta(days=-1))
    call_command("tidy_files", verbosity=0)
    assert list(files_in(public_storage())) == [picture.file.name]


def test_hostile_words_of_a_picture_end_as_text(client, curator_client, study):
    attack = '"><script>alert(1)</script>'
    with_picture(curator_client, study, photograph(), alt=attack, caption=attack, credit=attack)
    for visitor, url in ((client, study.get_absolute_url()), (curator_client, address(study))):
        page = visitor.get(url).text
        assert "<script>alert" not in page
        assert page.count("&lt;script&gt;alert") >= 3
