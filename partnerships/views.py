"""The list of recipients, in a page and in a table, and adding, changing and removing one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import MemberRequest, member_required
from members.changed_fields import is_stored
from members.importing import csv_file, import_page
from members.models import Organisation
from members.security_log import note
from members.views import next_address
from publicbodies.models import PublicBody

from . import offices
from .bodies import key_of
from .forms import OwnBodyForm, RecipientForm, UsualPostsForm
from .models import OwnBody, Post, Recipient, bodies_without_recipient
from .narrowing import in_chosen_view
from .recipient_table import RecipientImport, table_of, template_for

ON_A_PAGE = 100
CONTACTS_SHOWN = 5


def list_address(organisation: Organisation) -> str:
    """The address of the page with an organisation's recipients."""
    return f"{reverse('partnerships:recipients')}?organisation={organisation.slug}"


def get_recipient(request: MemberRequest, pk: int) -> Recipient:
    """A recipient of one of the person's organisations, or 404. It decides the organisation."""
    found: Recipient = get_object_or_404(
        Recipient.objects.for_user(request.user).select_related("body", "own_body", "organisation"), pk=pk
    )
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def recipients(request: MemberRequest) -> HttpResponse:
    """Show everyone the organisation writes to, by body, and the bodies that have nobody yet."""
    today, organisation = timezone.localdate(), request.organisation
    rows = Recipient.objects.for_organisation(organisation)
    views = {
        "": ("Everyone", rows.in_list()),
        "check": ("Needs a check", rows.due_for_check(today)),
        "no-address": ("No postal address", rows.without_address()),
        "ended": ("At a body that has ended", rows.in_list().at_ended_bodies(today)),
        "removed": ("Taken off the list", rows.archived()),
    }
    found, choice = in_chosen_view(request, views)
    words = request.GET.get("q", "").strip()
    found = found.matching(words).with_bodies().prefetch_related("body__successors")
    context = choice | {
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "query": urlencode({"organisation": organisation.slug, "q": words, "show": choice["show"]}),
        "count_in_list": choice["counts"][""],
        "count_to_check": choice["counts"]["check"],
        "bodies_without": bodies_without_recipient(organisation, today),
        "organisation": organisation,
    }
    return render(request, "partnerships/recipients.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def recipient_new(request: MemberRequest) -> HttpResponse:
    """Add a recipient, at the body and post that the address names, if any."""
    can_be_written_to = PublicBody.objects.can_be_written_to_on(timezone.localdate())
    body = can_be_written_to.filter(slug=request.GET.get("body", "")).first()
    initial = {"post": request.GET.get("post", "")}
    if body:
        initial = {"body": str(body.pk), "post": initial["post"] or Post.usual_at(body)}
    row = Recipient(organisation=request.organisation)
    form = RecipientForm(
        request.POST or None, instance=row, organisation=request.organisation, also=body, initial=initial
    )
    return _edit(request, form, "Add a recipient")


@require_http_methods(["GET", "POST"])
@member_required
def recipient(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a recipient of the member's organisation."""
    row = get_recipient(request, pk)
    title = f"Change {row}"
    form = RecipientForm(request.POST or None, instance=row, organisation=row.organisation)
    if "checking" in request.GET:
        form.fields["checked_today"].initial = True
    return _edit(request, form, title)


def _edit(request: MemberRequest, form: RecipientForm, title: str) -> HttpResponse:
    back = next_address(request, list_address(request.organisation))
    if form.is_valid() and is_stored(form, lambda: _save(form)):
        said = f"Saved: {form.instance}."
        if form.cleaned_data["offer_office_address"]:
            said += " NAVCA looks at the office’s address before other members see it."
        messages.success(request, said)
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "organisation": request.organisation,
        "next": back,
        "recipient": form.instance,
    }
    if form.instance.pk:
        stored = Recipient.objects.with_bodies().get(pk=form.instance.pk)
        contacts = stored.contacts.for_page().with_chase_on(timezone.localdate())
        context |= {
            "offered": offices.offered(stored),
            "contacts": contacts[:CONTACTS_SHOWN],
            "where": stored.where,
            "body_key": key_of(stored.where),
        }
    return render(request, "partnerships/recipient_form.html", context)


def _save(form: RecipientForm) -> None:
    """Keep the recipient, its new body if it has one, and the office's address on offer."""
    if form.new_body:
        form.new_body.save()
    saved = form.save()
    if form.cleaned_data["offer_office_address"]:
        offices.offer(saved)


@require_POST
@member_required
def usual_posts(request: MemberRequest) -> HttpResponse:
    """Add the usual post at each body that was ticked."""
    form = UsualPostsForm(request.POST, organisation=request.organisation)
    if form.is_valid():
        posts = {body: Post.usual_at(body) for body in form.cleaned_data["bodies"]}
        added = Recipient.objects.nameless_at(posts, request.organisation)
        messages.success(request, f"Added: {'; '.join(map(str, added))}. Add names when you know them.")
        return redirect(list_address(request.organisation))
    messages.error(request, "Tick the bodies you want to add.")
    return redirect(f"{list_address(request.organisation)}#without")


@require_http_methods(["GET", "POST"])
@member_required
def own_body(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a body of the organisation's own."""
    row: OwnBody = get_object_or_404(
        OwnBody.objects.for_user(request.user).select_related("organisation"), pk=pk
    )
    request.organisation = row.organisation
    title = f"Change {row}"
    form = OwnBodyForm(request.POST or None, instance=row)
    back = next_address(request, list_address(row.organisation))
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(back)
    context = {"form": form, "title": title, "organisation": row.organisation, "next": back}
    return render(request, "partnerships/own_body_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then take a recipient off the list."""
    row = get_recipient(request, pk)
    back = list_address(row.organisation)
    if request.method == "POST":
        name = str(row)
        stays = "" if row.remove() else " Your letters to them keep the name and address."
        messages.success(request, f"Taken off your list: {name}.{stays}")
        return redirect(back)
    context = {"recipient": row, "organisation": row.organisation, "next": back}
    return render(request, "partnerships/recipient_remove.html", context)


@require_POST
@member_required
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a recipient back in the list."""
    row = get_recipient(request, pk)
    row.archived_at = None
    try:
        row.validate_constraints()
    except ValidationError as problem:
        messages.error(request, f"{row}: {' '.join(problem.messages)}")
    else:
        row.save(update_fields=["archived_at"])
        messages.success(request, f"Back in your list: {row}.")
    return redirect(list_address(row.organisation))


@require_http_methods(["GET", "POST"])
@member_required
def load(request: MemberRequest) -> HttpResponse:
    """Load recipients from a spreadsheet."""
    return import_page(
        request,
        RecipientImport(request.organisation, timezone.localdate()),
        template="partnerships/import.html",
        done_url=list_address(request.organisation),
    )


@require_safe
@member_required
def template(request: MemberRequest) -> HttpResponse:
    """Download the columns to fill, with the bodies of the patch that have nobody yet."""
    return csv_file(template_for(request.organisation, timezone.localdate()), "recipients-template.csv")


@require_safe
@member_required
def export(request: MemberRequest) -> HttpResponse:
    """Download the whole list, in the columns that can be loaded again."""
    rows = Recipient.objects.for_organisation(request.organisation).in_list().with_bodies()
    note("export taken", who=request.user, organisation=request.organisation.pk, of="recipients")
    return csv_file(table_of(rows), "recipients.csv")
