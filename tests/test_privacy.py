"""Private rows stay private: structure that a view cannot get wrong."""

import pytest
from django.apps import apps

PRIVATE = {"members", "partnerships", "letters", "briefings"}
PUBLIC = {"principles", "casestudies", "publicbodies"}
# NAVCA's own texts live in a private room but are not a member's.
CURATED = {
    "letters.lettertemplate",
    "letters.historicallettertemplate_suggested_findings",
    "letters.lettertemplateversion",
    "letters.starterexample",
    "letters.tierparagraph",
    "letters.preelectionperiod",
    "letters.historicalpreelectionperiod_bodies",
    "members.feedbacktheme",
    "partnerships.clausewording",
    "briefings.tierpriority",
}


def test_public_rooms_cannot_reach_private_rows():
    reached = [
        f"{model._meta.label} -> {relation.related_model._meta.label}"
        for room in PUBLIC
        for model in apps.get_app_config(room).get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label in PRIVATE and not relation.hidden
    ]
    assert reached == []


def test_history_is_kept_of_public_texts_only():
    with_history = [
        model._meta.label_lower
        for room in PRIVATE
        for model in apps.get_app_config(room).get_models()
        if hasattr(model, "history") and model._meta.label_lower not in CURATED
    ]
    assert with_history == []


@pytest.mark.django_db
def test_navcas_admin_has_no_page_for_letters_or_recipients(curator_client):
    from django.contrib import admin

    shown = {model._meta.label_lower for model in admin.site._registry}
    hidden = ("letters/letter/", "letters/lettercopy/", "partnerships/recipient/", "partnerships/contact/")
    assert not shown & {*(address.strip("/").replace("/", ".") for address in hidden), "letters.citation"}
    for address in hidden:
        assert curator_client.get(f"/admin/{address}").status_code == 404
