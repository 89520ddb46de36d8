"""NAVCA's workplace for what each kind of public body cares for most.

What members ask is private and not here.
"""

from django.contrib import admin

from principles.curation import PROVENANCE, CuratedAdmin

from .models import TierPriority


@admin.register(TierPriority)
class TierPriorityAdmin(CuratedAdmin):
    list_display = ("about", "tier", "place", "finding")
    list_select_related = ("finding",)
    list_filter = ("tier", *CuratedAdmin.list_filter)
    search_fields = ("about", "finding__ref", "finding__text")
    fieldsets = (
        (
            None,
            {
                "fields": ("tier", "place", "about", "finding"),
                "description": "Stands on the one-page picture, on a slide and in the talking points "
                "for every body of this kind.",
            },
        ),
        PROVENANCE,
    )
