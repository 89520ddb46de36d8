"""The page on which a member says, thing by thing, who takes over what was open at a body that has ended."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, asks_which_organisation, member_required
from members.forms import PlainForm
from publicbodies.models import PublicBody, Stage

from .body_views import body_address
from .models import MovedKind
from .taking_over import NOT_TAKEN_OVER, OpenThing, in_words, open_things, successors_of, take_over

ENDS = "ends"
HEADINGS = {
    MovedKind.PROMISE: "Promises that are open",
    MovedKind.MEETING: "Meetings that are planned",
    MovedKind.CONTACT: "Contacts that wait, and next steps",
    MovedKind.AGREEMENT: "Agreements that go on",
    MovedKind.RECIPIENT: "People in your list",
    MovedKind.LINK: "Private links to your benchmark",
    MovedKind.STANDING: "Where you stand",
}


class TakingOverForm(PlainForm, forms.Form):
    """A choice for each open thing. What nothing is chosen for stays open, to be decided later."""

    def __init__(
        self,
        *args: Any,
        things: Sequence[OpenThing],
        successors: Sequence[PublicBody],
        proposed: str = "",
        **kwargs: Any,
    ) -> None:
        """Offer the successors for each thing, with one of them, or the only one, proposed."""
        super().__init__(*args, **kwargs)
        self.things, self.by_slug = things, {body.slug: body for body in successors}
        if len(successors) == 1:
            proposed = successors[0].slug
        for thing in things:
            field = self._field_of(thing)
            if proposed in self.by_slug:
                field.initial = [proposed] if thing.may_go_to_several else proposed
            self.fields[thing.key] = field

    def _field_of(self, thing: OpenThing) -> forms.Field:
        words = {"invalid_choice": "Select a body of the list"}
        to = [(slug, str(body)) for slug, body in self.by_slug.items()]
        ends = (ENDS, NOT_TAKEN_OVER[thing.kind])
        if thing.may_go_to_several:
            return forms.MultipleChoiceField(
                label=thing.text,
                choices=[*to, ends],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=words,
            )
        return forms.ChoiceField(
            label=thing.text,
            choices=[("", "Decide later"), *to, ends],
            required=False,
            error_messages=words,
        )

    @property
    def groups(self) -> list[tuple[str, list[tuple[OpenThing, forms.BoundField]]]]:
        """The things of each kind, with their fields."""
        return [
            (heading, rows)
            for kind, heading in HEADINGS.items()
            if (rows := [(thing, self[thing.key]) for thing in self.things if thing.kind == kind])
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for thing in self.things:
            chosen = cleaned.get(thing.key)
            if thing.may_go_to_several and chosen and ENDS in chosen and len(chosen) > 1:
                self.add_error(thing.key, f"Choose who takes over {thing.text}, or that nobody does")
        return cleaned

    @property
    def choices(self) -> dict[str, list[PublicBody]]:
        """The bodies that were chosen for each thing: none when nobody takes it over."""
        found = {}
        for thing in self.things:
            chosen = self.cleaned_data.get(thing.key)
            if chosen:
                slugs = dict.fromkeys(chosen) if isinstance(chosen, list) else [chosen]
                found[thing.key] = [self.by_slug[slug] for slug in slugs if slug != ENDS]
        return found


@require_http_methods(["GET", "POST"])
@member_required
@asks_which_organisation
def body_move(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask who takes over each open thing of a body that has ended, and do it."""
    day, organisation = timezone.localdate(), request.organisation
    body = get_object_or_404(PublicBody, slug=slug)
    page = body_address(body, organisation)
    if body.stage_on(day) is not Stage.ENDED:
        messages.info(request, f"{body} has not ended. Nothing needs to move yet.")
        return redirect(page)
    things = open_things(organisation, [body])[body.pk]
    if not things:
        messages.info(request, f"Nothing is open at {body} any more.")
        return redirect(page)
    successors = successors_of(body, day)
    form = TakingOverForm(
        request.POST or None, things=things, successors=successors, proposed=request.GET.get("to", "")
    )
    if form.is_valid():
        moves = take_over(body, organisation, form.choices, day=day, by=request.user)
        messages.success(request, in_words(moves))
        return redirect(page)
    context = {
        "body": body,
        "form": form,
        "successors": successors,
        "day_after": body.last_on and body.last_on + datetime.timedelta(days=1),
        "organisation": organisation,
        "back": page,
    }
    return render(request, "partnerships/body_move.html", context)
