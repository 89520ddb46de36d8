"""`script/audit` never says that all is well when nobody answered."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parent.parent / "script" / "audit.py"
FOUND = {"id": "CVE-2026-1", "fix_versions": ["2.1"]}


@pytest.fixture
def audit():
    found = importlib.util.spec_from_file_location("audit", PATH)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path):
    lock = "one==1.0 \\\n    --hash=sha256:00\nTwo==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    (tmp_path / "requirements.txt").write_text(f"# By script/lock\n{lock}")
    (tmp_path / "requirements-dev.txt").write_text(lock)
    return tmp_path


def tool(rows):
    """A program that says what pip-audit says, and ends as well as it does."""
    said = json.dumps({"dependencies": rows})
    return (sys.executable, "-c", f"print({said!r}); import sys; print('No known ...', file=sys.stderr)")


def row(name, version, **what):
    return {"name": name, "version": version, "vulns": []} | what


SKIPPED = [{"name": name, "skip_reason": f"Not found: {name}"} for name in ("one", "two")]


@pytest.mark.parametrize(
    ("rows", "ends", "said"),
    [
        ([row("one", "1.0"), row("two", "2.0")], 0, ["2 packages checked: no weakness is known"]),
        (SKIPPED, 3, ["not checked: 2 of 2 packages: one==1.0, two==2.0", "Not found"]),
        ([row("one", "1.0"), SKIPPED[1]], 3, ["not checked: 1 of 2 packages: two==2.0"]),
        ([row("one", "1.0", vulns=[FOUND]), row("two", "2.0")], 1, ["one==1.0: CVE-2026-1, mended in 2.1"]),
        ([row("one", "1.0", vulns=[FOUND]), SKIPPED[1]], 1, ["CVE-2026-1", "not checked: 1 of 2"]),
        ([], 3, ["not checked: 2 of 2"]),
        ([row("one", "9.9"), row("two", "2.0")], 3, ["not checked: 1 of 2 packages: one==1.0"]),
    ],
    ids=["all well", "no answer", "half an answer", "known", "known and half", "nothing", "another release"],
)
def test_what_was_not_answered_is_not_checked(audit, root, capsys, rows, ends, said):
    assert audit.main(tool(rows), root) == ends
    out = capsys.readouterr().out
    assert [words for words in said if words not in out] == []
    assert ("no weakness is known" in out) == (ends == 0)


@pytest.mark.parametrize(
    "program", [("/nothing/there",), (sys.executable, "-c", "raise OSError('no network')")]
)
def test_without_the_tool_or_the_network_it_says_so(audit, root, capsys, program):
    assert audit.main(program, root) == 3
    assert "not checked: 2 of 2 packages" in capsys.readouterr().out


def test_every_locked_package_is_asked_for(audit):
    assert len(audit.pinned()) > 60
    assert {"django", "weasyprint", "pillow"} <= {each.partition("==")[0] for each in audit.pinned()}
