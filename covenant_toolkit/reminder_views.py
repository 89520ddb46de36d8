"""Whether a person gets the weekly email: a page of the account, and the link at the end of each mail."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.forms import PlainForm
from members.models import User

from .reminders import person_of


class WeeklyEmailForm(PlainForm, forms.ModelForm):
    class Meta:
        model = User
        fields = ["weekly_email"]


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Let a person choose whether the weekly email comes."""
    # A box that is not ticked sends nothing at all.
    sent = request.POST if request.method == "POST" else None
    form = WeeklyEmailForm(sent, instance=request.user)
    if form.is_valid():
        form.instance.save(update_fields=["weekly_email"])
        wanted = form.cleaned_data["weekly_email"]
        messages.success(
            request, "You get the weekly email." if wanted else "You get no weekly email any more."
        )
        return redirect("reminders")
    return render(request, "account/reminders.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # a mail program sends this POST, from no page of ours: the signed token is the proof
@login_not_required
def reminders_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link of a mail stops, and stop it by POST only: mail scanners open every link."""
    person = person_of(token)
    if person is None:
        return render(request, "account/reminders_stop.html", {"person": None}, status=404)
    if request.method == "POST":
        User.objects.filter(pk=person.pk).update(weekly_email=False)
        person.weekly_email = False
    return render(request, "account/reminders_stop.html", {"person": person})
