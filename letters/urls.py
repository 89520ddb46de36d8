from collections.abc import Iterable

from django.urls import include, path, register_converter

from . import choosing_views, history_views, ready_views, sent_views, version_views, writing_views
from .files import KINDS
from .models import FrozenKind
from .preparing import PRINT_KINDS


class OneOf:
    """A converter for one word of a few."""

    regex: str

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def one_of(words: Iterable[str]) -> type[OneOf]:
    """A converter for addresses that takes these words and nothing else."""
    return type("Word", (OneOf,), {"regex": "|".join(words)})


register_converter(one_of(KINDS), "kind")
register_converter(one_of(kind for kind in FrozenKind if kind not in PRINT_KINDS), "frozen-kind")
register_converter(one_of(PRINT_KINDS), "print-kind")
register_converter(one_of(("logo", "signature")), "picture")

# A letter as it was made ready.
version_patterns = [
    path("", version_views.version, name="version"),
    path("words/", version_views.version_words, name="version-words"),
    path("zip/", version_views.version_zip, name="version-zip"),
    path("prepare/", version_views.version_prepare, name="version-prepare"),
    path("print/<print-kind:kind>/<int:volume>/", version_views.version_print, name="version-print"),
    path("picture/<picture:name>/", version_views.version_picture, name="version-picture"),
    path("<frozen-kind:kind>/", version_views.version_file, name="version-file"),
    path("changes/", history_views.changes, name="version-changes"),
    path("seen/", history_views.seen, name="version-seen"),
    path("sent/", sent_views.sent, name="version-sent"),
    path("sent/undo/", sent_views.sent_undo, name="version-sent-undo"),
    path("sent-file/", sent_views.sent_file, name="sent-file"),
    path("sent-file/download/", sent_views.sent_file_download, name="sent-file-download"),
    path("sent-file/remove/", sent_views.sent_file_remove, name="sent-file-remove"),
]

app_name = "letters"
urlpatterns = [
    path("", choosing_views.letters, name="letters"),
    path("new/", choosing_views.new, name="new"),
    path("envelope-test-sheet/", ready_views.envelope_test_sheet, name="envelope-test-sheet"),
    path("<uuid:uuid>/", writing_views.edit, name="edit"),
    path("<uuid:uuid>/recipients/", choosing_views.recipients, name="recipients"),
    path("<uuid:uuid>/cite/", choosing_views.cite, name="cite"),
    path("<uuid:uuid>/preview/", writing_views.preview, name="preview"),
    path("<uuid:uuid>/download/", ready_views.download, name="download"),
    path("<uuid:uuid>/download/<kind:kind>/", ready_views.download_file, name="download-file"),
    path("<uuid:uuid>/ready/", ready_views.ready, name="ready"),
    path("<uuid:uuid>/reopen/", ready_views.reopen, name="reopen"),
    path("<uuid:uuid>/back/", ready_views.back, name="back"),
    path("<uuid:uuid>/delete/", ready_views.delete, name="delete"),
    path("<uuid:uuid>/duplicate/", history_views.duplicate_letter, name="duplicate"),
    path("<uuid:uuid>/versions/", history_views.versions, name="versions"),
    path("<uuid:uuid>/versions/<int:number>/", include(version_patterns)),
]
