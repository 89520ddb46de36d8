import os
import subprocess
import sys
import time

from fontTools.ttLib import TTFont

from documents import fonts


def test_second_build_does_nothing_and_is_quick():
    stamp = fonts.folder() / "stamp.json"
    before = stamp.stat().st_mtime_ns
    begun = time.perf_counter()
    fonts.build(fonts.folder())
    assert time.perf_counter() - begun < 0.5
    assert stamp.stat().st_mtime_ns == before


def test_leaves_nothing_half_done_beside_the_folder():
    beside = {path.name for path in fonts.folder().parent.iterdir() if path.name.startswith("fonts")}
    assert beside <= {"fonts", "fonts.lock"}


def test_a_moved_project_builds_anew(tmp_path):
    copy = tmp_path / "fonts"
    copy.mkdir()
    (copy / "stamp.json").write_text((fonts.folder() / "stamp.json").read_text())
    assert fonts._is_built(fonts.folder())
    assert not fonts._is_built(copy)


def test_web_faces_are_small_and_hold_welsh_and_extended_latin():
    for name, limit in (("source-sans-3", 48_000), ("source-serif-4", 40_000)):
        path = fonts.folder() / "web" / "fonts" / f"{name}.woff2"
        assert path.stat().st_size < limit
        with TTFont(path) as font:
            cmap = font.getBestCmap()
            assert [character for character in "AŵŶẁỳŁőßé£€→–’…" if ord(character) not in cmap] == []
            assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
        assert "OPEN FONT LICENSE" in path.with_name(f"{name}-licence.txt").read_text().upper()


def test_pdf_faces_are_fixed_and_differ_in_weight():
    weights = set()
    for face in fonts.PDF_FACES:
        with TTFont(fonts.folder() / "pdf" / face.file_name) as font:
            assert "fvar" not in font
            assert "Source" not in str(font["name"].getDebugName(1))
            weights.add((font["name"].getBestFamilyName(), font["OS/2"].usWeightClass))
    assert ("Letter Sans", 400) in weights
    assert ("Letter Sans", 700) in weights
    assert len(weights) == len(fonts.PDF_FACES)


def test_only_our_faces_are_known_to_fontconfig():
    listing = subprocess.run(
        [sys.executable, "-c", _LIST_FAMILIES],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert set(listing.stdout.split("\n")[:-1]) == {"Letter Sans", "Letter Serif", "Noto Sans"}


# In a process of its own: fontconfig reads its configuration once.
_LIST_FAMILIES = """
from documents import fonts
fonts.use_only_ours()
from weasyprint.text.ffi import ffi, pangoft2, gobject
from weasyprint.text.fonts import FontConfiguration
configuration = FontConfiguration()
ffi.cdef('''
void pango_font_map_list_families(PangoFontMap *map, void ***families, int *n);
const char *pango_font_family_get_name(void *family);
''', override=True)
from weasyprint.text.ffi import pango
families, n = ffi.new('void ***'), ffi.new('int *')
pango.pango_font_map_list_families(configuration.font_map, families, n)
names = {ffi.string(pango.pango_font_family_get_name(families[0][i])).decode() for i in range(n[0])}
print("\\n".join(sorted(names - {"Sans", "Serif", "Monospace", "System-ui"})))
"""


def test_a_letter_no_face_can_draw_is_named():
    assert fonts.missing_glyphs("Łódź, Ŵyr ac ŷ, Ελλάδα, Київ, O’Brien\n\t£ €") == []
    assert fonts.missing_glyphs("a\u200db\u00ad\ufe0f") == []
    assert fonts.missing_glyphs("W\u0302yr e\u0301") == []
    assert fonts.missing_glyphs("日本 日 ☃ مرحبا")[:3] == ["日", "本", "☃"]
    assert "م" in fonts.missing_glyphs("مرحبا")


def test_widths_are_those_of_the_face():
    assert fonts.width_mm("", 12) == 0
    assert fonts.width_mm("ii", 12) == 2 * fonts.width_mm("i", 12) < fonts.width_mm("WW", 12)
    assert fonts.width_mm("Ŵ", 12) == fonts.width_mm("W\u0302", 12)
    assert 60 < fonts.width_mm("Harbourside Borough Council, Civic Centre", 12) < 90
