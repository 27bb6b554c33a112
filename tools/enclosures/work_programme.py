"""Paper 7, a workbook of two sheets: the conference's sittings and points go in, an ``.xlsx`` comes out."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from . import house

_TITLE = "Programme de travail de la Cinquième Conférence d'examen"

_DAYS = ("lundi 25 novembre", "mardi 26 novembre", "mercredi 27 novembre", "jeudi 28 novembre", "vendredi 29 novembre")

# Day, hours, what is taken up, points of the agenda, documents.
_SITTINGS = (
    (0, "10 h – 11 h", "Cérémonie d'ouverture", (1,), ""),
    (
        0,
        "11 h – 13 h",
        "Élection du Président, messages, questions d'organisation",
        (2, 3, 4, 5, 6, 7),
        "Ordre du jour, règlement intérieur, programme de travail",
    ),
    (0, "15 h – 18 h", "Échange de vues général", (8,), ""),
    (1, "10 h – 11 h 30", "Échange de vues général (fin)", (8,), ""),
    (1, "11 h 30 – 13 h", "Universalisation ; destruction des stocks", (9,), "Examen 2019-2024, parties I et II"),
    (
        1,
        "15 h – 18 h",
        "Déminage, éducation aux risques et réduction de ces risques",
        (9,),
        "Examen 2019-2024, partie III",
    ),
    (2, "10 h – 11 h 30", "Assistance aux victimes", (9,), "Examen 2019-2024, partie IV"),
    (2, "11 h 30 – 13 h", "Coopération et assistance ; genre et diversité", (9,), "Examen 2019-2024, parties V et VI"),
    (2, "15 h – 16 h 30", "Respect coopératif ; transparence", (9,), "Examen 2019-2024, partie VII"),
    (2, "16 h 30 – 18 h", "Demandes soumises au titre de l'article 5 : présentation", (10,), "Demandes et analyses"),
    (3, "10 h – 11 h", "Demandes soumises au titre de l'article 5 : décisions", (10,), "Projets de décision"),
    (3, "11 h – 13 h", "Plan d'action de Siem Reap - Angkor", (11,), "Projet de plan d'action 2025-2029"),
    (3, "15 h – 16 h 30", "Programme et mécanismes de la Convention", (12,), "Réflexions du Président"),
    (
        3,
        "16 h 30 – 18 h",
        "Situation financière ; déclaration politique",
        (13, 14),
        "État des contributions ; projet de déclaration",
    ),
    (4, "10 h – 11 h 30", "Prochaines réunions ; questions diverses", (15, 16), ""),
    (4, "11 h 30 – 13 h", "Suspension, pour l'établissement du document final", (), ""),
    (4, "15 h – 17 h", "Examen et adoption du document final", (17,), "Projet de document final"),
    (4, "17 h – 18 h", "Cérémonie de clôture", (18,), ""),
)

_POINTS = (
    "Ouverture officielle de la Conférence",
    "Élection du Président",
    "Messages et allocutions d'ouverture",
    "Adoption de l'ordre du jour",
    "Adoption du règlement intérieur",
    "Élection des vice-présidents et désignation du secrétariat",
    "Organisation des travaux",
    "Échange de vues général",
    "Examen du fonctionnement et de l'état de la Convention",
    "Examen des demandes soumises au titre de l'article 5",
    "Plan d'action de Siem Reap - Angkor, 2025-2029",
    "Programme et mécanismes de la Convention",
    "Situation financière et contributions",
    "Déclaration politique",
    "Date, durée et lieu des prochaines réunions",
    "Questions diverses",
    "Examen et adoption du document final",
    "Clôture de la Conférence",
)

_RULE = Side(style="thin", color="B8C2CE")
_LINE = Border(top=_RULE, bottom=_RULE)
_HEAD_FILL = PatternFill("solid", fgColor=house.BLUE)
_PALE_FILL = PatternFill("solid", fgColor=house.PALE)
_WORDS = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _font(size: float = 10.5, **look: Any) -> Font:
    return Font(name=house.HEAD_FONT, size=size, **look)


def _prepare(sheet: Any, title: str, widths: tuple[float, ...], head_rows: int) -> None:
    """Sets A4 lying on its side, fitted to the width, the head repeated, and writes the sheet's title."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{head_rows}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.8
    # Inches: the bundle's stamp takes the first 12 mm on the right.
    margins.top, margins.header, margins.bottom, margins.footer = 1.0, 0.6, 0.8, 0.45
    sheet.oddHeader.left.text = f"{house.fr(house.CONVENTION)} · {house.fr(house.CONFERENCE)}, 25-29 novembre 2024"
    sheet.oddFooter.left.text = f"Programme de travail · {house.fr(house.EXAMPLE)}"
    sheet.oddFooter.right.text = "page &P/&N"
    for part in (sheet.oddHeader.left, sheet.oddFooter.left, sheet.oddFooter.right):
        part.font, part.size, part.color = f"{house.HEAD_FONT},Regular", 9, house.GREY
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(widths))
    sheet["A1"] = house.fr(title)
    sheet["A1"].font, sheet["A1"].alignment = (
        _font(16, bold=True, color=house.BLUE),
        Alignment(horizontal="left", vertical="center", indent=1),
    )
    sheet.row_dimensions[1].height = 34
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(head_rows + 1, 1)


def _head(sheet: Any, row: int, words: tuple[str, ...], *, centred_from: int = 99) -> None:
    for number, word in enumerate(words, 1):
        cell = sheet.cell(row, number, house.fr(word))
        cell.font, cell.fill = _font(bold=True, color="FFFFFF"), _HEAD_FILL
        cell.alignment = _CENTRE if number >= centred_from else _WORDS
    sheet.row_dimensions[row].height = 21


def _sittings(sheet: Any) -> None:
    _prepare(sheet, _TITLE, (23, 17, 54, 11, 47), 2)
    _head(sheet, 2, ("Jour", "Horaire", "Objet", "Points", "Documents"))
    first: dict[int, int] = {}
    for row, (day, hours, subject, points, papers) in enumerate(_SITTINGS, 3):
        first.setdefault(day, row)
        values = (_DAYS[day] if first[day] == row else None, hours, subject, _ranges(points), papers or "–")
        for number, value in enumerate(values, 1):
            cell = sheet.cell(row, number, house.fr(value) if value else None)
            cell.font, cell.alignment, cell.border = _font(bold=number == 1), _WORDS, _LINE
        sheet.cell(row, 4).alignment = _CENTRE
        sheet.row_dimensions[row].height = 22.5
    for day, row in first.items():
        last = row + sum(sitting[0] == day for sitting in _SITTINGS) - 1
        sheet.merge_cells(start_row=row, end_row=last, start_column=1, end_column=1)
        sheet.cell(row, 1).fill = _PALE_FILL


def _ranges(points: tuple[int, ...]) -> str:
    if not points:
        return "–"
    return (
        str(points[0])
        if len(points) == 1
        else f"{points[0]} à {points[-1]}"
        if len(points) > 2
        else f"{points[0]} et {points[1]}"
    )


def _by_point(sheet: Any) -> None:
    _prepare(sheet, "Points de l'ordre du jour, séance par séance", (8, 50, *[10.5] * 10), 3)
    days = tuple(word for day in _DAYS for word in (day.replace(" novembre", "").capitalize(), ""))
    _head(sheet, 2, ("Point", "Intitulé", *days), centred_from=3)
    _head(sheet, 3, ("", "", *("matin", "après-midi") * 5), centred_from=3)
    for column in range(3, 13, 2):
        sheet.merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    for column in (1, 2):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    for point, title in enumerate(_POINTS, 1):
        row = point + 3
        sheet.cell(row, 1, point)
        sheet.cell(row, 2, house.fr(title))
        for day, hours, _, points, _ in _SITTINGS:
            if point in points:
                sheet.cell(row, 3 + 2 * day + (int(hours[:2]) > 13), "●")
        for column in range(1, 13):
            cell = sheet.cell(row, column)
            cell.border = _LINE
            cell.font = _font(color=house.BLUE if column > 2 else None, bold=column == 1)
            cell.alignment = _WORDS if column == 2 else _CENTRE
            if column > 2 and (column - 3) // 2 % 2:
                cell.fill = _PALE_FILL
        sheet.row_dimensions[row].height = 22
    note = sheet.cell(len(_POINTS) + 5, 1, house.fr(house.EXAMPLE_NOTE))
    note.font = _font(8.5, italic=True, color=house.GREY)


def work_programme() -> bytes:
    """The workbook, as an ``.xlsx``: a page a sheet."""
    book = Workbook()
    sittings = book.active
    sittings.title = "Programme de travail"
    _sittings(sittings)
    _by_point(book.create_sheet("Points par séance"))
    properties = book.properties
    properties.title, properties.creator, properties.language = house.fr(_TITLE), house.AUTHOR, "fr-FR"
    properties.subject, properties.description = house.fr(house.EXAMPLE), house.fr(house.EXAMPLE_NOTE)
    target = io.BytesIO()
    book.save(target)
    return house.steady_zip(target.getvalue())
