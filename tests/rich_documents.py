"""Documents of seven kinds with all that offices put into them: a path and a number go in, the file comes out.

The number chooses words, so that no two are the same; the same number gives the same document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import docx
import openpyxl
import pptx
from docx.oxml import parse_xml
from docx.shared import Mm
from odf import draw, table, text
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import MasterPage, PageLayout
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

_STOCK = (
    "the committee has honour to invite States Parties informal session agenda item adopted report chair delegation "
    "Geneva secretariat decision paragraph annex reply form registration deadline interpreter hall working languages "
    "réunion préparatoire Conférence d’examen État délégation ordre jour œuvre façade aiguë "
    "Сессия Конвенции государства участники повестка дня доклад "
    "Teilnehmer Straße größer información señor año niñez coöperatie"
).split()
_ARABIC = "الاجتماع التحضيري الأول للمؤتمر الاستعراضي الخامس جدول الأعمال الدول الأطراف وثيقة".split()
_CHINESE = "第一届筹备会议审议大会议程缔约国代表团秘书处"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def sentence(random: Random, least: int = 5, most: int = 40) -> str:
    """Words by chance."""
    words = [random.choice(_STOCK) for _ in range(random.randint(least, most))]
    if random.random() < 0.2:
        words.insert(random.randrange(len(words)), str(random.randint(1, 99999)))
    return " ".join(words).capitalize() + random.choice((".", ":", " –", "!"))


def a_picture(random: Random) -> BytesIO:
    out = BytesIO()
    Image.effect_noise((40, 30), random.randint(20, 90)).save(out, "PNG")
    out.seek(0)
    return out


# --- Word -----------------------------------------------------------------------------------------


def a_word_document(path: Path, number: int) -> Path:
    random = Random(number)
    document = docx.Document()
    document.core_properties.title = "Document"
    document.sections[0].header.paragraphs[0].text = "Restricted " + sentence(random, 2, 5)
    document.sections[0].footer.paragraphs[0].text = sentence(random, 2, 5)
    for chapter in range(random.randint(1, 4)):
        document.add_heading(f"{chapter} {sentence(random, 2, 6)}", random.choice((1, 2)))
        for _ in range(random.randint(1, 6)):
            document.add_paragraph(sentence(random))
        for _ in range(random.randint(0, 3)):
            document.add_paragraph(sentence(random, 2, 12), style=random.choice(("List Number", "List Bullet")))
        for extra in random.sample(_EXTRAS, 2):
            extra(document, random)
    document.save(str(path))
    return path


def _a_table(document: Any, random: Random) -> None:
    grid = document.add_table(random.randint(2, 6), 3)
    grid.style = "Table Grid"
    for cell in grid._cells:
        cell.text = sentence(random, 1, 4)


def _pictures(document: Any, random: Random) -> None:
    document.add_picture(a_picture(random), width=Mm(30))
    paragraph = document.add_paragraph(sentence(random, 3, 6))
    paragraph.add_run().add_picture(a_picture(random), width=Mm(12))
    paragraph.add_run(sentence(random, 3, 6))


def _shape(document: Any, random: Random) -> None:
    paragraph = document.add_paragraph(sentence(random, 2, 4))
    paragraph._p.append(parse_xml(shape(random.randint(1, 9999), sentence(random, 2, 3))))
    for _ in range(5):
        document.add_paragraph("")


def shape(number: int, words: str = "", fill: str = '<a:solidFill><a:srgbClr val="88AACC"/></a:solidFill>') -> str:
    """A run with an oval, as Word writes it, with a box of text where there are words."""
    box = (
        f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx>" if words else ""
    )
    return (
        f'<w:r {_NAMES}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>1000000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>200000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="1800000" cy="900000"/><wp:wrapNone/><wp:docPr id="{number}" name="Oval {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>{fill}</wps:spPr>{box}<wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def _equation(document: Any, random: Random) -> None:
    paragraph = document.add_paragraph("The share is ")
    letters = f"E={random.choice('kmnp')}c"
    paragraph._p.append(parse_xml(f"<m:oMath {_NAMES}><m:r><m:t>{letters}</m:t></m:r></m:oMath>"))
    paragraph.add_run(" of " + sentence(random, 2, 4))


def _controls(document: Any, random: Random) -> None:
    paragraph = document.add_paragraph("Name: ")
    words = sentence(random, 2, 3).replace("’", "")
    content = f"<w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent>"
    paragraph._p.append(parse_xml(f"<w:sdt {_NAMES}><w:sdtPr><w:text/></w:sdtPr>{content}</w:sdt>"))


def _other_scripts(document: Any, random: Random) -> None:
    arabic = document.add_paragraph(" ".join(random.choice(_ARABIC) for _ in range(18)))
    arabic.paragraph_format.alignment = 2
    arabic._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {_NAMES}/>"))
    document.add_paragraph("".join(random.choice(_CHINESE) for _ in range(60)))


_EXTRAS: tuple[Callable[[Any, Random], None], ...] = (
    _a_table, _pictures, _shape, _equation, _controls, _other_scripts,
)  # fmt: skip


# --- sheets and slides ----------------------------------------------------------------------------


def a_workbook(path: Path, number: int) -> Path:
    random = Random(number)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet.append(["State", "Amount", "Share", "Day"])
    for _ in range(random.randint(5, 25)):
        amount, share = random.randint(1, 10**7) / 100, random.random()
        sheet.append([sentence(random, 1, 3), amount, share, date(2025, random.randint(1, 12), random.randint(1, 28))])
    for row in sheet.iter_rows(min_row=2):
        row[1].number_format, row[2].number_format = "#,##0.00", "0.0%"
        row[3].number_format = random.choice(("yyyy-mm-dd", "d mmmm yyyy", "dd/mm/yy"))
    for column, width in zip("ABCD", (38, 15, 9, 20), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.add_image(SheetImage(a_picture(random)), "F2")
    chart = BarChart()
    chart.title = sentence(random, 2, 3)
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    book.create_sheet("Chart").add_chart(chart, "A1")
    hidden = book.create_sheet("Hidden")
    hidden["A1"], hidden.sheet_state = "SECRET", "hidden"
    book.save(path)
    return path


def a_presentation(path: Path, number: int) -> Path:
    random = Random(number)
    slides = pptx.Presentation()
    for _ in range(random.randint(1, 3)):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = sentence(random, 2, 5)
        slide.placeholders[1].text = "\n".join(sentence(random, 2, 6) for _ in range(3))
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    slide.shapes.add_picture(a_picture(random), Inches(1), Inches(1), Inches(2))
    cells = slide.shapes.add_table(2, 2, Inches(4), Inches(1), Inches(4), Inches(1)).table
    for row in range(2):
        for column in range(2):
            cells.cell(row, column).text = sentence(random, 1, 3)
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["A", "B"]
    data.add_series("Series", (1, 2))  # type: ignore[no-untyped-call]
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slide.shapes.title.text = sentence(random, 2, 4)
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(6), Inches(4), data)
    slides.save(str(path))
    return path


# --- OpenDocument, and plain text -----------------------------------------------------------------


def _frame(document: Any, random: Random, **place: str) -> Any:
    frame = draw.Frame(width="4cm", height="3cm", **place)
    name = document.addPicture(f"{random.random()}.png", mediatype="image/png", content=a_picture(random).read())
    frame.addElement(draw.Image(href=name))
    return frame


def an_open_text(path: Path, number: int) -> Path:
    random = Random(number)
    document = OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text=sentence(random, 2, 5)))
    for _ in range(random.randint(3, 9)):
        paragraph = text.P(text=sentence(random))
        if random.random() < 0.3:
            paragraph.addElement(text.Span(text=" " + sentence(random, 2, 4)))
        document.text.addElement(paragraph)
    holder = text.P(text=sentence(random, 2, 3))
    holder.addElement(_frame(document, random, anchortype="as-char"))
    document.text.addElement(holder)
    grid = table.Table(name="Grid")
    grid.addElement(table.TableColumn(numbercolumnsrepeated=2))
    for _ in range(3):
        row = table.TableRow()
        for _ in range(2):
            cell = table.TableCell()
            cell.addElement(text.P(text=sentence(random, 1, 3)))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    document.save(str(path))
    return path


def an_open_workbook(path: Path, number: int) -> Path:
    random = Random(number)
    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="States")
    for _ in range(random.randint(3, 20)):
        row = table.TableRow()
        for words in (f"State {random.randint(1, 999)}", str(random.randint(1, 99))):
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))
    return path


def an_open_presentation(path: Path, number: int) -> Path:
    random = Random(number)
    slides = OpenDocumentPresentation()
    slides.automaticstyles.addElement(layout := PageLayout(name="l"))
    slides.masterstyles.addElement(master := MasterPage(name="m", pagelayoutname=layout))
    for _ in range(random.randint(1, 4)):
        slides.presentation.addElement(page := draw.Page(masterpagename=master))
        page.addElement(frame := draw.Frame(width="20cm", height="8cm", x="1cm", y="1cm"))
        frame.addElement(box := draw.TextBox())
        for _ in range(random.randint(1, 4)):
            box.addElement(text.P(text=sentence(random, 2, 6)))
        page.addElement(_frame(slides, random, x="2cm", y="11cm"))
    slides.save(str(path))
    return path


def a_plain_text(path: Path, number: int) -> Path:
    random = Random(number)
    path.write_text("\n".join(sentence(random) for _ in range(random.randint(3, 60))) + "\n", encoding="utf-8")
    return path


MAKERS: Mapping[str, Callable[[Path, int], Path]] = {
    ".docx": a_word_document,
    ".xlsx": a_workbook,
    ".pptx": a_presentation,
    ".odt": an_open_text,
    ".ods": an_open_workbook,
    ".odp": an_open_presentation,
    ".txt": a_plain_text,
}
"""By suffix."""
