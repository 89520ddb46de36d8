"""Recipients from a spreadsheet: choose a file, see what it would do, take it in. And the way out."""

import base64
import binascii

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.spreadsheet import MOST_BYTES, UnreadableTable
from members.access import MemberRequest, member_required
from members.forms import PlainForm

from .importing import Plan, carry_out, faults_table, plan_for, table_of, template_for
from .models import Recipient
from .views import list_address

# Between looking and doing the file travels in the page, signed, so that nothing is kept on the server.
_SALT = "recipients to import"
_AN_HOUR = 60 * 60


class UploadForm(PlainForm, forms.Form):
    """The file with the recipients."""

    file = forms.FileField(
        label="CSV file",
        help_text="A CSV file. In Excel choose “Save as”, then CSV UTF-8",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(
            ["required", "missing", "invalid"], "Choose the file with your recipients"
        )
        | {"empty": "The file is empty. Choose another one"},
    )

    def clean_file(self) -> bytes:
        """What is in the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file must be smaller than {MOST_BYTES // 1024 // 1024} MB")
        content: bytes = file.read()
        return content


@require_http_methods(["GET", "POST"])
@member_required
def upload(request: MemberRequest) -> HttpResponse:
    """Choose a file and see what it would add and change. Nothing is stored yet."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["file"]
        try:
            plan = plan_for(request.organisation, data, timezone.localdate())
        except UnreadableTable as problem:
            form.add_error("file", str(problem).rstrip("."))
        else:
            return _show(request, plan, data)
    context = {"form": form, "organisation": request.organisation}
    return render(request, "partnerships/import.html", context)


@require_POST
@member_required
def confirm(request: MemberRequest) -> HttpResponse:
    """Take the file in. Lines with faults are listed again, to be mended."""
    data = _carried(request)
    if data is None:
        return _ask_again(request)
    plan = carry_out(request.organisation, data, timezone.localdate())
    if plan.faults:
        return _show(request, plan, data, done=True)
    messages.success(request, f"{len(plan.added)} added, {len(plan.changed)} changed.")
    return redirect(list_address(request.organisation))


@require_POST
@member_required
def mend(request: MemberRequest) -> HttpResponse:
    """The faulty lines as a file of their own, each with what to do."""
    data = _carried(request)
    if data is None:
        return _ask_again(request)
    plan = plan_for(request.organisation, data, timezone.localdate())
    return _csv(faults_table(plan.faults), "recipients-to-mend.csv")


@require_safe
@member_required
def template(request: MemberRequest) -> HttpResponse:
    """The columns to fill, with the bodies of the patch that have nobody yet."""
    return _csv(template_for(request.organisation, timezone.localdate()), "recipients-template.csv")


@require_safe
@member_required
def export(request: MemberRequest) -> HttpResponse:
    """The whole list, in the columns of the import."""
    rows = Recipient.objects.for_organisation(request.organisation).in_list().with_bodies()
    return _csv(table_of(rows), "recipients.csv")


def _show(request: MemberRequest, plan: Plan, data: bytes, *, done: bool = False) -> HttpResponse:
    context = {
        "plan": plan,
        "carried": _signed(request, data),
        "done": done,
        "organisation": request.organisation,
    }
    return render(request, "partnerships/import_preview.html", context)


def _signed(request: MemberRequest, data: bytes) -> str:
    content = {"organisation": request.organisation.slug, "file": base64.b64encode(data).decode()}
    return signing.dumps(content, salt=_SALT, compress=True)


def _carried(request: MemberRequest) -> bytes | None:
    """The file that the page carried; None after an hour, or when it is another organisation's."""
    try:
        content = signing.loads(request.POST.get("file", ""), salt=_SALT, max_age=_AN_HOUR)
        if content["organisation"] == request.organisation.slug:
            return base64.b64decode(content["file"])
    except (signing.BadSignature, binascii.Error):
        pass
    return None


def _ask_again(request: MemberRequest) -> HttpResponse:
    messages.warning(request, "Choose the file again: more than an hour has passed, or nothing was chosen.")
    return redirect(f"{reverse('partnerships:import')}?organisation={request.organisation.slug}")


def _csv(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
