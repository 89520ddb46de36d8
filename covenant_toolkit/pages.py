"""Public pages that join several rooms, or belong to none."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from casestudies.models import CaseStudy, SuccessFactor
from members.days import period
from principles.models import Finding, GuidePage, Principle, StartingPoint, Update

from .personal_data import KINDS

ACCESSIBILITY = Path(__file__).parent / "accessibility.json"


@method_decorator(login_not_required, name="dispatch")
class HomeView(TemplateView):
    """What the toolkit is for, and three ways to begin."""

    template_name = "pages/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        updates = list(Update.objects.newest_first().select_related("source")[:2])
        return super().get_context_data(
            principles=list(Principle.objects.all()),
            starting_points=list(StartingPoint.objects.all()),
            # One finding to quote: the first, in the order the curators chose.
            finding=Finding.objects.select_related("source").first(),
            case_studies=list(CaseStudy.objects.published().for_lists()[:2]),
            success_factors=list(SuccessFactor.objects.all()),
            # What was due and is past is no longer next.
            updates_ahead=[update for update in updates if update.is_ahead],
            updates=updates,
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class AccessibilityView(TemplateView):
    """What was tested, how and when: the numbers are those that `script/accessibility` kept."""

    template_name = "pages/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = json.loads(ACCESSIBILITY.read_text(encoding="utf-8"))
        tested_on = datetime.date.fromisoformat(numbers["on"])
        return super().get_context_data(numbers=numbers, tested_on=tested_on, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class PrivacyView(TemplateView):
    """What is stored and why. Who is responsible is a guide page that NAVCA writes in the admin."""

    template_name = "pages/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        controller = GuidePage.objects.filter(slug="who-runs-this-site").first()
        periods = {name.lower(): period(days) for name, days in settings.KEEP.items()}
        return super().get_context_data(controller=controller, kinds=KINDS, **periods, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class StyleguideView(TemplateView):
    """Every component in every state, for developers. Only served with debug on."""

    template_name = "pages/styleguide.html"
