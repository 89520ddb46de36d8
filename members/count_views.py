"""NAVCA's pages of numbers in the admin: totals only, to look at and as a file with the same ones hidden."""

from collections.abc import Sequence

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .count_tables import Section, as_csv
from .feedback_counts import feedback_sections
from .importing import csv_file
from .small_counts import FEWEST


@require_safe
def feedback_counts(request: HttpRequest) -> HttpResponse:
    """Show how many messages members sent, by theme, kind, region, principle, month and so on."""
    _check(request)
    intro = (
        f"A number counts messages. It is shown when at least {FEWEST} different organisations are behind "
        "it, however many messages each sent, or when it is nought. Where a hidden number could be worked "
        "out from the total, others are hidden with it. So these numbers may be passed on, and the list of "
        "messages may not."
    )
    return counts_page(request, "Feedback in numbers", intro, feedback_sections(), "feedback-counts-csv")


@require_safe
def feedback_counts_csv(request: HttpRequest) -> HttpResponse:
    """Download the same numbers."""
    _check(request)
    return counts_file(feedback_sections(), "feedback")


def counts_page(
    request: HttpRequest, title: str, intro: str, sections: Sequence[Section], csv_address: str
) -> HttpResponse:
    """A page of tables with bars, with the way to the other pages of numbers."""
    context = {
        **admin.site.each_context(request),
        "title": title,
        "intro": intro,
        "sections": sections,
        "csv_address": csv_address,
        "today": timezone.localdate(),
    }
    return render(request, "admin/counts.html", context)


def counts_file(sections: Sequence[Section], name: str) -> HttpResponse:
    """The numbers as a CSV file to download, with today's date in its name."""
    return csv_file(as_csv(sections), f"{name}-{timezone.localdate():%Y-%m-%d}.csv")


def _check(request: HttpRequest) -> None:
    """Whoever may not read the messages does not see their numbers either."""
    if not request.user.has_perm("members.view_feedback"):
        raise PermissionDenied
