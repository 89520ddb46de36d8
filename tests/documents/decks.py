"""A deck as it is read back: its slides, and what a reader or a back row would miss in it."""

import io
import re

import pptx

from documents.slide_fit import Paragraph, height_of, wrapped
from documents.slide_layouts import LAYOUTS
from documents.slides import CELL

EMU = 12_700
READABLE = 18
# What stands small: the foot of a slide.
SMALL = ("Footer", "Slide number")


class Deck:
    def __init__(self, content):
        self.file = pptx.Presentation(io.BytesIO(content))
        self.slides = list(self.file.slides)

    @property
    def titles(self):
        return [slide.shapes.title.text for slide in self.slides]

    def notes(self, number):
        return self.slides[number].notes_slide.notes_text_frame.text

    @property
    def words(self):
        """All words of the slides, without the notes."""
        return "\n".join(text for slide in self.slides for text in self.words_of(slide))

    @staticmethod
    def words_of(slide):
        """The words of a slide, as they are read: what keeps a date on one line is a space."""
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text.replace("\u00a0", " ")
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)

    def faults(self):
        """Everything that is wrong, in words. An empty list is a good deck."""
        found = [] if len({*self.titles}) == len(self.titles) else ["two titles are the same"]
        for number, slide in enumerate(self.slides, start=1):
            found += [f"slide {number}: {fault}" for fault in self.faults_of(slide)]
        return found

    def faults_of(self, slide):
        layout = next(each for each in LAYOUTS if each.name == slide.slide_layout.name)
        if not slide.shapes.title.text.strip():
            yield "no title"
        if not slide.notes_slide.notes_text_frame.text.strip():
            yield "no notes"
        if next(iter(slide.shapes)) != slide.shapes.title:
            yield "the title is not read first"
        order = [shape.placeholder_format.idx for shape in slide.shapes if shape.is_placeholder]
        if order != sorted(order):
            yield f"read in another order than it is seen: {order}"
        for shape in slide.shapes:
            yield from self.faults_of_shape(shape, layout)
        xml = slide.part.blob.decode()
        if any(lang != "en-GB" for lang in re.findall(r'lang="([^"]*)"', xml)):
            yield "another language"
        if re.search(r"<a:r>(?!<a:rPr [^>]*lang=)", xml):
            yield "words without a language"

    def faults_of_shape(self, shape, layout):
        if not shape.is_placeholder:
            yield f"“{shape.name}” is no placeholder"
            return
        if shape.left < 0 or shape.top < 0:
            yield f"“{shape.name}” begins off the slide"
        if shape.left + shape.width > self.file.slide_width or shape.top + shape.height > 540 * EMU:
            yield f"“{shape.name}” goes off the slide"
        if hasattr(shape, "image"):
            if not shape._element.nvPicPr.cNvPr.get("descr"):
                yield "a picture without words"
        elif shape.has_table:
            yield from self.faults_of_table(shape)
        elif shape.name not in SMALL:
            place = layout.place(shape.placeholder_format.idx)
            if not shape.text_frame.text.strip():
                yield f"“{shape.name}” is empty"
            yield from self.too_much(shape, place)

    @staticmethod
    def too_much(shape, place):
        height = 0
        for paragraph in shape.text_frame.paragraphs:
            run = paragraph.runs[0]
            size = run.font.size.pt if run.font.size else place.sizes[0]
            if size < READABLE:
                yield f"{size} pt in “{shape.name}”"
            has_own = paragraph._p.pPr is not None and paragraph._p.pPr.get("marL") is not None
            marl = int(paragraph._p.pPr.get("marL")) if has_own else 24 * EMU * place.bullets
            bold = place.bold or bool(run.font.bold)
            width = (shape.width - marl) / EMU
            height += len(wrapped(paragraph.text, width, size, bold=bold)) * size * 1.2
            height += paragraph.space_after.pt if paragraph.space_after else 0
        if height > shape.height / EMU + 0.5:
            yield f"“{shape.name}” holds {height:.0f} pt of text in {shape.height / EMU:.0f}"

    @staticmethod
    def faults_of_table(shape):
        if not shape.table.first_row:
            yield "a table without a header"
        if not shape._element.nvGraphicFramePr.cNvPr.get("descr"):
            yield "a table without words"
        total = 0
        for row in shape.table.rows:
            total += row.height / EMU
            for column, cell in zip(shape.table.columns, row.cells, strict=True):
                runs = cell.text_frame.paragraphs[0].runs
                if not runs:
                    continue
                size = runs[0].font.size.pt
                if size < READABLE:
                    yield f"{size} pt in a table"
                one = Paragraph(cell.text, bullet=False, bold=bool(runs[0].font.bold))
                needed = height_of([one], column.width / EMU - 2 * CELL[0], size) + 2 * CELL[1]
                if needed > row.height / EMU + 0.5:
                    yield f"a row of {row.height / EMU:.0f} pt needs {needed:.0f}"
        if shape.top / EMU + total > 480:
            yield f"a table of {total:.0f} pt goes off the slide"
