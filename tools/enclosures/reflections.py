"""Paper 9, a PDF from elsewhere: an essay goes in; tagged pages with an outline, linked contents and links come out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.colors import white
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from . import house, pdf
from .tagged import Annotation, Element, Tags, accessible, split_links

_TITLE = "Réflexions sur le programme et les mécanismes de la Convention"
_LEFT = 28 * mm
_WIDTH = A4[0] - 2 * _LEFT

_BODY = ParagraphStyle(
    "body",
    fontName=pdf.BODY,
    fontSize=10.5,
    leading=15,
    spaceAfter=7,
    alignment=TA_JUSTIFY,
    allowWidows=0,
    allowOrphans=0,
)
_LISTED = ParagraphStyle(
    "listed", parent=_BODY, spaceAfter=3, leftIndent=14, bulletIndent=0, bulletFontName=pdf.BODY, bulletFontSize=10.5
)
_HEADINGS = (
    ParagraphStyle(
        "h1",
        fontName=pdf.HEAD + "-Bold",
        fontSize=15,
        leading=19,
        spaceBefore=16,
        spaceAfter=8,
        textColor=pdf.BLUE,
        keepWithNext=1,
    ),
    ParagraphStyle(
        "h2",
        fontName=pdf.HEAD + "-Bold",
        fontSize=11.5,
        leading=15,
        spaceBefore=9,
        spaceAfter=5,
        textColor=pdf.BLUE,
        keepWithNext=1,
    ),
)
_CELL = ParagraphStyle("cell", fontName=pdf.HEAD, fontSize=9.5, leading=12)
_CELL_HEAD = ParagraphStyle("cell-head", parent=_CELL, fontName=pdf.HEAD + "-Bold", textColor=white)
_NOTE = ParagraphStyle(
    "note", fontName=pdf.HEAD + "-Italic", fontSize=8.5, leading=11, textColor=pdf.GREY, spaceBefore=14
)

# A line beginning with = or == is a heading, with - an item, with | a row of a table; `<section-2>` jumps there.
_TEXT = """\
=Pourquoi ces réflexions

La Convention vit au rythme de ses réunions. Depuis son entrée en vigueur, il y a vingt-cinq ans, ses États parties
ont mis en place, d'une conférence à l'autre, un ensemble de rendez-vous, de comités et d'outils qui ont rendu
possible un dialogue franc entre les États qui ont des obligations à remplir et ceux qui peuvent les y aider.

Une conférence d'examen est l'occasion de se demander si cet ensemble répond encore aux besoins. Le présent document
ne propose aucune décision. Il décrit ce qui existe, relève les questions qui reviennent le plus souvent, et esquisse
pour chacune plusieurs voies entre lesquelles les États parties pourront choisir, combiner ou renoncer.

==Portée du document

Le document traite du programme des réunions (<section-2>), des comités et de la coordination (<section-3>), de
l'appui et des moyens (<section-4>), enfin des méthodes de travail (<section-5>). Il laisse de côté les engagements de
fond, qui relèvent du plan d'action et font l'objet d'une pièce distincte.

==Manière de le lire

Chaque section suit le même ordre : l'état des lieux, les questions, les voies possibles. Les voies sont désignées par
une lettre afin que les délégations puissent s'y référer aisément dans leurs observations. L'ordre dans lequel elles
se présentent n'exprime aucune préférence.

=Le programme des réunions

==État des lieux

Les États parties se réunissent une fois l'an, en fin d'année, dans une réunion formelle. À mi-parcours, les réunions
intersessions permettent un échange plus libre : aucune décision n'y est prise, et les organisations y participent sur
le même pied. Tous les cinq ans, une conférence d'examen remplace la réunion annuelle ; elle est précédée de réunions
préparatoires.

|Réunion|Rythme|Durée habituelle|Nature
|Réunions intersessions|annuel|deux à trois jours|échange, sans décision
|Assemblée des États parties|annuel|quatre à cinq jours|décisions
|Réunion préparatoire|avant une conférence d'examen|une demi-journée à un jour|préparation
|Conférence d'examen|tous les cinq ans|cinq jours|décisions, plan d'action

À ces rendez-vous s'ajoutent des ateliers régionaux, des dialogues nationaux et des conférences d'annonce de
contributions, dont le nombre varie d'une année à l'autre et qui ne sont pas toujours portés à la connaissance de
tous.

==Questions

Trois questions reviennent. La première est celle de la charge : les petites délégations, qui suivent plusieurs
conventions à la fois, ont peine à préparer deux réunions par an. La deuxième est celle de la répétition : une même
mise à jour est parfois présentée en juin, puis en novembre, sans grand changement. La troisième est celle de la place
faite au dialogue, lorsque la liste des orateurs occupe tout le temps disponible.

==Voies possibles

-**A.** Conserver le rythme actuel, et distinguer plus nettement l'objet des deux réunions : le travail par pays en
juin, les décisions en fin d'année.
-**B.** Raccourcir les réunions intersessions et les consacrer chaque année à deux ou trois thèmes choisis d'avance.
-**C.** Tenir une partie des échanges à distance, par région, et réserver les réunions en salle aux questions qui
demandent une présence.
-**D.** Rapprocher dans le calendrier les réunions de conventions voisines, afin de réduire les déplacements.

Ces voies ne s'excluent pas. Une combinaison des voies A et D, par exemple, ne demanderait aucune modification des
règles en vigueur.

=Les comités et la coordination

==État des lieux

Quatre comités suivent les engagements principaux : l'assistance aux victimes, l'application de l'article 5, le
renforcement de la coopération et de l'assistance, le respect coopératif. Leurs membres, qui sont des États parties,
sont désignés pour deux ans et se renouvellent par moitié. Le Président réunit les comités au sein d'un Comité de
coordination, où siègent aussi, en qualité d'observateurs, les partenaires habituels de la Convention.

==Questions

Les comités ont gagné en méthode : observations préliminaires, échanges bilatéraux, conclusions publiées. Leur charge
s'est alourdie d'autant. Elle se répartit inégalement selon l'année et selon le nombre de demandes de prolongation.
Certaines questions transversales, comme le genre, l'environnement ou l'éducation aux risques, n'ont pas de comité qui
leur soit propre et dépendent de la bonne volonté de points de contact.

Une autre question touche à la continuité. La présidence change chaque année ; les comités se renouvellent par moitié
; la mémoire des échanges repose pour l'essentiel sur l'Unité d'appui. Une passation plus structurée aiderait à garder
le fil.

==Voies possibles

-**E.** Étendre la durée du mandat des membres des comités de deux à trois ans.
-**F.** Confier chaque question transversale à un comité désigné, plutôt qu'à un point de contact isolé.
-**G.** Désigner la présidence suivante un an plus tôt, avec un siège au Comité de coordination.
-**H.** Prévoir une note de passation, brève et publique, à la fin de chaque présidence.

=L'appui et les moyens

==État des lieux

Les réunions sont financées par les contributions des États parties et des observateurs qui y prennent part. L'Unité
d'appui à l'application repose, pour sa part, sur des contributions volontaires. Un programme de parrainage, lui aussi
volontaire, permet à des représentants d'États aux ressources limitées de participer aux réunions.

==Questions

La prévisibilité est le souci commun aux trois dispositifs. Un arriéré ou une contribution tardive peut retarder la
convocation d'une réunion ; une baisse des contributions volontaires touche d'abord l'aide directe aux États. La
question du parrainage appelle une attention particulière : sans lui, les États les plus touchés seraient aussi les
moins présents.

Les liens entre les trois dispositifs sont par ailleurs mal connus. Une présentation d'ensemble, sur une page, des
besoins et des recettes de l'année aiderait les délégations à convaincre leurs services financiers.

==Voies possibles

-**I.** Présenter chaque année, aux réunions intersessions, un état unique des besoins et des contributions.
-**J.** Encourager les engagements pluriannuels, sous une forme qui convienne aux règles budgétaires de chacun.
-**K.** Fixer au parrainage un objectif de participation plutôt qu'un montant.

=Les méthodes de travail

==La parole et le temps

Les temps de parole sont connus, mais rarement tenus. Les réunions où le Président a pu faire respecter une durée
courte ont laissé place à de véritables échanges. On peut y aider par des moyens simples : un minuteur visible de
tous, la mise en ligne des textes intégraux, une question posée d'avance à chaque orateur.

==Les documents

Le nombre et la longueur des documents ont augmenté. Un format commun, avec un résumé d'une page, rendrait leur
lecture plus rapide et leur traduction moins coûteuse. Des documents accessibles, dont les titres, les tableaux et les
images soient décrits comme il convient, permettraient aux personnes handicapées de participer pleinement aux travaux.

==La participation

La Convention doit beaucoup à ceux qu'elle protège. Les survivants, leurs familles et leurs associations prennent part
aux réunions, mais leur présence dépend souvent d'un financement trouvé au dernier moment. De même, l'équilibre entre
les femmes et les hommes dans les délégations et parmi les orateurs progresse sans être acquis. Un relevé simple,
publié après chaque réunion, suffirait à suivre cette évolution.

==Les données

Les rapports annuels demeurent la première source d'information sur l'application de la Convention. Leur remise est
inégale. Les questions posées aux États gagneraient à être les mêmes d'une année à l'autre, de sorte qu'une réponse
inchangée puisse être reprise d'un trait. Les indicateurs du plan d'action pourraient y être rattachés un à un, ce qui
éviterait toute enquête supplémentaire.

==Voies possibles

-**L.** Adopter pour toutes les réunions une durée maximale de cinq minutes par intervention.
-**M.** Joindre à chaque document un résumé d'une page, seul traduit dans toutes les langues de travail.
-**N.** Publier après chaque réunion un relevé de la participation.
-**O.** Rattacher chaque indicateur du plan d'action à une rubrique du rapport annuel.

=Suite des travaux

==Échange de vues

Ces réflexions seront présentées à la Première réunion préparatoire, le 20 juin 2024, au titre du point de l'ordre du
jour consacré aux documents de fond. Les délégations sont invitées à dire, pour chacune des voies A à O, si elle leur
paraît utile, possible dans le cadre des règles actuelles, et supportable du point de vue des coûts.

|Section|Voies|Question principale
|Le programme des réunions|A à D|Quel rythme, et pour quel usage ?
|Les comités et la coordination|E à H|Comment garder le fil d'une année à l'autre ?
|L'appui et les moyens|I à K|Comment rendre les moyens plus prévisibles ?
|Les méthodes de travail|L à O|Comment faire place au dialogue ?

==Observations écrites

Les observations écrites peuvent être adressées à l'Unité d'appui à l'application de la Convention
([isu@apminebanconvention.org](mailto:isu@apminebanconvention.org)). Elles seront mises en ligne sur le site de la
Convention ([www.apminebanconvention.org](https://www.apminebanconvention.org)), sauf indication contraire de leur
auteur. Une version révisée du présent document, qui en tiendra compte, sera distribuée avant la Cinquième Conférence
d'examen.
"""


def _markup(text: str) -> str:
    """Marked words as reportlab's own markup; ``<section-2>`` becomes a jump to that section."""
    made = ""
    for run in house.runs(house.fr(text)):
        words = escape(run.text)
        if run.bold:
            words = f"<b>{words}</b>"
        if run.link:
            words = f'<a href="{run.link}" color="#{house.BLUE}"><u>{words}</u></a>'
        made += words
    return re.sub(
        r"&lt;section-(\d)&gt;", rf'<a href="#section-\1" color="#{house.BLUE}">section{house.NBSP}\1</a>', made
    )


_KEYS = count()
"""What tells one list, table or paragraph from the next."""
Path = tuple[tuple[str, object], ...]
"""Where in the structure something belongs: kinds and keys from the top down."""


class _Paragraph(Paragraph):
    """A paragraph that is an element; on two pages it is still one."""

    path: Path = ()

    def at(self, *path: tuple[str, object]) -> _Paragraph:
        self.path = path
        return self

    def draw(self) -> None:
        canvas: Any = self.canv
        element = canvas.tags.document.at(self.path or (("P", next(_KEYS)),))
        with canvas.tags.content(canvas, element):
            super().draw()

    def split(self, width: float, height: float) -> list[Any]:
        self.path = self.path or (("P", next(_KEYS)),)
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.path = self.path
        return parts


class _Heading(_Paragraph):
    """A heading that knows its level and the name of its destination."""

    def __init__(self, text: str, level: int, key: str) -> None:
        super().__init__(_markup(text), _HEADINGS[level])
        self.level, self.key, self.words = level, key, house.fr(text)
        self.path = ((f"H{level + 1}", key),)


class _Contents(TableOfContents):
    """A table of contents whose entries are elements."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        size = super().wrap(width, height)
        entries: Any = self
        cells = [cell for row in entries._table._cellvalues for cell in row]
        flat = (each for cell in cells for each in (cell if isinstance(cell, (list, tuple)) else (cell,)))
        for number, paragraph in enumerate(each for each in flat if isinstance(each, Paragraph)):
            entry: Any = paragraph
            entry.__class__ = _Paragraph
            entry.path = (("TOC", 0), ("TOCI", number), ("Reference", number), ("Link", number))
        return size


class _Grid(Table):
    """A table whose rules and backgrounds are no part of the text."""

    def _drawBkgrnd(self) -> None:  # noqa: N802
        canvas: Any = self.canv
        with canvas.tags.artifact(canvas):
            super()._drawBkgrnd()  # type: ignore[misc]

    def _drawLines(self) -> None:  # noqa: N802
        canvas: Any = self.canv
        with canvas.tags.artifact(canvas):
            super()._drawLines()  # type: ignore[misc]


class _Canvas(Canvas):
    """A canvas that notes what is drawn on it as what, and in which element each link is."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        # Without a font of ours to begin with, every page would name one that is not embedded.
        super().__init__(*args, **(settings | {"initialFontName": pdf.HEAD}))
        self.tags = Tags()
        self._links: dict[int, int] = {}
        LAST[:] = [self.tags]

    def linkURL(self, *args: Any, **settings: Any) -> None:  # noqa: N802
        super().linkURL(*args, **settings)
        self._note()

    def linkRect(self, *args: Any, **settings: Any) -> None:  # noqa: N802
        super().linkRect(*args, **settings)
        self._note()

    def _note(self) -> None:
        element = self.tags.current
        assert element is not None
        page = self.getPageNumber() - 1
        index = self._links.get(page, 0)
        self._links[page] = index + 1
        holder = element if element.kind == "Link" else element.add("Link")
        holder.kids.append(Annotation(page, index))


LAST: list[Tags] = []
"""The tags of the last canvas: the document is drawn more than once, until its page numbers hold."""


def _name(document: pikepdf.Pdf, places: Mapping[str, tuple[int, float]], titles: Mapping[str, str]) -> None:
    """Gives the places names in the catalogue and lets the links jump by name (ISO 32000-1, 12.3.2.3).

    reportlab has names while it draws, and writes bare places. Each link says where it leads (ISO 14289-1, 7.18.5).
    """
    names = pikepdf.Array()
    keys: dict[tuple[int, int], str] = {}
    for key in sorted(places):
        number, top = places[key]
        keys[number - 1, round(top)] = key
        place = pikepdf.Array([document.pages[number - 1].obj, pikepdf.Name.XYZ, 0, round(top), 0])
        names.extend([pikepdf.String(key), document.make_indirect(place)])
    document.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=names))
    index = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    for page in document.pages:
        for link in page.obj.get("/Annots", ()):
            if "/Dest" in link:
                to: Any = link.Dest
                key = keys[index[to[0].objgen], round(float(to[3]))]
                link.Dest, link.Contents = pikepdf.String(key), pikepdf.String(titles[key])
            else:
                link.Contents = pikepdf.String(str(link.A.URI).removeprefix("mailto:"))


class _Document(BaseDocTemplate):
    """Notes each heading, as it is placed, in the outline, the table of contents and the named destinations."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.places: dict[str, tuple[int, float]] = {}
        """By name: the page, from 1, and the height on it, in points."""
        self.titles: dict[str, str] = {}

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        if not isinstance(flowable, _Heading):
            return
        canvas: Any = self.canv
        frame: Any = self.frame
        top = frame._y + flowable.height + 24
        self.places[flowable.key] = (self.page, top)
        self.titles[flowable.key] = flowable.words
        canvas.bookmarkPage(flowable.key, fit="XYZ", left=0, top=top, zoom=0)
        canvas.addOutlineEntry(flowable.words, flowable.key, flowable.level, closed=flowable.level == 0)
        self.notify("TOCEntry", (flowable.level, escape(flowable.words), self.page, flowable.key))


def _cover(canvas: Any, _: BaseDocTemplate) -> None:
    with canvas.tags.artifact(canvas):
        canvas.setFillColor(pdf.BLUE)
        canvas.rect(_LEFT, A4[1] - 120 * mm, 2.2 * mm, 52 * mm, stroke=0, fill=1)
    for size, ending, height, words in (
        (10, "", A4[1] - 30 * mm, house.CONVENTION),
        (9, "-Italic", 24 * mm, house.EXAMPLE_NOTE),
    ):
        with canvas.tags.content(canvas, canvas.tags.document.add("P")):
            canvas.setFillColor(pdf.GREY)
            canvas.setFont(pdf.HEAD + ending, size)
            canvas.drawString(_LEFT, height, house.fr(words))


def _running(canvas: Any, document: BaseDocTemplate) -> None:
    with canvas.tags.artifact(canvas):
        canvas.setFillColor(pdf.GREY)
        canvas.setFont(pdf.HEAD, 9)
        canvas.drawString(_LEFT, A4[1] - 19 * mm, house.fr(_TITLE))
        canvas.setStrokeColor(pdf.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(_LEFT, A4[1] - 21.5 * mm, A4[0] - _LEFT, A4[1] - 21.5 * mm)
        canvas.drawString(_LEFT, 15 * mm, house.fr(house.EXAMPLE))
        canvas.drawRightString(A4[0] - _LEFT, 15 * mm, f"– {document.page} –")


def _table(rows: Sequence[str]) -> Flowable:
    cells = [row.split("|")[1:] for row in rows]
    columns = len(cells[0])
    shares = (0.27, 0.25, 0.24, 0.24) if columns == 4 else (0.36, 0.14, 0.5)
    key = next(_KEYS)
    data = [
        [
            _Paragraph(_markup(cell), _CELL if number else _CELL_HEAD).at(
                ("Table", key), ("TR", number), ("TD" if number else "TH", place)
            )
            for place, cell in enumerate(row)
        ]
        for number, row in enumerate(cells)
    ]
    table = _Grid(data, colWidths=[_WIDTH * share for share in shares], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), pdf.HEAD),
                ("BACKGROUND", (0, 0), (-1, 0), pdf.BLUE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, pdf.RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return KeepTogether([Spacer(0, 4), table, Spacer(0, 10)])


def _list(items: Sequence[str]) -> list[Flowable]:
    key = next(_KEYS)
    last = ParagraphStyle("last", parent=_LISTED, spaceAfter=8)
    return [
        _Paragraph(_markup(item[1:]), last if number == len(items) else _LISTED, bulletText="–").at(
            ("L", key), ("LI", number), ("LBody", number)
        )
        for number, item in enumerate(items, start=1)
    ]


def _story() -> list[Flowable]:
    contents = _Contents()
    contents.levelStyles = [
        ParagraphStyle("toc1", fontName=pdf.HEAD + "-Bold", fontSize=11, leading=15, spaceBefore=7, textColor=pdf.BLUE),
        ParagraphStyle("toc2", fontName=pdf.HEAD, fontSize=10, leading=13.5, leftIndent=14),
    ]
    contents.dotsMinLevel = 0
    plain_cells = [
        ("FONTNAME", (0, 0), (-1, -1), pdf.HEAD),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    contents.tableStyle = TableStyle(plain_cells)
    big = ParagraphStyle(
        "cover", fontName=pdf.HEAD + "-Bold", fontSize=27, leading=33, textColor=pdf.BLUE, leftIndent=8 * mm
    )
    small = ParagraphStyle(
        "cover-small", fontName=pdf.HEAD, fontSize=12, leading=17, textColor=pdf.GREY, leftIndent=8 * mm
    )
    plain = ParagraphStyle("contents", parent=_HEADINGS[0], spaceBefore=0)
    story: list[Flowable] = [
        Spacer(0, 41 * mm),
        _Paragraph(house.fr(_TITLE), big),
        Spacer(0, 6 * mm),
        _Paragraph(house.fr("Document de réflexion présenté par le Président"), small),
        _Paragraph(house.fr("Première réunion préparatoire, Genève, 20 juin 2024"), small),
        NextPageTemplate("running"),
        PageBreak(),
        _Paragraph("Table des matières", plain).at(("H1", "contents")),
        contents,
        PageBreak(),
    ]
    lines = house.unwrapped(_TEXT, marks="=-|")
    section = part = at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.startswith("=="):
            part += 1
            story.append(_Heading(f"{section}.{part} {line[2:]}", 1, f"section-{section}-{part}"))
        elif line.startswith("="):
            section, part = section + 1, 0
            story.append(_Heading(f"{section}. {line[1:]}", 0, f"section-{section}"))
        elif line[:1] in {"|", "-"}:
            while end < len(lines) and lines[end][:1] == line[0]:
                end += 1
            story += [_table(lines[at:end])] if line[0] == "|" else _list(lines[at:end])
        elif line:
            story.append(_Paragraph(_markup(line), _BODY))
        at = end
    return [*story, _Paragraph(house.fr(house.EXAMPLE_NOTE), _NOTE)]


def reflections() -> bytes:
    """The essay, as a PDF with named destinations for its sections and parts."""
    pdf.register_fonts()
    target = io.BytesIO()
    document = _Document(
        target,
        pagesize=A4,
        title=house.fr(_TITLE),
        author=house.AUTHOR,
        subject=house.fr(house.EXAMPLE_NOTE),
        lang="fr-FR",
        creator=house.fr(house.UNIT),
        invariant=1,
        displayDocTitle=True,
    )
    frame = Frame(
        _LEFT, 24 * mm, _WIDTH, A4[1] - 54 * mm, id="page", leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    document.addPageTemplates(
        [
            PageTemplate("cover", [Frame(_LEFT, 40 * mm, _WIDTH, A4[1] - 70 * mm, leftPadding=0)], onPage=_cover),
            PageTemplate("running", [frame], onPage=_running),
        ]
    )
    document.multiBuild(_story(), canvasmaker=_Canvas)
    (tags,) = LAST
    for element in _elements(tags.document):
        if element.kind == "TH":
            element.attributes["A"] = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column)

    def change(made: pikepdf.Pdf) -> None:
        _name(made, document.places, document.titles)
        split_links(made, tags, [round(part, 6) for part in (pdf.BLUE.red, pdf.BLUE.green, pdf.BLUE.blue)])

    return accessible(target.getvalue(), tags, house.fr(_TITLE), change)


def _elements(element: Element) -> list[Element]:
    below = [kid for kid in element.kids if isinstance(kid, Element)]
    return [element, *(each for kid in below for each in _elements(kid))]
