"""What has passed between a member and a body, as a paper: contacts, meetings, promises, agreements."""

from django.template.loader import render_to_string

from documents import pdf
from partnerships.agreement_document import AGREEMENT_CSS
from partnerships.timeline import ON_A_PAGE, Event, timeline

from .occasion import Occasion
from .promises import both_sides
from .standing import between, going_on
from .wording import day_words

PAGES = 3  # of the list of events, the newest first


def history_html(occasion: Occasion) -> str:
    """The whole document, as documents.pdf and documents.word want it."""
    organisation, where, day = occasion.organisation, occasion.where, occasion.day
    events, count = _events(occasion)
    context = {
        "title": f"History with {where.official_name}",
        "stand": f"For {organisation.name}, {day_words(day)}. It is for you: do not hand it over.",
        "organisation": organisation,
        "events": events,
        "earlier": max(count - len(events), 0),
        "sides": both_sides(organisation, where),
        "agreements": [
            (agreement, agreement.stage_on(day).label) for agreement in going_on(organisation, where)
        ],
        "standing": between(organisation, where, day),
    }
    return render_to_string("briefings/history_document.html", context)


def _events(occasion: Occasion) -> tuple[list[Event], int]:
    """The newest events, and how many there are in all."""
    found: list[Event] = []
    count = 0
    for page in range(1, PAGES + 1):
        page_obj, events = timeline(occasion.organisation, occasion.where, str(page))
        found += events
        count = page_obj.paginator.count
        if count <= page * ON_A_PAGE:
            break
    return found, count


def history_pdf(occasion: Occasion) -> bytes:
    """The history with a body as a PDF, tagged for screen readers."""
    return pdf.render(history_html(occasion), stylesheets=[AGREEMENT_CSS])
