"""How case studies and their figures look among the results of a search. Only published ones do."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Prefetch

from principles.searching import Section, entries_of, entry, in_words, owners, renew, said_by, touched
from search.models import Entry

from .models import CaseStudy, CaseStudyPicture, CaseStudyUpdate, Figure, Partner, Status

# What the admin needs: importing it from here makes this room's rows known.
__all__ = ["renew", "searched", "touched"]

CASE_STUDIES = Section(30, "Case studies")
FIGURES = Section(40, "Figures")


@owners.register(Figure)
@owners.register(Partner)
@owners.register(CaseStudyUpdate)
@owners.register(CaseStudyPicture)
def _of_part(row: Figure | Partner | CaseStudyUpdate | CaseStudyPicture) -> Iterable[models.Model]:
    return (row.case_study,)


@entries_of.register
def _case_study(study: CaseStudy) -> Iterator[Entry]:
    if study.status != Status.PUBLISHED:
        return
    url = study.get_absolute_url()
    text = "\n".join(
        [
            study.summary,
            in_words(study.the_place),
            in_words(study.what_they_did),
            in_words(study.what_changed),
            *(in_words(update.text) for update in study.updates.all()),
            *(f"{partner.name}. {partner.part}" for partner in study.partners.all()),
        ]
    )
    note = " · ".join(
        filter(None, [study.place, study.get_region_display(), study.theme, study.lead_organisation])
    )
    yield entry(CASE_STUDIES, study.title, text, url, note=note)
    for figure in study.figures.all():
        yield entry(
            FIGURES,
            f"{study.place}: {figure}",
            figure.meaning,
            f"{url}#figure-{figure.slug}",
            note=f"As of {figure.as_of}. {said_by(figure.source)}",
            part=figure.slug,
        )


def searched() -> Iterator[models.QuerySet]:
    """The rows of this room that a search looks through, with what their entries need."""
    figures = Prefetch("figures", queryset=Figure.objects.select_related("source"))
    yield CaseStudy.objects.published().prefetch_related("updates", "partners", figures)
