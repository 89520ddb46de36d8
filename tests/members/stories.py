"""Stories for the tests: one with everything that is needed, and the way it goes."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from members.stories import Story

# What somebody types, by the names of the form.
WORDS = {
    "title": "How a compact saved the minibus",
    "place": "Harbourside",
    "region": "south-west",
    "place_kind": "unitary",
    "problem": "The minibus was to go in April.",
    "together": "We sat down with the council before the budget.\nThree groups came along.",
    "changed": "The minibus runs. 212 people use it each week.",
    "learnt": "Talk before the papers are printed.",
    "figure-1-value": "212",
    "figure-1-unit": "people who use it each week",
    "figure-1-as_of": "March 2026",
    "figure-1-source": "Our count of passengers",
    "partner-1-name": "Harbourside Council",
    "partner-1-part": "Paid the driver",
    "partner-1-agreed": "on",
    "partner-2-name": "Shy Trust",
    "principles": ["partnership-and-collaboration"],
    "functions": ["convening"],
    "may_publish": "on",
    "may_publish_by": "Sam Member, chief officer",
    "may_name": "on",
    "may_name_by": "Sam Member, chief officer",
    "figures-rows": "2",
    "partners-rows": "2",
}


def address(story, page="story", *more):
    return reverse(f"stories:{page}", args=[story.pk, *more])


def begun(client, **words):
    """A draft with these words instead of the usual ones, written in the form."""
    client.post(reverse("stories:story-new"))
    story = Story.objects.latest("created_at")
    written = WORDS | {"revision": story.revision, "page": "p", "turn": "2"} | words
    typed = {name: value for name, value in written.items() if value != ""}
    response = client.post(address(story, "write"), typed)
    assert response.status_code == 302, response.text
    story.refresh_from_db()
    return story


def sent(client, **words):
    """A story that NAVCA has."""
    story = begun(client, **words)
    assert client.post(address(story, "send"), {"note": ""}).status_code == 302
    story.refresh_from_db()
    return story


def desk(client, story, step, **form):
    """A step at NAVCA's desk."""
    response = client.post(reverse(f"admin:members_story_{step}", args=[story.pk]), form)
    assert response.status_code == 302, response.text
    story.refresh_from_db()
    return response


def photograph(size=(640, 400), name="bus.jpg"):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def published(member_client, curator_client, **words):
    """A story whose case study is on the site."""
    story = sent(member_client, **words)
    desk(curator_client, story, "draft")
    desk(curator_client, story, "final")
    agree(member_client, story)
    publish(curator_client, story)
    story.refresh_from_db()
    return story


def agree(client, story):
    page = client.get(address(story, "final"))
    return client.post(address(story, "final"), {"seen": page.context["seen"]})


def publish(client, story):
    story.refresh_from_db()
    return client.post(
        reverse("admin:casestudies_casestudy_changelist"),
        {"action": "published", "_selected_action": [story.case_study_id]},
        follow=True,
    )
