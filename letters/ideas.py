"""The toolkit's ideas for examples of our work, taken up as activities of a member.

The ideas belong to the letters and the activities to the members, whose room lies below: so this page,
which knows both, stands here.
"""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_required
from members.forms import PlainForm
from members.models import Organisation
from members.work import Activity
from members.work_views import work_address

from .models import StarterExample


class IdeasForm(PlainForm, forms.Form):
    """Which of the toolkit's ideas a member does already."""

    ideas = forms.ModelMultipleChoiceField(
        queryset=StarterExample.objects.to_take_up(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        label="Which of these do you do?",
        error_messages={"required": "Tick at least one", "invalid_choice": "Tick ideas from the list"},
    )

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken_up(organisation)

    @cached_property
    def rows(self) -> list[tuple[StarterExample, bool, Activity | None]]:
        """Every idea: whether it is ticked, and the activity when it has been taken up before."""
        ticked = self["ideas"].value() or []
        ideas = StarterExample.objects.to_take_up()
        return [(idea, idea.slug in ticked, self.taken.get(idea.slug)) for idea in ideas]

    @property
    def has_more(self) -> bool:
        """Whether any idea is left to tick."""
        return any(activity is None for _, _, activity in self.rows)


def taken_up(organisation: Organisation) -> dict[str, Activity]:
    """The activities that began as an idea, by the idea's slug."""
    activities = Activity.objects.for_organisation(organisation).exclude(idea="")
    return {activity.idea: activity for activity in activities}


@require_http_methods(["GET", "POST"])
@member_required
def take_up_ideas(request: MemberRequest) -> HttpResponse:
    """Show the ideas as tiles, and make an activity of each that is ticked."""
    form = IdeasForm(request.POST or None, organisation=request.organisation)
    if form.is_valid():
        added = take_up(form.cleaned_data["ideas"], request.organisation)
        messages.success(request, words_for(added))
        return redirect(work_address(request.organisation))
    context = {"form": form, "organisation": request.organisation, "back": work_address(request.organisation)}
    return render(request, "letters/ideas.html", context)


@transaction.atomic
def take_up(ideas: Iterable[StarterExample], organisation: Organisation) -> list[Activity]:
    """Make a running activity of each idea that has not been taken up, and return the new ones.

    An activity of the same name that the member wrote itself stays as it is and stands for the idea.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    mine = Activity.objects.for_organisation(organisation)
    ideas_here = {activity.idea for activity in mine}
    names_here = {activity.name.casefold() for activity in mine}
    added = [
        Activity(
            organisation=organisation,
            name=idea.title,
            letter_wording=idea.text,
            function=idea.function,
            first_principle=idea.first_principle,
            second_principle=idea.second_principle,
            idea=idea.slug,
        )
        for idea in ideas
        if idea.slug not in ideas_here and idea.title.casefold() not in names_here
    ]
    return Activity.objects.bulk_create(added)


def words_for(added: list[Activity]) -> str:
    """What a person reads after ticking."""
    if not added:
        return "Nothing to add: these are in your work already."
    count = len(added)
    return (
        f"{count} activit{pluralize(count, 'y,ies')} added. "
        "Open each and put your own words in the square brackets."
    )
