"""What the tests of merging ask of a template."""

import re

import pytest

from letters.merge import (
    TemplateProblems,
    compile_template,
)


def body(template, **values):
    """The body's HTML, without the white space between blocks."""
    html = compile_template("Subject", template).fill(values).body_html
    return re.sub(r">\s*\n\s*<", "><", html).strip()


def gaps(template, subject="Subject", **values):
    return [gap.key for gap in compile_template(subject, template).fill(values).gaps]


def problems(template, subject="Subject"):
    with pytest.raises(TemplateProblems) as refusal:
        compile_template(subject, template)
    return refusal.value.problems
