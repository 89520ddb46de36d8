"""What takes a story from one side to the other: each step locks it, checks, and is kept."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from casestudies.models import CaseStudy, CaseStudyPicture, Status
from casestudies.searching import renew, touched
from casestudies.wording import fingerprint, names
from documents.plain_text import one_line
from principles.models import Source

from .models import Organisation, User
from .stories import Story, StoryStatus
from .story_words import StoryWords

A_MEMBER = "A member of NAVCA"
WITH_A_NAME = (
    StoryStatus.SENT, StoryStatus.IN_REVIEW, StoryStatus.CHANGES_ASKED, StoryStatus.TAKEN_UP,
)  # fmt: skip


class NotNow(Exception):
    """The story is no longer where this step begins. Its text says where it is."""


def locked(story: Story) -> Story:
    """The story as it is now, kept from everybody else until the transaction ends."""
    return Story.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=story.pk)


def _wanted(story: Story, *statuses: str) -> Story:
    found = locked(story)
    if found.status not in statuses:
        raise NotNow(f"This story is in another place now: {found.state.lower()}.")
    return found


# The member’s steps


@transaction.atomic
def send(story: Story, by: User, answer: str = "") -> Story:
    """Hand the words as they are now to NAVCA, with an answer to its note. Raises NotNow."""
    found = _wanted(story, StoryStatus.DRAFT, StoryStatus.CHANGES_ASKED)
    words = found.words
    if words.missing:
        raise NotNow("Something is missing. Fill it in first.")
    was_asked = found.status == StoryStatus.CHANGES_ASKED
    found.status, found.sent_at = StoryStatus.SENT, timezone.now()
    found.sent_title, found.sent_place, found.sent_words = found.title, found.place, words.data
    found.save()
    found.record(by, answer, what="Sent again" if was_asked else "Sent to NAVCA")
    return found


@transaction.atomic
def withdraw(story: Story, by: User | None, reason: str = "") -> Story:
    """Take a story back. Its case study leaves the site in the same moment, and its pictures go.

    NAVCA keeps its own text, off the site and without the organisation's name. Raises NotNow.
    """
    found = _wanted(story, *[each for each in StoryStatus.values if each not in ("draft", "withdrawn")])
    if found.case_study_id:
        take_off_the_site(CaseStudy.objects.select_for_update().get(pk=found.case_study_id))
    found.status, found.sent_words, found.shown_at = StoryStatus.WITHDRAWN, {}, None
    found.sent_title, found.sent_place = "", ""
    found.may_publish, found.may_publish_by, found.may_publish_on = False, "", None
    found.may_name, found.may_name_by, found.may_name_on = False, "", None
    found.save()
    found.record(by, reason, what="Withdrawn")
    return found


def take_off_the_site(study: CaseStudy) -> None:
    """Without consent there is no case study, no picture and no name of whoever told it."""
    take_name_out(study)
    study.withdraw_consent()
    for picture in study.pictures.all():
        storage, name = picture.file.storage, str(picture.file.name)
        picture.delete()
        transaction.on_commit(partial(storage.delete, name))
    # No version of it brings a picture back.
    CaseStudyPicture.history.filter(case_study_id=study.pk).delete()
    renew(touched(study))


def take_name_out(study: CaseStudy) -> None:
    """Say “a member of NAVCA” where the drafting put the organisation's name. The caller saves the row."""
    # No version of it brings the name back.
    for row in (study, *CaseStudy.history.filter(id=study.pk).exclude(lead_organisation="")):
        if row.lead_organisation:
            row.source_line = row.source_line.replace(row.lead_organisation, "a member of NAVCA")
        row.lead_organisation = ""
        if row is not study:
            row.save()
    for source in {study.source, *(figure.source for figure in study.figures.select_related("source"))}:
        # Only sources that were made for this story bear its name.
        if source and source.is_told:
            source.publisher = A_MEMBER
            source.save()
            Source.history.filter(id=source.pk).update(publisher=A_MEMBER)


@transaction.atomic
def take_back_name(story: Story, by: User) -> bool:
    """Take back the consent to be named, and keep the one to publish. Raises NotNow.

    Returns whether the page has left the site, because its text still says the name: NAVCA then writes it
    anew, and the member agrees again.
    """
    found = _wanted(story, *WITH_A_NAME)
    found.may_name, found.may_name_by, found.may_name_on = False, "", None
    found.sent_words = found.sent_words | {"may_name": False, "may_name_by": "", "may_name_on": ""}
    has_left = False
    if found.case_study_id:
        study = CaseStudy.objects.select_for_update().get(pk=found.case_study_id)
        was_agreed = study.consent_on is not None and not study.has_changed_since_agreed
        take_name_out(study)
        if names(study, found.organisation.name, found.organisation.short_name):
            has_left = study.is_published
            study.status = Status.WITHDRAWN if has_left else study.status
            study.consent_on, study.agreed_words = None, ""
        elif was_agreed:
            study.agreed_words = fingerprint(study)
        study.save()
        renew(touched(study))
    # A page that was opened before still has the tick: it is told, as of a colleague's change.
    found.revision, found.saved_from = found.revision + 1, ""
    found.save()
    found.record(by, what="Consent to be named withdrawn")
    return has_left


@transaction.atomic
def agree(story: Story, by: User, seen: str) -> Story:
    """Agree to the words that the person has `seen`, by their fingerprint. Raises NotNow."""
    found = _wanted(story, StoryStatus.TAKEN_UP)
    if not found.is_to_agree or found.case_study_id is None:
        raise NotNow("There is no final text to agree to at the moment.")
    study = CaseStudy.objects.select_for_update().get(pk=found.case_study_id)
    if fingerprint(study) != seen:
        raise NotNow("NAVCA has just changed the text. Read it again before you agree.")
    study.give_consent()
    found.shown_at = None
    found.save()
    found.record(by, what="Agreed to the final text")
    return found


@transaction.atomic
def ask_for_other_words(story: Story, by: User, note: str) -> Story:
    """Answer the final text with what is wrong with it. Raises NotNow."""
    found = _wanted(story, StoryStatus.TAKEN_UP)
    if not found.is_to_agree:
        raise NotNow("There is no final text to answer at the moment.")
    found.shown_at = None
    found.save()
    found.record(by, note, what="Asked for changes to the final text")
    return found


@transaction.atomic
def delete(story: Story) -> None:
    """Delete a draft, or a story that was taken back, with its pictures. Raises NotNow."""
    _wanted(story, StoryStatus.DRAFT, StoryStatus.WITHDRAWN).delete()


@transaction.atomic
def begin_again(story: Story, by: User) -> Story:
    """A new draft with the words of a story that was taken back, without its consents and pictures."""
    words = StoryWords.of(story).data
    names = [name for name in words if not name.startswith("may_") and name != "pictures"]
    fresh = Story(
        organisation=story.organisation, changed_by=by, **{name: words[name] for name in names}
    )  # fmt: skip
    fresh.save()
    return fresh


# NAVCA’s steps


@transaction.atomic
def take_for_review(story: Story, by: User) -> Story:
    """Say that somebody at NAVCA reads it. Raises NotNow."""
    found = _wanted(story, StoryStatus.SENT)
    found.status = StoryStatus.IN_REVIEW
    found.save()
    found.record(by, what="Taken for review", by_navca=True)
    return found


@transaction.atomic
def ask_for_changes(story: Story, by: User, note: str) -> Story:
    """Give it back to the member with a note. Raises NotNow."""
    found = _wanted(story, StoryStatus.SENT, StoryStatus.IN_REVIEW)
    found.status = StoryStatus.CHANGES_ASKED
    found.save()
    found.record(by, note, what="Changes asked", by_navca=True)
    return found


@transaction.atomic
def show_final_text(story: Story, by: User, note: str = "") -> Story:
    """Ask the member to read the case study as it will be published, and to agree. Raises NotNow."""
    found = _wanted(story, StoryStatus.TAKEN_UP)
    if found.case_study is None:
        raise NotNow("Its case study is gone. Draft it again.")
    if found.is_published and found.is_agreed:
        raise NotNow("It is published, and the member has agreed to these words.")
    found.shown_at = timezone.now()
    found.save()
    found.record(by, note, what="Final text shown", by_navca=True)
    return found


# Together


@transaction.atomic
def take_back_all(organisation: Organisation) -> list[str]:
    """Take what an organisation told off the site, because it leaves. Return what was published."""
    gone = []
    for story in Story.objects.for_organisation(organisation).exclude(case_study=None):
        study = CaseStudy.objects.select_for_update().get(pk=story.case_study_id)
        if study.is_published:
            gone.append(one_line(study.title))
        if study.consent_withdrawn_on is None:
            take_off_the_site(study)
    return gone
