"""The toolkit that each trial gets a copy of: the shipped content and the demonstration."""

import datetime
import shutil
from pathlib import Path
from typing import Any


def start_django() -> None:
    """Load the models, by the variables of this process."""
    import django

    django.setup()


def prepare(*, with_demonstration: bool = True) -> None:
    """Fill the empty site that this process has the variables of."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import override_settings

    start_django()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if with_demonstration:
        from covenant_toolkit import demonstration

        with override_settings(DEBUG=True):
            demonstration.make()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def copy_of(whole: Path, folder: Path) -> None:
    """A copy of the prepared site, for one trial to break."""
    shutil.copytree(whole, folder)
    (folder / "log.txt").unlink(missing_ok=True)


def letter_to(count: int, email: str) -> Any:
    """The demonstration's letter, addressed to so many bodies more, made ready."""
    from django.utils import timezone

    from covenant_toolkit.demonstration import demonstration_letter
    from letters.freezing import make_ready
    from letters.models import Letter, LetterCopy
    from members.models import User
    from partnerships.models import Post, Recipient
    from publicbodies.models import PublicBody

    letter = demonstration_letter()
    written_to = [
        copy.recipient.body_id for copy in letter.copies.all() if copy.recipient and copy.recipient.body_id
    ]
    bodies = PublicBody.objects.can_be_written_to_on(timezone.localdate()).exclude(pk__in=written_to)
    posts = {body: Post.usual_at(body) for body in bodies[:count]}
    recipients = Recipient.objects.nameless_at(posts, letter.organisation)
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=row) for row in recipients)
    letter = Letter.objects.for_page().get(pk=letter.pk)
    return make_ready(letter, revision=letter.revision, by=User.objects.get(email=email))


def a_private_link(until: datetime.date | None = None) -> str:
    """The path of a new private link of the demonstration's member, which works to the end of a day."""
    from members.models import Organisation
    from partnerships.models import LinkPurpose, PrivateLink
    from publicbodies.models import PublicBody

    link = PrivateLink(
        organisation=Organisation.objects.get(slug="harbourside-voluntary-action"),
        purpose=LinkPurpose.BENCHMARK, body=PublicBody.objects.get(slug="suffolk"),
        who="Head of communities", shows_ours=True,
    )  # fmt: skip
    path = PrivateLink.address(link.renew())
    if until:
        link.last_until(until)
    link.save()
    return path
