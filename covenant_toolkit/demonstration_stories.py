"""Stories of the demonstration: one that waits for NAVCA, and one that is still being written."""

from members import story_steps
from members.models import Organisation
from members.stories import new_story
from publicbodies.models import Region


def make_stories(organisation: Organisation) -> None:
    """Give the member a story that was sent and a draft, once."""
    if organisation.stories.exists():
        return
    by = organisation.memberships.get(is_main_contact=True).user
    told = new_story(
        organisation, by,
        title="How three months’ notice saved the lunch clubs",
        region=Region.EAST_OF_ENGLAND, place_kind="two-tier", period="2025 to 2026",
        problem="Five lunch clubs heard in the same week that their grants would end in April. None had "
        "anybody who could go through a budget, and each thought it was alone.",
        together="We brought the clubs and the council’s officers to one table. The council put down its "
        "figures first. The clubs worked out what a smaller grant would mean. Both sides wrote down that "
        "nothing would be cut without three months’ notice and a talk.",
        changed="All five clubs are open. Two share a cook now. The council plans a year ahead with them.",
        learnt="Ask for the figures before you ask for the money.",
        figures=[
            {"value": "140", "unit": "people who eat there each week", "as_of": "March 2026",
             "source": "Our count in one week of March 2026"},
        ],
        partners=[
            {"name": "Harbourside lunch clubs", "part": "Opened their books", "agreed": True},
            {"name": "Quay Street Church", "part": "Lent the kitchen", "agreed": False},
        ],
        principles=["partnership-and-collaboration"], functions=["convening"],
        may_publish=True, may_publish_by=f"{by.name}, chief executive",
        may_name=True, may_name_by=f"{by.name}, chief executive",
    )  # fmt: skip
    story_steps.send(told, by, "We have a picture too, once everybody in it has said yes.")
    new_story(organisation, by, title="A seat on the health board")
