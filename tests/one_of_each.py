"""One object of each kind that an address can name, of one organisation."""

import hashlib

from django.core.files.base import ContentFile
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
from members.models import Membership, User
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

from .partnerships.drafts import link_to


def letter_of(organisation):
    body = PublicBody.objects.get(slug="suffolk")
    recipient = Recipient.objects.create(
        organisation=organisation, body=body, post=Post.LEADER, name="Rowan Ashdown"
    )
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=organisation, template_version=version)
    for name in ("logo", "signature"):
        getattr(organisation, name).save(f"{name}.png", ContentFile(b"a picture"))
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


def third(organisation):
    """Somebody else at the member's organisation."""
    user = User.objects.create_user("third@harbourside.example.org", name="Third")
    return Membership.objects.create(user=user, organisation=organisation)


def invitation(organisation, other_member):
    """One that was sent to the other member, with its token."""
    row = Invitation(organisation=organisation, email=other_member.email)
    row.token = row.renew()
    row.save()
    return row


def own_body(organisation):
    return OwnBody.objects.create(organisation=organisation, name="Harbour Trust", kind=OwnBodyKind.FUNDER)


def message(organisation):
    """What the member told NAVCA."""
    return Feedback.objects.create(organisation=organisation, kind="barrier", text="Too short a notice")


def record(organisation):
    convening = LCSIFunction.objects.get(slug="convening")
    activity = Activity(organisation=organisation, name="Food alliance", function=convening)
    activity.full_clean()
    activity.save()
    row = Record(
        activity=activity, kind="feedback", text="They come again", source="Survey", source_kind="groups",
        dated_on=timezone.localdate(), file=ContentFile(b"%PDF-1.7\n%%EOF", name="survey.pdf"),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def story_picture(organisation):
    """A picture of a story that is being written."""
    story = Story.objects.create(organisation=organisation, title="A minibus")
    return StoryPicture.objects.create(
        story=story, file=ContentFile(b"a picture", "bus.jpg"), alt="A bus", credit="Sam", may_use=True
    )


def contact(letter):
    """The letter, sent and answered."""
    recipient = letter.copies.get().recipient
    row = record_letter_sent(
        recipient=recipient, on=timezone.localdate(), how="post", subject="The Covenant", asks="",
        reply_by_on=None, by=None, reference=letter.pk, version=1,
    )  # fmt: skip
    row.settle("replied", timezone.localdate(), "Ring the office")
    return row


def agreement(organisation):
    """No more than an idea, so that it may be deleted, with a document and a version of its text."""
    row = Agreement.objects.create(
        organisation=organisation, kind="compact", name="Suffolk Compact", document_name="compact.pdf",
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


def promise(contact):
    """One that is open, made at a meeting that was held."""
    place = {"organisation": contact.organisation, "body": contact.body}
    meeting = Meeting.objects.create(**place, subject="The Covenant", meets_on=timezone.localdate())
    return Promise.objects.create(
        **place, meeting=meeting, side=Side.OURS, what="Send the figures", due_on=timezone.localdate()
    )


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


def arguments(organisation, other_member):
    """What stands in the addresses that name something of the organisation, by the names of the addresses."""
    letter, own, person = letter_of(organisation), own_body(organisation), third(organisation)
    invited = invitation(organisation, other_member)
    told, stored = message(organisation), record(organisation)
    log, agreed, picture = contact(letter), agreement(organisation), story_picture(organisation)
    made, parts = promise(log), kept(agreed)
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
    view = view_of_benchmark(agreed.organisation)
    poll = Poll.objects.create(agreement=agreed)
    link, path = link_to(poll)
    comment = Comment.objects.create(
        link=link_to(agreed.versions.get())[0], version=agreed.versions.get(), section="x", text="x"
    )
    plan = ActionPlan.objects.create(agreement=agreed, year=2027, success="More is done together")
    first = {"uuid": letter.pk, "number": 1}
    return {
        "members:person-remove": {"pk": person.pk},
        "members:person-hand-over": {"pk": person.pk},
        "members:invitation-send-again": {"pk": invited.pk},
        "members:invitation-withdraw": {"pk": invited.pk},
        "members:feedback-withdraw": {"uuid": told.pk},
        "invitation": {"token": invited.token},
        "reminders-stop": {"token": stop_token(person.user)},
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
        **{f"members:{name}": {"uuid": stored.activity_id} for name in of_activity},
        **{f"members:{name}": {"uuid": stored.pk} for name in of_record},
        "members:logo": {"slug": letter.organisation.slug},
        "members:signature": {"slug": letter.organisation.slug},
        "partnerships:recipient": {"pk": recipient.pk},
        "partnerships:recipient-check": {"pk": recipient.pk},
        "partnerships:recipient-remove": {"pk": recipient.pk},
        "partnerships:recipient-restore": {"pk": recipient.pk},
        "partnerships:own-body": {"pk": own.pk},
        "partnerships:own-body-page": {"pk": own.pk},
        "own-body-with-letters": {"pk": own.pk},
        "partnerships:body": {"slug": "suffolk"},
        "body-with-letters": {"slug": "suffolk"},
        "partnerships:body-move": {"slug": "suffolk"},
        "partnerships:review-file": {"uuid": made.meeting_id, "kind": "agenda-word"},
        "partnerships:plan-new": {"uuid": agreed.pk},
        "partnerships:plan-change": {"uuid": plan.pk},
        "partnerships:plan-delete": {"uuid": plan.pk},
        **{f"partnerships:{name}": {"uuid": log.pk} for name in of_contact},
        **{f"partnerships:{name}": {"uuid": agreed.pk} for name in of_agreement},
        **{f"partnerships:{name}": {"uuid": made.meeting_id} for name in of_meeting},
        **{f"partnerships:{name}": {"uuid": made.pk} for name in of_promise},
        **{f"partnerships:{name}": {"uuid": agreed.pk, "number": 1} for name in of_version},
        **{f"partnerships:{name}": {"uuid": link.pk} for name in ("link", "link-revoke", "link-renew")},
        "partnerships:comment-settle": {"pk": comment.pk},
        "partnerships:poll-close": {"pk": poll.pk},
        "partnerships:view-delete": {"pk": view.pk},
        "shared": {"token": path.split("/")[2]},
        "partnerships:agreement-version-file": {"uuid": agreed.pk, "number": 1, "kind": "word"},
        **{
            f"partnerships:concern-{doing}": {"pk": parts["concern"].pk}
            for doing in ("change", "remove", "raise", "settle", "open-again")
        },
        **{f"partnerships:{name}": {"pk": parts[of].pk} for of, names in of_kept.items() for name in names},
        "partnerships:agreement-stage": {"uuid": agreed.pk, "to": "stopped"},
        **{
            f"stories:{name}": {"uuid": picture.story_id}
            for name in (
                *("story", "write", "look", "send", "final", "withdraw", "unname", "begin-again", "delete"),
                "picture-new",
            )
        },
        **{
            f"stories:{name}": {"uuid": picture.story_id, "pk": picture.pk}
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
