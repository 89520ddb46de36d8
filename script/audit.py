"""Ask pip-audit about every pinned package, and believe only answers.

pip-audit alone says “No known vulnerabilities found” and ends well when its source knows none of the
packages, as behind a mirror of a registry. So what was not answered is counted here, and named.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Not one of our packages: it is fetched for this command alone, and nothing of ours runs with it.
TOOL = (str(ROOT / ".venv/bin/uv"), "tool", "run", "--from", "pip-audit==2.10.1", "pip-audit")
SERVICES = ("pypi", "osv")
GOOD, KNOWN, NOT_CHECKED = 0, 1, 3
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


class Answers(NamedTuple):
    """What is known of each package that a source answered for, and why others were left out."""

    known: dict[str, list[str]]
    reasons: list[str]


def pinned(root: Path = ROOT) -> list[str]:
    """Every package with its version, as `name==version`, whatever the machine it is for."""
    texts = ((root / name).read_text(encoding="utf-8") for name in LOCKS)
    return sorted({f"{name.lower()}=={version}" for text in texts for name, version in PINNED.findall(text)})


def ask(packages: Sequence[str], service: str, tool: Sequence[str] = TOOL) -> Answers:
    """Ask one source about all of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listed:
        listed.write("\n".join(packages))
        listed.flush()
        options = ("--requirement", listed.name, "--no-deps", "--disable-pip", "--format", "json")
        quiet = ("--progress-spinner", "off", "--vulnerability-service", service)
        try:
            said = subprocess.run(  # noqa: S603  (ours, with our own list)
                [*tool, *options, *quiet], capture_output=True, text=True, timeout=600, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            return Answers({}, [f"{service}: {type(problem).__name__}"])
    return read(said.stdout, said.stderr, service)


def read(out: str, trouble: str, service: str) -> Answers:
    """What pip-audit wrote; without a report, the last thing it complained of."""
    try:
        rows: list[dict[str, Any]] = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (trouble.strip().splitlines() or ["no answer"])[-1]
        return Answers({}, [f"{service}: {last[:160]}"])
    known = {
        f"{row['name'].lower()}=={row['version']}": [
            f"{each['id']}, mended in {' or '.join(each.get('fix_versions') or ['no release yet'])}"
            for each in row["vulns"]
        ]
        for row in rows
        if "vulns" in row
    }
    skipped = sorted({re.sub(r": .*", "", row["skip_reason"]) for row in rows if "skip_reason" in row})
    return Answers(known, [f"{service}: {reason}" for reason in skipped])


def report(packages: Sequence[str], answers: Sequence[Answers]) -> tuple[list[str], int]:
    """What to print, and how to end: a package that no source answered for is not checked."""
    known: dict[str, list[str]] = {}
    for each in answers:
        for name, weaknesses in each.known.items():
            known[name] = sorted({*known.get(name, []), *weaknesses})
    left = [name for name in packages if name not in known]
    lines = [f"{name}: {weakness}" for name in packages for weakness in known.get(name, [])]
    ends = KNOWN if lines else GOOD
    if left:
        ends = ends or NOT_CHECKED
        lines += [f"not checked: {len(left)} of {len(packages)} packages: {', '.join(left)}"]
        lines += [f"  {reason}" for each in answers for reason in each.reasons]
    elif not lines:
        lines = [f"{len(packages)} packages checked: no weakness is known of any."]
    return lines, ends


def main(tool: Sequence[str] = TOOL, root: Path = ROOT) -> int:
    """Ask about every pinned package and print what is known. Returns the exit code."""
    packages, answers = pinned(root), []
    for service in SERVICES:
        left = [name for name in packages if not any(name in each.known for each in answers)]
        if left:
            answers.append(ask(left, service, tool))
    lines, ends = report(packages, answers)
    print("\n".join(lines))
    return ends


if __name__ == "__main__":
    sys.exit(main())
