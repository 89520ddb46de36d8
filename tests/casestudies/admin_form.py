"""What a browser would send from a page of the admin as it was opened."""

import datetime
import re

from django.db.models import F
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from casestudies.models import CaseStudy, CaseStudyPicture, Figure, FunctionTag
from principles.models import Finding
from principles.versions import ONE_SAVE


def address(study, page="change"):
    return reverse(f"admin:casestudies_casestudy_{page}", args=[study.pk])


def opened(client, study):
    """Every field of a case study's page and of its parts."""
    context = client.get(address(study)).context
    formsets = [each.formset for each in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    fields = {"_opened_at": context["opened_at"]}
    for form in forms:
        for bound in form:
            fields |= {bound.html_name: sent} if (sent := _sent(bound.value())) is not None else {}
    return fields


def _sent(value):
    if isinstance(value, FieldFile):
        return None  # a browser sends a file only when it was chosen anew
    if isinstance(value, bool):
        return "on" if value else None
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return [str(each) for each in value] if isinstance(value, list) else value


def with_function(fields, function):
    """The fields with one more function."""
    number = int(fields["function_tags-TOTAL_FORMS"])
    return fields | {
        "function_tags-TOTAL_FORMS": number + 1,
        f"function_tags-{number}-function": function.pk,
    }


def versions(client, study):
    """The addresses of the versions, oldest first."""
    page = client.get(address(study, "history")).text
    return re.findall(r'href="([^"]+)">Version \d+</a>', page)[::-1]


def time_passes():
    """Move what was saved into the past: the next save is a version of its own."""
    for model in (CaseStudy, Figure, FunctionTag, CaseStudyPicture, Finding):
        model.history.update(history_date=F("history_date") - 2 * ONE_SAVE)
