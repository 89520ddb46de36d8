"""Letters made ready: every body in England, prepared by two calls at a time."""

import io
import multiprocessing
import time
from typing import Any

from .letters import the_letter
from .served import Measure, few_or, start_django

AT_ONCE = 2  # as the page's script does
SECONDS_OF_A_CALL = 1


def every_body() -> list[Measure]:
    """A letter to everybody the directory knows: made ready, prepared as PDF, and put into one zip file.

    Two processes prepare it, as two workers of a web server would, each with its typefaces read already.
    """
    start_django()
    from django.db import connection

    from documents.archive import write_archive
    from letters.models import FrozenKind
    from letters.preparing import content_of, stored_file

    version, froze = ready_for_everybody()
    count = version.copies.count()
    connection.close()

    context = multiprocessing.get_context("spawn")
    together, work = context.Barrier(AT_ONCE + 1), context.SimpleQueue()
    workers = [
        context.Process(target=_prepare_all, args=(version.pk, together, work), daemon=True)
        for _ in range(AT_ONCE)
    ]
    for worker in workers:
        worker.start()
    together.wait()
    begun = time.perf_counter()
    for worker in workers:
        worker.join()
    prepared = time.perf_counter() - begun
    busy = sum(work.get() for _ in workers)
    begun = time.perf_counter()
    files = (stored_file(version, FrozenKind.PDF, copy) for copy in version.copies.without_documents())
    write_archive(io.BytesIO(), ((file.file_name, content_of(file)) for file in files))
    zipped = time.perf_counter() - begun
    return [
        Measure(f"{count} letters made ready", froze, "s", None, "both sizes of each, kept in the database"),
        Measure(f"{count} PDFs prepared and stored", prepared, "s", prepared / 25,
                f"the target of 25 s; two processes at once, whose work is {busy:.0f} s together"),
        Measure(f"{count} PDFs in one zip file", zipped, "s", None, "from the store, hashes looked at"),
    ]  # fmt: skip


def ready_for_everybody() -> tuple[Any, float]:
    """The demonstration's letter made ready for everybody the directory knows, and how long that took."""
    from django.utils import timezone

    from letters.freezing import make_ready
    from letters.models import Letter, LetterCopy
    from partnerships.models import Post, Recipient
    from publicbodies.models import PublicBody

    letter = the_letter()
    bodies = PublicBody.objects.can_be_written_to_on(timezone.localdate())
    written_to = {copy.recipient.body_id for copy in letter.copies.all()}
    posts = {body: Post.usual_at(body) for body in bodies if body.pk not in written_to}
    posts = dict(list(posts.items())[: few_or(len(posts), 8)])
    recipients = Recipient.objects.nameless_at(posts, letter.organisation)
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=row) for row in recipients)
    letter = Letter.objects.for_page().get(pk=letter.pk)
    begun = time.perf_counter()
    version = make_ready(letter, revision=letter.revision, by=letter.organisation.people.all()[0])
    return version, time.perf_counter() - begun


def _prepare_all(key: int, together: Any, work: Any) -> None:
    """What one worker does: call after call, until nothing is left. Says how long it was at work."""
    start_django()
    from documents import pdf
    from letters.files import LETTER_CSS
    from letters.models import FrozenKind, LetterVersion
    from letters.preparing import prepare

    version = LetterVersion.objects.for_page().get(pk=key)
    first = version.copies.all()[0]
    pdf.render(first.html, stylesheets=[LETTER_CSS], images=version.images)
    together.wait()
    begun = time.process_time()
    while not prepare(version, [FrozenKind.PDF], seconds=SECONDS_OF_A_CALL).is_complete:
        pass
    work.put(time.process_time() - begun)
