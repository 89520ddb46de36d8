"""Pages of NAVCA's workplace for letter templates: preview, comparison, and a letter pasted from Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.comparing import Passage, compare
from documents.markdown import changes_made_by_sanitiser
from documents.word_text import UnreadableWord, read_word

from .blanks import gap_sheet, sample_sheet
from .brackets import tidy
from .fields import sample_values
from .merge import ImportedLetter, TemplateProblems, compile_template, import_letter
from .models import LONGEST_BODY, Audience, LetterTemplate, LetterTemplateVersion
from .pasted import Part, PastedLine

may_change = permission_required("letters.change_lettertemplateversion", raise_exception=True)
may_add = permission_required("letters.add_lettertemplateversion", raise_exception=True)


def get_version(pk: int) -> LetterTemplateVersion:
    """A version of a letter template with its template, or 404."""
    version: LetterTemplateVersion = get_object_or_404(
        LetterTemplateVersion.objects.select_related("template"), pk=pk
    )
    return version


def page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    """A page of the admin about a letter template."""
    return render(
        request, f"admin/letters/{name}.html", admin.site.each_context(request) | {"title": title} | context
    )


@require_safe
@may_change
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it will be printed, with samples or with every gap marked."""
    version = get_version(pk)
    shows_gaps = "gaps" in request.GET
    return page(
        request,
        "version_preview",
        f"Preview of {version}",
        template=version.template,
        version=version,
        shows_gaps=shows_gaps,
        sheet=gap_sheet(version) if shows_gaps else sample_sheet(version),
        left_out=changes_made_by_sanitiser(version.body),
    )


@require_POST
@may_change
def preview_of_words(request: HttpRequest) -> JsonResponse:
    """The posted body with its samples as HTML, or why it cannot be saved, for the box it is typed in."""
    text = request.POST.get("text", "")
    if len(text) > LONGEST_BODY:
        return JsonResponse({"problem": "Shorten the letter to 20,000 characters or fewer."})
    try:
        filled = compile_template("", text).fill(sample_values())
    except TemplateProblems as refusal:
        return JsonResponse({"problem": str(refusal)})
    return JsonResponse({"html": filled.body_html, "left_out": changes_made_by_sanitiser(text)})


@require_safe
@may_change
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from an older version, the one before unless the query names another by `with`."""
    version = get_version(pk)
    others = LetterTemplateVersion.objects.filter(template=version.template).exclude(pk=pk)
    wanted = request.GET.get("with", "")
    older = (
        others.filter(number=wanted).first()
        if wanted.isdecimal() and len(wanted) < 6
        else others.filter(number__lt=version.number).order_by("-number").first()
    )
    if older is None:
        raise Http404("There is no such version to compare with.")
    changes, same = changed_parts(older, version)
    return page(
        request,
        "version_comparison",
        f"{version.template}: from version {older.number} to {version.number}",
        template=version.template,
        version=version,
        older=older,
        others=others,
        changes=changes,
        same=same,
    )


def changed_parts(
    older: LetterTemplateVersion, newer: LetterTemplateVersion
) -> tuple[list[tuple[str, list[Passage]]], list[str]]:
    """The parts of a letter that differ, each with its changes, and the names of those that do not."""
    changes, same = [], []
    for name in LetterTemplateVersion.WORDS:
        label = str(LetterTemplateVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        passages = compare(getattr(older, name), getattr(newer, name))
        if any(passage.stretches for passage in passages):
            changes.append((label, passages))
        else:
            same.append(label)
    return changes, same


class PasteForm(forms.Form):
    """A letter as words or as a Word file; what is read is in `words`."""

    words = forms.CharField(
        label="The letter",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "cols": 100, "class": "vLargeTextField"}),
        help_text="From “Subject:” or “Dear” to the name under the sign-off, with its square brackets.",
    )
    file = forms.FileField(
        label="Or a Word file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="A .docx file of up to 2 MB. Its words replace those in the box.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            try:
                cleaned["words"] = read_word(file.read())
            except UnreadableWord as problem:
                self.add_error("file", str(problem))
        words = cleaned["words"] = tidy(cleaned.get("words", ""))
        if not words.strip() and not self.errors:
            self.add_error("words", "Paste the words of a letter, or choose a Word file")
        if len(words) > LONGEST_BODY:
            self.add_error("file" if file else "words", "Shorten the letter to 20,000 characters or fewer")
        return cleaned


@require_http_methods(["GET", "POST"])
@may_add
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a letter from Word, show line by line how it is understood, and keep it as a draft."""
    template = get_object_or_404(LetterTemplate, pk=pk)
    form = PasteForm(request.POST or None, request.FILES or None)
    understood = None
    if form.is_valid():
        understood = understand(form.cleaned_data["words"], template)
        if "save" in request.POST and not understood.problems:
            draft = template.new_version(understood.version.words)
            messages.success(request, f"Version {draft.number} is a draft. Read it, then publish it.")
            return redirect("admin:letters_lettertemplateversion_change", draft.pk)
        form = PasteForm(initial={"words": form.cleaned_data["words"]})
    title = f"{template}: a letter from Word"
    return page(
        request,
        "paste",
        f"Error: {title}" if form.errors else title,
        form=form,
        template=template,
        understood=understood,
    )


@dataclass(frozen=True)
class Understood:
    """A pasted letter as a version that is not saved yet, and how each of its lines was read."""

    version: LetterTemplateVersion
    lines: Sequence["UnderstoodLine"]
    problems: Sequence[str]
    advice: Sequence[str]


@dataclass(frozen=True)
class UnderstoodLine:
    """One line: what becomes of it, what its fields are, and what has to be done about it."""

    line: PastedLine
    becomes: str
    fields: Sequence[str]
    problems: Sequence[str]


BECOMES: Final = {
    Part.ABOVE: "Left out: it stands above the letter",
    Part.TO: "Left to each letter: the address is the recipient’s",
    Part.FROM: "Left to each letter: the sender is the member’s profile",
    Part.DATE: "Left to each letter: the member chooses the date",
    Part.SUBJECT: "The subject",
    Part.GREETING: "The greeting",
    Part.PARAGRAPH: "A paragraph",
    Part.ITEM: "An item of a list",
    Part.NOTE: "A note for the writer, never printed",
    Part.SIGN_OFF: "The sign-off",
    Part.SIGNATURE: "Left to each letter: the signer is the member’s profile",
    Part.BELOW: "Left out: it stands below the signature",
}
BY_RECIPIENT: Final = {
    Part.GREETING: "Left to each letter: every recipient is greeted by name or post",
    Part.SIGN_OFF: "Left to each letter: sincerely to a name, faithfully to a post",
}
USUAL_SIGN_OFFS: Final = ("yours sincerely", "yours faithfully")
WRITTEN_BY_MEMBERS: Final = ("main ask", "reply by date", "examples")
PART_OF: Final = {"subject": Part.SUBJECT, "greeting": Part.GREETING, "sign_off": Part.SIGN_OFF}


def understand(words: str, template: LetterTemplate) -> Understood:
    """Read a pasted letter as the next version of a template."""
    letter = import_letter(words)
    to_a_body = template.audience == Audience.PUBLIC_BODY
    usual = to_a_body and letter.sign_off.lower() in USUAL_SIGN_OFFS
    version = LetterTemplateVersion(
        template=template,
        subject=letter.subject or template.title,
        greeting="" if to_a_body else letter.greeting,
        body=letter.body,
        sign_off="" if usual else letter.sign_off,
        notes="\n".join(letter.notes),
    )
    becomes = dict(BECOMES)
    if to_a_body:
        becomes[Part.GREETING] = BY_RECIPIENT[Part.GREETING]
    if usual:
        becomes[Part.SIGN_OFF] = BY_RECIPIENT[Part.SIGN_OFF]
    by_line, others = _problems(letter, version)
    lines = [
        UnderstoodLine(
            line=line,
            becomes=becomes[line.part],
            fields=[f"{typed} is {_named(fields)}" for typed, fields in line.fields],
            problems=by_line.get(line.number, []),
        )
        for line in letter.lines
    ]
    named = [f"Line {number}: {words}" for number in sorted(by_line) for words in by_line[number]]
    return Understood(version, lines, [*named, *others], _advice(letter, template))


def _named(fields: Sequence[Any]) -> str:
    return ", ".join(f"“{field.label}”" for field in fields)


def _problems(
    letter: ImportedLetter, version: LetterTemplateVersion
) -> tuple[dict[int, list[str]], list[str]]:
    """What stops the letter from being kept: by the line it stands on, and what belongs to no line."""
    by_line: dict[int, list[str]] = {}
    others: list[str] = []
    for problem in letter.problems:
        by_line.setdefault(problem.line, []).append(problem.message)
    try:
        version.full_clean(exclude=["number"])
    except ValidationError as refusal:
        for name, words in refusal.message_dict.items():
            number = next((line.number for line in letter.lines if line.part is PART_OF.get(name)), 0)
            if number and number not in by_line:
                by_line[number] = words
            elif not number and not by_line:
                others += words if name == NON_FIELD_ERRORS else [f"{name.capitalize()}: {w}" for w in words]
    return by_line, others


def _advice(letter: ImportedLetter, template: LetterTemplate) -> list[str]:
    """What the curator should look at, though nothing stops them."""
    advice = []
    lost = [str(line.number) for line in letter.lines if line.is_lost]
    if lost:
        advice.append(f"Left out: line{'s' if len(lost) > 1 else ''} {', '.join(lost)}.")
    if not letter.subject:
        advice.append("No line begins with “Subject:”, so the title of the template stands there.")
    missing = [f"[{key}]" for key in WRITTEN_BY_MEMBERS if key not in letter.fields]
    if missing and template.audience == Audience.PUBLIC_BODY:
        advice.append(
            f"This letter has no place for what members write themselves: {', '.join(missing)}. "
            "Put each into the draft where it belongs."
        )
    return advice
