"""The words of a story as one value: kept when it is sent, shown to both sides, made into a case study."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudies.models import PlaceKind, SuccessFactor
from principles.models import LCSIFunction, Principle
from publicbodies.models import Region

if TYPE_CHECKING:
    from .stories import Story, StoryPicture

PLAIN = (
    "title", "place", "region", "place_kind", "period", "problem", "together", "changed", "learnt", "summary",
    "figures", "partners", "principles", "functions", "success_factors", "may_publish", "may_publish_by",
    "may_name", "may_name_by",
)  # fmt: skip
DAYS = ("may_publish_on", "may_name_on")
NEEDED = {
    "title": "Give it a title",
    "place": "Enter the place",
    "region": "Choose the region",
    "place_kind": "Choose the kind of place",
    "problem": "Say what the problem was",
    "together": "Say what you did together",
    "changed": "Say what changed",
}


@dataclass(frozen=True)
class Figure:
    """A number of a story, as the member typed it."""

    value: str = ""
    unit: str = ""
    as_of: str = ""
    source: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether others could quote it: with its day and where it comes from."""
        return bool(self.value and self.as_of and self.source)


@dataclass(frozen=True)
class Partner:
    """Who took part, and whether they agreed to be named in public."""

    name: str = ""
    part: str = ""
    agreed: bool = False


@dataclass(frozen=True)
class StoryWords:
    """What a story says. `data` can be stored as JSON."""

    data: dict[str, Any]
    all_pictures: Sequence["StoryPicture"] = ()

    @classmethod
    def of(cls, story: "Story") -> "StoryWords":
        """The words a member has now."""
        pictures = list(story.pictures.all())
        data: dict[str, Any] = {name: getattr(story, name) for name in PLAIN}
        data |= {name: day.isoformat() if (day := getattr(story, name)) else "" for name in DAYS}
        data["pictures"] = [picture.pk for picture in pictures]
        return cls(data, pictures)

    @classmethod
    def sent(cls, story: "Story") -> "StoryWords":
        """The words NAVCA has. Pictures that were taken away since are not among them."""
        pictures = story.pictures.filter(pk__in=story.sent_words.get("pictures", []))
        return cls(story.sent_words, list(pictures))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in (*PLAIN, *DAYS):
            raise AttributeError(name)
        return self.data.get(name, "")

    @property
    def figure_rows(self) -> list[Figure]:
        return [Figure(**row) for row in self.data.get("figures", [])]

    @property
    def partner_rows(self) -> list[Partner]:
        return [Partner(**row) for row in self.data.get("partners", [])]

    @property
    def region_label(self) -> str:
        return str(Region(self.region).label) if self.region in Region.values else ""

    @property
    def place_kind_label(self) -> str:
        return str(PlaceKind(self.place_kind).label) if self.place_kind in PlaceKind.values else ""

    @property
    def may_publish_day(self) -> datetime.date | None:
        """The day of the consent to publish, as it was when the story was sent."""
        return datetime.date.fromisoformat(self.may_publish_on) if self.may_publish_on else None

    @property
    def may_name_day(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.may_name_on) if self.may_name_on else None

    @property
    def principle_rows(self) -> list[Principle]:
        return list(Principle.objects.filter(slug__in=self.data.get("principles", [])))

    @property
    def function_rows(self) -> list[LCSIFunction]:
        return list(LCSIFunction.objects.filter(slug__in=self.data.get("functions", [])))

    @property
    def factor_rows(self) -> list[SuccessFactor]:
        return list(SuccessFactor.objects.filter(slug__in=self.data.get("success_factors", [])))

    @property
    def picture_rows(self) -> Sequence["StoryPicture"]:
        return self.all_pictures

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What has to be there before NAVCA gets it: the field's name and what to do."""
        found = [(name, words) for name, words in NEEDED.items() if not self.data.get(name)]
        for number, figure in enumerate(self.figure_rows, 1):
            if not figure.is_complete:
                found.append(
                    (f"figure-{number}-value", f"Figure {number}: enter the number, when and the source")
                )
        if not self.may_publish:
            found.append(("may_publish", "Tick that NAVCA may publish it"))
        elif not self.may_publish_by:
            found.append(("may_publish_by", "Enter who agrees that NAVCA may publish it"))
        if self.may_name and not self.may_name_by:
            found.append(("may_name_by", "Enter who agrees that your organisation is named"))
        return found
