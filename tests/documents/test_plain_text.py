from documents import plain_text


def test_edge_E41_controls_are_taken_out():
    assert plain_text.clean("a\x00b\x07c\x1b\x7f\x85\x9fd\te\nf") == "abcd\te\nf"
    assert plain_text.clean("a\ud800b\ufffec\uffff") == "abc"
    assert plain_text.has_harmful("a\x00")
    assert not plain_text.has_harmful("a\r\nb\tc")


def test_edge_E45_direction_overrides_are_taken_out_and_joiners_stay():
    assert plain_text.clean("a\u202eb\u2066c\u2069\u200d\u200c") == "abc\u200d\u200c"


def test_edge_E52_text_is_composed():
    assert plain_text.clean("W\u0302yr Łódź") == "Ŵyr Łódź"


def test_edge_E62_line_ends_are_evened_out():
    assert plain_text.clean("a\r\nb\rc\n") == "a\nb\nc\n"


def test_one_line_evens_out_white_space():
    assert plain_text.one_line("  a\r\n b \t\u00a0 c\n") == "a b c"
