"""The search page: one box that looks through everything public."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView

from documents import plain_text
from search import index

# The best of each section first; the whole of one, as far as anybody reads, when it is asked for.
OF_EACH_SECTION = 5
OF_ONE_SECTION = 50


# The page cache packs other pages; it does not keep this one, whose addresses have no end.
@method_decorator([login_not_required, gzip_page], name="dispatch")
class SearchView(TemplateView):
    """What was found for the words in the address, so that a search can be shared."""

    template_name = "pages/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = plain_text.one_line(self.request.GET.get("q", "")[: index.LONGEST_QUERY])
        section = self.request.GET.get("in", "")
        limit = OF_ONE_SECTION if section else OF_EACH_SECTION
        answer = index.ask(query, limit=limit, section=section)
        return super().get_context_data(
            query=query, section=section if answer.groups else "", answer=answer, **kwargs
        )
