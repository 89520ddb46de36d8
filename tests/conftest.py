"""The cast: a member, a colleague, another member, a curator, a stranger, and the shipped content."""

import gc
import os
import re
import shutil
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings

from members.models import Membership, Organisation, SectorTerm, User
from publicbodies.models import PublicBody

from . import shipped

# How fast a machine makes examples says nothing about the code. Each run makes others.
settings.register_profile(
    "tests", max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")

# Where this process keeps files, unless a test says otherwise.
FILES = Path(os.environ["COVENANT_DATA_DIR"])


class Shipped:
    """Our turn to make the database, the database as it was then, and the key to it."""

    turn = None
    go_back = None
    snapshot = None
    blocker = None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker):
    """Take the database that another process of this run has made, or make it while the others wait."""
    Shipped.turn = shipped.turn()
    Shipped.go_back = shipped.from_the_models()
    with django_db_blocker.unblock():
        return shipped.copy_of_the_pattern()


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup, django_db_blocker):
    """Load the shipped content once; every test with a database has it."""
    Shipped.blocker = django_db_blocker
    with django_db_blocker.unblock():
        Shipped.go_back()
        if not django_db_keepdb:
            shipped.keep_the_pattern()
        Shipped.snapshot = shipped.Snapshot()
    # Whatever a test commits goes when the content is put back: no table has to be emptied before.
    TransactionTestCase._fixture_teardown = lambda case: None
    Shipped.turn.close()
    # What stands now stays to the end, so that nobody has to look through it for rubbish again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    yield
    Shipped.blocker = None  # the database of the tests goes now: nothing may be put back into another
    Shipped.snapshot.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Put the content back after a test that commits, and with it every row as it was."""
    try:
        return (yield)
    finally:
        if commits(item) and Shipped.blocker:
            with Shipped.blocker.unblock():
                Shipped.snapshot.put_back()


def commits(item):
    """Whether a test works outside a transaction."""
    marker = item.get_closest_marker("django_db")
    return bool({"live_server", "transactional_db"} & {*item.fixturenames}) or bool(
        marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    )


def uses_database(item):
    return bool({"db", "transactional_db", "live_server"} & {*item.fixturenames}) or bool(
        item.get_closest_marker("django_db")
    )


def is_in_browser(item):
    return bool(item.get_closest_marker("browser"))


def on_both(item):
    """Whether the databases could answer a test differently."""
    return uses_database(item) and not item.get_closest_marker("one_database")


# A whole module, or a whole folder, that has nothing to ask of PostgreSQL.
OF_ONE_DATABASE = re.compile(r"^pytestmark = .*\bone_database\b", re.MULTILINE)


def pytest_ignore_collect(collection_path):
    """Do not even read on PostgreSQL what would be left out there: each process would read all of it."""
    if connection.vendor == "postgresql":
        if collection_path.is_dir():
            return collection_path.name in ("browser", "documents") or None
        is_test = collection_path.name.startswith("test_")
        return bool(is_test and OF_ONE_DATABASE.search(collection_path.read_text(encoding="utf-8"))) or None
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Run on PostgreSQL what touches a database there, and nothing that has been tried on SQLite already."""
    on_postgresql = connection.vendor == "postgresql"
    kept = [
        item
        for item in items
        if (on_both(item) if on_postgresql else not item.get_closest_marker("postgres"))
    ]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    # The content is loaded today, before the first test with a database moves the clock to a day of its own.
    for names in (item.fixturenames for item in kept if uses_database(item)):
        names[:] = ["django_db_setup", *(name for name in names if name != "django_db_setup")]
    # What takes seconds begins first: at the end of a parallel run nobody waits for the last long test.
    items[:] = sorted(kept, key=lambda item: not (item.get_closest_marker("long") or is_in_browser(item)))


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """One test's pages and files are not another's."""
    yield
    caches["pages"].clear()
    for left in FILES.glob("*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


@pytest.fixture
def content(db):
    """The shipped content, named by tests that mean it."""


# The organisations


@pytest.fixture
def harbourside(db):
    """The member's and the colleague's organisation, with every detail a letter uses and no patch yet."""
    return Organisation.objects.create(
        name="Voluntary Action Harbourside",
        slug="harbourside",
        short_name="VAH",
        place="Harbourside",
        sector_term=SectorTerm.VCSE,
        signer_name="Rowan Ashdown",
        signer_role="Chief Officer",
        address="The Old Sail Loft\n4 Quay Street\nHarbourside\nZZ1 4AB",
        email="hello@harbourside.example.org",
        phone="01632 960101",
        website="https://harbourside.example.org",
        charity_number="0000001",
        groups_supported="640 groups in 2025/26",
    )


@pytest.fixture
def other_organisation(db):
    """The other member's organisation, which keeps to itself and has filled in nothing but its name."""
    return Organisation.objects.create(name="Community Links Fellside", slug="fellside")


@pytest.fixture
def suffolk(harbourside):
    """The county council, in the patch of the member's organisation."""
    body = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(body)
    return body


# The people


@pytest.fixture
def member(harbourside):
    user = User.objects.create_user("member@harbourside.example.org", "a long password", name="Sam Member")
    Membership.objects.create(user=user, organisation=harbourside, is_main_contact=True)
    return _verified(user)


@pytest.fixture
def colleague(harbourside):
    user = User.objects.create_user("kit@harbourside.example.org", "a long password", name="Kit Colleague")
    Membership.objects.create(user=user, organisation=harbourside)
    return _verified(user)


@pytest.fixture
def other_member(other_organisation):
    user = User.objects.create_user("member@fellside.example.org", "a long password", name="Alex Other")
    Membership.objects.create(user=user, organisation=other_organisation, is_main_contact=True)
    return _verified(user)


@pytest.fixture
def curator(db):
    """Works at NAVCA, belongs to no organisation, and has an authenticator app as staff must."""
    user = User.objects.create_superuser("curator@navca.example.org", "a long password", name="Chris Curator")
    TOTP.activate(user, generate_totp_secret())
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return _verified(user)


def _verified(user):
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


# Their browsers. `client` is the stranger's.


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def member_client(member):
    return _signed_in(member)


@pytest.fixture
def colleague_client(colleague):
    return _signed_in(colleague)


@pytest.fixture
def other_client(other_member):
    return _signed_in(other_member)


@pytest.fixture
def curator_client(curator):
    return _signed_in(curator)


# Web servers of their own: tests/web_server.py


@pytest.fixture
def own_files(settings, tmp_path):
    """The folder in which the test keeps its files, apart from other tests. A server may share it."""
    settings.DATA_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / folder},
        }
        for name, folder in (("default", "private"), ("pictures", "pictures"))
    }
    return tmp_path
