"""Who gets what at every address: a table of every URL name against the whole cast, by GET and POST.

A new URL without a row fails. A cell is the expected status of GET and of POST (with nothing in the form).
`-` in a row's kwargs means that the address has none.
"""

import copy
import datetime
import hashlib
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from casestudies.models import CaseStudy, CaseStudyPicture
from covenant_toolkit.reminders import stop_token
from letters.models import (
    FrozenCopy,
    FrozenFile,
    FrozenKind,
    FrozenPicture,
    Letter,
    LetterCopy,
    LetterTemplate,
    LetterVersion,
    SentFile,
)
from members.feedback import Feedback
from members.invitations import Invitation
from members.models import Membership, Organisation, User
from members.records import Record
from members.stories import Story, StoryPicture
from members.work import Activity
from partnerships.agreement_versions import make_version
from partnerships.contacts import record_letter_sent
from partnerships.models import (
    ActionPlan,
    Agreement,
    AgreementText,
    Comment,
    Concern,
    ConcernStep,
    Lead,
    Meeting,
    NoticeClause,
    NoticeGiven,
    OwnBody,
    OwnBodyKind,
    Party,
    Poll,
    Post,
    PrivateLink,
    Promise,
    Recipient,
    Side,
    Success,
)
from partnerships.other_side import keep_view
from principles.models import LCSIFunction
from publicbodies.models import PublicBody

from .headers import lacking
from .partnerships.drafts import link_to

pytestmark = pytest.mark.django_db

CAST = ("stranger", "member", "colleague", "other", "curator")


def cells(stranger, member, colleague, other, curator):
    return dict(zip(CAST, (stranger, member, colleague, other, curator), strict=True))


READ = cells(*[(200, 405)] * 5)
# A member's own page without an object in the address.
OWN = cells((302, 302), (200, 405), (200, 405), (200, 405), (403, 405))
OWN_FORM = cells((302, 302), (200, 200), (200, 200), (200, 200), (403, 403))
# What a member does to all of it at once.
OWN_ACTION = cells((302, 302), (405, 302), (405, 302), (405, 302), (405, 403))
# One organisation's object.
OBJECT = cells((302, 302), (200, 405), (200, 405), (404, 405), (404, 405))
OBJECT_FORM = cells((302, 302), (200, 200), (200, 200), (404, 404), (404, 404))
# Asks, and then it is gone when the colleague tries.
REMOVED = cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404))
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
    "casestudies:picture": READ,
    "publicbodies:bodies": READ,
    "publicbodies:suggest": READ,
    "publicbodies:body": READ,
    "body-in-practice": READ,
    "blank-letter": READ,
    "blank-deck": READ,
    "toolkit-pdf": cells(*[(503, 405)] * 5),  # nobody has made one yet
    "search": READ,
    "accessibility": READ,
    "privacy": READ,
    "styleguide": READ,
    "health": READ,
    "dashboard": OWN,
    "take-everything": OWN,
    "everything": OWN,
    "delete-organisation": OWN_FORM | {"colleague": (403, 403)},
    "members:profile": OWN_FORM,
    "members:people": cells((302, 302), (200, 200), (200, 403), (200, 200), (403, 403)),
    # Only the main contact, who has removed somebody or withdrawn an invitation when the colleague tries.
    "members:person-remove": cells((302, 302), (200, 302), *[(404, 404)] * 3),
    "members:person-hand-over": cells((302, 302), (200, 302), (403, 403), (404, 404), (404, 404)),
    "members:invitation-send-again": OBJECT_ACTION | {"colleague": (405, 403)},
    "members:invitation-withdraw": OBJECT_ACTION,
    # Addressed to the other member, after whom it is used up.
    "invitation": cells((200, 200), (403, 403), (403, 403), (200, 302), (410, 410)),
    "reminders": cells((302, 302), *[(200, 302)] * 4),
    "reminders-stop": cells(*[(200, 200)] * 5),
    # It asks for the password once more.
    "delete-account": cells(*[(302, 302)] * 5),
    "request-access": cells(*[(200, 200)] * 5),
    "request-access-sent": READ,
    "feedback": cells(*[(200, 200)] * 5),
    "feedback-sent": READ,
    "members:feedback": OWN_FORM,
    # What somebody took back is gone when the colleague tries.
    "members:feedback-withdraw": cells((302, 302), (200, 302), *[(404, 404)] * 3),
    # What it is for everybody, and a member's own for a member.
    "benchmark": READ,
    "members:function-note": OWN_FORM,
    "members:work": OWN,
    "members:activity-new": OWN_FORM,
    "members:activities-csv": OWN,
    "members:records-csv": OWN,
    "members:activities-load": OWN_FORM,
    "members:records-load": OWN_FORM,
    "work-ideas": OWN_FORM,
    "members:activity": OBJECT,
    "members:activity-change": OBJECT_FORM,
    "members:activity-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "members:record-new": OBJECT_FORM,
    "members:record": OBJECT_FORM,
    "members:record-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "members:record-file": OBJECT,
    "members:patch": OWN_FORM,
    "members:patch-change": OWN_ACTION,
    "members:patch-follow": OWN_ACTION,
    "members:logo": OBJECT,
    "members:signature": OBJECT,
    "partnerships:recipients": OWN,
    "partnerships:recipient-new": OWN_FORM,
    "partnerships:recipient": OBJECT_FORM,
    "partnerships:usual-posts": OWN_ACTION,
    "partnerships:import": OWN_FORM,
    "partnerships:template": OWN,
    "partnerships:export": OWN,
    "partnerships:check": OWN_FORM,
    "partnerships:own-body": OBJECT_FORM,
    "partnerships:recipient-check": OBJECT_FORM,
    # A letter is addressed to the recipient of this table, so that it stays, off the list, and can come back.
    "partnerships:recipient-remove": cells((302, 302), (200, 302), (200, 302), (404, 404), (404, 404)),
    "partnerships:recipient-restore": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:contacts": OWN,
    "partnerships:contact-new": OWN_FORM,
    # Without a contact named there is nothing to ask, and the list explains.
    "partnerships:contacts-outcome": cells((302, 302), (302, 302), (302, 302), (302, 302), (403, 403)),
    "partnerships:contact": OBJECT,
    "partnerships:contact-change": OBJECT_FORM,
    # A letter that was answered: it says why it stays.
    "partnerships:contact-delete": cells((302, 302), (200, 302), (200, 302), (404, 404), (404, 404)),
    "partnerships:next-step-done": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:agreements": OWN,
    "partnerships:agreement-new": OWN_FORM,
    "partnerships:agreement": OBJECT,
    "partnerships:agreement-change": OBJECT_FORM,
    "partnerships:agreement-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "partnerships:agreement-document": OBJECT,
    "partnerships:meetings": OWN,
    "partnerships:meeting-new": OWN_FORM,
    "partnerships:meeting": OBJECT,
    "partnerships:meeting-change": OBJECT_FORM,
    "partnerships:meeting-write-up": OBJECT_FORM,
    "partnerships:meeting-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "partnerships:meeting-ics": OBJECT,
    "partnerships:promises": OWN,
    "partnerships:promise-new": OWN_FORM,
    "partnerships:promise": OBJECT,
    "partnerships:promise-change": OBJECT_FORM,
    "partnerships:promise-settle": OBJECT_FORM,
    "partnerships:promise-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "partnerships:promise-ics": OBJECT,
    # The other member has no open day.
    "partnerships:calendar": OWN | {"other": (302, 405)},
    "partnerships:agreement-text": cells((302, 302), (200, 302), (200, 302), (404, 404), (404, 404)),
    "partnerships:agreement-versions": OBJECT,
    "partnerships:agreement-version-new": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:agreement-version": OBJECT,
    "partnerships:agreement-version-file": OBJECT,
    "partnerships:agreement-version-changes": OBJECT,
    # The meeting of the table is no review.
    "partnerships:review-file": cells((302, 302), *[(404, 405)] * 4),
    "partnerships:plan-new": OBJECT_FORM,
    "partnerships:plan-change": OBJECT_FORM,
    "partnerships:plan-delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "partnerships:partnerships": OWN,
    "partnerships:body": OWN,
    "body-with-letters": OWN,
    # Of a body that has not ended: nothing needs to move.
    "partnerships:body-move": cells((302, 302), (302, 302), (302, 302), (302, 302), (403, 403)),
    "partnerships:own-body-page": OBJECT,
    "own-body-with-letters": OBJECT,
    "partnerships:agreement-stage": OBJECT_FORM,
    "partnerships:agreement-factors": OBJECT_FORM,
    "partnerships:agreement-promises": OBJECT_FORM,
    "partnerships:party-new": OBJECT_FORM,
    "partnerships:party": OBJECT_FORM,
    "partnerships:party-remove": REMOVED,
    "partnerships:lead-new": OBJECT_FORM,
    "partnerships:lead": OBJECT_FORM,
    "partnerships:lead-leaves": OBJECT_FORM,
    "partnerships:lead-remove": REMOVED,
    "partnerships:notice-new": OBJECT_FORM,
    "partnerships:notice": OBJECT_FORM,
    "partnerships:notice-given-new": OBJECT_FORM,
    "partnerships:notice-given": OBJECT_FORM,
    "partnerships:notice-given-remove": REMOVED,
    "partnerships:notice-remove": REMOVED,
    "partnerships:success-new": OBJECT_FORM,
    "partnerships:success": OBJECT_FORM,
    "partnerships:success-remove": REMOVED,
    "partnerships:success-story": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:concern-new": OBJECT_FORM,
    "partnerships:concern": OBJECT,
    "partnerships:concern-change": OBJECT_FORM,
    "partnerships:concern-raise": OBJECT_FORM,
    "partnerships:concern-step": OBJECT_FORM,
    "partnerships:concern-settle": OBJECT_FORM,
    "partnerships:concern-open-again": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:concern-remove": REMOVED,
    "partnerships:disagreement": OBJECT_FORM,
    # Without a version or a poll named there is nothing to make a link to.
    "partnerships:link-new": cells((302, 302), *[(404, 404)] * 4),
    "partnerships:view-link-new": OWN_FORM,
    "partnerships:view-delete": REMOVED,
    "partnerships:link": OBJECT_FORM,
    "partnerships:link-revoke": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:link-renew": cells((302, 302), (405, 200), (405, 200), (405, 404), (405, 404)),
    "partnerships:comment-settle": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:poll-new": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "partnerships:poll-close": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    # Whoever has the address, signed in or not. A poll of which nothing was answered.
    "shared": cells(*[(200, 200)] * 5),
    "stories:stories": OWN,
    "stories:story-new": OWN_ACTION,
    "stories:story": OBJECT,
    # A draft: an empty form does not replace its words, and there is nothing to agree to or to give back.
    "stories:write": cells((302, 302), (200, 409), (200, 409), (404, 404), (404, 404)),
    "stories:look": OBJECT,
    "stories:send": OBJECT_FORM,
    "stories:final": cells((302, 302), (302, 302), (302, 302), (404, 404), (404, 404)),
    "stories:withdraw": cells((302, 302), (302, 302), (302, 302), (404, 404), (404, 404)),
    "stories:unname": cells((302, 302), (302, 302), (302, 302), (404, 404), (404, 404)),
    "stories:begin-again": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "stories:delete": cells((302, 302), (200, 302), (404, 404), (404, 404), (404, 404)),
    "stories:picture-new": OBJECT_FORM,
    "stories:picture": OBJECT_FORM,
    "stories:picture-file": OBJECT,
    "stories:final-picture": cells((302, 302), *[(404, 405)] * 4),  # nothing is drafted
    "letters:letters": OWN,
    "letters:new": OWN_FORM,
    "letters:edit": OBJECT_FORM,
    "letters:recipients": OBJECT_FORM,
    "letters:cite": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:preview": OBJECT,
    "letters:download": OBJECT,
    "letters:download-file": OBJECT,
    "letters:envelope-test-sheet": OWN,
    "letters:ready": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:reopen": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:back": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    # The letter of this table was made ready once, so that it is kept.
    "letters:delete": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:version": OBJECT,
    "letters:version-words": OBJECT,
    "letters:version-file": OBJECT,
    "letters:version-zip": cells((302, 302), (302, 405), (302, 405), (404, 405), (404, 405)),  # of no kind
    "letters:version-print": OBJECT,
    "letters:version-picture": OBJECT,
    "letters:version-prepare": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:versions": OBJECT,
    "letters:version-changes": OBJECT,
    "letters:version-seen": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    "letters:version-sent": OBJECT_FORM,
    # With nothing in the form they do not know which copy.
    "letters:version-sent-undo": cells((302, 302), *[(405, 404)] * 4),
    "letters:sent-file-remove": cells((302, 302), *[(405, 404)] * 4),
    "letters:sent-file": OBJECT_FORM,
    "letters:sent-file-download": OBJECT,
    "letters:duplicate": cells((302, 302), (405, 302), (405, 302), (405, 404), (405, 404)),
    # Without a body named there is nothing to keep.
    "briefings:briefings": cells((302, 302), (200, 302), (200, 302), (200, 302), (403, 403)),
    "briefings:bid": OWN_FORM,
    # Without a body named they lead to the form that asks for one.
    "briefings:picture": cells((302, 302), (302, 405), (302, 405), (302, 405), (403, 405)),
    "briefings:deck": OWN,
    "briefings:deck-file": cells((302, 302), (302, 405), (302, 405), (302, 405), (403, 405)),
    "briefings:file": cells((302, 302), (302, 405), (302, 405), (302, 405), (403, 405)),
    "markdown-preview": cells((302, 302), (405, 404), (405, 404), (405, 404), (405, 200)),
    "progress": ADMIN | {"curator": (200, 405)},
    "progress-csv": ADMIN | {"curator": (200, 405)},
    "feedback-counts": ADMIN | {"curator": (200, 405)},
    "feedback-counts-csv": ADMIN | {"curator": (200, 405)},
    "to-check": ADMIN | {"curator": (200, 405)},
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


# Read now, because the runner turns debug off, and the style guide is there with debug only.
NAMES = sorted(names(get_resolver()))
ALLAUTHS = [name for name in NAMES if name.startswith(("account_", "mfa_"))]


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
    made_ready(letter, recipient)
    return letter


def made_ready(letter, recipient):
    """Version 1 of the letter, with a picture and files that are stored already."""
    picture = FrozenPicture.objects.create(
        organisation=letter.organisation, sha256="0", file=ContentFile(b"a picture", "logo.png")
    )
    version = LetterVersion.objects.create(
        letter=letter, number=1, revision=0, template_version=letter.template_version, logo=picture,
        words=letter.words,
    )  # fmt: skip
    html = '<body><article class="letter"><div class="l-body"><h1>Hello</h1></div></article></body>'
    copy = FrozenCopy.objects.create(version=version, recipient=recipient, html=html, values={})
    SentFile.objects.create(
        copy=copy, file=ContentFile(b"a file", "sent.pdf"), file_name="sent.pdf", sha256="0", size=6
    )
    # One that nobody has sent yet.
    other = Recipient.objects.create(organisation=letter.organisation, body=recipient.body, post=Post.OTHER,
                                     other_post="Clerk")  # fmt: skip
    FrozenCopy.objects.create(version=version, recipient=other, html=html, values={})
    for kind, whose in ((FrozenKind.PDF, copy), (FrozenKind.PRINT, None)):
        FrozenFile.objects.create(
            version=version, kind=kind, copy=whose, file=ContentFile(b"a file", "letter.pdf"), size=6,
            sha256=hashlib.sha256(b"a file").hexdigest(), made_at=timezone.now(), file_name="letter.pdf",
        )  # fmt: skip


@pytest.fixture
def third(harbourside):
    """Somebody else at the member's organisation."""
    user = User.objects.create_user("third@harbourside.example.org", name="Third")
    return Membership.objects.create(user=user, organisation=harbourside)


@pytest.fixture
def invitation(harbourside, other_member):
    """One that was sent to the other member, with its token."""
    row = Invitation(organisation=harbourside, email=other_member.email)
    row.token = row.renew()
    row.save()
    return row


@pytest.fixture
def own_body(harbourside):
    return OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind=OwnBodyKind.FUNDER)


@pytest.fixture
def message(harbourside):
    """What the member told NAVCA."""
    return Feedback.objects.create(organisation=harbourside, kind="barrier", text="Too short a notice")


@pytest.fixture
def record(harbourside):
    convening = LCSIFunction.objects.get(slug="convening")
    activity = Activity(organisation=harbourside, name="Food alliance", function=convening)
    activity.full_clean()
    activity.save()
    row = Record(
        activity=activity, kind="feedback", text="They come again", source="Survey", source_kind="groups",
        dated_on=timezone.localdate(), file=ContentFile(b"%PDF-1.7\n%%EOF", name="survey.pdf"),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def story_picture(harbourside):
    """A picture of a story that is being written."""
    story = Story.objects.create(organisation=harbourside, title="A minibus")
    return StoryPicture.objects.create(
        story=story, file=ContentFile(b"a picture", "bus.jpg"), alt="A bus", credit="Sam", may_use=True
    )


@pytest.fixture
def contact(letter):
    """The letter, sent and answered."""
    recipient = letter.copies.get().recipient
    row = record_letter_sent(
        recipient=recipient, on=timezone.localdate(), how="post", subject="The Covenant", asks="",
        reply_by_on=None, by=None, reference=letter.pk, version=1,
    )  # fmt: skip
    row.settle("replied", timezone.localdate(), "Ring the office")
    return row


@pytest.fixture
def agreement(harbourside):
    """No more than an idea, so that it may be deleted, with a document and a version of its text."""
    row = Agreement.objects.create(
        organisation=harbourside, kind="compact", name="Suffolk Compact", document_name="compact.pdf",
        document=ContentFile(b"%PDF-1.7\n%%EOF", name="compact.pdf"),
    )  # fmt: skip
    text = AgreementText.objects.create(agreement=row, clauses={"purpose": "Working together"})
    make_version(row, revision=text.revision, note="", by=None)
    return row


def view_of_benchmark(organisation):
    """What somebody at a council said of the benchmark."""
    body = PublicBody.objects.get(slug="suffolk")
    link = PrivateLink(organisation=organisation, purpose="benchmark", who="Head", body=body)
    link.renew()
    link.save()
    return keep_view(link, {}, {})


def picture_of(slug):
    """The name of a picture of a published case study."""
    picture = CaseStudyPicture(case_study=CaseStudy.objects.get(slug=slug), alt="A hall", width=9, height=9)
    picture.file.save("hall.png", ContentFile(b"PNG"))
    return picture.file.name


@pytest.fixture
def promise(contact):
    """One that is open, made at a meeting that was held."""
    place = {"organisation": contact.organisation, "body": contact.body}
    meeting = Meeting.objects.create(**place, subject="The Covenant", meets_on=timezone.localdate())
    return Promise.objects.create(
        **place, meeting=meeting, side=Side.OURS, what="Send the figures", due_on=timezone.localdate()
    )


@pytest.fixture
def kept(agreement):
    """One of everything that belongs to an agreement, by the beginning of its addresses' names."""
    clause = NoticeClause.objects.create(agreement=agreement, sort="notice", what="a cut", count=3)
    concern = Concern.objects.create(agreement=agreement, what="Told too late", outcome="They said sorry")
    return {
        "party": Party.objects.create(agreement=agreement, side="theirs", name="Quay Trust"),
        "lead": Lead.objects.create(agreement=agreement, side="theirs", post="Director"),
        "notice": clause,
        "notice-given": NoticeGiven.objects.create(
            clause=clause, about="A grant", given_on=timezone.localdate()
        ),
        "success": Success.objects.create(agreement=agreement, what="A board seat"),
        "concern": concern,
        "concern-step": ConcernStep.objects.create(concern=concern, step="A talk"),
    }


@pytest.fixture
def kwargs(
    letter, own_body, third, invitation, message, record, contact, agreement, promise, kept, story_picture
):  # fmt: skip
    """What stands in the addresses that name something."""
    recipient = letter.copies.get().recipient
    of_activity = ["activity", "activity-change", "activity-delete", "record-new"]
    of_record = ["record", "record-delete", "record-file"]
    of_meeting = [f"meeting{part}" for part in ("", "-change", "-write-up", "-delete", "-ics")]
    of_promise = [f"promise{part}" for part in ("", "-change", "-settle", "-delete", "-ics")]
    of_contact = ["contact", "contact-change", "contact-delete", "next-step-done"]
    of_agreement = [
        *("agreement", "agreement-change", "agreement-delete", "agreement-document"),
        *("agreement-text", "agreement-versions", "agreement-version-new", "link-new", "poll-new"),
    ]
    of_version = ["agreement-version", "agreement-version-changes"]
    of_agreement += ["agreement-factors", "agreement-promises", "disagreement"]
    of_agreement += [f"{name}-new" for name in ("party", "lead", "notice", "success", "concern")]
    of_kept = {
        "party": ["party", "party-remove"],
        "lead": ["lead", "lead-leaves", "lead-remove"],
        "notice": ["notice", "notice-remove", "notice-given-new"],
        "notice-given": ["notice-given", "notice-given-remove"],
        "success": ["success", "success-remove", "success-story"],
        "concern": ["concern"],
        "concern-step": ["concern-step"],
    }  # fmt: skip
    view = view_of_benchmark(agreement.organisation)
    poll = Poll.objects.create(agreement=agreement)
    link, path = link_to(poll)
    comment = Comment.objects.create(
        link=link_to(agreement.versions.get())[0], version=agreement.versions.get(), section="x", text="x"
    )
    plan = ActionPlan.objects.create(agreement=agreement, year=2027, success="More is done together")
    first = {"uuid": letter.pk, "number": 1}
    return {
        "members:person-remove": {"pk": third.pk},
        "members:person-hand-over": {"pk": third.pk},
        "members:invitation-send-again": {"pk": invitation.pk},
        "members:invitation-withdraw": {"pk": invitation.pk},
        "members:feedback-withdraw": {"uuid": message.pk},
        "invitation": {"token": invitation.token},
        "reminders-stop": {"token": stop_token(third.user)},
        "principle-in-practice": {"slug": "recognition-and-value"},
        "principles:principle": {"slug": "recognition-and-value"},
        "principles:function": {"slug": "convening"},
        "function-in-practice": {"slug": "convening"},
        "members:function-note": {"slug": "convening"},
        "principles:guide-page": {"slug": "how-we-tag-evidence"},
        "casestudies:case-study": {"slug": "calderdale"},
        "casestudies:picture": {"slug": "calderdale", "name": picture_of("calderdale")},
        "publicbodies:body": {"slug": "suffolk"},
        "body-in-practice": {"slug": "suffolk"},
        "blank-letter": {"slug": "public-body"},
        **{f"members:{name}": {"uuid": record.activity_id} for name in of_activity},
        **{f"members:{name}": {"uuid": record.pk} for name in of_record},
        "members:logo": {"slug": letter.organisation.slug},
        "members:signature": {"slug": letter.organisation.slug},
        "partnerships:recipient": {"pk": recipient.pk},
        "partnerships:recipient-check": {"pk": recipient.pk},
        "partnerships:recipient-remove": {"pk": recipient.pk},
        "partnerships:recipient-restore": {"pk": recipient.pk},
        "partnerships:own-body": {"pk": own_body.pk},
        "partnerships:own-body-page": {"pk": own_body.pk},
        "own-body-with-letters": {"pk": own_body.pk},
        "partnerships:body": {"slug": "suffolk"},
        "body-with-letters": {"slug": "suffolk"},
        "partnerships:body-move": {"slug": "suffolk"},
        "partnerships:review-file": {"uuid": promise.meeting_id, "kind": "agenda-word"},
        "partnerships:plan-new": {"uuid": agreement.pk},
        "partnerships:plan-change": {"uuid": plan.pk},
        "partnerships:plan-delete": {"uuid": plan.pk},
        **{f"partnerships:{name}": {"uuid": contact.pk} for name in of_contact},
        **{f"partnerships:{name}": {"uuid": agreement.pk} for name in of_agreement},
        **{f"partnerships:{name}": {"uuid": promise.meeting_id} for name in of_meeting},
        **{f"partnerships:{name}": {"uuid": promise.pk} for name in of_promise},
        **{f"partnerships:{name}": {"uuid": agreement.pk, "number": 1} for name in of_version},
        **{f"partnerships:{name}": {"uuid": link.pk} for name in ("link", "link-revoke", "link-renew")},
        "partnerships:comment-settle": {"pk": comment.pk},
        "partnerships:poll-close": {"pk": poll.pk},
        "partnerships:view-delete": {"pk": view.pk},
        "shared": {"token": path.split("/")[2]},
        "partnerships:agreement-version-file": {"uuid": agreement.pk, "number": 1, "kind": "word"},
        **{
            f"partnerships:concern-{doing}": {"pk": kept["concern"].pk}
            for doing in ("change", "remove", "raise", "settle", "open-again")
        },
        **{f"partnerships:{name}": {"pk": kept[of].pk} for of, names in of_kept.items() for name in names},
        "partnerships:agreement-stage": {"uuid": agreement.pk, "to": "stopped"},
        **{
            f"stories:{name}": {"uuid": story_picture.story_id}
            for name in (
                *("story", "write", "look", "send", "final", "withdraw", "unname", "begin-again", "delete"),
                "picture-new",
            )
        },
        **{
            f"stories:{name}": {"uuid": story_picture.story_id, "pk": story_picture.pk}
            for name in ("picture", "picture-file", "final-picture")
        },
        "briefings:file": {"kind": "picture"},
        "letters:edit": {"uuid": letter.pk},
        "letters:recipients": {"uuid": letter.pk},
        "letters:cite": {"uuid": letter.pk},
        "letters:preview": {"uuid": letter.pk},
        "letters:download": {"uuid": letter.pk},
        "letters:download-file": {"uuid": letter.pk, "kind": "draft-word"},
        "letters:delete": {"uuid": letter.pk},
        **{
            f"letters:{name}": {"uuid": letter.pk}
            for name in ("ready", "reopen", "back", "versions", "duplicate")
        },
        **{
            f"letters:{name}": first
            for name in (
                *("version", "version-words", "version-zip", "version-prepare", "version-changes"),
                *("version-seen", "version-sent", "version-sent-undo"),
                *("sent-file", "sent-file-download", "sent-file-remove"),
            )
        },
        "letters:version-file": first | {"kind": "pdf"},
        "letters:version-print": first | {"kind": "print", "volume": 1},
        "letters:version-picture": first | {"name": "logo"},
    }


def test_every_address_has_a_row():
    assert set(NAMES) - set(ALLAUTHS) == set(TABLE) - {"admin:index"}


def status_of(response):
    if response.streaming:
        b"".join(response.streaming_content)  # a file is closed when it has been read
    return response.status_code


# Addresses that are keys. The form at an invitation is checked (CSRF), for which the site is to be named.
REFERRER = {"shared": "no-referrer", "reminders-stop": "no-referrer", "invitation": "strict-origin"}


def headed(name, who, response):
    """The status of an answer, once it is read; with what it should say at its head and does not."""
    is_private = who != "stranger" or name in REFERRER
    wrong = lacking(response, is_private=is_private, referrer=REFERRER.get(name, "same-origin"))
    return (status_of(response), *wrong) if wrong else status_of(response)


def rooms():
    return sorted({name.rpartition(":")[0] for name in TABLE})


@contextmanager
def undone(clients):
    """Whatever is done inside leaves no row, and every browser as it was."""
    cookies = {who: copy.deepcopy(browser.cookies) for who, browser in clients.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for who, browser in clients.items():
        browser.cookies = cookies[who]


@pytest.mark.parametrize("room", rooms())
def test_who_gets_what(room, clients, kwargs):
    """The status of each answer, and what stands at its head."""
    wrong = {}
    for name in (name for name in TABLE if name.rpartition(":")[0] == room):
        url = reverse(name, kwargs=kwargs.get(name))
        with undone(clients):
            seen = {
                who: (headed(name, who, clients[who].get(url)), headed(name, who, clients[who].post(url)))
                for who in CAST
            }
        wrong |= {
            f"{name}, {who}": (seen[who], TABLE[name][who]) for who in CAST if seen[who] != TABLE[name][who]
        }
    assert wrong == {}


# A person who left must not see more, an invitation must not bring one in, and everybody may take their data
# away for good, whatever has ended.
WORKS_WHEN_LAPSED = {"members:person-remove", "members:invitation-withdraw", "delete-organisation"}
# What was told to NAVCA can be taken back.
WORKS_WHEN_LAPSED |= {"members:feedback-withdraw"}
# Consent can be taken back at any time.
WORKS_WHEN_LAPSED |= {"stories:withdraw", "stories:unname"}
# And what was ready can be downloaded, which many files have to be prepared for.
WORKS_WHEN_LAPSED |= {"letters:version-prepare"}
# And text for a bid is made, which is sent as a form so that no address holds what it cites.
WORKS_WHEN_LAPSED |= {"briefings:bid"}


def rows_of(organisation):
    """Every row that hangs on an organisation, as it is stored."""
    rows = {Organisation: list(Organisation.objects.filter(pk=organisation.pk).values())}
    for each in Organisation._meta.related_objects:
        if not each.many_to_many:
            theirs = each.related_model.objects.filter(**{each.field.name: organisation})
            rows[each.related_model] = list(theirs.values())
    return rows


@pytest.mark.one_database
def test_a_lapsed_member_changes_nothing(member_client, kwargs, harbourside):
    """By no private address of the table, whether the organisation or an object is named in it."""
    harbourside.membership_ends_on = datetime.date(2026, 1, 1)
    harbourside.save()
    before = rows_of(harbourside)
    private = [
        name
        for name, row in TABLE.items()
        if row["stranger"] == (302, 302) and row["member"][1] in (200, 302) and name not in WORKS_WHEN_LAPSED
    ]
    # NAVCA's pages, and what is a person's own.
    private = set(private) - {"reminders", "delete-account", "admin:index", "to-check"}
    private -= {f"{name}{part}" for name in ("progress", "feedback-counts") for part in ("", "-csv")}
    assert {"members:profile", "letters:edit", "letters:delete"} <= private
    for name in private:
        url = reverse(name, kwargs=kwargs.get(name))
        for form in ({}, {"organisation": harbourside.slug}):
            refused = member_client.post(url, form)
            assert (refused.status_code, "Nothing was changed" in refused.text) == (403, True), name
        if TABLE[name]["member"][0] == 200:
            assert member_client.get(url).status_code == 200, name
    assert rows_of(harbourside) == before


@pytest.mark.one_database
def test_account_pages_never_break(clients):
    """allauth's own pages: each answers a page, a way to sign in, or “not found”, and never a 500."""
    named = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown-key"},
        "mfa_remove_webauthn": {"pk": 0},
        "mfa_edit_webauthn": {"pk": 0},
    }
    assert len(ALLAUTHS) > 20
    for name in ALLAUTHS:
        url = reverse(name, kwargs=named.get(name))
        with undone(clients):
            for who, browser in clients.items():
                for status in (browser.get(url).status_code, browser.post(url).status_code):
                    assert status in (200, 302, 403, 404, 405), (name, who)


def test_nobody_signs_up_alone(client):
    page = client.get(reverse("account_signup"))
    assert "password1" not in page.text
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": "a long password"})
    assert not User.objects.filter(email="new@example.org").exists()


def test_staff_without_a_second_factor_are_sent_to_set_one_up(curator, curator_client):
    curator.authenticator_set.all().delete()
    for url in (reverse("admin:index"), reverse("dashboard")):
        assert curator_client.get(url).url == reverse("mfa_index")
    assert curator_client.get(reverse("home")).status_code == 200
