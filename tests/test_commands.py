"""What the commands say when they are typed wrongly, or when a public site lacks a setting."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PUBLIC_SITE = {
    "COVENANT_SECRET_KEY": "a key of fifty characters or more, for this one test of ours 0123456789",
    "COVENANT_HOSTS": "toolkit.example.org",
    "COVENANT_DATABASE_URL": "postgresql://toolkit@db.example.org/toolkit",
}


def run(*command, **variables):
    """Run a command in a clean environment and return it, with what it said."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("COVENANT_", "DJANGO_"))
    }
    return subprocess.run(
        command, cwd="/", env=clean | variables, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def start(**variables):
    """Start Django as the web server does, and return what came of it."""
    program = "import sys; sys.path.insert(0, sys.argv[1]); import covenant_toolkit.wsgi"
    return run(sys.executable, "-W", "ignore", "-c", program, str(ROOT), **variables)


@pytest.mark.parametrize(
    ("name", "value"), [*((name, None) for name in sorted(PUBLIC_SITE)), ("COVENANT_SECRET_KEY", "")]
)
def test_a_public_site_names_the_variable_it_lacks(name, value):
    variables = {key: text for key, text in PUBLIC_SITE.items() if key != name}
    if value is not None:
        variables[name] = value
    said = start(**variables)
    assert said.returncode != 0
    last = said.stderr.strip().splitlines()[-1]
    assert f"{name} is not set" in last
    assert not [other for other in PUBLIC_SITE if other != name and f"{other} is not set" in said.stderr]


def test_a_public_site_starts_with_all_of_them(tmp_path):
    said = start(**PUBLIC_SITE, COVENANT_DATA_DIR=str(tmp_path))
    assert said.returncode == 0, said.stderr


def test_a_demonstration_needs_no_variable_but_one(tmp_path):
    said = start(COVENANT_DEBUG="1", COVENANT_DATA_DIR=str(tmp_path))
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80 81", "999999"])
def test_server_asks_for_a_real_port(port):
    said = run(ROOT / "script" / "server", port)
    assert said.returncode == 1
    assert said.stderr == "A port is a number from 1 to 65535, for example: script/server 8001\n"


def test_server_says_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = run(ROOT / "script" / "server", str(port))
    assert said.returncode == 1
    assert said.stderr.startswith(f"Something already answers on port {port}. Choose another")
    assert said.stderr.count("\n") == 1


def test_bootstrap_asks_about_an_option_it_does_not_know():
    said = run(ROOT / "script" / "bootstrap", "--everything")
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1


def test_every_command_is_sound_bash():
    for path in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"]:
        if path.suffix in ("", ".sh") and path.is_file():
            said = run("bash", "-n", path)
            assert said.returncode == 0, said.stderr
