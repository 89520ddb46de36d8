"""What a member can take away of its recipients, its contact log and its agreements."""

from collections.abc import Callable, Iterator

from members.export import ExportFile, stored, table
from members.models import Organisation

from .agreement_versions import file_name, rendered
from .models import (
    ActionPlan,
    Agreement,
    AgreementFile,
    AgreementFileKind,
    AgreementText,
    AgreementVersion,
    Comment,
    Concern,
    ConcernStep,
    Contact,
    FactorTick,
    Lead,
    Meeting,
    Move,
    NoticeClause,
    NoticeGiven,
    OtherSideView,
    OwnBody,
    Party,
    Poll,
    PollAnswer,
    PrivateLink,
    Promise,
    Recipient,
    StageStep,
    Success,
    ViewLine,
    ViewSign,
)

EXPORTED = (
    Recipient, OwnBody, Contact, Meeting, Promise, Agreement, Party, Lead, FactorTick, StageStep, PrivateLink,
    AgreementText, AgreementVersion, AgreementFile, Comment, Poll, PollAnswer,
    Move, OtherSideView, ViewLine, ViewSign,
    NoticeClause, NoticeGiven, Success, Concern, ConcernStep, ActionPlan,
)  # fmt: skip


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """Who the organisation writes to, the bodies it added itself, its contacts, promises and agreements."""
    yield table(
        "recipients.csv",
        "The posts and people you write to, and those you took off the list that a letter is addressed to.",
        Recipient.objects.for_organisation(organisation).select_related("body", "own_body"),
    )
    yield table(
        "own-bodies.csv",
        "Bodies you added that are in no directory.",
        OwnBody.objects.filter(organisation=organisation),
    )
    yield table(
        "contacts.csv",
        "What you sent, who answered, when you spoke and met, and what came of it.",
        Contact.objects.for_organisation(organisation).for_page(),
    )
    yield table(
        "meetings.csv",
        "Meetings planned, held and called off.",
        Meeting.objects.for_organisation(organisation).for_page(),
    )
    yield table(
        "promises.csv",
        "Who promised what by when, and what became of it.",
        Promise.objects.for_organisation(organisation).for_page(),
    )
    yield table(
        "things-taken-over.csv",
        "Where things went when a body ended: what its successors took over, and what ended with it.",
        Move.objects.for_organisation(organisation).for_page(),
    )
    yield from _agreements(organisation)


def _agreements(organisation: Organisation) -> Iterator[ExportFile]:
    agreements = Agreement.objects.for_organisation(organisation)
    yield table(
        "agreements/agreements.csv",
        "What you agree or agreed with public bodies, and how far it is.",
        agreements.prefetch_related("successors"),
    )
    for name, about, rows in (
        (
            "parties",
            "Who agrees, on both sides.",
            Party.objects.select_related("agreement", "body", "own_body"),
        ),
        ("leads", "The posts that look after each agreement.", Lead.objects.select_related("agreement")),
        (
            "success-factors",
            "Which of the four success factors hold, and why you say so.",
            FactorTick.objects.select_related("agreement", "factor"),
        ),
        (
            "action-plans",
            "What both sides wanted to reach in each year.",
            ActionPlan.objects.select_related("agreement", "recorded_by"),
        ),
        ("stages", "When each agreement reached which stage.", StageStep.objects.select_related("agreement")),
        (
            "promised-times",
            "What notice and how long a consultation each agreement promises.",
            NoticeClause.objects.select_related("agreement"),
        ),
        ("successes", "What went well because of it.", Success.objects.select_related("agreement")),
        ("concerns", "What was not as agreed.", Concern.objects.select_related("agreement", "recorded_by")),
    ):
        yield table(f"agreements/{name}.csv", about, rows.filter(agreement__organisation=organisation))
    yield table(
        "agreements/counted-times.csv",
        "Notice that was given and consultations that opened, and what became of them.",
        NoticeGiven.objects.filter(clause__agreement__organisation=organisation).select_related("clause"),
        more={"Not before, or open until": lambda row: row.earliest_on},
    )
    yield table(
        "agreements/concern-steps.csv",
        "How concerns were raised, step by step.",
        ConcernStep.objects.filter(concern__agreement__organisation=organisation).select_related("concern"),
    )
    yield table(
        "agreements/private-links.csv",
        "Links you made for people without an account. The addresses themselves are kept nowhere.",
        PrivateLink.objects.for_organisation(organisation).select_related("agreement", "body", "own_body"),
        leave_out=("token_hash",),
    )
    yield from _texts(organisation)
    yield from _answers(organisation)
    for agreement in agreements.exclude(document=""):
        yield stored("agreements/files", f"{agreement}.", agreement.document, agreement.document_name)


def _texts(organisation: Organisation) -> Iterator[ExportFile]:
    """What agreements are to say, clause by clause, and each version as Word, and as PDF when it was made."""
    yield table(
        "agreements/texts.csv",
        "What your agreements are to say, as they are written now.",
        AgreementText.objects.filter(agreement__organisation=organisation).select_related(
            "agreement", "changed_by"
        ),
        leave_out=("clauses", "revision", "saved_from", "saved_turn"),
        more={"Clauses": lambda text: "\n\n".join(text.clauses.values())},
    )
    versions = AgreementVersion.objects.filter(agreement__organisation=organisation)
    yield table(
        "agreements/versions.csv",
        "The versions of your agreements: who kept which when, and what for.",
        versions.select_related("agreement", "made_by").defer("html", "values"),
        leave_out=("html", "values"),
    )
    for version in versions.select_related("agreement__organisation").order_by("made_at"):
        folder = f"agreements/{version.agreement_id.hex[:6]}-version-{version.number}"
        kept = {row.kind: row for row in AgreementFile.objects.filter(version=version).stored()}
        for row in kept.values():
            yield stored(folder, f"{version}: {row.get_kind_display()}.", row.file, row.file_name)
        if AgreementFileKind.WORD not in kept:
            name = file_name(version, AgreementFileKind.WORD)
            yield ExportFile(f"{folder}/{name}", f"{version}: Word.", _as_word(version))


def _as_word(version: AgreementVersion) -> Callable[[], list[bytes]]:
    return lambda: [rendered(version, AgreementFileKind.WORD)]


def _answers(organisation: Organisation) -> Iterator[ExportFile]:
    """What people without an account said through private links."""
    yield table(
        "agreements/comments.csv",
        "What people said of your drafts through private links, and what you answered.",
        Comment.objects.filter(version__agreement__organisation=organisation).select_related(
            "link", "version__agreement", "settled_by"
        ),
    )
    yield table(
        "agreements/polls.csv",
        "When you asked both sides how you work together.",
        Poll.objects.filter(agreement__organisation=organisation).select_related("agreement", "made_by"),
    )
    yield table(
        "agreements/poll-answers.csv",
        "What was answered, by side. Who answered what is left out, as those who answered were told.",
        PollAnswer.objects.filter(poll__agreement__organisation=organisation).select_related("poll"),
        leave_out=("link", "created_at", "changed_at"),
    )
    yield table(
        "work/views-of-the-other-side.csv",
        "Who said through a private link how they see your benchmark, and when.",
        OtherSideView.objects.for_organisation(organisation).select_related("link__body", "link__own_body"),
        more={"At": lambda row: row.link.where.official_name},
    )
    yield table(
        "work/lines-of-the-other-side.csv",
        "How they see each function.",
        ViewLine.objects.filter(view__link__organisation=organisation).select_related(
            "view__link__body", "view__link__own_body", "function"
        ),
        more={"At": lambda row: row.view.link.where.official_name},
    )
    yield table(
        "work/signs-of-the-other-side.csv",
        "Which official signs of progress and warning they see.",
        ViewSign.objects.filter(view__link__organisation=organisation).select_related("view__link", "sign"),
    )
