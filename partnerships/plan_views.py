"""The yearly action plan of an agreement, written, changed and deleted. The agreement's page shows it."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_required
from members.changed_fields import ChangedFieldsForm, is_stored
from members.days import day_field

from .agreement_views import get_agreement
from .models import ActionPlan, Promise


class ActionPlanForm(ChangedFieldsForm):
    """The year, what success looks like, and which of the agreement's promises lead there."""

    agreed_on = day_field(label="Agreed by both sides on", required=False)
    promises = forms.ModelMultipleChoiceField(
        queryset=Promise.objects.none(),
        label="Promises of this plan",
        help_text="Who does what by when. A promise stands in one plan; new ones can be added afterwards",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ActionPlan
        fields = ["year", "success", "agreed_on"]
        widgets = {
            "year": forms.TextInput(attrs={"class": "w-30", "inputmode": "numeric", "autocomplete": "off"}),
            "success": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "success": "In a few sentences: what will people notice that is different at the end of the year?"
        }
        error_messages = {
            "year": {"required": "Enter a year, like 2027", "invalid": "Enter a year, like 2027"},
            "success": {"required": "Enter what success looks like"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.instance
        field = self.fields["promises"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type checker)
        mine = Q() if plan._state.adding else Q(plan=plan)
        rows = Promise.objects.filter(agreement=plan.agreement)
        field.queryset = (rows.filter(mine) if mine else rows.none()) | rows.open()
        field.initial = [] if plan._state.adding else [row.pk for row in plan.promises.all()]
        if not field.queryset.exists():
            del self.fields["promises"]
        more = [Fieldset("Who does what", "promises")] if "promises" in self.fields else []
        self.helper.layout = Layout(Fieldset("The year", "year", "success", "agreed_on"), *more)

    def _get_validation_exclusions(self) -> set[str]:
        # The rule of one plan a year looks at the agreement, which is not asked for.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"agreement"}

    @transaction.atomic
    def save(self, commit: bool = True) -> ActionPlan:
        """Keep the plan, and put into it the promises that are ticked and no others."""
        plan: ActionPlan = super().save()
        if "promises" in self.fields:
            chosen = {promise.pk for promise in self.cleaned_data["promises"]}
            plan.promises.exclude(pk__in=chosen).update(plan=None)
            Promise.objects.filter(agreement=plan.agreement, pk__in=chosen).update(plan=plan)
        return plan


def get_plan(request: MemberRequest, uuid: UUID) -> ActionPlan:
    """A plan of one of the person's organisations, or 404. It decides the organisation."""
    found: ActionPlan = get_object_or_404(ActionPlan.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.agreement.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def plan_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write the plan of a year, with the promises of the agreement that are open ticked."""
    agreement = get_agreement(request, uuid)
    plan = ActionPlan(agreement=agreement, recorded_by=request.user)
    years = {row.year for row in agreement.plans.all()}
    year = timezone.localdate().year
    initial = {
        "year": year if year not in years else year + 1,
        "promises": [row.pk for row in Promise.objects.filter(agreement=agreement, plan=None).open()],
    }
    form = ActionPlanForm(request.POST or None, instance=plan, initial=initial)
    return _edit(request, form, f"Action plan for {agreement}")


@require_http_methods(["GET", "POST"])
@member_required
def plan_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change the plan of a year."""
    plan = get_plan(request, uuid)
    title = f"{plan} of {plan.agreement}"
    return _edit(request, ActionPlanForm(request.POST or None, instance=plan), title)


def _edit(request: MemberRequest, form: ActionPlanForm, title: str) -> HttpResponse:
    plan = form.instance
    if form.is_valid() and is_stored(form):
        messages.success(request, f"Saved: {plan}.")
        return redirect(plan)
    context = {
        "form": form,
        "title": title,
        "organisation": request.organisation,
        "next": plan.agreement.get_absolute_url(),
    }
    return render(request, "partnerships/plan_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def plan_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete a plan. Its promises stay with the agreement."""
    plan = get_plan(request, uuid)
    back = plan.agreement.get_absolute_url()
    if request.method == "POST":
        plan.delete()
        messages.success(request, f"Deleted: {plan}. Its promises stay.")
        return redirect(back)
    context = {"plan": plan, "organisation": request.organisation, "next": back}
    return render(request, "partnerships/plan_delete.html", context)
