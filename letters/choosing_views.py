"""The list of letters, and the first step of one: which letter, and who it is to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.models import CaseStudy
from members.access import MemberRequest, member_required
from members.changed_fields import is_stored
from principles.models import Finding

from . import citing
from .changed_facts import with_new_changes
from .choosing import ChooseForm, SomeoneForm
from .following import Followed, followed, opening_asks
from .models import Letter, LetterCopy, StarterExample
from .recipients import RecipientsForm

ON_A_PAGE = 30
SENT = "This letter was sent and stays as it is. Write a new version to change it."
# What a finding can be added to: the drafts somebody is at work on.
MOST_DRAFTS = 3


@require_safe
@member_required
def letters(request: MemberRequest) -> HttpResponse:
    """List the organisation's letters, last changed first."""
    words = request.GET.get("q", "").strip()
    rows = Letter.objects.for_organisation(request.organisation)
    page = Paginator(rows.matching(words).for_list(), ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_new_changes(page.object_list)
    context = {
        "page_obj": page,
        "words": words,
        "query": urlencode({"organisation": request.organisation.slug, "q": words}),
        "organisation": request.organisation,
    }
    return render(request, "letters/letters.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def new(request: MemberRequest) -> HttpResponse:
    """Choose the letter and who it is to, carrying a body, a finding or a case study along."""
    sent = request.POST if request.method == "POST" else request.GET
    carried, after = carried_items(sent), followed(request.organisation, sent)
    initial = {
        "template": request.GET.get("template", ""),
        "to": [*request.GET.getlist("to"), *after.recipients],
        "bodies": [*request.GET.getlist("body"), *after.bodies],
        "q": request.GET.get("q", ""),
    }
    form, someone = answered(request, ChooseForm, initial)
    assert isinstance(form, ChooseForm)  # noqa: S101  (for the type checker)
    if form.is_valid():
        return redirect(write_once(form, carried, after, request))
    someone.show_bodies(form.bodies_on_page)
    context = {
        "form": form,
        "someone": someone,
        "carried": carried,
        "after": after,
        "drafts": drafts_for(request, carried) if request.method == "GET" else (),
        "organisation": request.organisation,
    }
    return render(request, "letters/letter_new.html", context)


def answered(
    request: MemberRequest, form_class: type[RecipientsForm], initial: dict[str, Any], **kwargs: Any
) -> tuple[RecipientsForm, SomeoneForm]:
    """The recipients and somebody new, as they were sent.

    “Find” and “Add to list” choose nothing yet: the form then shows again what it held, with what was found
    or added. Somebody who was typed and not added is not lost when the person goes on.
    """
    organisation = request.organisation

    def someone(*args: Any, **options: Any) -> SomeoneForm:
        return SomeoneForm(*args, organisation=organisation, **options)

    def choice(*args: Any, **options: Any) -> RecipientsForm:
        return form_class(*args, organisation=organisation, **kwargs, **options)

    if request.method != "POST":
        return choice(initial=initial), someone()
    data = request.POST.copy()
    if "find" in data:
        return choice(initial=form_class.kept(data)), someone(initial=SomeoneForm.kept(data))
    if "add" in data or SomeoneForm.is_filled(data):
        typed = someone(data)
        if not (typed.is_valid() and is_stored(typed, typed.add)):
            return choice(initial=form_class.kept(data)), typed
        messages.success(request, f"Added to your list and ticked: {typed.instance}.")
        data.appendlist("to", str(typed.instance.pk))
    if "add" in data:
        return choice(initial=form_class.kept(data)), someone()
    return choice(data), someone()


def carried_items(query: QueryDict) -> list[Finding | CaseStudy]:
    """The findings and the case study named in the address. Unknown names are left out."""

    def named(name: str) -> list[str]:
        # PostgreSQL takes no NUL, and nothing has one in its name.
        return [value for value in query.getlist(name) if "\0" not in value]

    findings = Finding.objects.filter(ref__in=named("finding"))
    for principle in named("principle")[:1]:
        findings = findings | Finding.objects.filter(principles__slug=principle)
    studies = CaseStudy.objects.published().filter(slug__in=named("case")[:1])
    return [*findings.distinct(), *studies]


def drafts_for(request: MemberRequest, carried: Sequence[Finding | CaseStudy]) -> list[Letter]:
    """The newest letters whose words have a place for something that was brought along."""
    places = {"findings" if isinstance(item, Finding) else "case study" for item in carried}
    if not places:
        return []
    rows = Letter.objects.for_organisation(request.organisation).for_list()
    return [row for row in rows[:MOST_DRAFTS] if places & row.template_version.compiled().fields]


@require_POST
@member_required
def cite(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Add a finding or a case study to a letter that was begun."""
    letter = get_object_or_404(Letter.objects.for_user(request.user), pk=uuid)
    request.organisation = letter.organisation
    carried = carried_items(request.POST)
    try:
        has_more = add_citations(letter, carried, request)
    except LetterIsSent:
        return kept_as_sent(request, letter)
    if has_more:
        messages.success(request, f"Added to this letter: {'; '.join(map(str, carried))}.")
    elif carried:
        messages.info(request, "This letter has that already.")
    return redirect(letter)


def kept_as_sent(request: MemberRequest, letter: Letter) -> HttpResponse:
    """Say that a letter which was sent stays as it is, and lead to what can be done with it."""
    messages.info(request, SENT)
    return redirect(letter.get_download_url())


class LetterIsSent(Exception):
    """A letter was marked as sent, so that only a new version of it can be changed."""


def hold(letter: Letter) -> None:
    """Let nobody else change or send the letter until the transaction ends. Raises LetterIsSent."""
    stored = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if stored is None or stored.is_sent:
        raise LetterIsSent


@transaction.atomic
def add_citations(letter: Letter, items: Sequence[Finding | CaseStudy], request: MemberRequest) -> bool:
    """Cite what the letter does not cite yet. Whoever has it open notices that it has changed.

    Raises LetterIsSent.
    """
    hold(letter)
    before = letter.citations.count()
    citing.cite(letter, items)
    has_more = letter.citations.count() > before
    if has_more:
        mark_changed(letter, request)
    return has_more


def mark_changed(letter: Letter, request: MemberRequest) -> None:
    """Keep who changed the letter and when, so that a page opened before notices."""
    Letter.objects.filter(pk=letter.pk).update(
        revision=F("revision") + 1, changed_by=request.user, changed_at=timezone.now()
    )


def write_once(
    form: ChooseForm, carried: Sequence[Finding | CaseStudy], after: Followed, request: MemberRequest
) -> Letter:
    """The draft of a page that may be sent twice, by a double click or by going back.

    Sent again as it was, it leads to the draft it made. With other choices it makes another.
    """
    key = form.cleaned_data["key"] or uuid4()
    try:
        return write(form, carried, after, request, key)
    except IntegrityError:
        made = Letter.objects.for_organisation(request.organisation).filter(pk=key).first()
        if made and made.template_version.template == form.cleaned_data["template"]:
            there = {*made.copies.values_list("recipient_id", flat=True)}
            if made.is_for_sector or there == {row.pk for row in form.chosen_recipients()}:
                return made
        return write(form, carried, after, request, uuid4())


@transaction.atomic
def write(
    form: ChooseForm,
    carried: Sequence[Finding | CaseStudy],
    after: Followed,
    request: MemberRequest,
    key: UUID,
) -> Letter:
    """Make the draft with the template's asks, the starter examples and what was carried along.

    After a letter or a meeting it begins with what is known of it.

    Without a finding brought along, it cites those that the template suggests.
    """
    version = form.cleaned_data["template"].current_version
    fields = version.compiled().fields
    starters = StarterExample.objects.all() if "examples" in fields else []
    if not any(isinstance(item, Finding) for item in carried):
        suggested = version.template.suggested_findings.all() if "findings" in fields else []
        carried = [*carried, *suggested]
    main_ask, further_asks = opening_asks(version, after)
    letter = Letter.objects.create(
        uuid=key,
        organisation=request.organisation,
        template_version=version,
        main_ask=main_ask,
        further_asks=further_asks,
        examples=[
            {"ref": row.ref, "title": row.title, "text": row.text, "chosen": False} for row in starters
        ],
        changed_by=request.user,
    )
    recipients = form.chosen_recipients() if not letter.is_for_sector else [None]
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=recipient) for recipient in recipients)
    citing.cite(letter, carried)
    return letter


@require_http_methods(["GET", "POST"])
@member_required
def recipients(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change who a letter is to. Its words stay."""
    letter = get_object_or_404(Letter.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = letter.organisation
    if letter.is_for_sector:
        raise Http404
    if letter.is_sent:
        return kept_as_sent(request, letter)
    there = [copy.recipient for copy in letter.copies.all() if copy.recipient]
    # Whoever has been taken off the list is offered as long as the letter is to them; what has ended is not.
    off_the_list = [row for row in there if row.archived_at and not row.has_ended]
    initial = {"to": [row.pk for row in there], "q": request.GET.get("q", "")}
    form, someone = answered(request, RecipientsForm, initial, also=off_the_list)
    if form.is_valid():
        try:
            count = readdress(letter, form, request)
        except LetterIsSent:
            return kept_as_sent(request, letter)
        messages.success(request, f"This letter goes to {count} recipient{'' if count == 1 else 's'} now.")
        return redirect(letter.get_download_url())
    someone.show_bodies(form.bodies_on_page)
    context = {
        "form": form,
        "someone": someone,
        "letter": letter,
        "stays": [row for row in there if row.has_ended],
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_recipients.html", context)


@transaction.atomic
def readdress(letter: Letter, form: RecipientsForm, request: MemberRequest) -> int:
    """Give everyone ticked a copy, take the copies of everyone unticked, and return how many there are.

    A copy to a body that has ended was not offered and stays as it is. Raises LetterIsSent.
    """
    hold(letter)
    wanted = {row.pk: row for row in form.chosen_recipients()}
    copies = LetterCopy.objects.filter(letter=letter)
    there = {*copies.values_list("recipient_id", flat=True)}
    left = copies.filter(recipient__in=form.people.values()).exclude(recipient__in=wanted)
    added = [LetterCopy(letter=letter, recipient=row) for pk, row in wanted.items() if pk not in there]
    if left.exists() or added:
        left.delete()
        LetterCopy.objects.bulk_create(added)
        mark_changed(letter, request)
    return copies.count()
