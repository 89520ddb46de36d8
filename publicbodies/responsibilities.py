"""What each kind of body is responsible for, in plain words. In general: places divide work differently."""

from dataclasses import dataclass

from .models import BodyKind


@dataclass(frozen=True)
class Role:
    """The work of a kind of body: a sentence, its main tasks, and what a voluntary group meets it for."""

    sentence: str
    tasks: tuple[str, ...]
    for_groups: str


_UPPER = (
    "social care for adults and for children",
    "public health",
    "schools and special educational needs",
    "roads, buses and transport planning",
    "libraries, and the disposal of waste",
)
_LOWER = (
    "housing and homelessness",
    "planning applications and the local plan",
    "leisure, parks and culture",
    "collecting waste and recycling",
    "council tax and help with paying it",
)
_WHOLE = (*_UPPER, *_LOWER)

ROLES = {
    BodyKind.COUNTY: Role(
        "A county council runs the services of a whole county. District councils below it run the others.",
        _UPPER,
        "Many contracts for care, prevention and public health are agreed here.",
    ),
    BodyKind.DISTRICT: Role(
        "A district council runs the services closest to home. The county council above it runs the others.",
        _LOWER,
        "Small grants, community buildings and help for people in crisis are often decided here.",
    ),
    BodyKind.UNITARY: Role(
        "A unitary council runs all the services of a council in its area.",
        _WHOLE,
        "Grants, contracts, buildings and partnerships are decided in one place.",
    ),
    BodyKind.ISLES_OF_SCILLY: Role(
        "The Council of the Isles of Scilly runs all the services of a council, and some that others do not "
        "have, such as the airport.",
        _WHOLE,
        "Grants, contracts, buildings and partnerships are decided in one place.",
    ),
    BodyKind.METROPOLITAN: Role(
        "A metropolitan borough council runs all the services of a council in its area. It shares some, such "
        "as transport, with its neighbours.",
        _WHOLE,
        "Grants, contracts, buildings and partnerships are decided in one place.",
    ),
    BodyKind.LONDON_BOROUGH: Role(
        "A London borough council runs most services of its area. The Greater London Authority runs those of "
        "the whole of London, such as transport.",
        _WHOLE,
        "Most local grants and contracts are decided here, a few for the whole of London by the Mayor.",
    ),
    BodyKind.CITY_OF_LONDON: Role(
        "The City of London Corporation runs the services of a council in the City, and its own police.",
        _WHOLE,
        "It also gives grants to charities all over London through its own foundation.",
    ),
    BodyKind.STRATEGIC_AUTHORITY: Role(
        "A strategic authority brings the councils of a larger area together for decisions that none of them "
        "can take alone. Most have an elected mayor.",
        (
            "transport across the area",
            "skills and adult education",
            "housing, regeneration and economic growth",
            "health, safety and the environment, as far as its own powers go",
        ),
        "Its plans for skills, inclusion and growth run for years, so it counts to be heard early.",
    ),
    BodyKind.ICB: Role(
        "An integrated care board plans and pays for most NHS services of its area, and joins them up with "
        "what councils and the voluntary sector do.",
        (
            "hospital, mental health and community services",
            "family doctors, dentists, opticians and pharmacies",
            "making health fairer between groups and places",
            "working with councils and the voluntary sector in each place",
        ),
        "It has to work with the voluntary sector, and decides on many contracts for health and wellbeing.",
    ),
}
