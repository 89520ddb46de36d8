"""The toolkit as it is served, in this process, and how long something takes."""

import io
import os
import statistics
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SHORT = "BENCH_SHORT"  # set for a run that only shows that everything works


class Measure(NamedTuple):
    name: str
    value: float
    unit: str
    ratio: float | None
    against: str


def few_or(number: int, few: int) -> int:
    """How many there are: few in a short run."""
    return few if SHORT in os.environ else number


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Times(NamedTuple):
    """Milliseconds by the clock and of the processor, run by run."""

    clock: list[float]
    processor: list[float]

    @property
    def usual(self) -> float:
        """The median by the clock."""
        return statistics.median(self.clock)

    @property
    def late(self) -> float:
        """What 95 of 100 runs stay below, by the clock."""
        return statistics.quantiles(self.clock, n=20)[-1]

    @property
    def work(self) -> float:
        """The median of the processor, which says more on a machine that does something else too."""
        return statistics.median(self.processor)


def timed(number: int, *runs: Callable[[], Any]) -> list[Times]:
    """The times of each of the runs, in turns so that all meet the same machine, after two to warm up."""
    found = [Times([], []) for _ in runs]
    for _ in range(2):
        for do in runs:
            do()
    for _ in range(number):
        for do, times in zip(runs, found, strict=True):
            clock, processor = time.perf_counter(), time.process_time()
            do()
            times.processor.append((time.process_time() - processor) * 1000)
            times.clock.append((time.perf_counter() - clock) * 1000)
    return found


def start_django() -> None:
    """Start the toolkit with one more address, a view that always says the same."""
    import django
    from django.conf import settings

    settings.STATIC_ROOT = Path(os.environ["COVENANT_DATA_DIR"]).parent / "static"
    django.setup()

    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.urls import path

    from covenant_toolkit import urls

    @login_not_required
    def constant(request: Any) -> HttpResponse:
        return HttpResponse(b"The same words each time.")

    site = types.ModuleType("bench_urls")
    site.urlpatterns = [path("constant/", constant), *urls.urlpatterns]  # type: ignore[attr-defined]
    site.handler500 = urls.handler500  # type: ignore[attr-defined]
    sys.modules["bench_urls"] = site
    settings.ROOT_URLCONF = "bench_urls"


def prepare() -> list[Measure]:
    """The scratch database with the shipped content, and the static files as they are served."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return []


def browser() -> Callable[..., Answer]:
    """A function that asks the application as gunicorn would, in this process."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def ask(address: str, **headers: Any) -> Answer:
        path, _, query = address.partition("?")
        seen: dict[str, Any] = {}
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, **headers,
        }  # fmt: skip

        def start(status: str, pairs: list[tuple[str, str]], *_: Any) -> None:
            seen.update(status=int(status[:3]), headers=dict(pairs))

        parts = application(environ, start)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if seen["status"] not in (200, 304):
            sys.exit(f"{address} answered {seen['status']}")
        return Answer(seen["status"], seen["headers"], body)

    return ask


def ask_constant(ask: Callable[..., Answer]) -> Callable[[], Answer]:
    """Ask the constant view with a cookie that goes past the page cache, so that it does not pay for it."""
    return lambda: ask("/constant/", HTTP_COOKIE="messages=none")
