"""Who gets what at every address: a table of every URL name against the whole cast, by GET and POST.

A new URL without a row fails. A cell is the expected status of GET and of POST (with nothing in the form).
`-` in a row's kwargs means that the address has none.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from letters.models import Letter, LetterCopy, LetterTemplate
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

CAST = ("stranger", "member", "colleague", "other", "curator")


def cells(stranger, member, colleague, other, curator):
    return dict(zip(CAST, (stranger, member, colleague, other, curator), strict=True))


READ = cells(*[(200, 405)] * 5)
# A member's own page without an object in the address.
OWN = cells((302, 302), (200, 405), (200, 405), (200, 405), (403, 405))
OWN_FORM = cells((302, 302), (200, 200), (200, 200), (200, 200), (403, 403))
# One organisation's object.
OBJECT = cells((302, 302), (200, 405), (200, 405), (404, 405), (404, 405))
OBJECT_FORM = cells((302, 302), (200, 200), (200, 200), (404, 404), (404, 404))
# A member's own form that only acts.
OWN_ACTION = cells((302, 302), (405, 302), (405, 302), (405, 302), (405, 403))
OBJECT_ACTION = cells((302, 302), (405, 302), (405, 404), (405, 404), (405, 404))
ADMIN = cells((302, 302), (302, 302), (302, 302), (302, 302), (200, 200))
# allauth's pages. A person who is signed in has no business at the sign-in page and is sent on.
SIGN_IN = cells((200, 200), (302, 302), (302, 302), (302, 302), (302, 302))
ACCOUNT = cells((302, 302), (200, 200), (200, 200), (200, 200), (200, 200))

TABLE = {
    "home": READ,
    "principles:principles": READ,
    "principles:functions": READ,
    "principles:function": READ,
    "function-in-practice": READ,
    "principles:evidence": READ,
    "principles:guide": READ,
    "principles:where-are-you": READ,
    "principles:equity": READ,
    "principles:updates": READ,
    "principles:updates-feed": READ,
    "principles:glossary": READ,
    "principles:links": READ,
    "sitemap": READ,
    "robots": READ,
    "principles:sources": READ,
    "principles:guide-page": READ,
    "principle-in-practice": READ,
    "principles:principle": READ,
    "casestudies:case-studies": READ,
    "casestudies:case-study": READ,
    "publicbodies:bodies": READ,
    "publicbodies:suggest": READ,
    "publicbodies:body": READ,
    "body-in-practice": READ,
    "blank-letter": READ,
    "toolkit-pdf": READ,
    "search": READ,
    "accessibility": READ,
    "privacy": READ,
    "styleguide": READ,
    "health": READ,
    "dashboard": OWN,
    "members:profile": OWN_FORM,
    "members:patch": OWN_FORM,
    "members:patch-change": OWN_ACTION,
    "members:patch-follow": OWN_ACTION,
    "members:logo": OBJECT,
    "members:signature": OBJECT,
    "partnerships:recipients": OWN,
    "partnerships:recipient-new": OWN_FORM,
    "partnerships:recipient": OBJECT_FORM,
    "letters:letters": OWN,
    "letters:new": OWN_FORM,
    "letters:edit": OBJECT_FORM,
    "letters:preview": OBJECT,
    "letters:download": OBJECT,
    "letters:download-file": OBJECT,
    "letters:delete": OBJECT_ACTION,
    "markdown-preview": cells((302, 302), (405, 404), (405, 404), (405, 404), (405, 200)),
    "admin:index": ADMIN,
}


def names(resolver, namespaces=()):
    """Every URL name of the site, with its namespace. The admin's are walked by its own tests."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            if pattern.namespace != "admin":
                yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join([*namespaces, pattern.name])


@pytest.fixture
def clients(client, member_client, colleague_client, other_client, curator_client):
    return dict(
        zip(CAST, (client, member_client, colleague_client, other_client, curator_client), strict=True)
    )


@pytest.fixture
def letter(harbourside):
    body = PublicBody.objects.get(slug="suffolk")
    recipient = Recipient.objects.create(
        organisation=harbourside, body=body, post=Post.LEADER, name="Rowan Ashdown"
    )
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=version)
    for name in ("logo", "signature"):
        getattr(harbourside, name).save(f"{name}.png", ContentFile(b"a picture"))
    LetterCopy.objects.create(letter=letter, recipient=recipient)
    return letter


@pytest.fixture
def kwargs(letter):
    """What stands in the addresses that name something."""
    recipient = letter.copies.get().recipient
    return {
        "principle-in-practice": {"slug": "recognition-and-value"},
        "principles:principle": {"slug": "recognition-and-value"},
        "principles:function": {"slug": "convening"},
        "function-in-practice": {"slug": "convening"},
        "principles:guide-page": {"slug": "how-we-tag-evidence"},
        "casestudies:case-study": {"slug": "calderdale"},
        "publicbodies:body": {"slug": "suffolk"},
        "body-in-practice": {"slug": "suffolk"},
        "blank-letter": {"slug": "public-body"},
        "members:logo": {"slug": letter.organisation.slug},
        "members:signature": {"slug": letter.organisation.slug},
        "partnerships:recipient": {"pk": recipient.pk},
        "letters:edit": {"uuid": letter.pk},
        "letters:preview": {"uuid": letter.pk},
        "letters:download": {"uuid": letter.pk},
        "letters:download-file": {"uuid": letter.pk, "kind": "draft-word"},
        "letters:delete": {"uuid": letter.pk},
    }


def test_every_address_has_a_row():
    ours = {name for name in names(get_resolver()) if not name.startswith(("account_", "mfa_"))}
    assert ours == set(TABLE) - {"admin:index"}


def status_of(response):
    if response.streaming:
        b"".join(response.streaming_content)  # a file is closed when it has been read
    return response.status_code


@pytest.mark.parametrize("name", TABLE)
def test_who_gets_what(name, clients, kwargs):
    url = reverse(name, kwargs=kwargs.get(name))
    expected = {who: TABLE[name][who] for who in CAST}
    seen = {who: (status_of(clients[who].get(url)), status_of(clients[who].post(url))) for who in CAST}
    assert seen == expected


@pytest.mark.parametrize(
    "name", sorted({n for n in names(get_resolver()) if n.startswith(("account_", "mfa_"))})
)
def test_account_pages_never_break(name, clients):
    """allauth's own pages: each answers a page, a way to sign in, or “not found”, and never a 500."""
    if name == "account_confirm_email":
        url = reverse(name, args=["unknown"])
    elif name == "account_reset_password_from_key":
        url = reverse(name, kwargs={"uidb36": "1", "key": "unknown-key"})
    elif name == "mfa_remove_webauthn" or name == "mfa_edit_webauthn":
        url = reverse(name, kwargs={"pk": 0})
    else:
        url = reverse(name)
    for who, browser in clients.items():
        for status in (browser.get(url).status_code, browser.post(url).status_code):
            assert status in (200, 302, 403, 404, 405), who


def test_nobody_signs_up_alone(client):
    page = client.get(reverse("account_signup"))
    assert "password1" not in page.text
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": "a long password"})
    from members.models import User

    assert not User.objects.filter(email="new@example.org").exists()


def test_staff_without_a_second_factor_are_sent_to_set_one_up(curator, curator_client):
    curator.authenticator_set.all().delete()
    for url in (reverse("admin:index"), reverse("dashboard")):
        assert curator_client.get(url).url == reverse("mfa_index")
    assert curator_client.get(reverse("home")).status_code == 200
