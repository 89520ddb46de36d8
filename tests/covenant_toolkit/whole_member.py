"""A member that has something of every kind, each text of which can be told from all others."""

import datetime
import io
from itertools import count

from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from PIL import Image, PngImagePlugin

from briefings.models import BodyAsks
from casestudies.models import AgreementKind, SuccessFactor
from covenant_toolkit.private_rows import rows_of
from covenant_toolkit.stored_files import files_in
from letters.models import (
    Citation,
    FrozenCopy,
    FrozenFile,
    FrozenKind,
    FrozenPicture,
    Letter,
    LetterCopy,
    LetterTemplate,
    LetterVersion,
    SeenChange,
    SentFile,
)
from members.feedback import Feedback, FeedbackKind, FeedbackTheme
from members.function_notes import FunctionNote, WhoDoesIt
from members.invitations import AccessRequest, Invitation
from members.models import Membership, Organisation, Standing, User
from members.records import Record, RecordKind, SourceKind
from members.stories import Story, StoryPicture, StoryStep
from members.work import Activity
from partnerships.models import (
    ActionPlan,
    Agreement,
    AgreementFile,
    AgreementText,
    AgreementVersion,
    Comment,
    Concern,
    ConcernStep,
    Contact,
    ContactKind,
    FactorTick,
    Lead,
    LinkPurpose,
    Meeting,
    Move,
    MovedKind,
    NoticeClause,
    NoticeGiven,
    OtherSideView,
    OwnBody,
    OwnBodyKind,
    Party,
    Poll,
    PollAnswer,
    Post,
    PrivateLink,
    Promise,
    Recipient,
    Seen,
    Side,
    StageStep,
    Success,
    ViewLine,
    ViewSign,
)
from principles.models import LCSIFunction, Principle, ProgressSign, Source, StartingPoint
from publicbodies.models import PublicBody

# Texts by which the site itself finds things.
NOT_TYPED = {"slug", "token_hash", "reference", "idea", "file_name", "password", "sha256", "file_stem"}
NOT_TYPED |= {"saved_from"}  # a random name of a page
TYPED = (models.CharField, models.TextField, models.EmailField, models.URLField)
# The same words once more.
NOT_TYPED |= {"large_print_html"}


def whole_member(word, letters=1):
    """An organisation whose every text holds `word`, with a person who belongs to it alone."""
    today = timezone.localdate()
    organisation = Organisation.objects.create(
        name=f"{word} Łódź “Ltd”", slug=f"member-{word}", place="x", signer_name="x", signer_role="x",
        may_be_counted=True,
    )  # fmt: skip
    body = PublicBody.objects.get(slug="suffolk")
    organisation.patch.add(body)
    person = User.objects.create_user(f"{word}@{word}.example.org", "a long password", name=f"{word} Person")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    Membership.objects.create(user=person, organisation=organisation, is_main_contact=True)
    Standing.objects.create(
        organisation=organisation, body=body, start=StartingPoint.objects.get(slug="informal")
    )
    Invitation.objects.create(organisation=organisation, email=f"asked@{word}.example.org", invited_by=person)
    AccessRequest.objects.create(organisation=organisation, email=person.email)
    AccessRequest.objects.create(email=person.email, name=f"{word} asked before", organisation_name=word)
    own_body = OwnBody.objects.create(organisation=organisation, name="x", kind=OwnBodyKind.FUNDER)
    recipients = [
        Recipient.objects.create(organisation=organisation, body=body, post=Post.OTHER, other_post="x"),
        Recipient.objects.create(organisation=organisation, own_body=own_body, post=Post.LEADER),
    ]
    Contact.objects.create(
        organisation=organisation, recipient=recipients[0], kind=ContactKind.CALL, person="x", subject="x",
        notes="x", asks="x", next_step="x", recorded_by=person,
    )  # fmt: skip
    BodyAsks.objects.create(organisation=organisation, body=body, text="x", changed_by=person)
    agree(organisation, person, body, own_body, word)
    message = Feedback.objects.create(
        organisation=organisation, sent_by=person, kind=FeedbackKind.BARRIER, text="x", place="x", note="x"
    )
    message.themes.add(FeedbackTheme.objects.all()[0])
    activity = Activity.objects.create(
        organisation=organisation, name="x", function=LCSIFunction.objects.all()[0],
        first_principle=Principle.objects.all()[0],
    )  # fmt: skip
    FunctionNote.objects.create(
        organisation=organisation, function=LCSIFunction.objects.all()[0], whose=WhoDoesIt.OTHERS,
        who_does_it="x", weak="x", not_reaching="x",
    )  # fmt: skip
    record = Record.objects.create(
        activity=activity, kind=RecordKind.FEEDBACK, source_kind=SourceKind.GROUPS, dated_on=today,
        file=ContentFile(f"%PDF-1.7 {word} in a file".encode(), "minutes.pdf"), file_name=f"{word}: a?.pdf",
    )  # fmt: skip
    assert record.file
    tell(organisation, person, word)
    for name in ("logo", "signature"):
        getattr(organisation, name).save(f"{name}.png", ContentFile(picture(f"{word} {name}")))
    version = LetterTemplate.objects.get(slug="public-body").current_version
    for _ in range(letters):
        letter = Letter.objects.create(
            organisation=organisation, template_version=version, changed_by=person,
            dated_on=today, reply_by_on=today + datetime.timedelta(weeks=3),
            examples=[{"ref": "LA1", "title": "One", "text": f"{word} example", "chosen": True}],
        )  # fmt: skip
        for recipient in recipients:
            LetterCopy.objects.create(letter=letter, recipient=recipient)
        Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
        make_ready(letter, recipients[0], word)
    mark_every_text(organisation, word)
    organisation.refresh_from_db()
    curator, _ = User.objects.get_or_create(email="curator@navca.example.org", defaults={"is_staff": True})
    LogEntry.objects.log_actions(
        curator.pk, [organisation, person], 2, f"Added {word} in “{organisation.name}”."
    )
    return organisation


def tell(organisation, person, word):
    """A story that NAVCA has, with a picture."""
    words = {"title": f"{word} told", "figures": [{"value": f"{word} many"}]}
    story = Story.objects.create(
        organisation=organisation, changed_by=person, status="sent", sent_at=timezone.now(), sent_words=words,
        figures=[{"value": f"{word} many", "unit": "", "as_of": "", "source": ""}],
    )  # fmt: skip
    StoryStep.objects.create(story=story, status="sent", note="x", recorded_by=person)
    StoryPicture.objects.create(
        story=story, file=ContentFile(picture(f"{word} bus"), "bus.png"), may_use=True, added_by=person
    )


def agree(organisation, person, body, own_body, word):
    """An agreement with everything around it: parties, leads, a review, promises and a private link."""
    today = timezone.localdate()
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.COMPACT, name="x", purpose="x", next_step="x",
        link="https://example.org/", recorded_by=person, document_name=f"{word}.pdf",
        document=ContentFile(f"%PDF-1.7 {word} agreed".encode(), "agreed.pdf"),
    )  # fmt: skip
    agreement.successors.add(body)
    Party.objects.create(agreement=agreement, side=Side.OURS, name="x")
    Lead.objects.create(agreement=agreement, side=Side.THEIRS, post="x", name="x", role="x")
    factor = SuccessFactor.objects.all()[0]
    FactorTick.objects.create(agreement=agreement, factor=factor, holds=True, reason="x")
    StageStep.objects.create(agreement=agreement, stage=agreement.stage, note="x", recorded_by=person)
    clause = NoticeClause.objects.create(agreement=agreement, sort="notice", what="x", count=3)
    NoticeGiven.objects.create(clause=clause, about="x", given_on=today)
    Success.objects.create(agreement=agreement, what="x", link="https://example.org/", recorded_by=person)
    concern = Concern.objects.create(agreement=agreement, what="x", outcome="x", recorded_by=person)
    ConcernStep.objects.create(concern=concern, step="x", outcome="x")
    meeting = Meeting.objects.create(
        organisation=organisation, own_body=own_body, agreement=agreement, is_review=True, subject="x",
        meets_on=today, place="x", people="x", agenda="x", notes="x", recorded_by=person,
    )  # fmt: skip
    Promise.objects.create(
        organisation=organisation, body=body, agreement=agreement, meeting=meeting, side=Side.OURS, who="x",
        what="x", evidence="x", recorded_by=person, principle=Principle.objects.all()[0],
    )  # fmt: skip
    ActionPlan.objects.create(agreement=agreement, year=2027, success="x", recorded_by=person)
    Move.objects.create(
        organisation=organisation, body=body, kind=MovedKind.PROMISE, what="x", moved_by=person
    )
    talk(agreement, person, word)


def talk(agreement, person, word):
    """The text of an agreement, a version with a file, a comment on it and a poll, both by private links."""
    AgreementText.objects.create(agreement=agreement, clauses={"equity": f"{word} clause"}, changed_by=person)
    version = AgreementVersion.objects.create(
        agreement=agreement, number=1, name="x", note="x", values={}, html="x", made_by=person
    )
    content = f"%PDF-1.7 {word} version".encode()
    AgreementFile.objects.create(
        version=version, kind="pdf", file=ContentFile(content, "x.pdf"), file_name="version-1.pdf",
        size=len(content), sha256="0" * 64, made_at=timezone.now(),
    )  # fmt: skip
    poll = Poll.objects.create(agreement=agreement, made_by=person)
    links = [
        PrivateLink.objects.create(
            organisation=agreement.organisation,
            agreement=agreement,
            purpose=purpose,
            who="x",
            made_by=person,
            token_hash=f"{word}{purpose:0<64}"[:64],
            expires_at=timezone.now() + datetime.timedelta(days=9),
            **opens,
        )
        for purpose, opens in (
            (LinkPurpose.COMMENTS, {"version": version}),
            (LinkPurpose.POLL, {"poll": poll}),
        )
    ]
    Comment.objects.create(
        link=links[0], version=version, section="equity", name="x", text="x", answer="x", settled_by=person
    )
    see_benchmark(agreement.organisation, person, word)
    PollAnswer.objects.create(poll=poll, link=links[1], side=Side.THEIRS, works_well="x", would_help="x")


def see_benchmark(organisation, person, word):
    """What somebody on the other side said of the benchmark, and of an official sign."""
    link = PrivateLink.objects.create(
        organisation=organisation, body=PublicBody.objects.get(slug="suffolk"), who="x", made_by=person,
        purpose=LinkPurpose.BENCHMARK, token_hash=f"{word}{'view':0<64}"[:64],
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )  # fmt: skip
    view = OtherSideView.objects.create(link=link)
    ViewLine.objects.create(view=view, function=LCSIFunction.objects.all()[0], rung=2, would_help="x")
    sign, _ = ProgressSign.objects.get_or_create(
        principle=Principle.objects.all()[0], kind="progress", order=1,
        defaults={"text": "A sign", "source": Source.objects.all()[0]},
    )  # fmt: skip
    ViewSign.objects.create(view=view, sign=sign, seen=Seen.OFTEN)


def make_ready(letter, recipient, word):
    """An earlier version of a letter, with a file and a picture."""
    organisation = letter.organisation
    kept, _ = FrozenPicture.objects.get_or_create(
        organisation=organisation, sha256="0" * 64,
        defaults={"file": ContentFile(picture(f"{word} old logo"), "logo.png")},
    )  # fmt: skip
    version = LetterVersion.objects.create(
        letter=letter, number=1, revision=0, template_version=letter.template_version, logo=kept,
        made_ready_by=letter.changed_by, words=letter.words, cited=[], organisation_name="x",
    )  # fmt: skip
    copy = FrozenCopy.objects.create(
        version=version, recipient=recipient, addressed_to="x", title="x", subject="x", html="x",
        file_stem="to-suffolk", values={}, large_print_html="x",
    )  # fmt: skip
    content = f"%PDF-1.7 {word} sent".encode()
    FrozenFile.objects.create(
        version=version, copy=copy, kind=FrozenKind.PDF, file=ContentFile(content, "x.pdf"),
        file_name="to-suffolk.pdf", size=len(content), sha256="0" * 64, made_at=timezone.now(),
    )  # fmt: skip
    content = f"%PDF-1.7 {word} finished elsewhere".encode()
    SentFile.objects.create(
        copy=copy, file=ContentFile(content, "x.pdf"), file_name="ours.pdf", sha256="0" * 64,
        size=len(content),
    )  # fmt: skip
    SeenChange.objects.create(version=version, kind="finding", reference="E4", text="x")


def picture(text):
    """A small PNG with a text in it."""
    file, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    Image.new("RGB", (120, 40), "white").save(file, "PNG", pnginfo=info)
    return file.getvalue()


def mark_every_text(organisation, word):
    """Put a text of its own into every field that holds free text, and return them all."""
    numbers = count(1)
    marks = {}
    for rows in rows_of(organisation):
        for row in rows:
            # Addresses by which the site finds a person stay as they are; a member's message has none.
            is_sent_to = isinstance(row, Invitation | AccessRequest | Feedback)
            fields = [
                field for field in row._meta.concrete_fields
                if type(field) in TYPED and not field.choices
                and field.name not in NOT_TYPED and not (is_sent_to and field.name == "email")
            ]  # fmt: skip
            texts = {field.name: _mark(field, f"{word}{next(numbers)}x") for field in fields}
            if isinstance(row, Organisation):
                texts["name"] = f"{word}{next(numbers)}x Łódź “Ltd”"
            if texts:
                type(row)._base_manager.filter(pk=row.pk).update(**texts)
            marks |= {(row._meta.label, name): text for name, text in texts.items()}
    return marks


def _mark(field, text):
    if isinstance(field, models.EmailField):
        return f"{text}@example.org".lower()
    return f"https://{text}.example.org/" if isinstance(field, models.URLField) else text[: field.max_length]


def stored_files():
    """The name and content of every private file."""
    storage = storages["default"]
    found = {}
    for name in files_in(storage):
        with storage.open(name) as file:
            found[name] = file.read()
    return found
