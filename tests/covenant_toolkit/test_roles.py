"""NAVCA's roles: every page of the admin opens to those whom the table names, and to nobody else."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from casestudies.models import CaseStudy, CaseStudyPicture, Status
from covenant_toolkit import roles
from letters.election_periods import PreElectionPeriod
from members.feedback import Feedback, FeedbackKind
from members.invitations import AccessRequest, Invitation
from members.models import Organisation, User
from members.stories import Story, StoryStatus
from partnerships.models import OfficeAddress
from principles.models import Principle, ProgressSign, Source, Update
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NO_ROLE = "staff without a role"
PRIVATE = ("members", "partnerships", "letters")

# What nobody does here, whatever the role: the admin's own rule comes on top of the table.
NEVER_ADDED = {
    "members.story",
    "members.feedback",
    "partnerships.officeaddress",
    "members.invitation",
    "members.accessrequest",
}
# Nor are these deleted: but whoever may change them is told why they stay, and what to do instead.
KEPT = {
    "members.organisation", "members.story", "members.user", "partnerships.officeaddress",
    "publicbodies.publicbody",
}  # fmt: skip

# The other pages: what somebody needs to open them. None: all of NAVCA's staff.
PAGES = {
    "index": None,
    "login": None,
    "logout": None,
    "password_change": None,
    "password_change_done": None,
    "jsi18n": None,
    "autocomplete": None,  # asks the list it offers for itself
    "view_on_site": None,  # leads to a public page
    "app_list": None,  # tried below: it is empty for those who may see nothing
    "to-check": None,  # lists what one may see
    "progress": roles.SEE_COUNTS,
    "progress-csv": roles.SEE_COUNTS,
    "feedback-counts": "members.view_feedback",
    "feedback-counts-csv": "members.view_feedback",
    "markdown-preview": None,
    "auth_user_password_change": "nobody",
    "casestudies_casestudy_picture": "casestudies.view_casestudy",
    "casestudies_casestudy_preview": "casestudies.view_casestudy",
    "letters_lettertemplate_paste": "letters.add_lettertemplateversion",
    "letters_lettertemplateversion_new": "letters.change_lettertemplateversion",
    "letters_lettertemplateversion_publish": "letters.change_lettertemplateversion",
    "letters_lettertemplateversion_preview": "letters.change_lettertemplateversion",
    "letters_lettertemplateversion_compare": "letters.change_lettertemplateversion",
    "letters_lettertemplateversion_preview_of_words": "letters.change_lettertemplateversion",
    "members_organisation_import": "members.add_organisation",
    "members_organisation_invite": "members.change_organisation",
    "members_accessrequest_invite": "members.change_accessrequest",
    "members_story_review": "members.change_story",
    "members_story_changes": "members.change_story",
    "members_story_draft": "members.change_story",
    "members_story_final": "members.change_story",
    "members_story_picture": "members.change_story",
    "members_user_reset_second_step": "members.change_user",
    "members_user_change_address": "members.change_user",
}
PAGES |= {
    f"principles_{name}_official_wording": f"principles.change_{name}"
    for name in (
        "principle", "principlepoint", "expectation", "progresssign", "lcsifunction", "impact", "finding",
        "equitypoint", "guidepage", "update", "glossaryterm",
    )
}  # fmt: skip
STOCK = ("changelist", "add", "change", "delete", "history", "simple_history")


def staff(name, *groups):
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@staff.example.org", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def people(db):
    """One of NAVCA's staff in each role, and one in none."""
    return {**{role: staff(role, role) for role in roles.ROLES}, NO_ROLE: staff("none")}


@pytest.fixture
def rows(harbourside, member, curator):
    """A row of every model in the admin that the shipped content leaves empty."""
    Invitation.objects.create(organisation=harbourside, email="new@example.org")
    source, principle = Source.objects.first(), Principle.objects.first()
    Update.objects.create(slug="launch", title="Launch", happened_on="2025-07-17", text="It.", source=source)
    ProgressSign.objects.create(principle=principle, kind="progress", text="A sign.", source=source)
    day = "2027-05-06"
    PreElectionPeriod.objects.create(name="May", first_on=day, polling_on=day, checked_on=day, source="S")
    study = CaseStudy.objects.create(slug="draft", title="A draft", source=source, status=Status.DRAFT)
    picture = CaseStudyPicture(case_study=study, file="none.png", width=1, height=1, alt="A hedge")
    CaseStudyPicture.objects.bulk_create([picture])
    Feedback.objects.create(kind=FeedbackKind.values[0], text="It helps.")
    Story.objects.create(
        organisation=harbourside, status=StoryStatus.SENT, sent_at=timezone.now(), sent_title="A story"
    )
    AccessRequest.objects.create(organisation_name="A", place="B", name="C", email="c@example.org")
    OfficeAddress.objects.create(body=PublicBody.objects.first(), address="1 Test Lane\nZZ1 1ZZ")


def patterns():
    """Every address of the admin: its name, and the name to reverse it by."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("admin"):
            yield pattern.name, pattern.name
    for name in get_resolver().namespace_dict["admin"][1].reverse_dict:
        if isinstance(name, str):
            yield name, f"admin:{name}"


def row_of(model):
    """A row to open: of people, a member; of case studies, one that is not published and may be deleted."""
    if model is CaseStudy:
        return model.objects.get(slug="draft")
    if model is User:
        return model.objects.get(email="member@harbourside.example.org")
    return model._base_manager.order_by("pk").first()


def addresses():
    """Of each page: its name, its model and what is done there if it is Django's own, and its address."""
    by_name = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    for name, whole in patterns():
        start, _, action = name.rpartition("_")
        if name.endswith("simple_history"):
            start, action = name.removesuffix("_simple_history"), "simple_history"
        model = by_name.get(start) if action in STOCK else None
        of = model or next(
            (by_name[key] for key in sorted(by_name, key=len, reverse=True) if name.startswith(f"{key}_")),
            None,
        )
        row = row_of(of) if of else None
        args = [row.pk] if row else []
        if name == "app_list":
            args = ["principles"]
        elif name == "auth_user_password_change":
            args = [row_of(User).pk]
        elif name == "casestudies_casestudy_picture":
            args = [row.pk, row.pictures.first().pk]
        elif name == "members_story_picture":
            args = [row.pk, 1]
        elif action == "simple_history":
            args = [row.pk, row.history.first().pk] if row and row.history.exists() else None
        if name == "view_on_site" or args is None:
            continue
        try:
            address = reverse(whole)
        except NoReverseMatch:
            assert args, f"{name} has no row to open: make one in the fixture “rows”"
            address = reverse(whole, args=args)
        yield name, model, action, address


def needs(model, action):
    """The permissions of which one opens a page of Django's own."""
    label, name = model._meta.app_label, model._meta.model_name
    actions = {
        "changelist": ("view", "change"), "change": ("view", "change"), "history": ("view", "change"),
        "simple_history": ("view", "change"), "add": ("add",), "delete": ("delete",),
        "change_only": ("change",),
    }  # fmt: skip
    if action == "delete" and f"{label}.{name}" in KEPT:
        action = "change_only"
    never = NEVER_ADDED if action == "add" else set()
    return set() if f"{label}.{name}" in never else {f"{label}.{each}_{name}" for each in actions[action]}


def opens(user, address):
    """Whether a page lets somebody in. It is asked, and not drawn: that would take half a minute."""
    view = resolve(address)
    for method in ("get", "post"):
        request = getattr(RequestFactory(), method)(address)
        request.user, request.session, request._messages = user, {}, CookieStorage(request)
        request._dont_enforce_csrf_checks = True
        try:
            response = view.func(request, *view.args, **view.kwargs)
        except PermissionDenied:
            return False
        except Http404:
            return True  # let in, and there is nothing to compare with
        if response.status_code != 405:
            return True
    return False


def test_every_page_of_the_admin_opens_to_whom_the_table_names(people, rows):
    mistakes = []
    unknown = []
    for name, model, action, address in addresses():
        if model is None and name not in PAGES:
            unknown.append(name)
            continue
        for role, user in people.items():
            held = roles.permissions_of(role) if role in roles.ROLES else set()
            if model is not None:
                expected = bool(held & needs(model, action))
            else:
                expected = PAGES[name] is None or PAGES[name] in held
            if name in ("app_list", "autocomplete", "login", "logout"):
                continue  # each has a test of its own
            if opens(user, address) is not expected:
                mistakes.append(f"{role}: {address} should {'open' if expected else 'stay shut'}")
    assert unknown == [], "a page of the admin without a row in PAGES"
    assert mistakes == []


def test_the_groups_hold_what_the_table_says(db):
    for role in roles.ROLES:
        held = Group.objects.get(name=role).permissions.select_related("content_type")
        names = {f"{each.content_type.app_label}.{each.codename}" for each in held}
        assert names == roles.permissions_of(role), f"{role}: add a migration that calls roles.give"
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_every_model_in_the_admin_is_somebodys_work():
    named = {label for rows in roles.ROWS.values() for label in rows}
    assert {model._meta.label_lower for model in admin.site._registry} - named == set()
    assert all(apps.get_model(label) for label in named)


# NAVCA's own rows in rooms that hold members' rows, and what a member gives NAVCA to look after.
OF_NAVCA = {
    "members.organisation", "members.membership", "members.user", "members.invitation",
    "members.accessrequest", "partnerships.officeaddress", "letters.lettertemplate",
    "letters.lettertemplateversion", "letters.starterexample", "letters.tierparagraph",
    "letters.preelectionperiod", "members.feedback", "members.feedbacktheme",
    "members.story", "partnerships.clausewording", "briefings.tierpriority",
}  # fmt: skip


def test_no_role_reaches_a_private_row_of_a_member(people):
    """Of the private rooms, not one permission beyond those named, in the groups as they are stored."""
    for role, user in people.items():
        reached = {
            model._meta.label_lower
            for room in PRIVATE
            for model in apps.get_app_config(room).get_models(include_auto_created=True)
            for action in ("view", "add", "change", "delete")
            if user.has_perm(f"{room}.{action}_{model._meta.model_name}")
        }
        assert reached <= OF_NAVCA, role
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert {label for label in registered if label.startswith(PRIVATE)} <= OF_NAVCA


def test_the_front_page_offers_each_role_its_own_work(people):
    shown = {}
    for role, user in people.items():
        client = Client()
        client.force_login(user)
        shown[role] = client.get(reverse("admin:index")).text
    assert "Findings" in shown[roles.CURATOR]
    assert "Organisations" not in shown[roles.CURATOR]
    assert "Findings" not in shown[roles.MEMBER_SUPPORT]
    assert "Organisations" in shown[roles.MEMBER_SUPPORT]
    assert "Offered office addresses" in shown[roles.BODIES_EDITOR]
    assert "Findings" not in shown[roles.BODIES_EDITOR]
    for words in ("Findings", "Organisations", "Offered office addresses"):
        assert words in shown[roles.ADMINISTRATOR]
        assert words not in shown[NO_ROLE]
    assert "Progress of consenting members" not in shown[NO_ROLE]
    assert "Progress of consenting members" not in shown[roles.BODIES_EDITOR]


def test_a_list_to_choose_from_is_no_way_round(people):
    """A body is chosen by who may see bodies."""
    asked = {"app_label": "letters", "model_name": "preelectionperiod", "field_name": "bodies", "term": "a"}
    for role, status in ((roles.CURATOR, 200), (roles.MEMBER_SUPPORT, 403), (NO_ROLE, 403)):
        client = Client()
        client.force_login(people[role])
        assert client.get(reverse("admin:autocomplete"), asked).status_code == status, role


def test_an_administrator_gives_and_takes_roles(people):
    chosen, client = staff("new"), Client()
    client.force_login(people[roles.ADMINISTRATOR])
    url = reverse("admin:members_user_change", args=[chosen.pk])
    assert "A curator looks after the content" in client.get(url).text
    data = {"email": chosen.email, "name": "New", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    data |= {"groups": [Group.objects.get(name=roles.CURATOR).pk]}
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert client.post(url, data).status_code == 302
    chosen.refresh_from_db()
    assert [group.name for group in chosen.groups.all()] == [roles.CURATOR]
    assert not chosen.is_superuser
    del data["is_staff"]
    assert "only NAVCA’s staff have a role" in client.post(url, data).text
    client.post(url, {**data, "is_staff": "on", "groups": []})
    assert not chosen.groups.exists()


def test_nobody_else_gives_roles_and_nobody_touches_who_has_all_rights(people, member, curator):
    client = Client()
    client.force_login(people[roles.MEMBER_SUPPORT])
    url = reverse("admin:members_user_change", args=[member.pk])
    assert 'name="groups"' not in client.get(url).text
    data = {"name": "Sam", "is_active": "on", "is_staff": "on"}
    data |= {"groups": [Group.objects.get(name=roles.ADMINISTRATOR).pk]}
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert client.post(url, data).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.is_staff, member.groups.count()) == ("Sam", False, 0)
    client.force_login(people[roles.ADMINISTRATOR])
    for page in ("members_user_reset_second_step", "members_user_change_address"):
        assert client.get(reverse(f"admin:{page}", args=[curator.pk])).status_code == 403
        assert client.get(reverse(f"admin:{page}", args=[people[roles.CURATOR].pk])).status_code == 200


def test_the_last_who_can_give_rights_keeps_them(curator, curator_client):
    url = reverse("admin:members_user_change", args=[curator.pk])
    data = {"name": "Chris", "is_active": "on", "is_staff": "on"}
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert "Give all rights to somebody else first" in curator_client.post(url, data).text
    assert curator_client.post(url, data | {"is_superuser": "on"}).status_code == 302
    User.objects.create_superuser("second@navca.example.org")
    assert curator_client.post(url, data).status_code == 302
    curator.refresh_from_db()
    assert not curator.is_superuser


def test_the_last_administrator_keeps_the_role_where_nobody_has_all_rights(people):
    last, client = people[roles.ADMINISTRATOR], Client()
    client.force_login(last)
    url = reverse("admin:members_user_change", args=[last.pk])
    group = Group.objects.get(name=roles.ADMINISTRATOR).pk
    data = {"name": "Al", "is_active": "on", "is_staff": "on", "groups": [group]}
    data |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    assert client.post(url, data).status_code == 302
    for less in ({"groups"}, {"is_active"}, {"is_staff", "groups"}):
        left = {name: value for name, value in data.items() if name not in less}
        assert "Make somebody else an administrator first" in client.post(url, left).text
    assert list(last.groups.values_list("pk", flat=True)) == [group]
    staff("second", roles.ADMINISTRATOR)
    assert client.post(url, left).status_code == 302


def test_staff_without_a_second_step_see_no_page_of_the_admin(people, rows):
    """Whatever the role, every address sends them to set one up first."""
    user = people[roles.ADMINISTRATOR]
    user.authenticator_set.all().delete()
    client = Client()
    client.force_login(user)
    for name, _, _, address in addresses():
        if name == "login":
            continue  # sends whoever is signed in to the front page
        assert client.get(address).headers.get("Location") == reverse("mfa_index"), address
    assert Organisation.objects.exists()
