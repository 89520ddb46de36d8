"""Who serves one place: the bodies that a member of that place would write to, as one set."""

import datetime

from django.db.models import Q

from .models import BodyKind, PublicBody, PublicBodyQuerySet


def area_of(body: PublicBody, day: datetime.date) -> PublicBodyQuerySet:
    """The bodies of an area that can be written to on a day, the body itself among them.

    Of a county: its districts, and the integrated care boards and the strategic authority of all of them.
    Of a district: its county, its boards, its strategic authority. Of any other council: its boards and its
    strategic authority. Of a strategic authority: the councils in it, with their boards. Of a board: the
    councils it covers. A body that has ended by then gives way to its successors, and a successor that is
    elected and preparing stands beside the body it will follow.
    """
    members = PublicBody.objects.filter(_members_of(body))
    area = Q(pk=body.pk) | Q(pk__in=members.values("pk"))
    if body.kind != BodyKind.ICB:
        boards = PublicBody.icbs.through.objects.filter(from_publicbody__in=members)
        area |= Q(pk__in=boards.values("to_publicbody")) | Q(pk__in=members.values("strategic_authority"))
    everybody = PublicBody.objects.filter(area).with_successors()
    if body.county_id:
        # Of the county alone: what follows it elsewhere is nothing to a district of it.
        everybody = everybody | PublicBody.objects.filter(pk=body.county_id)
    return everybody.can_be_written_to_on(day).in_tiers()


def _members_of(body: PublicBody) -> Q:
    """The councils whose boards and strategic authority are those of the area."""
    if body.kind == BodyKind.STRATEGIC_AUTHORITY:
        return Q(strategic_authority=body)
    if body.kind == BodyKind.ICB:
        return Q(icbs=body)
    if body.kind == BodyKind.COUNTY:
        return Q(pk=body.pk) | Q(county=body)
    return Q(pk=body.pk)
