"""The house itself: its arrows, its migrations, its deployment, its documents."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
# Put together from halves, so that this file may be read too.
REGISTRIES = [
    "pypi." + "org",
    "python" + "hosted",
    "npm" + "js",
    "proxy.golang." + "org",
    "crates." + "io",
    "jsde" + "livr",
    "un" + "pkg",
]
OF_ONE_MACHINE = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/opt/" + "pypi",
    "find-" + "links",
    "extra-" + "index",
    ".." + "/shared",
]


def files():
    """Every text file of the project, as Git sees it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (head := path.read_bytes()):
            yield name, head.decode("utf-8")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_a_room_imports_only_rooms_below_it(capsys, monkeypatch):
    # It would silence every logger there is, for all tests that come after.
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0, (
        capsys.readouterr().out
    )


def test_the_rooms_are_those_that_the_readme_draws():
    contract = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]
    (layers,) = [each["layers"] for each in contract["contracts"]]
    drawn = read("README.md").partition("A room imports only rooms below it: ")[2].partition(". `")[0]
    assert [re.findall(r"\w+", layer) for layer in layers] == [
        re.findall(r"`(\w+)`", layer) for layer in drawn.split("→")
    ]
    # A folder of Python that is none of these would import what it likes.
    packages = {Path(name).parts[0] for name, _ in files() if re.match(r"\w+/__init__\.py$", name)}
    assert packages - {"tests"} == set(contract["root_packages"])
    assert sorted(contract["root_packages"]) == sorted(re.findall(r"\w+", " ".join(layers)))


def test_a_deployment_has_nothing_to_answer_for(tmp_path):
    said = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("COVENANT_", "DJANGO_"))
            },
            "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
            "COVENANT_SECRET_KEY": "a key of fifty characters or more, for this one test of ours 0123456789",
            "COVENANT_HOSTS": "toolkit.example.org",
            "COVENANT_DATABASE_URL": "postgresql://toolkit@db.example.org/toolkit",
            "COVENANT_DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr


def test_no_file_names_a_package_registry_or_one_machine():
    # A path of the machine begins where no word goes before it: /organisation/work/ is an address of ours.
    words = re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in [*REGISTRIES, *OF_ONE_MACHINE]))
    found = [f"{name}: {word}" for name, text in files() for word in words.findall(text)]
    assert found == []


def test_every_locked_package_has_its_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        packages = re.split(r"\n(?=[a-z0-9])", read(name).partition("\n#    script/lock\n")[2])
        assert packages
        assert [
            package for package in packages if "==" not in package or "--hash=sha256:" not in package
        ] == []


def test_each_dependency_has_its_line_of_reason():
    listed = re.findall(r'^    "[a-z][^"\n]*[=<>][^"\n]*",(.*)$', read("pyproject.toml"), re.MULTILINE)
    assert len(listed) > 20
    assert [reason for reason in listed if not re.match(r" +# \w+", reason)] == []


def test_readme_names_every_setting():
    variables = set()
    for name, text in files():
        if name.startswith("script/") or (name.endswith(".py") and not name.startswith("tests/")):
            variables |= set(re.findall(r"\bCOVENANT_[A-Z_]+[A-Z]\b", text))
    readme = read("README.md")
    assert sorted(name for name in variables if f"`{name}`" not in readme) == []
    kept = {
        f"COVENANT_KEEP_{name}"
        for name in re.findall(r'days_kept\("(\w+)"', read("covenant_toolkit/settings.py"))
    }
    assert sorted({*re.findall(r"`(COVENANT_[A-Z_]+)`", readme)} - variables - kept) == []


def test_readme_gives_the_periods_that_are_kept():
    kept = dict(re.findall(r'days_kept\("(\w+)", (\d+)', read("covenant_toolkit/settings.py")))
    assert kept
    assert dict(re.findall(r"\| `COVENANT_KEEP_(\w+)` \| (\d+) \|", read("README.md"))) == kept


def test_readme_points_at_what_is_there():
    readme = read("README.md")
    named = set(re.findall(r"\bscript/[a-z]+\b", readme))
    assert {"script/bootstrap", "script/server", "script/test"} <= named
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", readme)
    assert [name for name in [*named, *linked] if not (ROOT / name).exists()] == []


def test_the_index_of_the_readme_names_what_is_there():
    index = read("README.md").partition("## Where is …?")[2].partition("A room imports")[0]
    rows = [line.strip("| ").split(" | ") for line in index.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 30
    missing = []
    for subject, rooms in rows:
        places = [ROOT, *(ROOT / room for room in re.findall(r"`([\w/]+)`", rooms))]
        named = re.findall(r"`([\w/]+(?:\.py|/))`", subject)
        missing += [name for name in named if not any((place / name).exists() for place in places)]
        missing += [place.name for place in places if not place.is_dir()]
    assert missing == []


def test_each_test_that_the_readme_names_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", read("README.md"))
    assert len(named) > 50
    assert [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in read(path))
    ] == []


def test_operations_name_each_event_of_the_security_log():
    noted = re.compile(r"\bnote\(\s*\"([^\"]+)\"")
    events = {
        event
        for name, text in files()
        if name.endswith(".py") and not name.startswith("tests/")
        for event in noted.findall(text)
    }
    assert len(events) > 20
    operations = read("docs/operations.md")
    assert sorted(event for event in events if f"`{event}`" not in operations) == []


def test_commands_can_be_run():
    commands = [
        path for path in (ROOT / "script").iterdir() if "." not in path.name and path.name != "_common.sh"
    ]
    assert len(commands) >= 4
    assert [path.name for path in [*commands, ROOT / ".ci" / "run"] if not os.access(path, os.X_OK)] == []


def test_modules_stay_short():
    long = [
        f"{name}: {lines} lines"
        for name, text in files()
        if name.endswith(".py")
        and not re.search(r"(^|/)(migrations|tests)/", name)
        and (lines := text.count("\n")) > 480
    ]
    assert long == []


def test_no_drawer_for_everything():
    drawers = {"utils", "helpers", "services", "core", "common"}
    assert [
        name for name, _ in files() if name.endswith(".py") and drawers & {*Path(name).with_suffix("").parts}
    ] == []


def test_one_module_alone_writes_tables():
    """There a cell that would act as a formula is made text: see `documents/spreadsheet.py`."""
    writes = re.compile(r"csv\.(writer|DictWriter)|import xlsxwriter|import openpyxl")
    assert [
        name
        for name, text in files()
        if name.endswith(".py") and not name.startswith(("tests/", "script/")) and writes.search(text)
    ] == ["documents/spreadsheet.py"]


def test_pages_carry_no_inline_style_or_script():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(\bsrc=|application/json))", re.IGNORECASE
    )
    found = [
        f"{name}: {match.group()}"
        for name, text in files()
        # A mail has its style sheet in it: no program fetches one.
        if re.search(r"(^|/)templates/(?!email/).*\.html$", name)
        for match in inline.finditer(text)
    ]
    assert found == []


def test_people_never_read_the_words_of_machines():
    said = re.compile(r">\s*(Submit|OK|Click here)\s*<|value=\"(Submit|OK)\"", re.IGNORECASE)
    assert [name for name, text in files() if name.endswith(".html") and said.search(text)] == []
