"""Every kind of personal data that is kept here: where, why, who sees it and for how long.

The privacy page prints this table, `manage.py apply_retention --list` prints it with the places, and the
periods are those of the settings. A model or a table without an entry fails a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models

from members.days import period

WITH_ORGANISATION = (
    "Until you delete it, or your organisation; at the earliest {LAPSED} after your membership has ended"
)
COLLEAGUES = "Your colleagues only"


@dataclass(frozen=True)
class Kind:
    """One kind of personal data. `models` are labels, `places` what is no table of a model."""

    what: str
    why: str
    seen_by: str
    kept_for: str
    models: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def kept(self) -> str:
        """How long it is kept, with the periods of this site."""
        return self.kept_for.format_map({name: period(days) for name, days in settings.KEEP.items()})


KINDS = (
    Kind(
        "Your name, email address and password",
        "To let you in. The password is stored so that nobody can read it",
        "You; your colleagues and NAVCA’s staff see name and email",
        "Until you delete your account, or your organisation goes and you belong to no other; {ACCOUNTS} "
        "after your last sign-in when you belong to none. Of NAVCA’s staff: {ACCOUNTS} after the last "
        "sign-in once the account is shut, and not before what they did in the admin is forgotten",
        (
            "members.user",
            "members.user_groups",
            "members.user_user_permissions",
            "members.membership",
            "account.emailaddress",
            "account.emailconfirmation",
        ),
    ),
    Kind(
        "Secrets of an authenticator app, a security key or recovery codes",
        "To check your second step when you use one",
        "Nobody but the site itself",
        "Until you remove them, or with your account",
        ("mfa.authenticator",),
    ),
    Kind(
        "That you are signed in, or on the way",
        "So that you need not sign in on every page",
        "Nobody but the site itself",
        "12 hours, or until you sign out; the row of one that has ended goes the next night",
        ("sessions.session",),
    ),
    Kind(
        "Your organisation’s details, and who its main contact is",
        "To fill your letters",
        "Your colleagues; NAVCA’s staff",
        WITH_ORGANISATION,
        (
            "members.organisation",
            "members.organisation_patch",
            "members.standing",
            "covenant_toolkit.lapsenotice",
        ),
    ),
    Kind(
        "The people you write to: post, name, address, email and telephone",
        "To address your letters",
        COLLEAGUES,
        WITH_ORGANISATION + ". Who has not been checked for {UNCHECKED} is shown to you as work to do",
        ("partnerships.ownbody", "partnerships.recipient"),
    ),
    Kind(
        "Your letters, drafts and finished, with what was sent",
        "So that you can come back to them",
        COLLEAGUES,
        WITH_ORGANISATION,
        (
            "letters.letter",
            "letters.letter_copied_to",
            "letters.lettercopy",
            "letters.citation",
            "letters.frozenpicture",
            "letters.letterversion",
            "letters.frozencopy",
            "letters.frozenfile",
            "letters.sentfile",
            "letters.seenchange",
        ),
        ("private files of letters",),
    ),
    Kind(
        "What passed between you and a public body: letters sent, replies, calls, meetings and promises, "
        "with your notes, and what you ask of them",
        "To know what came of a letter, and when to ask again",
        COLLEAGUES,
        WITH_ORGANISATION,
        (
            "partnerships.contact",
            "partnerships.meeting",
            "partnerships.promise",
            "partnerships.move",
            "briefings.bodyasks",
        ),
    ),
    Kind(
        "Agreements with public bodies: what they are to say, versions, and how they are kept",
        "To write an agreement with the other side, and to keep it",
        "Your colleagues; one version, or a poll, whoever has a private link to it that you made",
        WITH_ORGANISATION,
        (
            "partnerships.agreement",
            "partnerships.agreement_successors",
            "partnerships.stagestep",
            "partnerships.party",
            "partnerships.lead",
            "partnerships.factortick",
            "partnerships.agreementtext",
            "partnerships.agreementversion",
            "partnerships.agreementfile",
            "partnerships.noticeclause",
            "partnerships.noticegiven",
            "partnerships.success",
            "partnerships.concern",
            "partnerships.concernstep",
            "partnerships.actionplan",
            "partnerships.poll",
        ),
        ("private files of agreements",),
    ),
    Kind(
        "Private links: for whom each was made, and when it was opened last",
        "To let somebody on the other side answer without an account",
        COLLEAGUES,
        "One that nobody answered goes {LINKS} after it ended; of others it is forgotten then when they were "
        "opened last",
        ("partnerships.privatelink",),
    ),
    Kind(
        "What came back through private links: comments with the name given, answers to polls and on your "
        "benchmark",
        "To take the other side’s words into the agreement",
        "Your colleagues; whoever has the link sees what was written through it",
        WITH_ORGANISATION + ". Whoever wrote it can take it back while the link works",
        (
            "partnerships.comment",
            "partnerships.pollanswer",
            "partnerships.othersideview",
            "partnerships.viewline",
            "partnerships.viewsign",
        ),
    ),
    Kind(
        "Your logo, and the picture of a signature",
        "To print them on your letters",
        COLLEAGUES,
        WITH_ORGANISATION + ". One that was replaced stays with the letters it is printed on",
        places=("private files of organisations",),
    ),
    Kind(
        "Your work: what you do, what shows it, and the files with it",
        "To use it again in letters",
        COLLEAGUES,
        WITH_ORGANISATION,
        ("members.activity", "members.activity_bodies", "members.record", "members.functionnote"),
        ("private files of records",),
    ),
    Kind(
        "The public address of an office, when you offer it to all members",
        "So that nobody has to look it up twice",
        "NAVCA’s staff; members, once NAVCA has confirmed it. Nobody sees who offered it",
        "Until NAVCA takes it away. It says nothing about you",
        ("partnerships.officeaddress",),
    ),
    Kind(
        "What you tell NAVCA as a member about what helps or hinders",
        "So that NAVCA can bring it into talks with government",
        "Your colleagues; NAVCA’s staff, with your organisation’s name",
        "Until you take it back, or delete your organisation",
        ("members.feedback", "members.feedback_themes"),
    ),
    Kind(
        "What anybody tells NAVCA without an account, with an email address if you give one",
        "So that NAVCA can bring it into talks with government",
        "NAVCA’s staff",
        "{PUBLIC_FEEDBACK}; sooner if you ask",
        ("members.feedback",),
    ),
    Kind(
        "A story you tell NAVCA: your words, figures, partners and pictures, who agreed to what and when",
        "So that it can become a case study",
        "Your colleagues only, until you send it; then NAVCA’s staff see what you sent. Everybody sees the "
        "case study, after you have agreed to its final text",
        WITH_ORGANISATION + ". The case study leaves the site when you withdraw it",
        ("members.story", "members.storystep", "members.storypicture", "casestudies.*"),
        ("private files of stories", "pictures of case studies", "the search index", "the toolkit’s PDF"),
    ),
    Kind(
        "Who was invited",
        "To let colleagues in",
        "Your colleagues; NAVCA’s staff",
        "{INVITATIONS} after it was accepted, withdrawn or too old. One that was never sent waits for NAVCA",
        ("members.invitation",),
    ),
    Kind(
        "Who asked for access: name, email address and organisation",
        "To let new organisations in",
        "NAVCA’s staff",
        "{REQUESTS} after it was asked",
        ("members.accessrequest",),
    ),
    Kind(
        "In which weeks you had the weekly email",
        "So that you get no second one",
        "Nobody but the site itself",
        "{REMINDERS}",
        ("covenant_toolkit.reminder",),
    ),
    Kind(
        "What NAVCA’s staff did in the admin, with the name of what they did it to",
        "To see who changed what",
        "NAVCA’s staff",
        "{ADMIN_LOG}; what is said of you or your organisation goes with your account or organisation. "
        "Whoever did something there keeps the account until then",
        ("admin.logentry",),
    ),
    Kind(
        "Which of NAVCA’s staff changed a text of the site",
        "To see and to undo what was changed",
        "NAVCA’s staff",
        "As long as the text and its history",
        ("principles.*", "publicbodies.*", "covenant_toolkit.shippedrow"),
    ),
    Kind(
        "A log of sign-ins, changes to accounts and roles, invitations, private links made and opened, what "
        "was taken away as a file, deletions, and requests that were refused, with numbers instead of names; "
        "and of errors",
        "To notice when somebody tries to break in, or takes what is not theirs",
        "Whoever looks after the server",
        "{LOGS}, if whoever runs this site keeps to its manual",
        places=("what the site writes to stderr, and the log of the web server in front",),
    ),
    Kind(
        "How often a network address, an account or an email address (as a digest) tried to sign in, asked "
        "for a code, sent a public form or opened a private link",
        "To slow down people who guess passwords or send rubbish",
        "Nobody but the site itself",
        "In use for a day at most after the last try; the row goes the night after, or with your account",
        places=("the table of the cache",),
    ),
)

# Tables with nothing about anybody, and why.
NOT_PERSONAL = {
    "covenant_toolkit.departures": "totals of a year, without a name",
    "members.feedbacktheme": "NAVCA’s headings",
    "members.historicalfeedbacktheme": "NAVCA’s headings",
    "letters.lettertemplate": "NAVCA’s texts",
    "letters.lettertemplate_suggested_findings": "NAVCA’s texts",
    "letters.lettertemplateversion": "NAVCA’s texts",
    "letters.starterexample": "NAVCA’s texts",
    "letters.tierparagraph": "NAVCA’s texts",
    "letters.preelectionperiod": "NAVCA’s texts",
    "letters.preelectionperiod_bodies": "NAVCA’s texts",
    "letters.historical*": "NAVCA’s texts",
    "briefings.tierpriority": "NAVCA’s texts",
    "briefings.historicaltierpriority": "NAVCA’s texts",
    "partnerships.clausewording": "NAVCA’s texts",
    "partnerships.historicalclausewording": "NAVCA’s texts",
    "search.entry": "words of public pages; a case study leaves it with its page",
    "auth.group": "roles",
    "auth.permission": "roles",
    "auth.group_permissions": "roles",
    "contenttypes.contenttype": "names of tables",
}


def kinds_of(model: type[models.Model]) -> list[Kind]:
    """The kinds of personal data that a table holds."""
    return [kind for kind in KINDS if any(_is_named(model, name) for name in kind.models)]


def without_entry() -> Iterator[type[models.Model]]:
    """Models that nobody has thought about: neither personal data nor said to be none."""
    for model in apps.get_models(include_auto_created=True):
        if not kinds_of(model) and not any(_is_named(model, name) for name in NOT_PERSONAL):
            yield model


def _is_named(model: type[models.Model], name: str) -> bool:
    label = model._meta.label_lower
    return label.startswith(name[:-1]) if name.endswith("*") else label == name
