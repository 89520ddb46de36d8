"""The pages for when something goes wrong, as a browser shows them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponseNotAllowed
from playwright.sync_api import expect

from covenant_toolkit import errors
from covenant_toolkit.pages import AccessibilityView

from .looks import STATE, complaints

# What somebody had typed goes with the request.
TYPED = """() => {
    const form = document.querySelector("main").appendChild(document.createElement("form"))
    form.innerHTML = '<textarea name="text">Typed with care</textarea>'
    form.method = "post"
    form.submit()
}"""


def raising(problem):
    def view(self, request, *args, **kwargs):
        raise problem

    return view


def answering(answer):
    return lambda self, request, *args, **kwargs: answer(request)


PROBLEMS = {
    "Sign in to save what you typed": answering(errors.signed_out),
    "You cannot open this page": raising(PermissionDenied()),
    "We cannot find that page": raising(Http404()),
    "There is nothing to read here": answering(lambda request: HttpResponseNotAllowed(["POST"])),
    "Wait a little": answering(errors.too_many),
    "Something went wrong on our side": raising(ZeroDivisionError()),
    "The site is busy": raising(OperationalError("database is locked")),
}


@pytest.mark.everywhere
def test_each_says_what_happened(member_page, axe, heard, monkeypatch):
    page, found = member_page, []
    for heading, view in PROBLEMS.items():
        monkeypatch.setattr(AccessibilityView, "dispatch", view)
        page.goto("/accessibility/?again")
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        found += complaints(page, axe, STATE)
    # A form without the token that goes with it, with words in it.
    page.goto("/privacy/")
    with page.expect_navigation():
        page.evaluate(TYPED)
    expect(page.get_by_role("heading", level=1, name="Send that again")).to_be_visible()
    expect(page.get_by_role("textbox", name="In your words")).to_be_visible()
    found += complaints(page, axe, STATE)
    assert found == []
