"""What an organisation says of a function itself, beside what its records show."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from principles.models import LCSIFunction

from .access import MemberRequest, asks_which_organisation, member_required
from .benchmark_forms import FunctionNoteForm
from .function_notes import FunctionNote
from .models import Organisation


def benchmark_address(organisation: Organisation) -> str:
    """The benchmark of an organisation."""
    return f"{reverse('benchmark')}?organisation={organisation.slug}"


@require_http_methods(["GET", "POST"])
@member_required
@asks_which_organisation
def function_note(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask who does a function here, what is weak and who is not reached."""
    function = get_object_or_404(LCSIFunction, slug=slug)
    back = benchmark_address(request.organisation)
    with transaction.atomic():
        if request.method == "POST":
            # One at a time: two first answers would be two notes.
            Organisation.objects.select_for_update().get(pk=request.organisation.pk)
        notes = FunctionNote.objects.for_organisation(request.organisation)
        note = notes.filter(function=function).first()
        form = FunctionNoteForm(
            request.POST or None,
            instance=note or FunctionNote(organisation=request.organisation, function=function),
        )
        is_saved = form.is_valid()
        if is_saved:
            form.save()
    if is_saved:
        messages.success(request, f"Saved: your words on {function.name[:1].lower()}{function.name[1:]}.")
        return redirect(f"{back}#{function.slug}-line")
    context = {"form": form, "title": function.name, "organisation": request.organisation, "next": back}
    return render(request, "members/function_note.html", context | {"function": function})
