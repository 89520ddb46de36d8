"""Who a letter is to: people in the list, bodies of the patch, and what a search finds."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from members.forms import PlainForm
from members.models import Organisation
from members.patch import WRITTEN_TO, Offer, offer
from partnerships.models import OwnBody, Post, Recipient, bodies_without_recipient
from publicbodies.areas import area_of
from publicbodies.models import BodyKind, PublicBody
from publicbodies.names import folded

EVERYONE = "everyone"
FOUND = "found"
ENGLAND = "england"
# More tiles than this are folded away under the one that ticks them all.
MANY = 12
_TIERS = {kind: number for number, kind in enumerate(BodyKind)}
_GROUPS = {
    "councils": "Councils",
    "authorities": "Strategic authorities",
    "icbs": "Integrated care boards",
    "own": "Your other bodies",
}


def group_of(where: PublicBody | OwnBody) -> str:
    """The group of tiles in which a body stands."""
    if isinstance(where, OwnBody):
        return "own"
    groups = {BodyKind.ICB: "icbs", BodyKind.STRATEGIC_AUTHORITY: "authorities"}
    return groups.get(BodyKind(where.kind), "councils")


@dataclass
class Tile:
    """Somebody in the list, or a body that has nobody in the list and gets its usual post."""

    where: PublicBody | OwnBody
    day: datetime.date
    recipient: Recipient | None = None
    post: Post | None = None
    is_ticked: bool = False

    @property
    def change(self) -> str:
        """Such as “ends 31 March 2028”; mostly empty."""
        return self.where.change_on(self.day) if isinstance(self.where, PublicBody) else ""

    @property
    def posts(self) -> list[Post]:
        """The posts that can be chosen instead of the usual one."""
        if self.recipient or not isinstance(self.where, PublicBody):
            return []
        return Post.offered_at(self.where)

    @property
    def order(self) -> tuple[Any, ...]:
        """Where it stands: by tier of the body, then by name."""
        tier = _TIERS[BodyKind(self.where.kind)] if isinstance(self.where, PublicBody) else len(_TIERS)
        who = (self.recipient.post, self.recipient.name) if self.recipient else ("", "")
        return (tier, self.where.short_name, self.where.pk, *who)


@dataclass(frozen=True)
class Group:
    """Tiles under one heading, with one tick for all of them."""

    key: str
    heading: str
    tiles: list[Tile]

    @property
    def is_long(self) -> bool:
        """Whether it has too many tiles to show all at once."""
        return len(self.tiles) > MANY

    @property
    def is_picked_from(self) -> bool:
        """Whether some are ticked and some are not, so that all must be seen."""
        return 0 < sum(tile.is_ticked for tile in self.tiles) < len(self.tiles)


@dataclass(frozen=True)
class Ended:
    """Bodies that ended on one day and have the same successors, some of which nobody is known at yet."""

    bodies: tuple[PublicBody, ...]
    successors: tuple[PublicBody, ...]

    @property
    def on(self) -> datetime.date:
        """The last day of these bodies."""
        assert self.bodies[0].last_on  # noqa: S101  (what has ended has a last day)
        return self.bodies[0].last_on

    @property
    def follows_on(self) -> datetime.date:
        """The first day of their successors."""
        return self.on + datetime.timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """What a search found. Whoever is known already is ticked with the others and stands in the list."""

    asked: str
    area: str = ""
    name: str = ""
    is_around: bool = False
    count: int = 0
    group: Group | None = None
    others: tuple[Tile, ...] = ()
    known: tuple[PublicBody, ...] = ()
    ended: tuple[PublicBody, ...] = ()


class TicksField(forms.MultipleChoiceField):
    """Boxes that were ticked. `known` is set by the form, once for all of them."""

    known: Collection[str] = ()

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.known


class RecipientsForm(PlainForm, forms.Form):
    """Who a letter is to. Whatever is ticked, all of a group or of an area too, comes out as recipients.

    Without data it shows what `kept` took from a form that was sent for something else than to choose.
    """

    to = TicksField(required=False, error_messages={"invalid_choice": "Select people from the list"})
    bodies = TicksField(required=False, error_messages={"invalid_choice": "Select bodies from the list"})
    group = TicksField(required=False)
    area = forms.CharField(required=False)
    q = forms.CharField(required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, also: Iterable[Recipient] = (), **kwargs: Any
    ) -> None:
        """Offer the organisation's list and patch, and `also` recipients that are off the list by now."""
        super().__init__(*args, **kwargs)
        self.organisation, self.day = organisation, timezone.localdate()
        listed = Recipient.objects.for_organisation(organisation).can_be_written_to_on(self.day)
        self.people = {str(row.pk): row for row in [*listed.with_bodies(), *also]}
        self.at_body: dict[str, list[str]] = {}
        for pk, row in self.people.items():
            if row.body:
                self.at_body.setdefault(row.body.slug, []).append(pk)
        area = list(area_bodies(self._value("area"), self.day))
        carried = {*self._values("bodies"), *(body.slug for body in area)}
        without = bodies_without_recipient(organisation, self.day, also=carried).select_related("county")
        self.without = {body.slug: body for body in without}
        for name, known in (
            ("to", self.people),
            ("bodies", self.at_body.keys() | self.without.keys()),
            ("group", {EVERYONE, *_GROUPS}),
        ):
            field = self.fields[name]
            assert isinstance(field, TicksField)  # noqa: S101  (for the type checker)
            field.known = known
        self._tick(area)

    @staticmethod
    def kept(data: QueryDict) -> dict[str, Any]:
        """Everything ticked and typed in a form that was sent, to be shown again."""
        lists = {name: data.getlist(name) for name in ("to", "bodies", "group")}
        return {**lists, "area": data.get("area", ""), "q": data.get("q", ""), "posts": data}

    def _value(self, name: str) -> str:
        return str(self[name].value() or "").replace("\0", "")

    def _values(self, name: str) -> list[str]:
        return [str(value).replace("\0", "") for value in self[name].value() or []]

    def _tick(self, area: Iterable[PublicBody]) -> None:
        """Say of every tile whether it is ticked, by itself or with its group, its area or its body."""
        people, bodies = {*self._values("to")}, {*self._values("bodies")}
        for body in area:
            people.update(self.at_body.get(body.slug, []))
            bodies.add(body.slug)
        posts: Mapping[str, str] = self.data if self.is_bound else self.initial.get("posts", {})
        self.tiles = [Tile(row.where, self.day, recipient=row) for row in self.people.values()]
        for slug, body in self.without.items():
            offered = Post.offered_at(body)
            wanted = posts.get(f"post-{slug}", "")
            self.tiles.append(Tile(body, self.day, post=Post(wanted) if wanted in offered else offered[0]))
        self.tiles.sort(key=lambda tile: tile.order)
        groups = {*self._values("group")}
        for tile in self.tiles:
            if tile.recipient:
                tile.is_ticked = str(tile.recipient.pk) in people
            elif isinstance(tile.where, PublicBody):
                tile.is_ticked = tile.where.slug in bodies
            tile.is_ticked |= bool(groups & {EVERYONE, group_of(tile.where)})
        # A body at which somebody is known by now stands for the people in the list.
        decided = {tile.where for tile in self.tiles if tile.is_ticked}
        known = {pk for slug in self._values("bodies") for pk in self.at_body.get(slug, [])}
        for tile in self.tiles:
            if tile.recipient and str(tile.recipient.pk) in known:
                tile.is_ticked |= tile.where not in decided

    @cached_property
    def groups(self) -> list[Group]:
        """The list and the patch by kind of body, without what stands among the results of a search."""
        tiles: dict[str, list[Tile]] = {}
        for tile in self.tiles:
            tiles.setdefault(group_of(tile.where), []).append(tile)
        return [Group(key, label, tiles[key]) for key, label in _GROUPS.items() if key in tiles]

    @cached_property
    def found(self) -> Found | None:
        """What the words that were typed find; None when nothing was asked."""
        asked = self._value("q").strip()
        if not asked:
            return None
        if folded(asked) == ENGLAND:
            everybody = PublicBody.objects.can_be_written_to_on(self.day).in_tiers()
            area = list(everybody.select_related("county"))
            offered, name, slug, is_around = Offer(), "England", ENGLAND, False
        else:
            offered = offer(asked, self.organisation, self.day)
            area = [row.body for row in offered.area]
            name = offered.head.short_name if offered.head else ""
            slug = offered.head.slug if offered.head else ""
            is_around = bool(offered.head and not offered.head.has_an_area)
        others = [row.body for row in offered.others if row.body.stage_on(self.day) in WRITTEN_TO]
        shown = {tile.where for tile in self.tiles}

        def new(bodies: Iterable[PublicBody]) -> list[Tile]:
            return [Tile(body, self.day, post=Post.usual_at(body)) for body in bodies if body not in shown]

        return Found(
            asked=asked,
            area=slug,
            name=name,
            is_around=is_around,
            count=sum(len(self.at_body.get(body.slug, [])) or 1 for body in area),
            group=Group(FOUND, name, new(area)) if area else None,
            others=tuple(new(others)),
            known=tuple(body for body in [*area, *others] if body in shown),
            ended=offered.ended,
        )

    @cached_property
    def ended(self) -> list[Ended]:
        """What has ended in the patch or the list, as long as nobody is known at one who follows."""
        listed = Recipient.objects.for_organisation(self.organisation).in_list().filter(body__isnull=False)
        gone = PublicBody.objects.ended_on(self.day)
        known = gone.filter(pk__in=self.organisation.patch.values("pk")) | gone.filter(
            pk__in=listed.values("body")
        )
        rows: dict[tuple[Any, ...], list[PublicBody]] = {}
        for body in known.in_tiers().prefetch_related("successors"):
            successors = tuple(sorted(body.successors.all(), key=str))
            if any(each.slug in self.without for each in successors):
                rows.setdefault((body.last_on, successors), []).append(body)
        return [Ended(tuple(bodies), successors) for (_, successors), bodies in rows.items()]

    @property
    def bodies_on_page(self) -> list[PublicBody]:
        """Every public body that the page shows, for the list in which somebody new is placed."""
        found = self.found
        new = [*(found.group.tiles if found and found.group else ()), *(found.others if found else ())]
        bodies = {tile.where for tile in [*self.tiles, *new] if isinstance(tile.where, PublicBody)}
        return sorted(bodies, key=str)

    @property
    def needs_somebody(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_anyone_ticked = any(tile.is_ticked for tile in self.tiles)
        if self.needs_somebody and not is_anyone_ticked and not {"to", "bodies"} & set(self.errors):
            self.add_error("to", "Select who it is to")
        return cleaned

    def chosen_recipients(self) -> list[Recipient]:
        """Everyone ticked, county first; a body without anybody gets the post chosen, put into the list.

        A post without a name gives way to the person who holds it.
        """
        ticked = [tile for tile in self.tiles if tile.is_ticked]
        posts = {tile.where: tile.post for tile in ticked if tile.post and isinstance(tile.where, PublicBody)}
        added = iter(Recipient.objects.nameless_at(posts, self.organisation) if posts else [])
        chosen = [tile.recipient or next(added) for tile in ticked]
        named = {_place(row) for row in chosen if row.name}
        return [row for row in chosen if row.name or _place(row) not in named]


def _place(recipient: Recipient) -> tuple[Any, ...]:
    """A post at a body, whoever holds it."""
    return (recipient.body_id, recipient.own_body_id, recipient.post, recipient.other_post)


def area_bodies(slug: str, day: datetime.date) -> Iterator[PublicBody]:
    """The bodies that one tick for a whole area stands for."""
    if slug == ENGLAND:
        yield from PublicBody.objects.can_be_written_to_on(day)
    elif slug and (body := PublicBody.objects.filter(slug=slug).first()):
        yield from area_of(body, day)
