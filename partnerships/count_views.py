"""NAVCA's page of the agreements of consenting members. It stands in the admin and shows totals only."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.importing import csv_file
from members.small_counts import FEWEST

from .counts import agreement_tables, as_csv


@require_safe
def agreement_counts(request: HttpRequest) -> HttpResponse:
    """Show how many agreements consenting members have, by stage, kind and region."""
    context = {
        **admin.site.each_context(request),
        "title": "Agreements of consenting members",
        "tables": agreement_tables(),
        "fewest": FEWEST,
        "today": timezone.localdate(),
    }
    return render(request, "admin/partnerships/agreement_counts.html", context)


@require_safe
def agreement_counts_csv(request: HttpRequest) -> HttpResponse:
    """Download the same numbers, with the same ones hidden."""
    name = f"agreements-of-consenting-members-{timezone.localdate():%Y-%m-%d}.csv"
    return csv_file(as_csv(agreement_tables()), name)
