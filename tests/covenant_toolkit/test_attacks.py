"""What somebody tries who means harm, against the whole site. The README lists them beside those of rooms."""

import datetime
import io
import re
import zipfile

import docx
import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from covenant_toolkit.middleware import BodySizeMiddleware
from members.models import Organisation, User

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LOGIN, LOGOUT = reverse("account_login"), reverse("account_logout")
PASSWORD = "a long password"


def signed_in(user, password=PASSWORD):
    browser = Client()
    browser.post(LOGIN, {"login": user.email, "password": password})
    return browser


# Where a request says it is going, and coming from


def test_a_mail_names_no_host_that_a_request_made_up(client, member):
    form = {"email": member.email}
    reset = reverse("account_reset_password")
    assert client.post(reset, form, headers={"host": "evil.example.org"}).status_code == 400
    assert mail.outbox == []
    pretended = {"x-forwarded-host": "evil.example.org", "x-original-url": "/x", "forwarded": "host=evil"}
    client.post(reset, form, headers=pretended)
    assert "http://testserver/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.org/",
        "//evil.example.org",
        "/\\evil.example.org",
        "javascript:alert(1)",
        "https:evil",
    ],
)
def test_nobody_is_sent_to_another_site(member, elsewhere):
    browser = Client()
    form = {"login": member.email, "password": PASSWORD, "next": elsewhere}
    said = [browser.post(f"{LOGIN}?next={elsewhere}", form), browser.get(f"{LOGIN}?next={elsewhere}")]
    said.append(browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": elsewhere}))
    details = {"name": "Harbourside", "place": "Quay", "sector_term": "VCSE", "envelope_offset_mm": "0"}
    said.append(browser.post(reverse("members:profile"), details | {"next": elsewhere}))
    said.append(browser.post(LOGOUT, {"next": elsewhere}))
    for answer in said:
        where = answer.headers.get("Location", "/")
        assert answer.status_code in (200, 302)
        assert re.match(r"/(?![/\\])", where), where


def test_two_slashes_lead_nowhere_else(client):
    for path in (
        "//evil.example.org/principles",
        "//evil.example.org/%2e%2e",
        "/%5cevil.example.org/principles",
    ):
        answer = client.get(path)
        assert re.match(r"/(?![/\\])", answer.headers.get("Location", "/")), path


def test_an_address_on_the_network_cannot_be_made_up(client):
    """Without a proxy of ours in front, nobody’s word counts for where a request comes from."""
    address = reverse("invitation", args=["guess"])
    for number in range(21):
        said = client.get(address, headers={"x-forwarded-for": f"203.0.113.{number}"})
    assert said.status_code == 429


def test_another_port_or_name_of_the_host_gives_no_more_tries(member, settings):
    settings.ALLOWED_HOSTS = [".example.org"]
    told = []
    for number in range(6):
        form = {"login": member.email.title(), "password": "wrong"}
        told.append(Client().post(LOGIN, form, headers={"host": f"n{number}.example.org:80{number}"}).text)
    assert ["Too many tries" in text for text in told] == [False] * 5 + [True]


# What is sent


def test_a_huge_body_is_refused_before_it_is_read(client):
    for stated in (BodySizeMiddleware.MOST_BYTES + 1, "9" * 20, "-1", "1e9", "٣"):
        said = client.generic(
            "POST", "/feedback/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=stated
        )
        assert said.status_code == 413, stated
        assert "up to 10 MB" in said.text


def test_huge_forms_are_refused_in_words(member_client):
    profile = reverse("members:profile")
    many = "&".join(f"a{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    form = "application/x-www-form-urlencoded"
    files = {f"f{number}": SimpleUploadedFile("a.txt", b"x") for number in range(101)}
    for said in (
        member_client.post(profile, many, content_type=form),
        member_client.post(
            profile, "a=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type=form
        ),
        member_client.post(profile, files),
        member_client.post(
            profile, b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=" + "x" * 300
        ),
    ):
        assert said.status_code in (400, 413)
        assert "<h1" in said.text


def test_nobody_gives_themselves_what_no_form_asks_for(
    member_client, harbourside, member, other_organisation
):
    """Fields that a form does not have are passed over."""
    more = {
        "slug": "fellside", "membership_ends_on": "2099-01-01", "pk": other_organisation.pk, "id": "1",
        "is_staff": "on", "is_superuser": "on", "groups": "1", "may_write": "1",
        "is_main_contact": "on", "organisation": "harbourside",
    }  # fmt: skip
    details = {"name": "Harbourside", "place": "Quay", "sector_term": "VCSE", "envelope_offset_mm": "0"}
    before = {**harbourside.__dict__}
    assert member_client.post(reverse("members:profile"), details | more).status_code == 302
    member_client.post(reverse("reminders"), {"weekly_email": "on"} | more)
    harbourside.refresh_from_db()
    assert (harbourside.slug, harbourside.pk) == (before["slug"], before["id"])
    assert harbourside.membership_ends_on == before["membership_ends_on"]
    member.refresh_from_db()
    assert (member.is_staff, member.is_superuser, member.groups.count()) == (False, False, 0)
    assert not Organisation.objects.get(pk=other_organisation.pk).people.contains(member)


def test_a_line_end_in_a_name_begins_no_header_of_a_mail(member_client, harbourside):
    harm = "Al\r\nBcc: spy@example.org"
    Organisation.objects.filter(pk=harbourside.pk).update(name=harm)
    User.objects.filter(memberships__organisation=harbourside).update(name=harm)
    member_client.post(reverse("members:people"), {"email": "new@example.org", "name": harm})
    asked = {"organisation_name": harm, "place": harm, "name": harm, "email": "a@example.org"}
    assert Client().post(reverse("request-access"), asked).status_code == 302
    assert mail.outbox
    for message in mail.outbox:
        assert message.message()["Bcc"] is None
        assert len(message.subject.splitlines()) == 1


@pytest.mark.parametrize("page", ["-1", "9" * 5_000, "last", "٣"])
def test_no_number_of_a_page_breaks_a_list(client, member_client, curator_client, page):
    for browser, address in (
        (client, reverse("casestudies:case-studies")),
        (client, reverse("publicbodies:bodies")),
        (client, "/search/?in=bodies&q=council"),
        (member_client, reverse("letters:letters")),
        (member_client, reverse("partnerships:contacts")),
        (curator_client, reverse("admin:principles_finding_changelist")),
    ):
        joint = "&" if "?" in address else "?"
        assert browser.get(f"{address}{joint}page={page}&p={page}").status_code in (200, 302, 404), address


@pytest.mark.parametrize(
    "query",
    ["covenant " * 2_000, "a" * 8_000, '"' * 3_000, "(" * 3_000, "a* OR NOT " * 300, "é\u0301" * 2_000],
)
def test_no_length_of_a_search_breaks_it(client, query):
    assert client.get(reverse("search"), {"q": query}).status_code == 200
    assert client.get(reverse("publicbodies:suggest"), {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../manage.py",
        "/static/..%2f..%2fmanage.py",
        "/static/%2e%2e/%2e%2e/manage.py",
        "/static//etc/passwd",
        "/case-studies/calderdale/pictures/..%2f..%2f..%2fprivate%2fx.png",
        "/case-studies/calderdale/pictures/%2e%2e%2fx.png",
        "/case-studies/calderdale/pictures/%00",
        "/templates/..%2f..%2fx.docx",
        "/briefings/..%2f/",
    ],
)
def test_no_path_leads_out_of_a_folder(member_client, path):
    assert member_client.get(path).status_code == 404


def test_a_word_file_reads_nothing_from_elsewhere_and_grows_no_entity(curator_client):
    """Through the page where NAVCA pastes a letter from Word, the only place that reads an office file."""
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "SECRET">{more}]>'
    grows = "".join(f'<!ENTITY c{n} "{f"&c{n - 1};" * 10}">' for n in range(1, 30))
    for words, more in (("&a;&b;", ""), ("&c29;", f'<!ENTITY c0 "ha">{grows}')):
        content = with_document(entity.replace("{more}", more), f"Dear reader {words}")
        address = reverse("admin:letters_lettertemplate_paste", args=[1])
        page = curator_client.post(address, {"words": "", "file": SimpleUploadedFile("a.docx", content)})
        assert page.status_code == 200
        assert not re.search("root:|SECRET|haha", page.text)


def with_document(head, words):
    """A Word file whose document is this XML."""
    written, changed = io.BytesIO(), io.BytesIO()
    docx.Document().save(written)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{name}">{body}</w:document>'
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(changed, "w") as new:
        for each in old.namelist():
            new.writestr(each, xml if each == "word/document.xml" else old.read(each))
    return changed.getvalue()


# Forms of other sites


def views(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        else:
            yield pattern


def test_two_views_alone_take_a_form_without_its_token():
    """Those whose address is a key, which a page elsewhere does not know. All others ask for the token."""
    exempt = {each.name for each in views(get_resolver()) if getattr(each.callback, "csrf_exempt", False)}
    assert exempt == {"shared", "reminders-stop"}


# Sessions


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(member):
    browser = Client()
    code = code_of(browser, member.email)
    before = browser.session.session_key
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    after = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after
    assert not Session.objects.filter(pk=before).exists()
    assert browser.get(LOGOUT).status_code == 200
    assert browser.get(reverse("dashboard")).status_code == 200, "a link signs nobody out"
    browser.post(LOGOUT)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = after
    assert thief.get(reverse("dashboard")).status_code == 302


def test_nobody_stays_signed_in_for_longer_by_proving_who_they_are_again(member, time_machine):
    time_machine.move_to("2026-11-30 08:00+00:00", tick=False)
    browser = signed_in(member)
    time_machine.shift(datetime.timedelta(hours=11))
    page = {"password": PASSWORD}
    assert browser.post(reverse("account_reauthenticate"), page).status_code == 302
    assert browser.session.get_expiry_date() > timezone.now() + datetime.timedelta(hours=11)
    assert browser.get(reverse("dashboard")).status_code == 200
    assert "What you have sent" in browser.get(reverse("feedback")).text
    time_machine.shift(datetime.timedelta(hours=1))
    # Nor on a page that is for everybody, and shows a member more.
    assert "What you have sent" not in browser.get(reverse("feedback")).text
    assert browser.get(reverse("dashboard")).status_code == 302
    assert browser.get(reverse("home")).status_code == 200


def test_a_session_that_somebody_made_up_is_not_taken_on(member):
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    browser.post(LOGIN, {"login": member.email, "password": PASSWORD})
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32
    assert not Session.objects.filter(pk="a" * 32).exists()


def test_a_new_password_ends_the_sessions_elsewhere(member):
    here, elsewhere = signed_in(member), signed_in(member)
    new = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    here.post(reverse("account_change_password"), new)
    assert here.get(reverse("dashboard")).status_code == 200
    assert elsewhere.get(reverse("dashboard")).status_code == 302


# Codes and the second step


def test_inviting_and_asking_tell_nobody_who_has_an_account(member_client, other_member):
    """Nobody but whoever reads the mail learns of an account elsewhere."""
    said = []
    for address in (other_member.email, "nobody@fellside.example.org"):
        page = member_client.post(reverse("members:people"), {"email": address}, follow=True)
        asked = {"organisation_name": "Links", "place": "Fellside", "name": "Al", "email": address}
        answer = Client().post(reverse("request-access"), asked, follow=True)
        people = re.sub(r"/invitations/\d+/|csrfmiddlewaretoken\" value=\"\w+|\d+:\d+", "", page.text)
        said.append(
            (people.replace(address, "ADDRESS").count("ADDRESS"), page.redirect_chain, answer.redirect_chain)
        )
        assert len([each for each in mail.outbox if each.to == [address]]) == 1
    assert said[0][1:] == said[1][1:]
    assert said[0][0] > 0


def code_of(browser, email):
    browser.post(reverse("account_request_login_code"), {"email": email})
    if "No account" in mail.outbox[-1].body:
        return ""
    return mail.outbox[-1].body.split("opened:")[1].split()[0]


def test_a_code_counts_once_and_in_its_own_browser(member):
    browser, thief = Client(), Client()
    code, confirm = code_of(browser, member.email), reverse("account_confirm_login_code")
    thief.post(confirm, {"code": code})
    code_of(thief, "nobody@example.org")
    thief.post(confirm, {"code": code})
    assert thief.get(reverse("dashboard")).status_code == 302
    browser.post(confirm, {"code": code})
    assert browser.get(reverse("dashboard")).status_code == 200
    browser.post(LOGOUT)
    browser.post(confirm, {"code": code})
    code_of(browser, member.email)
    browser.post(confirm, {"code": code})
    assert browser.get(reverse("dashboard")).status_code == 302


def test_half_signed_in_is_not_signed_in(curator):
    """By password or by a code: until the second step NAVCA’s staff see nothing and change nothing."""
    by_password, by_code = signed_in(curator), Client()
    by_code.post(reverse("account_confirm_login_code"), {"code": code_of(by_code, curator.email)})
    for browser in (by_password, by_code):
        for address in ("admin:index", "dashboard", "mfa_index", "account_email", "account_change_password"):
            assert browser.get(reverse(address)).status_code == 302, address
        browser.post(reverse("mfa_deactivate_totp"))
        assert "_auth_user_id" not in browser.session
    assert curator.authenticator_set.exists()


def test_six_digits_count_once(curator, monkeypatch):
    totp = auth.TOTP(curator.authenticator_set.get(type="totp"))
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([counter]))
    code = auth.format_hotp_value(auth.hotp_value(totp.instance.data["secret"], counter))
    first, second = signed_in(curator), signed_in(curator)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("admin:index")
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert second.get(reverse("admin:index")).status_code == 302
