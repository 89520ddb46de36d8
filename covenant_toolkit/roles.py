"""What each role at NAVCA may do in the admin. The migrations give the roles what stands here.

A role is a group. Whoever changes this table adds a migration that calls `give` again; a test compares the
groups with the table, and walks every page of the admin with every role. No role may see a private row of a
member, for the table names none.
"""

from typing import Any, Final

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions

ROOMS = ("principles", "publicbodies", "casestudies", "members", "partnerships", "briefings", "letters")
CURATOR: Final = "Curator"
BODIES_EDITOR: Final = "Bodies editor"
MEMBER_SUPPORT: Final = "Member support"
ADMINISTRATOR: Final = "Administrator"

ALL = ("view", "add", "change", "delete")
CONTENT = {
    "principles.source": ALL,
    "principles.principle": ALL,
    "principles.principlepoint": ALL,
    "principles.expectation": ALL,
    "principles.progresssign": ALL,
    "principles.lcsifunction": ALL,
    "principles.impact": ALL,
    "principles.finding": ALL,
    "principles.evidenceuse": ALL,
    "principles.equitypoint": ALL,
    "principles.guidepage": ALL,
    "principles.startingpoint": ALL,
    "principles.update": ALL,
    "principles.glossaryterm": ALL,
    "principles.link": ALL,
    "casestudies.casestudy": ALL,
    "casestudies.figure": ALL,
    "casestudies.partner": ALL,
    "casestudies.casestudypicture": ALL,
    "casestudies.casestudyupdate": ALL,
    "casestudies.functiontag": ALL,
    "casestudies.successfactor": ALL,
    "casestudies.successfactortag": ALL,
    "letters.lettertemplate": ALL,
    "letters.lettertemplateversion": ALL,
    "letters.starterexample": ALL,
    "letters.tierparagraph": ALL,
    "letters.preelectionperiod": ALL,
    "partnerships.clausewording": ALL,
    "briefings.tierpriority": ALL,
    "members.story": ("view", "change"),
    # What members and others tell NAVCA. Deleted is only what came without an account.
    "members.feedback": ("view", "change", "delete"),
    "members.feedbacktheme": ALL,
    # To choose the body a case study or an election is about.
    "publicbodies.publicbody": ("view",),
}
BODIES = {
    "publicbodies.publicbody": ALL,
    "publicbodies.succession": ALL,
    "publicbodies.earliername": ALL,
    "partnerships.officeaddress": ("view", "change"),
}
MEMBERS = {
    "members.organisation": ("view", "add", "change"),
    "members.membership": ("view", "change", "delete"),
    "members.user": ("view", "change"),
    "members.invitation": ("view", "change", "delete"),
    "members.accessrequest": ("view", "change", "delete"),
}
SEE_COUNTS: Final = "members.see_counts"
GIVE_ROLES: Final = "members.give_roles"

# What a role may do with the rows of a model.
ROWS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    CURATOR: CONTENT,
    BODIES_EDITOR: BODIES,
    MEMBER_SUPPORT: MEMBERS,
    ADMINISTRATOR: CONTENT | BODIES | MEMBERS | {"members.user": ("view", "add", "change")},
}
# What a role may do beyond rows.
BEYOND_ROWS: Final[dict[str, tuple[str, ...]]] = {
    CURATOR: (SEE_COUNTS,),
    BODIES_EDITOR: (),
    MEMBER_SUPPORT: (SEE_COUNTS,),
    ADMINISTRATOR: (SEE_COUNTS, GIVE_ROLES),
}
ROLES: Final = tuple(ROWS)


def permissions_of(role: str) -> set[str]:
    """The names of the permissions of a role, such as `principles.view_finding`."""
    of_rows = {
        f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
        for label, actions in ROWS[role].items()
        for action in actions
    }
    return of_rows | set(BEYOND_ROWS[role])


def give(apps: Any) -> None:
    """Make the groups and give each what the table says, no more and no less.

    `apps` may be those of a migration. What does not exist there yet is given by a later one.
    """
    for room in ROOMS:
        # In a migration: Django makes the permissions after the last one only.
        create_permissions(current_apps.get_app_config(room), verbosity=0, apps=apps)
    groups = apps.get_model("auth", "Group").objects
    found = apps.get_model("auth", "Permission").objects.select_related("content_type")
    by_name = {f"{each.content_type.app_label}.{each.codename}": each for each in found}
    for role in ROLES:
        group, _ = groups.get_or_create(name=role)
        group.permissions.set([by_name[name] for name in permissions_of(role) if name in by_name])
