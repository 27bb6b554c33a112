"""Paper 2, an OpenDocument text: advice to those who take the floor goes in as words, an ``.odt`` comes out."""

from __future__ import annotations

import io
from typing import Any

from odf import dc, meta, opendocument, style, table, text

from . import house
from .versions import Version

_TITLE = "Conseils aux participants pour la préparation des interventions lors des réunions intersessions"

_STYLES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "Standard": (
        {"marginbottom": "2.1mm", "lineheight": "110%", "orphans": "2", "widows": "2"},
        {"fontname": house.BODY_FONT, "fontsize": "10.5pt"},
    ),
    "Title": (
        {"margintop": "2mm", "marginbottom": "1mm", "keepwithnext": "always"},
        {"fontname": house.HEAD_FONT, "fontsize": "18pt", "fontweight": "bold", "color": "#" + house.BLUE},
    ),
    "Subtitle": (
        {"marginbottom": "3mm", "keepwithnext": "always"},
        {"fontname": house.HEAD_FONT, "fontsize": "11.5pt", "color": "#" + house.GREY},
    ),
    "Heading 1": (
        {"margintop": "5mm", "marginbottom": "1.8mm", "keepwithnext": "always"},
        {"fontname": house.HEAD_FONT, "fontsize": "13.5pt", "fontweight": "bold", "color": "#" + house.BLUE},
    ),
    "List Contents": ({"marginbottom": "1.2mm"}, {}),
    "Table Contents": ({"marginbottom": "0mm"}, {"fontname": house.HEAD_FONT, "fontsize": "10pt"}),
    "Table Heading": (
        {"marginbottom": "0mm"},
        {"fontname": house.HEAD_FONT, "fontsize": "10pt", "fontweight": "bold", "color": "#FFFFFF"},
    ),
    "Header": ({"marginbottom": "0mm"}, {"fontname": house.HEAD_FONT, "fontsize": "9pt", "color": "#" + house.GREY}),
    "Footer": ({"marginbottom": "0mm"}, {"fontname": house.HEAD_FONT, "fontsize": "8.5pt", "color": "#" + house.GREY}),
    "Note": (
        {"margintop": "4mm", "bordertop": "0.5pt solid #B8C2CE", "paddingtop": "1mm"},
        {"fontname": house.HEAD_FONT, "fontsize": "8.5pt", "fontstyle": "italic", "color": "#" + house.GREY},
    ),
}

_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Avant la séance",
        "Une intervention utile aux autres participants dit ce qui a changé depuis la dernière réunion, ce qui reste à "
        "faire et ce qui fait obstacle. Pour la préparer, il est recommandé :",
        (
            "de relire les observations préliminaires du comité compétent et d'y répondre point par point ;",
            "de s'en tenir au point du programme en cours et de garder les autres sujets pour leur propre séance ;",
            "de citer des chiffres datés, ventilés par sexe et par âge lorsqu'il s'agit de personnes, et d'indiquer "
            "leur source ;",
            "d'associer à la rédaction les services chargés du déminage, de la santé, de l'éducation et du handicap ;",
            "de lire le texte à voix haute, montre en main.",
        ),
    ),
    (
        "Ce que l'on attend, thème par thème",
        "Les questions ci-après sont proposées à titre indicatif ; elles suivent l'ordre du programme.",
        (
            "**Assistance aux victimes** : quels services sont accessibles, où, et à qui ? Comment les survivants "
            "prennent-ils part aux décisions qui les concernent ?",
            "**Déminage** : quelle superficie reste à traiter, et selon quel plan de travail ? Quels progrès depuis le "
            "dernier rapport ?",
            "**Éducation aux risques** : quels groupes sont les plus exposés, et comment les messages leur "
            "parviennent-ils ?",
            "**Destruction des stocks** : quel est le calendrier ? Combien de mines sont conservées, à quelles fins ?",
            "**Coopération et assistance** : quels besoins peuvent être couverts par les moyens nationaux, et lesquels "
            "appellent un partenariat ?",
            "**Genre et diversité** : en quoi la planification a-t-elle tenu compte des besoins de chacun ?",
            "**Respect coopératif et transparence** : le dernier rapport au titre de l'article 7 a-t-il été remis, et "
            "que contient-il de nouveau ?",
        ),
    ),
    (
        "Pendant la séance",
        "La salle est équipée de microphones, d'un écran et de cabines d'interprétation.",
        (
            "Demander la parole en levant la plaque de la délégation, même lorsque l'on est inscrit sur la liste.",
            "Parler à un débit modéré, d'environ cent mots par minute, et marquer une pause après chaque chiffre.",
            "Énoncer les sigles en toutes lettres la première fois.",
            "S'arrêter au signal du Président ; le texte intégral peut toujours être mis en ligne.",
        ),
    ),
    (
        "Textes et présentations",
        f"Les textes sont à envoyer à l'adresse {house.EMAIL} au plus tard deux jours ouvrables avant la séance, sous "
        "une forme que les interprètes puissent lire et annoter.",
        (
            "Donner au fichier un nom qui comporte celui de la délégation et le point du programme.",
            "Limiter une présentation à cinq diapositives, avec des caractères d'au moins vingt points.",
            "Décrire chaque image par un court texte de remplacement, et ne pas compter sur la seule couleur.",
            "Ne faire figurer ni nom ni visage d'une victime sans son accord écrit.",
        ),
    ),
)

_SECOND_PAGE = "Pendant la séance"

_TIMES = (
    ("Intervention", "Durée", "Longueur du texte"),
    ("Exposé d'un État partie sur une obligation en cours", "7 minutes", "environ 700 mots"),
    ("Intervention au nom d'un groupe d'États", "5 minutes", "environ 500 mots"),
    ("Intervention nationale ou d'une organisation", "3 minutes", "environ 300 mots"),
    ("Réponse ou question", "2 minutes", "environ 200 mots"),
)


def _paragraph_styles(document: Any, version: Version) -> dict[str, Any]:
    for family in (house.BODY_FONT, house.HEAD_FONT):
        document.fontfacedecls.addElement(style.FontFace(name=family, fontfamily=family))
    made: dict[str, Any] = {}
    for name, (paragraph, words) in _STYLES.items():
        extra = {} if name == "Standard" else {"parentstylename": "Standard"}
        if name.startswith("Heading"):
            extra["defaultoutlinelevel"] = name[-1]
        element = style.Style(name=name.replace(" ", "_20_"), displayname=name, family="paragraph", **extra)
        element.addElement(style.ParagraphProperties(**paragraph))
        if name == "Standard":
            language, country = version.script.locale.split("-")
            element.addElement(style.TextProperties(**words, language=language, country=country))
        elif words:
            element.addElement(style.TextProperties(**words))
        document.styles.addElement(element)
        made[name] = element
    bold = style.Style(name="Strong", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.styles.addElement(bold)
    return {**made, "bold": bold}


def _words(element: Any, words: str, bold: Any, version: Version) -> Any:
    for run in version.runs(version.words(words)):
        if run.bold:
            element.addElement(text.Span(stylename=bold, text=run.text))
        else:
            element.addText(run.text)
    return element


def _page(document: Any, styles: dict[str, Any], version: Version) -> None:
    layout = style.PageLayout(name="A4")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth="210mm", pageheight="297mm", printorientation="portrait",
            margintop="15mm", marginbottom="12mm", marginleft="25mm", marginright="25mm",
        )
    )  # fmt: skip
    head, foot = style.HeaderStyle(), style.FooterStyle()
    head.addElement(
        style.HeaderFooterProperties(
            minheight="10mm", marginbottom="9mm", borderbottom=f"0.75pt solid #{house.BLUE}", paddingbottom="1.5mm"
        )
    )
    foot.addElement(
        style.HeaderFooterProperties(
            minheight="5mm", margintop="8mm", bordertop="0.5pt solid #B8C2CE", paddingtop="1.5mm"
        )
    )
    layout.addElement(head)
    layout.addElement(foot)
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    document.masterstyles.addElement(master)

    header = style.Header()
    header.addElement(_words(text.P(stylename=styles["Header"]), f"**{house.CONVENTION}**", styles["bold"], version))
    header.addElement(text.P(stylename=styles["Header"], text=version.say("Réunions intersessions, 18-20 juin 2024")))
    master.addElement(header)

    tabbed = style.Style(name="FooterTab", family="paragraph", parentstylename=styles["Footer"])
    stops = style.TabStops()
    stops.addElement(style.TabStop(position="160mm", type="right"))
    properties = style.ParagraphProperties()
    properties.addElement(stops)
    tabbed.addElement(properties)
    document.automaticstyles.addElement(tabbed)
    line = text.P(stylename=tabbed)
    for piece in version.foot(f"{version.say('Préparation des interventions')} · {version.say(house.EXAMPLE)}"):
        if piece == "{page}":
            line.addElement(text.PageNumber(selectpage="current", text="1"))
        elif piece == "{pages}":
            line.addElement(text.PageCount(text="2"))
        else:
            before, tab, after = piece.partition("\t")
            line.addText(before)
            if tab:
                line.addElement(text.Tab())
                line.addText(after)
    footer = style.Footer()
    footer.addElement(line)
    master.addElement(footer)


def _numbered(document: Any) -> Any:
    numbered = text.ListStyle(name="Numbered")
    level = text.ListLevelStyleNumber(level="1", numformat="1", numsuffix=".")
    place = style.ListLevelProperties(listlevelpositionandspacemode="label-alignment")
    place.addElement(
        style.ListLevelLabelAlignment(
            labelfollowedby="listtab", listtabstopposition="7.5mm", textindent="-7.5mm", marginleft="7.5mm"
        )
    )
    level.addElement(place)
    numbered.addElement(level)
    document.automaticstyles.addElement(numbered)
    return numbered


def _times_table(document: Any, styles: dict[str, Any], version: Version) -> Any:
    whole = style.Style(name="Times", family="table")
    whole.addElement(style.TableProperties(width="160mm", align="left", maybreakbetweenrows="false"))
    head_cell = style.Style(name="TimesHead", family="table-cell")
    head_cell.addElement(style.TableCellProperties(backgroundcolor="#" + house.BLUE, padding="1.2mm"))
    cell = style.Style(name="TimesCell", family="table-cell")
    cell.addElement(style.TableCellProperties(padding="1.2mm", borderbottom="0.5pt solid #B8C2CE"))
    row_style = style.Style(name="TimesRow", family="table-row")
    row_style.addElement(style.TableRowProperties(keeptogether="always"))
    for element in (whole, head_cell, cell, row_style):
        document.automaticstyles.addElement(element)

    made = table.Table(name=version.say("Durées"), stylename=whole)
    for number, width in enumerate(("84mm", "32mm", "44mm")):
        column = style.Style(name=f"TimesColumn{number}", family="table-column")
        column.addElement(style.TableColumnProperties(columnwidth=width))
        document.automaticstyles.addElement(column)
        made.addElement(table.TableColumn(stylename=column))
    head = table.TableHeaderRows()
    made.addElement(head)
    for number, words in enumerate(_TIMES):
        row = table.TableRow(stylename=row_style)
        for word in words:
            box = table.TableCell(stylename=cell if number else head_cell, valuetype="string")
            look = styles["Table Contents" if number else "Table Heading"]
            box.addElement(text.P(stylename=look, text=version.say(word)))
            row.addElement(box)
        (made if number else head).addElement(row)
    return made


def advice(version: Version) -> bytes:
    """The paper, as an ``.odt``."""
    document = opendocument.OpenDocumentText()
    styles = _paragraph_styles(document, version)
    _page(document, styles, version)
    numbered = _numbered(document)
    document.meta.addElement(dc.Title(text=version.say(_TITLE)))
    document.meta.addElement(dc.Subject(text=version.say(house.EXAMPLE)))
    document.meta.addElement(dc.Description(text=version.say(house.EXAMPLE_NOTE)))
    document.meta.addElement(dc.Language(text=version.script.locale))
    document.meta.addElement(meta.InitialCreator(text=version.say(house.AUTHOR)))

    body = document.text
    body.addElement(text.P(stylename=styles["Title"], text=version.say("Préparer une intervention")))
    body.addElement(
        text.P(stylename=styles["Subtitle"], text=version.say("Conseils aux participants aux réunions intersessions"))
    )
    turned = style.Style(name="HeadingTurned", family="paragraph", parentstylename=styles["Heading 1"])
    turned.addElement(style.ParagraphProperties(breakbefore="page"))
    document.automaticstyles.addElement(turned)
    for title, opening, items in _SECTIONS:
        look = turned if title == _SECOND_PAGE else styles["Heading 1"]
        body.addElement(text.H(outlinelevel="1", stylename=look, text=version.say(title)))
        body.addElement(_words(text.P(stylename=styles["Standard"]), opening, styles["bold"], version))
        listed = text.List(stylename=numbered)
        for item in items:
            entry = text.ListItem()
            entry.addElement(_words(text.P(stylename=styles["List Contents"]), item, styles["bold"], version))
            listed.addElement(entry)
        body.addElement(listed)
    body.addElement(text.H(outlinelevel="1", stylename=styles["Heading 1"], text=version.say("Temps de parole")))
    body.addElement(_times_table(document, styles, version))
    body.addElement(text.P(stylename=styles["Note"], text=version.say(house.EXAMPLE_NOTE)))

    target = io.BytesIO()
    document.write(target)
    return house.steady_zip(target.getvalue())
