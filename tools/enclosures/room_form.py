"""Paper 3, a PDF form to fill in on the screen: what is asked goes in as tables, an accessible AcroForm comes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack, unpack_from
from typing import Any, Literal

from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.ttfonts import TTFontFile, TTFontMaker, TTFontParser
from reportlab.pdfgen.canvas import Canvas

from . import house, pdf
from .tagged import Annotation, Tags, accessible

_TITLE = "Formulaire de demande de salle pour les événements parallèles"
_LEFT, _RIGHT = 25 * mm, A4[0] - 25 * mm
_WIDTH = _RIGHT - _LEFT
_ROW = 13.5 * mm
_FIELD = 7 * mm

_SLOTS = (
    ("mardi 18 juin, de 13 h 15 à 14 h 45", "2024-06-18"),
    ("mercredi 19 juin, de 13 h 15 à 14 h 45", "2024-06-19"),
    ("jeudi 20 juin, de 13 h 15 à 14 h 45", "2024-06-20"),
)
_NO_SLOT = ("(choisir dans la liste)", "-")

_EQUIPMENT = (
    ("projecteur", "Projecteur et écran"),
    ("micros", "Microphones de table"),
    ("micro_mobile", "Microphone sans fil"),
    ("ordinateur", "Ordinateur portable"),
    ("visio", "Participation à distance"),
    ("interpretation", "Cabines d'interprétation"),
    ("collation", "Collation (à la charge de l'organisateur)"),
    ("exposition", "Panneaux d'exposition"),
)

_ACCESS = (
    ("boucle", "Boucle magnétique"),
    ("fauteuils", "Places pour fauteuils roulants"),
    ("signes", "Langue des signes"),
    ("soustitres", "Sous-titrage en direct"),
)


_READ_ONLY, _REQUIRED, _MULTILINE, _NO_TOGGLE, _RADIO, _COMBO = 1, 2, 1 << 12, 1 << 14, 1 << 15, 1 << 17
"""Flags of fields (ISO 32000-1, 12.7.3.1, 12.7.4.2 to 12.7.4.4)."""
_FONT = "Field"
_SIZE = 10
_WRITING = f"/{_FONT} {_SIZE} Tf 0 g"


@dataclass(frozen=True, slots=True)
class _Field:
    """A field, or one of the buttons of one."""

    kind: Literal["text", "choice", "check", "radio"]
    name: str
    tooltip: str
    page: int
    """From 0."""
    box: tuple[float, float, float, float]
    flags: int = 0
    longest: int = 0
    """In signs; 0 for no limit."""
    value: str = ""
    """A button's own."""


def _required(label: str) -> int:
    return _REQUIRED if label.endswith("*") else 0


class _Form:
    """Draws from the top of the page down; ``y`` is the height where the next row begins, in points."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.tags = Tags()
        self.fields: list[_Field] = []
        self.y = 0.0
        self.page = 0
        self.begin_page()

    def begin_page(self) -> None:
        if self.page:
            self.canvas.showPage()
        self.page += 1
        canvas = self.canvas
        top = A4[1] - 20 * mm
        with self.tags.artifact(canvas):
            canvas.setFillColor(pdf.GREY)
            canvas.setFont(pdf.HEAD + "-Bold", 9)
            canvas.drawString(_LEFT, top, house.fr(house.CONVENTION))
            canvas.setFont(pdf.HEAD, 9)
            canvas.drawString(_LEFT, top - 11, house.fr("Réunions intersessions, 18-20 juin 2024"))
            canvas.setStrokeColor(pdf.BLUE)
            canvas.setLineWidth(0.75)
            canvas.line(_LEFT, top - 17, _RIGHT, top - 17)
            canvas.setStrokeColor(pdf.RULE)
            canvas.setLineWidth(0.5)
            canvas.line(_LEFT, 18 * mm, _RIGHT, 18 * mm)
            canvas.setFont(pdf.HEAD, 8.5)
            foot = house.fr("Demande de salle pour un événement parallèle · ")
            canvas.drawString(_LEFT, 13.5 * mm, foot)
            canvas.setFont(pdf.HEAD + "-Italic", 8.5)
            canvas.drawString(_LEFT + canvas.stringWidth(foot, pdf.HEAD, 8.5), 13.5 * mm, house.fr(house.EXAMPLE))
            canvas.setFont(pdf.HEAD, 8.5)
            canvas.drawRightString(_RIGHT, 13.5 * mm, f"page {self.page}/2")
        self.y = top - 17 - 11 * mm

    def line(self, words: str, kind: str, font: str, size: float, colour: Any, x: float = _LEFT) -> None:
        """One line of words at ``y``, as an element of its own."""
        with self.tags.content(self.canvas, self.tags.document.add(kind)):
            self.canvas.setFillColor(colour)
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.y, house.fr(words))

    def text(self, words: str, *, font: str = pdf.BODY, size: float = 10, after: float = 2 * mm) -> None:
        """Running words, broken into lines of the page's width."""
        canvas = self.canvas
        with self.tags.content(canvas, self.tags.document.add("P")):
            canvas.setFillColor(black)
            canvas.setFont(font, size)
            line = ""
            for word in [*house.fr(words).split(" "), ""]:
                longer = f"{line} {word}".strip()
                if word and canvas.stringWidth(longer, font, size) <= _WIDTH:
                    line = longer
                    continue
                canvas.drawString(_LEFT, self.y, line)
                self.y -= size * 1.3
                line = word
        self.y -= after

    def section(self, words: str) -> None:
        canvas = self.canvas
        self.y -= 3.5 * mm
        self.line(words, "H2", pdf.HEAD + "-Bold", 13, pdf.BLUE)
        key = f"section-{words[0]}"
        canvas.bookmarkHorizontal(key, 0, self.y + 6 * mm)
        canvas.addOutlineEntry(house.fr(words), key, 0)
        self.y -= 7 * mm

    def label(self, words: str, x: float, y: float, *, size: float = 9.5) -> None:
        with self.tags.content(self.canvas, self.tags.document.add("P")):
            self.canvas.setFillColor(black)
            self.canvas.setFont(pdf.HEAD, size)
            self.canvas.drawString(x, y, house.fr(words))

    def field(
        self,
        kind: Literal["text", "choice", "check", "radio"],
        name: str,
        tooltip: str,
        box: tuple[float, float, float, float],
        flags: int = 0,
        longest: int = 0,
        value: str = "",
    ) -> None:
        """A field in a box of left, bottom, width and height."""
        left, bottom, width, height = box
        page = self.page - 1
        index = sum(field.page == page for field in self.fields)
        self.tags.document.add("Form").kids.append(Annotation(page, index))
        place = (left, bottom, left + width, bottom + height)
        self.fields.append(_Field(kind, name, house.fr(tooltip), page, place, flags, longest, value))

    def row(self, *fields: tuple[str, str, float], tooltips: Sequence[str] = ()) -> None:
        """Text fields side by side: name, label, share of the width."""
        x = _LEFT
        for index, (name, words, share) in enumerate(fields):
            width = _WIDTH * share - (4 * mm if index < len(fields) - 1 else 0)
            self.label(words, x, self.y)
            tooltip = tooltips[index] if tooltips else words.rstrip(" *")
            self.field("text", name, tooltip, (x, self.y - 1.8 * mm - _FIELD, width, _FIELD), _required(words), 120)
            x += _WIDTH * share
        self.y -= _ROW + 0.8 * mm

    def lines(self, name: str, words: str, tooltip: str, height: float, longest: int) -> None:
        """A field of several lines."""
        self.label(words, _LEFT, self.y)
        box = (_LEFT, self.y - 1.8 * mm - height, _WIDTH, height)
        self.field("text", name, tooltip, box, _MULTILINE | _required(words), longest)
        self.y -= height + 7 * mm

    def choices(self, *fields: tuple[str, str]) -> None:
        """Drop-down lists side by side: name, label."""
        share = _WIDTH / len(fields)
        for index, (name, words) in enumerate(fields):
            x = _LEFT + index * share
            self.label(words, x, self.y)
            width = share - (4 * mm if index < len(fields) - 1 else 0)
            box = (x, self.y - 1.8 * mm - _FIELD, width, _FIELD)
            self.field("choice", name, words.rstrip(" *"), box, _COMBO | _required(words), value=_NO_SLOT[1])
        self.y -= _ROW + 0.8 * mm

    def radios(self, name: str, words: str, options: Sequence[tuple[str, str]]) -> None:
        """One of several: value, label."""
        self.label(words, _LEFT, self.y)
        self.y -= 6.5 * mm
        step = _WIDTH / len(options)
        for index, (value, option) in enumerate(options):
            x = _LEFT + index * step
            flags = _RADIO | _NO_TOGGLE | _required(words)
            tooltip = f"{words.rstrip(' *')} : {option}"
            self.field("radio", name, tooltip, (x - 1, self.y - 2.4, 14, 14), flags, value=value)
            self.label(option, x + 17, self.y + 1, size=10)
        self.y -= 8.5 * mm

    def checks(self, options: Sequence[tuple[str, str]], *, columns: int = 2) -> None:
        """Any of several: name, label."""
        step = _WIDTH / columns
        for index, (name, option) in enumerate(options):
            column = index % columns
            self.check(name, option, _LEFT + column * step)
            if column == columns - 1:
                self.y -= 6.8 * mm
        self.y -= 1.5 * mm

    def check(self, name: str, words: str, x: float) -> None:
        self.field("check", name, words.rstrip(" *"), (x, self.y - 2.3, 11, 11), _required(words), value="Oui")
        self.label(words, x + 15, self.y, size=10)


def _first_page(form: _Form) -> None:
    form.y -= 5 * mm
    form.line("Demande de salle", "H1", pdf.HEAD + "-Bold", 18, pdf.BLUE)
    form.y -= 6.5 * mm
    form.line("Événements parallèles aux réunions intersessions", "P", pdf.HEAD, 11.5, pdf.GREY)
    form.y -= 8.5 * mm
    form.text(
        f"À remplir à l'écran et à renvoyer à l'adresse {house.EMAIL} le 31 mai 2024 au plus tard. Les salles sont "
        "attribuées dans l'ordre d'arrivée des demandes ; une confirmation est envoyée dans les cinq jours ouvrables. "
        "Les rubriques suivies d'un astérisque (*) sont indispensables.",
        after=1 * mm,
    )
    form.section("A. Organisateur")
    form.row(("organisation", "Mission permanente ou organisation *", 1))
    form.row(("contact", "Personne à joindre *", 0.5), ("fonction", "Fonction", 0.5))
    form.row(("courriel", "Courriel *", 0.6), ("telephone", "Téléphone", 0.4))
    form.lines(
        "coorganisateurs",
        "Autres organisateurs",
        "Autres organisateurs, un par ligne",
        16 * mm,
        400,
    )
    form.section("B. Événement")
    form.row(("titre", "Titre *", 1), tooltips=("Titre de l'événement",))
    form.radios(
        "type",
        "Nature *",
        (
            ("tableronde", "Table ronde"),
            ("expose", "Exposé"),
            ("projection", "Projection"),
            ("exposition", "Exposition"),
        ),
    )
    form.lines(
        "description",
        "Objet et déroulement (cent mots au plus ; ce texte est repris dans la liste des événements) *",
        "Objet et déroulement de l'événement, en cent mots au plus",
        50 * mm,
        900,
    )


def _second_page(form: _Form) -> None:
    form.section("C. Créneau et salle")
    form.choices(("creneau_1", "Premier choix *"), ("creneau_2", "Second choix"))
    form.row(("participants", "Nombre de participants attendus *", 0.5), ("orateurs", "Nombre d'orateurs", 0.5))
    form.radios(
        "disposition", "Disposition", (("theatre", "En rangées"), ("u", "Table en U"), ("libre", "Espace libre"))
    )
    form.section("D. Équipement")
    form.checks(_EQUIPMENT)
    form.section("E. Accessibilité")
    form.checks(_ACCESS)
    form.lines("besoins", "Autres besoins", "Autres besoins d'équipement ou d'accessibilité", 30 * mm, 500)
    form.section("F. Engagement")
    form.check("engagement", "L'organisateur a pris connaissance des conditions ci-dessous et les accepte. *", _LEFT)
    form.y -= 8 * mm
    for words in (
        "1. La salle est rendue dans l'état où elle a été trouvée, à l'heure dite.",
        "2. Les frais de collation, d'interprétation et de personnel technique sont à la charge de l'organisateur.",
        "3. L'événement est ouvert à tous les participants inscrits, sans distinction.",
    ):
        form.text(words, size=9.5, after=0)
    form.y -= 4.5 * mm
    form.row(("responsable", "Nom du responsable *", 0.5), ("lieu", "Lieu", 0.25), ("date", "Date", 0.25))
    form.text(house.EXAMPLE_NOTE, font=pdf.HEAD + "-Italic", size=8.5)


# --- the fields -----------------------------------------------------------------------------------


def _rgb(colour: Any) -> str:
    return f"{colour.red:.4f} {colour.green:.4f} {colour.blue:.4f}"


def _field_font(document: Pdf) -> Any:
    """Carlito with the signs of Western languages, for what people write: any of them may come up.

    A TrueType font that is no symbol has the codes of a standard encoding (ISO 32000-1, 9.6.6.4).
    """
    letters = [bytes([code]).decode("cp1252", "ignore") for code in range(256)]
    signs = [ord(letter) if letter >= " " else 0 for letter in letters]
    source = TTFontFile(str(house.font_file(pdf.HEAD)))
    program = _with_unicode(source.makeSubset(signs), signs)
    widths = [round(source.charWidths.get(sign, source.defaultWidth)) for sign in signs[32:]]
    said = "".join(f"<{code:02X}> <{sign:04X}>\n" for code, sign in enumerate(signs) if sign).splitlines()
    blocks = [said[at : at + 100] for at in range(0, len(said), 100)]
    maps = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    name = Name("/AAAAAG+Carlito")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=Array([round(number) for number in source.bbox]),
        ItalicAngle=0,
        Ascent=round(source.ascent),
        Descent=round(source.descent),
        CapHeight=round(source.capHeight),
        StemV=80,
        FontFile2=document.make_stream(program, Length1=len(program)),
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=255,
            Widths=Array(widths),
            FontDescriptor=document.make_indirect(descriptor),
            ToUnicode=document.make_stream(_UNICODE.format(maps=maps).encode()),
        )
    )


def _with_unicode(program: bytes, signs: Sequence[int]) -> bytes:
    """A font that reportlab cut down, with a map by letters (OpenType, cmap, platform 3) in place of one by codes."""
    parser: Any = TTFontParser(io.BytesIO(program))
    glyphs = unpack_from(f">{len(signs)}H", parser.get_table("cmap"), 22)
    known = sorted((sign, glyph) for sign, glyph in zip(signs, glyphs, strict=True) if sign and glyph)
    ends = [*(sign for sign, _ in known), 0xFFFF]
    steps = [*((glyph - sign) % 65536 for sign, glyph in known), 1]
    count = len(ends)
    power = 2 ** (count.bit_length() - 1)
    search = (2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    table = pack(f">4H{count}HH{count}H{count}H{count}H", *search, *ends, 0, *ends, *steps, *[0] * count)
    maker = TTFontMaker()
    for tag in parser.table:
        maker.add(tag, parser.get_table(tag))
    maker.add("cmap", pack(">HHHHIHHH", 0, 1, 3, 1, 12, 4, 6 + len(table), 0) + table)
    return bytes(maker.makeStream())


_UNICODE = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{maps}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
"""ISO 32000-1, 9.10.3."""


def _write_fields(document: Pdf, fields: Sequence[_Field]) -> None:
    font = _field_font(document)
    form = document.make_indirect(
        Dictionary(Fields=Array(), DA=String(_WRITING), DR=Dictionary(Font=Dictionary({f"/{_FONT}": font})))
    )
    groups: dict[str, Any] = {}
    for field in fields:
        page = document.pages[field.page].obj
        widget: Any = document.make_indirect(_widget(document, field, font))
        widget.P = page
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        if field.kind != "radio":
            form.Fields.append(widget)
            continue
        if field.name not in groups:
            tooltip = field.tooltip.partition(f"{house.NBSP}:")[0]
            group = Dictionary(FT=Name.Btn, Ff=field.flags, T=String(field.name), TU=String(tooltip), V=Name.Off)
            group.Kids = Array()
            groups[field.name] = document.make_indirect(group)
            form.Fields.append(groups[field.name])
        widget.Parent = groups[field.name]
        groups[field.name].Kids.append(widget)
    document.Root.AcroForm = form


def _widget(document: Pdf, field: _Field, font: Any) -> Dictionary:
    width, height = field.box[2] - field.box[0], field.box[3] - field.box[1]

    def drawn(content: str) -> Any:
        resources = Dictionary(Font=Dictionary({f"/{_FONT}": font}))
        box = Array([0, 0, width, height])
        return document.make_stream(
            content.encode("cp1252"), Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources
        )

    made: Any = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(field.box), TU=String(field.tooltip), F=4)
    if field.kind != "radio":
        made.T, made.Ff = String(field.name), field.flags
    inner = f"0.375 0.375 {width - 0.75:.3f} {height - 0.75:.3f} re B"
    if field.kind in ("text", "choice"):
        plate = f"0.75 w {_rgb(pdf.PALE)} rg {_rgb(pdf.RULE)} RG {inner}"
        colours = {"/BG": _numbers(pdf.PALE), "/BC": _numbers(pdf.RULE)}
        made.MK, made.BS = Dictionary(colours), Dictionary(W=0.75, S=Name.S)
        made.DA = String(_WRITING)
    if field.kind == "text":
        made.FT, made.V, made.MaxLen = Name.Tx, String(""), field.longest
        made.AP = Dictionary(N=drawn(f"{plate} /Tx BMC EMC"))
    elif field.kind == "choice":
        made.FT, made.V = Name.Ch, String(field.value)
        options = (_NO_SLOT, *_SLOTS)
        made.Opt = Array([Array([String(export), String(house.fr(shown))]) for shown, export in options])
        words = (
            f"q 2 2 {width - 4:.3f} {height - 4:.3f} re W n BT {_WRITING} 4 6.5 Td ({_escaped(_NO_SLOT[0])}) Tj ET Q"
        )
        made.AP = Dictionary(N=drawn(f"{plate} /Tx BMC {words} EMC"))
    else:
        radio = field.kind == "radio"
        edge = _circle(width / 2, width / 2 - 1) if radio else f"0.5 0.5 {width - 1:.3f} {height - 1:.3f} re"
        box = f"0.75 w 1 g {_rgb(pdf.BLUE)} RG {edge} B"
        mark = (
            f"{_rgb(pdf.BLUE)} rg {_circle(width / 2, width / 4)} f"
            if radio
            else f"1.5 w {_rgb(pdf.BLUE)} RG 2.6 5.6 m 4.7 3.2 l 8.6 8.4 l S"
        )
        made.FT = Name.Btn
        made.AS = Name.Off
        made.AP = Dictionary(N=Dictionary({"/Off": drawn(box), f"/{field.value}": drawn(f"{box} {mark}")}))
        if radio:
            del made.FT
        else:
            made.V = Name.Off
    return Dictionary(made)


def _numbers(colour: Any) -> Array:
    return Array([round(float(value), 4) for value in (colour.red, colour.green, colour.blue)])


def _escaped(words: str) -> str:
    return house.fr(words).replace("(", r"\(").replace(")", r"\)")


def _circle(centre: float, radius: float) -> str:
    """A circle as four curves."""
    c, r, k = centre, radius, radius * 0.5523
    points = (
        (c + r, c + k, c + k, c + r, c, c + r),
        (c - k, c + r, c - r, c + k, c - r, c),
        (c - r, c - k, c - k, c - r, c, c - r),
        (c + k, c - r, c + r, c - k, c + r, c),
    )
    return f"{c + r:.3f} {c:.3f} m " + " ".join(" ".join(f"{n:.3f}" for n in curve) + " c" for curve in points)


def room_form() -> bytes:
    """The form, two pages of A4, as a PDF; its fields carry alternate names (ISO 32000-1, 12.7.3.1, TU)."""
    pdf.register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1, initialFontName=pdf.HEAD)  # type: ignore[arg-type]
    form = _Form(canvas)
    _first_page(form)
    form.begin_page()
    _second_page(form)
    canvas.save()
    return accessible(target.getvalue(), form.tags, house.fr(_TITLE), lambda made: _write_fields(made, form.fields))
