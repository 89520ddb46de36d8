"""The directory of public bodies: suggestions while somebody types."""

from urllib.parse import quote

from .served import Measure, browser, start_django, timed

TARGET = 50  # ms, 95 of 100


def suggestions() -> list[Measure]:
    """Names of public bodies typed letter by letter, each answer made anew."""
    start_django()
    from publicbodies.models import PublicBody

    ask = browser()
    names = PublicBody.objects.order_by("pk").values_list("short_name", flat=True)[::30]
    typed = [name[:length] for name in names for length in range(2, len(name) + 1)]
    following = iter(typed)
    # A waiting message goes past the page cache.
    (times,) = timed(
        len(typed) - 2,
        lambda: ask(f"/public-bodies/suggest/?q={quote(next(following))}", HTTP_COOKIE="messages=none"),
    )
    return [Measure("suggestions while typing, p95", times.late, "ms", times.late / TARGET, f"{TARGET} ms")]
