"""Our work: the map of activities, one activity with its records, and changing them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from principles.models import LCSIFunction, Principle

from .access import MemberRequest, member_required
from .activity_table import ActivityImport, activities_table
from .importing import csv_file, import_page
from .models import Organisation
from .private_files import private_file
from .record_table import RecordImport, records_table
from .records import Record, RecordKind
from .security_log import note
from .work import Activity, ActivityStage
from .work_forms import KIND_WORDS, ActivityForm, RecordForm, usual_for


@dataclass(frozen=True)
class WorkMap:
    """An organisation's activities under each function, and how many there are of each kind."""

    activities: list[Activity]
    functions: list[LCSIFunction]
    principles: list[Principle]

    @property
    def by_function(self) -> list[tuple[LCSIFunction, list[Activity]]]:
        """Every function with its activities; one without any stays visible."""
        return [
            (function, [each for each in self.activities if each.function_id == function.pk])
            for function in self.functions
        ]

    @property
    def by_principle(self) -> list[tuple[Principle, int]]:
        """Each principle with the number of activities that show it, as their first or second."""
        return [
            (principle, sum(principle in activity.principles for activity in self.activities))
            for principle in self.principles
        ]

    @property
    def by_stage(self) -> list[tuple[int, str]]:
        """How many are running, planned and ended, without the noughts, such as (9, "running")."""
        stages = [activity.current_stage for activity in self.activities]
        counts = [(stages.count(stage), str(stage.label).lower()) for stage in ActivityStage]
        return [(count, label) for count, label in counts if count]


def work_map_of(organisation: Organisation, day: datetime.date) -> WorkMap:
    """The map of an organisation's activities, with the counts of a day."""
    activities = Activity.objects.for_organisation(organisation).for_page().with_counts(day)
    return WorkMap(list(activities), list(LCSIFunction.objects.all()), list(Principle.objects.all()))


def work_address(organisation: Organisation) -> str:
    """The page of all activities of an organisation."""
    return f"{reverse('members:work')}?organisation={organisation.slug}"


@require_safe
@member_required
def work(request: MemberRequest) -> HttpResponse:
    """Show all activities by function and principle, and which of them need a look."""
    context = {
        "work": work_map_of(request.organisation, timezone.localdate()),
        "organisation": request.organisation,
    }
    return render(request, "members/work.html", context)


@require_safe
@member_required
def activity(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show one activity with its records, newest first."""
    found = get_activity(request, uuid)
    context = {
        "activity": found,
        "records": found.records.all(),
        "kinds": kinds(),
        "organisation": found.organisation,
        "back": work_address(found.organisation),
    }
    return render(request, "members/work_activity.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def activity_new(request: MemberRequest) -> HttpResponse:
    """Add an activity, with the function it was begun under."""
    chosen = LCSIFunction.objects.filter(slug=request.GET.get("function", "")).first()
    form = ActivityForm(
        request.POST or None,
        instance=Activity(organisation=request.organisation),
        initial=usual_for(chosen),
    )
    if form.is_valid():
        added = form.save()
        messages.success(request, "Added. Now add what shows it: a number, a quote, an agreement.")
        return redirect(added)
    back = work_address(request.organisation)
    return form_page(request, form, "Add an activity", back)


@require_http_methods(["GET", "POST"])
@member_required
def activity_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change an activity."""
    found = get_activity(request, uuid)
    form = ActivityForm(request.POST or None, instance=found, initial={"stage": found.current_stage})
    if form.is_valid():
        form.save()
        messages.success(request, "The activity is saved.")
        return redirect(found)
    stored = Activity.objects.get(pk=found.pk)
    return form_page(request, form, f"Change “{stored}”", found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@member_required
def activity_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Delete an activity with its records, after asking."""
    found = get_activity(request, uuid)
    count = found.records.count()
    goes = f"Its {count} record{pluralize(count)} and their files go with it." if count else ""
    done = work_address(found.organisation)
    return ask_and_delete(request, found, goes, back=found.get_absolute_url(), done=done)


@require_http_methods(["GET", "POST"])
@member_required
def record_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Add a record to an activity: first its kind, then what that kind needs."""
    found = get_activity(request, uuid)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in RecordKind.values:
        context = {"activity": found, "kinds": kinds(), "organisation": found.organisation}
        return render(request, "members/work_record_new.html", context)
    return edit_record(request, Record(activity=found, kind=kind), "Add")


@require_http_methods(["GET", "POST"])
@member_required
def record(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change a record."""
    return edit_record(request, get_record(request, uuid), "Change")


@require_http_methods(["GET", "POST"])
@member_required
def record_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Delete a record with its file, after asking."""
    found = get_record(request, uuid)
    goes = "Its file goes with it." if found.file else ""
    back = found.activity.get_absolute_url()
    return ask_and_delete(request, found, goes, back=back, done=back)


@require_safe
@member_required
def record_file(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Download the file of a record."""
    found = get_record(request, uuid)
    if not found.file:
        raise Http404("This record has no file.")
    return private_file(found.file, found.file_name)  # type: ignore[return-value]


@require_safe
@member_required
def activities_csv(request: MemberRequest) -> HttpResponse:
    """Download the activities as a table that can be changed and loaded again."""
    note("export taken", who=request.user, organisation=request.organisation.pk, of="activities")
    return csv_file(activities_table(request.organisation), "activities.csv")


@require_safe
@member_required
def records_csv(request: MemberRequest) -> HttpResponse:
    """Download the records as a table that can be changed and loaded again."""
    note("export taken", who=request.user, organisation=request.organisation.pk, of="records")
    return csv_file(records_table(request.organisation), "records.csv")


@require_http_methods(["GET", "POST"])
@member_required
def activities_load(request: MemberRequest) -> HttpResponse:
    """Load activities from a spreadsheet."""
    return import_page(
        request,
        ActivityImport(request.organisation),
        template="members/work_import.html",
        done_url=work_address(request.organisation),
        sample_url=reverse("members:activities-csv"),
    )


@require_http_methods(["GET", "POST"])
@member_required
def records_load(request: MemberRequest) -> HttpResponse:
    """Load records from a spreadsheet."""
    return import_page(
        request,
        RecordImport(request.organisation),
        template="members/work_import.html",
        done_url=work_address(request.organisation),
        sample_url=reverse("members:records-csv"),
    )


def get_activity(request: MemberRequest, uuid: UUID) -> Activity:
    """An activity of an organisation the person belongs to. Raises Http404."""
    found = get_object_or_404(Activity.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.organisation
    return found


def get_record(request: MemberRequest, uuid: UUID) -> Record:
    """A record of an organisation the person belongs to. Raises Http404."""
    rows = Record.objects.for_user(request.user).select_related("activity__organisation")
    found = get_object_or_404(rows, pk=uuid)
    request.organisation = found.activity.organisation
    return found


def kinds() -> list[tuple[str, str, str]]:
    """Each kind of record: its value, its name, and what it is."""
    return [(kind.value, str(kind.label), KIND_WORDS[kind].hint) for kind in RecordKind]


def edit_record(request: MemberRequest, row: Record, doing: str) -> HttpResponse:
    """Show the form of a record and save it. The file is written within the transaction of its row."""
    title = f"{doing} {row.get_kind_display().lower()}"
    is_new = row._state.adding
    form = RecordForm(request.POST or None, request.FILES or None, instance=row)
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, "The record is added." if is_new else "The record is saved.")
        return redirect(row.activity)
    back, hint = row.activity.get_absolute_url(), KIND_WORDS[row.kind].hint
    return form_page(request, form, title, back, row=row, hint=hint)


def form_page(request: MemberRequest, form: object, title: str, back: str, **context: object) -> HttpResponse:
    """The page of a form about our work, with where “Cancel” leads."""
    context |= {"form": form, "title": title, "back": back, "organisation": request.organisation}
    return render(request, "members/work_form.html", context)


def ask_and_delete(request: MemberRequest, row: Model, goes: str, *, back: str, done: str) -> HttpResponse:
    """Ask once, with what goes, then delete the row and all that belongs to it."""
    noun = str(row._meta.verbose_name)
    if request.method == "POST":
        row.delete()
        messages.success(request, f"The {noun} is deleted.")
        return redirect(done)
    context = {"row": row, "noun": noun, "goes": goes, "next": back, "organisation": request.organisation}
    return render(request, "members/work_delete.html", context)
