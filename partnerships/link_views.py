"""Private links: make one for somebody without an account, see whether it was used, end it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from members.access import MemberRequest, member_required
from members.security_log import note

from .agreement_views import get_agreement
from .bodies import body_named
from .link_forms import LinkForm, ViewLinkForm
from .models import Agreement, LinkPurpose, PrivateLink, Side


def get_link(request: MemberRequest, uuid: UUID) -> PrivateLink:
    """A link of one of the person's organisations, or 404. It decides the organisation."""
    found = get_object_or_404(PrivateLink.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def link_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Make a link to the version or the open poll that the address names, and show its address once."""
    agreement = get_agreement(request, uuid)
    row = _opening(request, agreement)
    row.organisation, row.agreement, row.made_by = agreement.organisation, agreement, request.user
    form = LinkForm(request.POST or None, instance=row)
    return _ask_and_make(request, form, f"Make a link: {row.opens[0].lower()}{row.opens[1:]}")


@require_http_methods(["GET", "POST"])
@member_required
def view_link_new(request: MemberRequest) -> HttpResponse:
    """Make a link by which somebody at a body says how they see our benchmark, and show its address once."""
    row = PrivateLink(
        organisation=request.organisation,
        made_by=request.user,
        purpose=LinkPurpose.BENCHMARK,
        side=Side.THEIRS,
    )
    where = body_named(request.organisation, request.GET.get("body", ""))
    form = ViewLinkForm(request.POST or None, instance=row, where=where)
    return _ask_and_make(request, form, "Ask how the other side sees it")


def _ask_and_make(request: MemberRequest, form: LinkForm | ViewLinkForm, title: str) -> HttpResponse:
    """Ask for whom and until when a new link works, make it, and show its address once.

    The form carries the key of the row, so that sending it again makes no second link.
    """
    row: PrivateLink = form.instance
    if request.method == "POST":
        row.uuid = _key(request)
    if form.is_valid():
        return _made(request, row)
    context = {
        "form": form,
        "title": title,
        "link": row,
        "organisation": row.organisation,
        "next": row.get_back_url(),
        "key": row.uuid,
    }
    return render(request, "partnerships/link_form.html", context)


def _opening(request: MemberRequest, agreement: Agreement) -> PrivateLink:
    """A new link to what the query names, or 404."""
    number, poll = request.GET.get("version", ""), request.GET.get("poll", "")
    if number.isdecimal() and len(number) < 6:
        version = get_object_or_404(agreement.versions.for_list(), number=number)
        return PrivateLink(purpose=LinkPurpose.COMMENTS, version=version)
    if poll.isdecimal() and len(poll) < 19:
        found = get_object_or_404(agreement.polls, pk=poll, closed_on=None)
        return PrivateLink(purpose=LinkPurpose.POLL, poll=found)
    raise Http404


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _made(request: MemberRequest, row: PrivateLink) -> HttpResponse:
    """Keep a new link and show its address. Sent twice, it was made the first time."""
    token = row.renew()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        messages.info(request, "This link is made already, and its address was shown then.")
        return redirect(row.get_back_url())
    note("private link made", who=request.user, link=row.pk)
    return _shown_once(request, row, token)


def _shown_once(request: MemberRequest, link: PrivateLink, token: str) -> HttpResponse:
    """The page with the address, which is kept nowhere: neither here nor in the person's session."""
    context = {
        "link": link,
        "address": request.build_absolute_uri(PrivateLink.address(token)),
        "back": link.get_back_url(),
        "organisation": link.organisation,
    }
    return render(request, "partnerships/link_made.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def link(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show a link, and change for whom and until when it works."""
    found = get_link(request, uuid)
    said = str(found)
    form_of = ViewLinkForm if found.asks_for_view else LinkForm
    form = form_of(request.POST or None, instance=found)
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(found)
    context = {
        "form": form,
        "title": said,
        "link": found,
        "organisation": found.organisation,
        "next": found.get_back_url(),
    }
    return render(request, "partnerships/link.html", context)


@require_POST
@member_required
def link_revoke(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """End a link. What was answered through it stays."""
    found = get_link(request, uuid)
    if found.revoked_at is None:
        found.revoke()
        note("private link revoked", who=request.user, link=found.pk)
    messages.success(request, f"The link for {found.who} opens nothing any more.")
    return redirect(found)


@require_POST
@member_required
def link_renew(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Give a link a new address and show it once. The earlier address stops working."""
    found = get_link(request, uuid)
    token = found.renew()
    found.save(update_fields=["token_hash", "expires_at", "revoked_at"])
    note("private link renewed", who=request.user, link=found.pk)
    return _shown_once(request, found, token)
