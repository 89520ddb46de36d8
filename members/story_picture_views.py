"""The pictures of a story: add one, change what is said of it, take it away, look at it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from casestudies.models import CaseStudyPicture
from casestudies.pictures import handed_out

from .access import MemberRequest, member_required
from .pictures import content_type, stored_bytes
from .stories import MOST_PICTURES, Story, StoryPicture
from .story_forms import PictureForm
from .story_steps import locked
from .story_views import get_story


def get_picture(request: MemberRequest, uuid: UUID, pk: int) -> StoryPicture:
    """A picture of one of the person's stories, or 404. It decides the organisation."""
    rows = StoryPicture.objects.for_user(request.user).select_related("story__organisation")
    found = get_object_or_404(rows, pk=pk, story=uuid)
    request.organisation = found.story.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def picture_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Add a picture with what it shows, whose it is and the right to use it."""
    story = get_story(request, uuid)
    if not story.may_be_changed:
        return redirect(story)
    row = StoryPicture(story=story, added_by=request.user)
    form = PictureForm(request.POST or None, request.FILES or None, instance=row)
    if form.is_valid():
        with transaction.atomic():
            if locked(story).pictures.count() >= MOST_PICTURES:
                messages.warning(
                    request, f"A story has {MOST_PICTURES} pictures at most. Take one away first."
                )
                return redirect(story)
            form.save()
        messages.success(request, "The picture is added. It stays private until the story is published.")
        return redirect(f"{story.get_absolute_url()}#pictures")
    return _form_page(request, story, form, "Add a picture")


@require_http_methods(["GET", "POST"])
@member_required
def picture(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Change what is said of a picture, or take it away."""
    found = get_picture(request, uuid, pk)
    story = found.story
    if not story.may_be_changed:
        return redirect(story)
    if request.method == "POST" and "remove" in request.POST:
        found.delete()
        messages.success(request, "The picture is taken away.")
        return redirect(f"{story.get_absolute_url()}#pictures")
    form = PictureForm(request.POST or None, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect(f"{story.get_absolute_url()}#pictures")
    return _form_page(request, story, form, "Change what is said of this picture", found)


def _form_page(
    request: MemberRequest, story: Story, form: PictureForm, title: str, row: StoryPicture | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "story": story,
        "picture": row,
        "organisation": story.organisation,
        "next": story.get_absolute_url(),
    }
    return render(request, "members/story_picture.html", context)


@require_safe
@member_required
def final_picture(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    """A picture of the case study that the member reads before everybody else."""
    story = get_story(request, uuid)
    if not story.is_taken_up:
        raise Http404("What NAVCA adds to its own text is none of the member's.")
    found = get_object_or_404(CaseStudyPicture, pk=pk, case_study=story.case_study_id)
    return handed_out(request, found, "private, no-store")  # type: ignore[return-value]


@require_safe
@member_required
def picture_file(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    """The picture itself, to look at."""
    return shown(get_picture(request, uuid, pk))


def shown(found: StoryPicture) -> HttpResponse:
    """The bytes of a stored picture for an <img>. Raises Http404 when the file is gone."""
    content = stored_bytes(found.file)
    if content is None:
        raise Http404("The file is not in the storage.")
    response = HttpResponse(content, content_type=content_type(str(found.file.name)))
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
