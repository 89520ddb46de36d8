"""The logo and the signature: what is taken, what is refused, who sees it, and what is left on the disk."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from PIL import Image, ImageFile, PngImagePlugin

from members.models import Organisation
from members.pictures import LOGO, SIGNATURE, prepared
from members.profile_forms import OrganisationForm

DETAILS = {"name": "Voluntary Action Harbourside", "sector_term": "VCSE", "envelope_offset_mm": "0"}


def picture(size=(400, 100), mode="RGB", colour="navy", kind="PNG", **options):
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def posted(**values):
    made = QueryDict(mutable=True)
    made.update(DETAILS | values)
    return made


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def opened(content):
    return Image.open(io.BytesIO(content))


def kept(content, place=LOGO):
    return opened(prepared(upload(content), place).read())


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """An empty private storage for each test."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": options}}
    return tmp_path


def stored_files(folder):
    return sorted(path.name.split("-", 1)[1] for path in folder.rglob("*") if path.is_file())


# What is made of a picture


def test_edge_E71_a_large_picture_is_kept_in_the_size_it_prints_at_300_dots_an_inch():
    assert kept(picture((4000, 1000))).size == (1122, 281)
    assert kept(picture((4000, 4000)), SIGNATURE).size == (213, 213)
    assert kept(picture((400, 100))).size == (400, 100), "a small one is not blown up"
    width, height = kept(picture((4000, 200))).size
    assert (width, round(width / height)) == (1122, 20), "a very wide one keeps its shape"


def test_edge_E71_a_wrong_extension_makes_no_difference():
    content = picture(kind="JPEG")
    made = [prepared(upload(content, name), LOGO) for name in ("logo.jpg", "logo.png", "logo.txt", "logo")]
    assert len({file.read() for file in made}) == 1
    assert len({file.name.rpartition(".")[2] for file in made}) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_ordinary_kind_of_png_is_put_on_white(mode):
    """Two black bars at the ends, with nothing or with white between them."""
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0) if mode in ("LA", "RGBA") else "white")
    for left in (0, 150):
        image.paste("black", (left, 0, left + 50, 100))
    written = io.BytesIO()
    (image if mode in ("LA", "RGBA") else image.convert("RGB")).convert(mode).save(written, "PNG")
    made = kept(written.getvalue())
    assert (made.mode, made.size) == ("RGB", (200, 100))
    assert [made.getpixel((x, 50))[0] for x in (20, 100, 180)] == [0, 255, 0]


def test_a_colour_that_stands_for_nothing_is_white():
    image = Image.new("P", (200, 100), 0)
    image.putpalette([250, 0, 0, 0, 0, 0])
    image.paste(1, (150, 0, 200, 100))
    written = io.BytesIO()
    image.save(written, "PNG", transparency=0)
    assert kept(written.getvalue()).size == (50, 100), "only what is drawn is kept"


def test_a_signature_on_a_scanned_sheet_loses_the_sheet():
    sheet = Image.new("RGB", (2000, 2800), (244, 243, 240))
    sheet.paste("navy", (900, 1400, 1500, 1500))
    written = io.BytesIO()
    sheet.save(written, "JPEG")
    width, height = kept(written.getvalue(), SIGNATURE).size
    assert 5.3 < width / height < 6.3


def test_a_photograph_is_turned_upright_and_says_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "A telephone of Rowan’s"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture((2000, 400), kind="JPEG", exif=exif, comment=b"made at home")
    made = prepared(upload(content), SIGNATURE).read()
    assert opened(made).size == (43, 213)
    assert not opened(made).getexif()
    assert b"Rowan" not in made
    assert b"made at home" not in made


def test_nothing_of_a_png_but_its_pixels_is_kept():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Rowan Ashdown")
    made = prepared(upload(picture(pnginfo=notes, dpi=(72, 72)) + b"left over by a telephone"), LOGO).read()
    assert b"Rowan" not in made
    assert b"left over" not in made
    assert opened(made).info == {}


# What is refused


def animated():
    frames = [Image.new("RGB", (200, 50), colour) for colour in ("navy", "white")]
    written = io.BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    return written.getvalue()


def archive():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("inside.txt", "hidden")
    return written.getvalue()


def bomb(width, height):
    """A PNG of a few bytes that claims to be very large."""
    content = bytearray(picture((200, 50)))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = PngImagePlugin._crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


REFUSED = {
    "no bytes": (b"", "is an empty file"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "must be a PNG or JPEG picture"),
    "gif": (picture(kind="GIF"), "must be a PNG or JPEG picture"),
    "pdf": (b"%PDF-1.7 nothing", "must be a PNG or JPEG picture"),
    "words": (b"not a picture at all", "must be a PNG or JPEG picture"),
    "truncated png": (picture((900, 900), colour="red")[:-300], "is damaged or not complete"),
    "jpeg with hardly a picture": (picture(kind="JPEG")[:650], "is damaged or not complete"),
    "flipped bits": (picture((300, 300)).replace(b"IDATx", b"IDATy"), "is damaged or not complete"),
    "truncated jpeg": (picture((900, 900), kind="JPEG")[:2000], "is damaged or not complete"),
    "animated": (animated(), "must be a still picture"),
    "cmyk": (picture(mode="CMYK", colour=0, kind="JPEG"), "must be in RGB"),
    "16 bits": (picture(mode="I;16", colour=9), "must have 8 bits"),
    "white on nothing": (picture(mode="RGBA", colour=(255, 255, 255, 120)), "cannot be seen on white paper"),
    "small": (picture((40, 20)), "prints as a blur. Yours is 40 × 20"),
    "bomb": (bomb(6000, 5000), "must have fewer than 24 million pixels. Yours is 6,000 × 5,000"),
    "large bomb": (bomb(12_000, 9_000), "must have fewer than 24 million pixels"),
    "huge bomb": (bomb(60_000, 60_000), "must have fewer than 24 million pixels"),
    "zip behind": (picture() + archive(), "holds something else besides the picture"),
    "page inside": (picture(kind="JPEG", comment=b"<HTML><script>x()</script>"), "holds something else"),
    "pdf inside": (picture(kind="JPEG", comment=b"%PDF-1.4"), "holds something else"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_edge_E71_what_cannot_be_used_is_refused_with_a_reason(case, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    content, reason = REFUSED[case]
    with pytest.raises(ValidationError) as refusal:
        prepared(upload(content), LOGO)
    (message,) = refusal.value.messages
    assert message.startswith("Logo ")
    assert reason in message


def test_a_file_that_is_too_large_is_refused_with_its_size(member_client, harbourside, storage):
    member_client.post(reverse("members:profile"), DETAILS | {"logo": upload(picture())})
    before = Organisation.objects.get(pk=harbourside.pk).logo.name
    large = picture() + bytes(int(3.4 * 1024 * 1024))
    page = member_client.post(reverse("members:profile"), DETAILS | {"logo": upload(large)})
    assert page.text.count("Logo must be smaller than 2 MB. Yours is 3.4 MB") == 2
    assert page.text.count("<title>Error: ") == 1
    harbourside.refresh_from_db()
    assert harbourside.logo.name == before
    assert f'src="{reverse("members:logo", args=["harbourside"])}"' in page.text, "the kept one is shown"
    assert stored_files(storage) == ["logo.png"]


# In the profile


def test_pictures_are_put_in_replaced_and_taken_away(
    member_client, harbourside, storage, django_capture_on_commit_callbacks
):
    page = reverse("members:profile")

    def save(**values):
        with django_capture_on_commit_callbacks(execute=True):
            assert member_client.post(page, DETAILS | values).status_code == 302
        harbourside.refresh_from_db()

    save(logo=upload(picture()), signature=upload(picture(kind="JPEG"), "../../me.exe"))
    assert stored_files(storage) == ["logo.png", "signature.jpg"]
    first = harbourside.logo.name
    assert first.startswith(f"organisations/{harbourside.pk}/")
    shown = member_client.get(page).text
    assert 'alt="Voluntary Action Harbourside"' in shown
    assert 'alt="Signature"' in shown, "nobody is named as the signer here"
    save(place="Harbourside")
    assert harbourside.logo.name == first, "a form without a file leaves the picture"
    save(logo=upload(picture(colour="red")))
    assert harbourside.logo.name != first
    assert not default_storage.exists(first)
    save(**{"logo-clear": "on"})
    assert not harbourside.logo
    assert stored_files(storage) == ["signature.jpg"]


def test_an_old_picture_stays_until_its_successor_is_certain(member_client, harbourside, storage):
    """The test's own transaction never commits, so nothing may be deleted yet."""
    for colour in ("navy", "red"):
        member_client.post(reverse("members:profile"), DETAILS | {"logo": upload(picture(colour=colour))})
    assert stored_files(storage) == ["logo.png", "logo.png"]


def test_a_file_beside_another_mistake_is_asked_for_again(member_client, harbourside, storage):
    page = member_client.post(reverse("members:profile"), DETAILS | {"name": "", "logo": upload(picture())})
    assert "Logo: choose the file again" in page.text
    assert stored_files(storage) == []


def test_two_people_who_save_at_once_keep_each_others_pictures(harbourside, storage):
    first, second = (Organisation.objects.get(pk=harbourside.pk) for _ in range(2))
    forms = [
        OrganisationForm(posted(), {"logo": upload(picture())}, instance=first),
        OrganisationForm(posted(place="Quayside"), {}, instance=second),
    ]
    for form in forms:
        assert form.is_valid(), form.errors
        form.save()
    harbourside.refresh_from_db()
    assert harbourside.logo
    assert harbourside.place == "Quayside"


# Who sees them


def test_only_the_organisations_people_see_its_pictures(
    client, member_client, colleague_client, other_client, curator_client, harbourside
):
    logo, signature = (reverse(f"members:{name}", args=["harbourside"]) for name in ("logo", "signature"))
    assert member_client.get(logo).status_code == 404, "there is none yet"
    member_client.post(reverse("members:profile"), DETAILS | {"signature": upload(picture())})
    for browser in (member_client, colleague_client):
        answer = browser.get(signature)
        assert opened(answer.content).size == (400, 100)
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for browser in (other_client, curator_client):
        assert browser.get(signature).status_code == 404
        assert browser.get(signature, {"organisation": "fellside"}).status_code == 404
    assert client.get(signature).status_code == 302
    default_storage.delete(Organisation.objects.get(slug="harbourside").signature.name)
    assert member_client.get(signature).status_code == 404
