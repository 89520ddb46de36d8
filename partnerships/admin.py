"""NAVCA's workplace for office addresses that members offer, and for words to begin agreements with.

Recipients and agreements themselves are private and not here.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from principles.curation import PROVENANCE, CuratedAdmin
from principles.deleting import KeptAdmin

from . import offices
from .models import ClauseWording, OfficeAddress


@admin.register(OfficeAddress)
class OfficeAddressAdmin(KeptAdmin, admin.ModelAdmin):
    why_kept = "Deleted, it could be offered again, and nobody would know what was decided"
    instead = "Refuse it in the list, under “Action”: then members are not shown it."
    list_display = ("body", "address", "state", "offered_on", "decided_on", "shown_now")
    list_filter = ("state", "body__kind", "body__region")
    list_select_related = ("body",)
    search_fields = ("body__official_name", "body__short_name", "address")
    actions = ("confirm", "refuse")
    readonly_fields = ("body", "address", "state", "offered_on", "decided_on", "shown_now")
    fieldsets = (
        (
            None,
            {
                "fields": ("body", "address", "shown_now"),
                "description": "Compare it with the body’s own website. Refuse an address that may be "
                "somebody’s home or that names a person. Confirm or refuse in the list, under “Action”.",
            },
        ),
        ("What became of it", {"fields": ("state", "offered_on", "decided_on")}),
    )

    @admin.display(description="shown to members now")
    def shown_now(self, office: OfficeAddress) -> str:
        return ", ".join(office.body.office_address.splitlines()) or "none"

    @admin.action(description="Confirm: show to all members", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[OfficeAddress]) -> None:
        for office in queryset.select_related("body"):
            offices.confirm(office, timezone.localdate())
        self.message_user(request, f"Members now see the address at {self._bodies(queryset)}.")

    @admin.action(description="Refuse", permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[OfficeAddress]) -> None:
        for office in queryset:
            offices.refuse(office, timezone.localdate())
        self.message_user(request, f"Not offered: the address at {self._bodies(queryset)}.")

    def _bodies(self, queryset: QuerySet[OfficeAddress]) -> str:
        return ", ".join(sorted({office.body.short_name for office in queryset.select_related("body")}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: NAVCA enters an address it knows at the public body itself."""
        return False


@admin.register(ClauseWording)
class ClauseWordingAdmin(CuratedAdmin):
    list_display = ("clause", "text")
    search_fields = ("clause", "text")
    fieldsets = ((None, {"fields": ("clause", "text")}), PROVENANCE)
