"""The renderer's warnings fail the test that caused them, unless it asks to see them itself."""

import pytest

from documents import fonts

from .renderer import renderer_warnings


@pytest.fixture(autouse=True, scope="session")
def faces():
    """Our faces, built if script/bootstrap has not."""
    fonts.build(fonts.folder())


@pytest.fixture
def renderer():
    """No warning may come from the renderer (E100)."""
    with renderer_warnings() as said:
        yield
    assert said == []
