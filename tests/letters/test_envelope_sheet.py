import pytest

from letters import envelope_sheet
from tests.documents.renderer import assert_accessible, pieces, reader, renderer_warnings, text_of


@pytest.mark.parametrize("offset", [-10, 0, 3, 10])
def test_the_sample_address_stands_where_letters_have_it_beside_a_scale_that_stays(offset):
    with renderer_warnings() as said:
        made = envelope_sheet.make(offset)
    assert said == []
    assert_accessible(made)
    assert len(reader(made).pages) == 1
    found = pieces(made)
    lines = [piece for piece in found if piece.baseline < 95 and piece.x < 26]
    assert [piece.text for piece in lines][0::6] == ["Councillor Alex Sample", "ZZ1 1ZZ"]
    for piece in lines:
        assert piece.top >= 46 + offset
        assert piece.bottom <= 79 + offset
        assert piece.right <= 100
    assert max(piece.right for piece in lines) > 98, "one line tries the whole width"
    scale = {piece.text: (piece.top + piece.bottom) / 2 for piece in found if 103 < piece.x < 104}
    assert list(scale) == ["-10", "-5", "0", "5", "10"]
    for number, middle in scale.items():
        assert middle == pytest.approx(45 + int(number), abs=1), "the window begins at 45 in its usual place"


def test_says_what_to_do():
    text = text_of(envelope_sheet.make(-3))
    assert "3 mm above the usual place" in text
    assert "Print this page at 100%" in text
    assert "Type it in your profile at “Move the address window”" in text
    assert "90 mm wide and 35 mm high" in text
    assert envelope_sheet.make(-3) == envelope_sheet.make(-3)
