"""Paper 3, a PDF form to fill in on the screen: what is asked goes in as tables, an AcroForm comes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from . import house, pdf

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


# The names of the fonts in a form's fields are those of the 14 standard ones; the labels' fonts are embedded.
_FIELD_LOOK: dict[str, Any] = {
    "fontName": "Helvetica",
    "fontSize": 10,
    "borderColor": pdf.RULE,
    "fillColor": pdf.PALE,
    "textColor": black,
    "borderWidth": 0.75,
}
_BUTTON_LOOK: dict[str, Any] = {
    "borderColor": pdf.BLUE,
    "fillColor": white,
    "textColor": pdf.BLUE,
    "borderWidth": 0.75,
}


def _required(label: str) -> str:
    return "required" if label.endswith("*") else ""


class _Form:
    """Draws from the top of the page down; ``y`` is the height where the next row begins, in points."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.form: Any = canvas.acroForm
        self.y = 0.0
        self.page = 0
        self.begin_page()

    def begin_page(self) -> None:
        if self.page:
            self.canvas.showPage()
        self.page += 1
        canvas = self.canvas
        top = A4[1] - 20 * mm
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

    def text(self, words: str, *, font: str = pdf.BODY, size: float = 10, after: float = 2 * mm) -> None:
        """Running words, broken into lines of the page's width."""
        canvas = self.canvas
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
        canvas.setFillColor(pdf.BLUE)
        canvas.setFont(pdf.HEAD + "-Bold", 13)
        canvas.drawString(_LEFT, self.y, house.fr(words))
        key = f"section-{words[0]}"
        canvas.bookmarkHorizontal(key, 0, self.y + 6 * mm)
        canvas.addOutlineEntry(house.fr(words), key, 0)
        self.y -= 7 * mm

    def label(self, words: str, x: float, y: float, *, size: float = 9.5) -> None:
        self.canvas.setFillColor(black)
        self.canvas.setFont(pdf.HEAD, size)
        self.canvas.drawString(x, y, house.fr(words))

    def row(self, *fields: tuple[str, str, float], tooltips: Sequence[str] = ()) -> None:
        """Text fields side by side: name, label, share of the width."""
        x = _LEFT
        for index, (name, words, share) in enumerate(fields):
            width = _WIDTH * share - (4 * mm if index < len(fields) - 1 else 0)
            self.label(words, x, self.y)
            self.form.textfield(
                name=name,
                tooltip=house.fr(tooltips[index] if tooltips else words.rstrip(" *")),
                x=x,
                y=self.y - 1.8 * mm - _FIELD,
                width=width,
                height=_FIELD,
                maxlen=120,
                fieldFlags=_required(words),
                **_FIELD_LOOK,
            )
            x += _WIDTH * share
        self.y -= _ROW + 0.8 * mm

    def lines(self, name: str, words: str, tooltip: str, height: float, maxlen: int) -> None:
        """A field of several lines."""
        self.label(words, _LEFT, self.y)
        self.form.textfield(
            name=name,
            tooltip=house.fr(tooltip),
            x=_LEFT,
            y=self.y - 1.8 * mm - height,
            width=_WIDTH,
            height=height,
            maxlen=maxlen,
            fieldFlags=f"multiline {_required(words)}",
            **_FIELD_LOOK,
        )
        self.y -= height + 7 * mm

    def choices(self, *fields: tuple[str, str]) -> None:
        """Drop-down lists side by side: name, label."""
        share = _WIDTH / len(fields)
        for index, (name, words) in enumerate(fields):
            x = _LEFT + index * share
            self.label(words, x, self.y)
            self.form.choice(
                name=name,
                tooltip=house.fr(words.rstrip(" *")),
                options=[_NO_SLOT, *_SLOTS],
                value=_NO_SLOT[1],
                x=x,
                y=self.y - 1.8 * mm - _FIELD,
                width=share - (4 * mm if index < len(fields) - 1 else 0),
                height=_FIELD,
                fieldFlags=f"combo {_required(words)}",
                **_FIELD_LOOK,
            )
        self.y -= _ROW + 0.8 * mm

    def radios(self, name: str, words: str, options: Sequence[tuple[str, str]]) -> None:
        """One of several: value, label."""
        self.label(words, _LEFT, self.y)
        self.y -= 6.5 * mm
        step = _WIDTH / len(options)
        for index, (value, option) in enumerate(options):
            x = _LEFT + index * step
            self.form.radio(
                name=name,
                tooltip=house.fr(words.rstrip(" *")),
                value=value,
                selected=False,
                buttonStyle="circle",
                shape="circle",
                size=14,
                x=x - 1,
                y=self.y - 2.4,
                fieldFlags=f"noToggleToOff radio {_required(words)}",
                **_BUTTON_LOOK,
            )
            self.label(option, x + 15, self.y, size=10)
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
        self.form.checkbox(
            name=name,
            tooltip=house.fr(words.rstrip(" *")),
            buttonStyle="check",
            size=11,
            x=x,
            y=self.y - 2.3,
            fieldFlags=_required(words),
            **_BUTTON_LOOK,
        )
        self.label(words, x + 15, self.y, size=10)


def _first_page(form: _Form) -> None:
    canvas = form.canvas
    form.y -= 5 * mm
    canvas.setFillColor(pdf.BLUE)
    canvas.setFont(pdf.HEAD + "-Bold", 18)
    canvas.drawString(_LEFT, form.y, "Demande de salle")
    form.y -= 6.5 * mm
    canvas.setFillColor(pdf.GREY)
    canvas.setFont(pdf.HEAD, 11.5)
    canvas.drawString(_LEFT, form.y, house.fr("Événements parallèles aux réunions intersessions"))
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


def room_form() -> bytes:
    """The form, two pages of A4, as a PDF; its fields carry alternate names (ISO 32000-1, 12.7.3.1, TU)."""
    pdf.register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, lang="fr-FR", pageCompression=1)
    canvas.setTitle(house.fr(_TITLE))
    canvas.setCreator(house.fr(house.UNIT))
    canvas.setAuthor(house.AUTHOR)
    canvas.setSubject(house.fr(house.EXAMPLE_NOTE))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    form = _Form(canvas)
    _first_page(form)
    form.begin_page()
    _second_page(form)
    canvas.save()
    return target.getvalue()
