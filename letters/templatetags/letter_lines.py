"""How a line of the letterhead is set."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_EMAIL_ADDRESS = re.compile(r"\S+@\S+")
_PLACES = re.compile(r"(?<=@)|(?=\.)")


@register.filter
def breaks_where_it_reads_well(line: str) -> SafeString:
    """The line as HTML; an email address too long for it goes on after its @ or before a dot."""
    return mark_safe(  # noqa: S308  (escaped)
        _EMAIL_ADDRESS.sub(lambda found: _PLACES.sub("<wbr>", found[0]), conditional_escape(line))
    )
