"""Paper 8, slides: the overview of the conference's documents goes in as words, a ``.pptx`` of A4 slides comes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Mm, Pt

from . import house
from .versions import Version

_TITLE = "Note de synthèse sur les documents de fond de la Cinquième Conférence"
_WIDTH, _HEIGHT = 297, 210
_LEFT, _TEXT_WIDTH = 22, 253
_make_colour: Any = RGBColor.from_string
_BLUE, _PALE, _GREY, _WHITE, _BLACK = map(_make_colour, (house.BLUE, house.PALE, house.GREY, "FFFFFF", "000000"))
_LAYOUTS = ("Title Slide", "Title and Content", "Title Only")

# Millimetres from the left, from the top, wide, high; by a placeholder's index in python-pptx's own template.
_PLACES = {
    0: (_LEFT, 17, _TEXT_WIDTH, 18),
    1: (_LEFT, 46, _TEXT_WIDTH, 132),
    11: (_LEFT, 194, 200, 8),
    12: (245, 194, 30, 8),
}
_OPENING_PLACES = {0: (_LEFT, 62, _TEXT_WIDTH, 40), 1: (_LEFT, 112, _TEXT_WIDTH, 45)}

_DOCUMENTS = (
    ("Document", "Objet", "Établi par", "État"),
    (
        "Examen du fonctionnement, 2019-2024",
        "Dresser le bilan des cinq années écoulées",
        "Président, avec les comités",
        "Avant-projet",
    ),
    ("Plan d'action, 2025-2029", "Guider l'action jusqu'à la conférence suivante", "Président", "Points à débattre"),
    (
        "Réflexions sur le programme et les mécanismes",
        "Adapter les réunions et les comités",
        "Président",
        "Document de réflexion",
    ),
    ("Déclaration politique", "Renouveler l'engagement des États parties", "Président", "Premiers éléments"),
)

_STEPS = (
    ("Étape", "Échéance", "Ce qui est demandé"),
    ("Réunions intersessions", "18-20 juin 2024", "Observations des comités et des délégations"),
    ("Première réunion préparatoire", "20 juin 2024", "Premier échange sur les quatre documents"),
    ("Observations écrites", "été 2024", "Envoi à l'Unité d'appui"),
    ("Projets révisés", "automne 2024", "Mise en ligne et consultations"),
    ("Cinquième Conférence d'examen", "25-29 novembre 2024", "Examen et adoption, à Siem Reap"),
)

_MINUTES = (
    ("Examen 2019-2024", 35),
    ("Plan d'action 2025-2029", 60),
    ("Programme et mécanismes", 30),
    ("Déclaration politique", 15),
    ("Organisation de la Conférence", 25),
)


def _place(shape: Any, place: Sequence[float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Mm(length) for length in place)


def _master(deck: Any, version: Version) -> None:
    """Turns python-pptx's own template into the house's: A4, three layouts, a rule under the title."""
    deck.slide_width, deck.slide_height = Mm(_WIDTH), Mm(_HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    for owner in (master, *deck.slide_layouts):
        opening = owner is not master and owner.name == "Title Slide"
        places = {**_PLACES, **_OPENING_PLACES} if opening else _PLACES
        for shape in list(owner.placeholders):
            index = shape.placeholder_format.idx
            kind = shape.placeholder_format.type
            # The master numbers its placeholders its own way; what they are for is what tells them apart.
            index = {"SLIDE_NUMBER": 12, "FOOTER": 11, "DATE": 10, "TITLE": 0, "BODY": 1}.get(kind.name, index)
            if index in places:
                _place(shape, places[index])
                for body in shape._element.iter(qn("a:bodyPr")):
                    body.set("lIns", "0")
                    body.set("rIns", "0")
            else:
                shape._element.getparent().remove(shape._element)
    _text_styles(master)
    for bullet in master._element.iter(qn("a:buFont")):
        bullet.set("typeface", house.HEAD_FONT)
    for layout in deck.slide_layouts:
        opening = layout.name == "Title Slide"
        layout.shapes._spTree.append(_rule(*((106, 1.2) if opening else (38, 0.6)), version.say("Filet")))


def _rule(top: float, height: float, name: str) -> Any:
    """A rule across the text's width; python-pptx draws on slides alone, so this one is written out."""
    left, width = Mm(_LEFT), Mm(_TEXT_WIDTH)
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr><p:cNvPr id='90' name='{name}'/><p:cNvSpPr/><p:nvPr userDrawn='1'/>"
        f"</p:nvSpPr><p:spPr><a:xfrm><a:off x='{left}' y='{Mm(top)}'/><a:ext cx='{width}' cy='{Mm(height)}'/></a:xfrm>"
        f"<a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val='{house.BLUE}'/></a:solidFill>"
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _text_styles(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", "2600")
    run.set("b", "1")
    _colour(run, house.BLUE)
    for level, size in enumerate((2200, 1900, 1600), 1):
        run = styles.find(qn("p:bodyStyle")).find(qn(f"a:lvl{level}pPr")).find(qn("a:defRPr"))
        run.set("sz", str(size))


def _colour(run: Any, colour: str) -> None:
    for fill in run.findall(qn("a:solidFill")):
        run.remove(fill)
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour)
    run.insert(0, fill)


def _add(deck: Any, version: Version, layout: str, title: str) -> Any:
    """A new slide with its title, and the foot and the number that python-pptx leaves on the layout."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    slide.shapes.title.text = version.say(title)
    for shape in slide.slide_layout.placeholders:
        kind = shape.placeholder_format.type.name
        if kind not in {"FOOTER", "SLIDE_NUMBER"}:
            continue
        copy = deepcopy(shape._element)
        slide.shapes._spTree.append(copy)
        added = slide.shapes[-1]
        if kind == "FOOTER":
            added.text_frame.text = f"{version.say('Note de synthèse')} · {version.say(house.EXAMPLE)}"
    for shape in slide.placeholders:
        kind = shape.placeholder_format.type.name
        if kind in {"FOOTER", "SLIDE_NUMBER"}:
            paragraph = shape.text_frame.paragraphs[0]
            paragraph._p.get_or_add_pPr().set("algn", "r" if kind == "SLIDE_NUMBER" else "l")
            for run in paragraph._p.iter(qn("a:rPr")):
                run.set("sz", "1000")
    return slide


def _bullets(slide: Any, version: Version, points: Sequence[str | tuple[str, Sequence[str]]]) -> None:
    frame = slide.placeholders[1].text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    lines = [
        (level, words)
        for point in points
        for level, words in (
            [(0, point)] if isinstance(point, str) else [(0, point[0]), *((1, below) for below in point[1])]
        )
    ]
    for number, (level, words) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.level = level
        paragraph.space_after = Pt(4 if level else 6)
        for part in version.runs(version.words(words)):
            run = paragraph.add_run()
            run.text = part.text
            run.font.bold = part.bold or None


def _table(
    slide: Any, version: Version, rows: Sequence[Sequence[str]], widths: Sequence[float], alternative: str
) -> None:
    shape = slide.shapes.add_table(len(rows), len(widths), Mm(_LEFT), Mm(50), Mm(sum(widths)), Mm(16 * len(rows)))
    _describe(shape, version, "Tableau", alternative)
    made = shape.table
    made.horz_banding = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate(rows):
        made.rows[number].height = Mm(13 if number == 0 else 19)
        for cell, words in zip(made.rows[number].cells, row, strict=True):
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = _BLUE if number == 0 else _PALE
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = version.say(words)
            run.font.size = Pt(15)
            run.font.bold = number == 0
            run.font.color.rgb = _WHITE if number == 0 else _BLACK


def _describe(shape: Any, version: Version, name: str, alternative: str) -> None:
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", version.say(name))
    properties.set("descr", version.say(alternative))


def _chart(slide: Any, version: Version) -> None:
    make_data: Any = CategoryChartData
    data = make_data(number_format="0")
    data.categories = [version.say(name) for name, _ in reversed(_MINUTES)]
    data.add_series(version.say("Minutes"), [minutes for _, minutes in reversed(_MINUTES)])
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Mm(_LEFT), Mm(48), Mm(_TEXT_WIDTH), Mm(118), data)
    told = " ; ".join(f"{name}, {minutes} minutes" for name, minutes in _MINUTES)
    _describe(shape, version, "Diagramme", f"Diagramme en barres du temps proposé pour chaque document : {told}.")
    chart = shape.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(14)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.category_axis.format.line.color.rgb = _GREY
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = f'0"{house.NBSP}min"', False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _BLUE


def _caption(slide: Any, version: Version, words: str, top: float) -> None:
    box = slide.shapes.add_textbox(Mm(_LEFT), Mm(top), Mm(_TEXT_WIDTH), Mm(14))
    box.text_frame.word_wrap = True
    box.text_frame.margin_left = 0
    run = box.text_frame.paragraphs[0].add_run()
    run.text = version.say(words)
    run.font.size = Pt(14)
    run.font.color.rgb = _GREY


def _slides(deck: Any, version: Version) -> None:
    opening = _add(deck, version, "Title Slide", _TITLE)
    opening.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(34)
    lines = opening.placeholders[1].text_frame
    lines.text = version.say(house.CONVENTION)
    for words in (f"{house.PREPARATORY}, Genève, 20 juin 2024", "Présentation du Président"):
        lines.add_paragraph().text = version.say(words)
    for paragraph in lines.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.runs[0].font.color.rgb = _GREY

    _bullets(
        _add(deck, version, "Title and Content", "Objet de la présente note"),
        version,
        (
            "Donner une vue d'ensemble des documents soumis à la Conférence",
            "Dire ce qui les lie : **un bilan**, **un plan**, **des moyens**, **une déclaration**",
            "Proposer un calendrier et une répartition du temps de discussion",
            "Poser les questions sur lesquelles les avis des délégations sont attendus",
        ),
    )
    _table(
        _add(deck, version, "Title Only", "Quatre documents de fond"),
        version,
        _DOCUMENTS,
        (72, 84, 52, 45),
        "Tableau des quatre documents de fond, avec l'objet, l'auteur et l'état d'avancement de chacun.",
    )
    _bullets(
        _add(deck, version, "Title and Content", "L'examen du fonctionnement et de l'état de la Convention"),
        version,
        (
            "Période : de la Quatrième à la Cinquième Conférence d'examen (2019-2024)",
            (
                "Sept parties, dans l'ordre des engagements",
                (
                    "universalisation ; destruction des stocks",
                    "déminage, éducation aux risques et réduction de ces risques",
                    "assistance aux victimes",
                    "coopération et assistance ; genre et diversité",
                    "respect coopératif ; transparence",
                ),
            ),
            "Pour chacune : **ce qui a été fait**, **ce qui reste à faire**, **ce que l'on retient**",
        ),
    )
    _bullets(
        _add(deck, version, "Title and Content", "Le Plan d'action de Siem Reap - Angkor, 2025-2029"),
        version,
        (
            "Des actions peu nombreuses, chacune avec son indicateur",
            (
                "Des questions transversales",
                (
                    "appropriation nationale",
                    "genre, âge, handicap et diversité",
                    "protection de l'environnement et effets du climat",
                    "participation des survivants",
                ),
            ),
            "Un suivi annuel, fondé sur les rapports de l'article 7",
        ),
    )
    _table(
        _add(deck, version, "Title Only", "Calendrier d'élaboration"),
        version,
        _STEPS,
        (88, 60, 105),
        "Tableau des cinq étapes d'élaboration des documents, des réunions de juin à la Conférence de novembre 2024.",
    )
    timed = _add(deck, version, "Title Only", "Temps proposé à la Première réunion préparatoire")
    _chart(timed, version)
    _caption(
        timed,
        version,
        "Durées indicatives ; le reste de la séance est réservé à l'ouverture et aux questions diverses.",
        172,
    )
    _bullets(
        _add(deck, version, "Title and Content", "Questions posées aux délégations"),
        version,
        (
            "Quels enseignements le bilan doit-il mettre en avant ?",
            "Quelles actions ont fait leurs preuves, et lesquelles ne sont plus utiles ?",
            "Comment mesurer les progrès sans alourdir les rapports ?",
            "Quel rythme de réunions répond le mieux aux besoins des États parties ?",
            f"Observations écrites : {house.EMAIL}",
        ),
    )


def synthesis(version: Version) -> bytes:
    """The slides, as a ``.pptx``."""
    deck = Presentation()
    _master(deck, version)
    _slides(deck, version)
    for rels, unwanted in ((deck.part.rels, "printerSettings"), (deck.part.package._rels, "thumbnail")):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(unwanted)]:
            rels.pop(key)
    parts: list[Any] = [part for part in deck.part.package.iter_parts() if hasattr(part, "_element")]
    for part in parts:
        for run in part._element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
            run.set("lang", version.script.locale)
    properties = deck.core_properties
    properties.title, properties.author = version.say(_TITLE), version.say(house.AUTHOR)
    properties.language = version.script.locale
    properties.subject, properties.comments = version.say(house.EXAMPLE), version.say(house.EXAMPLE_NOTE)
    properties.last_modified_by = properties.author
    properties.created = properties.modified = datetime(2024, 4, 22, 9)
    target = io.BytesIO()
    deck.save(target)
    return house.steady_zip(target.getvalue())
