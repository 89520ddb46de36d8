"""What a private link opens: a version to comment on, a poll, a benchmark to answer on.

Without an account, a cookie or a script.

The address is the key, and the only one: who is signed in, and any cookie, count for nothing here. So nobody
can be made to do something here by a page elsewhere that does not know the address, and the check for that
(CSRF), which would need a cookie and a referrer, is left out. GET changes nothing but the note when the link
was opened last, because mail scanners open every link. That no cache, search engine or other page learns
of the address is the middleware's doing, as for every address that is a key.
"""

from contextlib import nullcontext

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.benchmark import Rung, benchmark_of
from members.security_log import REFUSED, note
from principles.models import LCSIFunction, ProgressSign

from .agreement_document import frozen_sections
from .models import Comment, LinkPurpose, OtherSideView, PollAnswer, PrivateLink
from .other_side import keep_view
from .shared_forms import CommentForm, OtherSideForm, PollForm

# As many comments as one link keeps.
MOST_COMMENTS = 200
DONE = {
    "saved": "Saved. You can change or delete it on this page, as long as it is open.",
    "deleted": "Deleted.",
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="shared", limit_get=True)
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for, and take what is answered.

    Wrong, expired, revoked, or of a member that has left: the same page says that it opens nothing.
    """
    with transaction.atomic() if request.method == "POST" else nullcontext():
        return _opened(request, token)


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link. An answer locks it: two clicks are one answer, and none is kept once it ended."""
    links = PrivateLink.objects.with_token(token).for_page()
    link = (links.select_for_update(of=("self",)) if request.method == "POST" else links).first()
    if link is None or not link.is_open or link.organisation.is_lapsed:
        note("private link used", REFUSED, link=link.pk if link else None)
        return render(request, "partnerships/shared_closed.html", status=404)
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return render(request, "partnerships/shared_closed.html", status=404)
    link.use()
    note("private link used", link=link.pk, method=request.method)
    opened = {
        LinkPurpose.COMMENTS: comments,
        LinkPurpose.POLL: poll,
        LinkPurpose.BENCHMARK: other_side,
    }[LinkPurpose(link.purpose)]
    return opened(request, link)


def comments(request: HttpRequest, link: PrivateLink) -> HttpResponse:
    """A version with what was said of each section through this link."""
    version = link.version
    assert version is not None  # noqa: S101  (a constraint keeps it)
    sections = frozen_sections(version.html)
    said = list(link.comments.all())
    bound: dict[str, CommentForm] = {}
    if request.method == "POST":
        answer = _comment(request, link, {section.key for section in sections}, said)
        if isinstance(answer, HttpResponse):
            return answer
        bound = answer
    context = {
        "link": link,
        "version": version,
        "sections": [
            {
                "section": section,
                "form": _form(bound, section.key, Comment()),
                "comments": [
                    {"row": row, "form": _form(bound, f"c{row.pk}", row)}
                    for row in said
                    if row.section == section.key
                ],
            }
            for section in sections
        ],
        "form": next(iter(bound.values()), None),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "partnerships/shared_comments.html", context)


def _form(bound: dict[str, CommentForm], prefix: str, row: Comment) -> CommentForm:
    return bound.get(prefix) or CommentForm(instance=row, prefix=prefix)


def _comment(
    request: HttpRequest, link: PrivateLink, keys: set[str], said: list[Comment]
) -> HttpResponse | dict[str, CommentForm]:
    """Add, change or delete a comment of this link; the form again when something is wrong with it.

    What was settled meanwhile, or belongs to another link, is left alone.
    """
    key = request.POST.get("section", "")
    mine = {str(row.pk): row for row in said if not row.is_settled}
    row = mine.get(request.POST.get("comment", ""))
    if row and not link.comments.open().select_for_update().filter(pk=row.pk).exists():
        return _back(request, "", "")
    if "delete" in request.POST and row:
        row.delete()
        return _back(request, "deleted", row.section)
    if row is None and (key not in keys or "comment" in request.POST or len(said) >= MOST_COMMENTS):
        return _back(request, "", "")
    prefix = f"c{row.pk}" if row else key
    instance = row or Comment(link=link, version=link.version, section=key)
    form = CommentForm(request.POST, instance=instance, prefix=prefix)
    if not form.is_valid():
        return {prefix: form}
    is_said_already = any(
        each.section == instance.section and each.text == instance.text and each.name == instance.name
        for each in said
        if each.pk != instance.pk
    )
    if row:
        form.save(commit=False)
        row.save(update_fields=["text", "name", "changed_at"])
    elif not is_said_already:
        form.save()
    return _back(request, "saved", instance.section)


def _back(request: HttpRequest, done: str, section: str) -> HttpResponse:
    query = f"?done={done}" if done else ""
    return redirect(f"{request.path}{query}{f'#s-{section}' if section else ''}")


def poll(request: HttpRequest, link: PrivateLink) -> HttpResponse:
    """The poll with what was answered through this link. A closed one can only be taken back."""
    found = link.poll
    assert found is not None  # noqa: S101  (a constraint keeps it)
    answer = PollAnswer.objects.filter(link=link).first()
    if request.method == "POST" and "delete" in request.POST:
        if answer:
            answer.delete()
        return _back(request, "deleted", "")
    row = answer or PollAnswer(poll=found, link=link, side=link.side)
    typed = request.POST if request.method == "POST" and found.is_open else None
    form = PollForm(typed, instance=row)
    if form.is_valid():
        form.save()
        return _back(request, "saved", "")
    context = {
        "link": link,
        "poll": found,
        "answer": answer,
        "form": form,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "partnerships/shared_poll.html", context)


def other_side(request: HttpRequest, link: PrivateLink) -> HttpResponse:
    """The five functions with what was answered of each through this link, and the official signs."""
    view = OtherSideView.objects.with_answers().filter(link=link).first()
    if request.method == "POST" and "delete" in request.POST:
        if view:
            view.delete()
        return _back(request, "deleted", "")
    functions = list(LCSIFunction.objects.all())
    signs = list(ProgressSign.objects.select_related("principle", "source"))
    typed = request.POST if request.method == "POST" else None
    form = OtherSideForm(typed, functions=functions, signs=signs, view=view)
    if form.is_valid():
        keep_view(link, form.lines, form.seen_signs)
        return _back(request, "saved", "")
    ours = benchmark_of(link.organisation, timezone.localdate()).lines if link.shows_ours else []
    lines = {line.function.pk: line for line in ours}
    context = {
        "link": link,
        "view": view,
        "form": form,
        "rungs": [rung for rung in Rung if rung],
        "functions": [
            {"function": each, "fields": form.of(each), "line": lines.get(each.pk)} for each in functions
        ],
        "signs": [{"sign": sign, "field": form.of_sign(sign)} for sign in signs],
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "partnerships/shared_benchmark.html", context)
