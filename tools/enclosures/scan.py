"""Paper 10, a scan: a typed text goes in, two pages of black dots at 200 dpi in one TIFF come out.

It holds no text that a machine can read, a slight turn of the sheet, the scanner's dirt, a stamp and a signature.
"""

from __future__ import annotations

import io
import math
import random
import textwrap

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from . import house

_DPI = 200
_SIZE = (1654, 2339)
_COLUMNS = 62
_LINES, _STAMP_LINES = 47, 4
_LEFT, _TOP, _LEADING = 215, 235, 39

# A line that begins with # is a heading; an empty one parts paragraphs; a dash begins an item.
_TEXT = """\
#POINTS À PRENDRE EN COMPTE DANS L'ÉLABORATION
#DU PLAN D'ACTION SIEM-REAP - ANGKOR

Document de réflexion présenté par le Président

#I. Pourquoi un nouveau plan

1. Chaque Conférence d'examen a doté la Convention d'un plan de cinq ans. Le prochain couvrira la période 2025-2029.
Il devra tenir compte de l'expérience acquise, mais aussi de ce qui a changé : des budgets plus serrés, des conflits
plus nombreux, des terrains plus difficiles.

2. Les points qui suivent ne sont pas des propositions de texte. Ils visent à nourrir l'échange de vues de la Première
réunion préparatoire, le 20 juin 2024, et n'engagent aucune délégation.

#II. Principes

3. Le plan gagnerait à être :

- bref : des actions en petit nombre, que chacun puisse retenir ;
- mesurable : un indicateur par action, et un point de départ connu dès l'adoption ;
- réaliste : des échéances que les États concernés ont eux-mêmes fixées ;
- ouvert : une place pour les organisations, les survivants et leurs associations.

#III. Questions transversales

4. Appropriation nationale. Que doit contenir une stratégie nationale pour que les partenaires puissent s'y associer ?
Faut-il en proposer un modèle ?

5. Genre et diversité. Comment passer d'une mention générale à des données ventilées qui servent à décider ?

6. Environnement. Quelles précautions prendre avant, pendant et après les opérations de déminage ? Comment tenir
compte des inondations et de l'érosion, qui déplacent les mines ?

7. Innovation. Comment mettre à l'essai de nouvelles méthodes sans renoncer aux normes de qualité ?

#IV. Points par domaine

8. Universalisation. Quels arguments touchent les États qui n'ont pas encore adhéré ? Qui est le mieux placé pour les
porter ?

9. Destruction des stocks. Comment aider les États dont le délai est dépassé ? Comment vérifier que les mines
conservées servent bien à la formation ?

10. Déminage. Le plan doit-il fixer un objectif commun, ou s'en remettre aux calendriers nationaux ? Que prévoir pour
les zones découvertes après l'échéance ?

11. Éducation aux risques. Comment atteindre les personnes déplacées et celles qui reviennent chez elles ?

12. Assistance aux victimes. Comment garantir des services dans les zones éloignées, et la continuité des soins
lorsque les financements prennent fin ?

13. Coopération et assistance. La démarche individualisée a-t-elle tenu ses promesses ? Comment l'ouvrir à d'autres
partenaires ?

14. Respect coopératif. Comment encourager la remise des rapports de l'article 7, en particulier par les États qui
n'ont plus d'obligation en cours ?

#V. Suivi

15. Un suivi annuel, à partir des rapports existants, paraît préférable à la création d'un nouvel outil. Les comités
pourraient se répartir les indicateurs.

16. Les observations écrites sont à envoyer à l'Unité d'appui à l'application de la Convention. Elles seront prises en
compte dans le premier projet du plan.

Genève, avril 2024
"""


def _lines() -> list[tuple[bool, str]]:
    """The text broken into lines, each with whether it is a heading."""
    broken: list[tuple[bool, str]] = []
    for source in house.unwrapped(_TEXT, marks="#-"):
        heading, indent = source.startswith("#"), "  " if source.startswith("-") else ""
        # A typist puts no space that cannot break, and wraps where the bell rings; a sign alone on a line is undone.
        words = house.fr(source.removeprefix("#"))
        wrapped = textwrap.wrap(
            words.replace(house.NBSP, "~"), _COLUMNS, subsequent_indent=indent, break_on_hyphens=False
        )
        broken += [(heading, line.replace("~", " ")) for line in wrapped or [""]]
    return broken


def _pages() -> list[list[tuple[bool, str]]]:
    """The lines, page by page; no heading is left at a foot, no page begins with an empty line."""
    rest = _lines()
    pages: list[list[tuple[bool, str]]] = []
    while rest:
        end = min(_LINES - (0 if pages else _STAMP_LINES), len(rest))
        if end < len(rest):
            # Break between paragraphs, then step back over a heading that would be left behind.
            while rest[end][1]:
                end -= 1
            while rest[end - 1][0] or not rest[end - 1][1]:
                end -= 1
        pages.append(rest[:end])
        rest = rest[end:]
        while rest and not rest[0][1]:
            rest.pop(0)
    return pages


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(house.font_file("Liberation Mono", "Bold" if bold else "Regular"), size)


def _type(number: int, pages: int, lines: list[tuple[bool, str]]) -> Image.Image:
    """The sheet as it lay on the scanner's glass: grey ink on white."""
    sheet = Image.new("L", _SIZE, 255)
    draw = ImageDraw.Draw(sheet)
    plain, bold = _font(33), _font(33, bold=True)
    y = _TOP + (_STAMP_LINES * _LEADING if number == 1 else 0)
    for heading, line in lines:
        draw.text((_LEFT, y), line, 40, bold if heading else plain)
        y += _LEADING
    draw.text((_LEFT, _SIZE[1] - 150), house.fr(house.EXAMPLE), 60, _font(25))
    draw.text((_SIZE[0] - _LEFT, _SIZE[1] - 150), f"{number}/{pages}", 60, _font(25), anchor="ra")
    if number == pages:
        _sign(draw, (960, y + 60))
    return sheet


def _stamp() -> Image.Image:
    stamp = Image.new("L", (420, 190), 255)
    draw = ImageDraw.Draw(stamp)
    draw.rounded_rectangle((4, 4, 415, 185), 16, outline=70, width=7)
    draw.text((210, 52), "REÇU", 70, _font(52, bold=True), anchor="mm")
    draw.text((210, 108), "19 AVR. 2024", 70, _font(38, bold=True), anchor="mm")
    draw.text((210, 153), "EXEMPLE", 70, _font(27), anchor="mm")
    return stamp.rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _sign(draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    """A scribble that is nobody's signature."""
    x, y = at
    points = [
        (
            x + 3.4 * step + 26 * math.sin(step / 5.1),
            y + 42 * math.sin(step / 4.3) * math.exp(-step / 95) - 10 * math.cos(step / 1.9),
        )
        for step in range(110)
    ]
    draw.line(points, 50, 5, joint="curve")
    draw.line([(x - 20, y + 70), (x + 395, y + 40)], 50, 4)


def _scan(sheet: Image.Image, dice: random.Random) -> Image.Image:
    """Turned a little, blurred, grained and speckled, then cut to black and white."""
    turned = sheet.rotate(dice.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.9))
    grain = Image.frombytes("L", _SIZE, dice.randbytes(_SIZE[0] * _SIZE[1])).point(lambda value: value // 3)
    rough = ImageChops.subtract(soft, grain.filter(ImageFilter.GaussianBlur(0.7)))
    draw = ImageDraw.Draw(rough)
    for _ in range(260):
        x, y, radius = dice.randrange(_SIZE[0]), dice.randrange(150, _SIZE[1]), dice.choice((0, 0, 1, 1, 2))
        draw.ellipse((x, y, x + radius, y + radius), fill=0)
    draw.line([(_SIZE[0] - 5, 160), (_SIZE[0] - 3, _SIZE[1])], 0, 3)
    return rough.point(lambda value: 255 if value > 150 else 0).convert("1", dither=Image.Dither.NONE)


def scan() -> bytes:
    """The scan, as a TIFF with a page a directory, compressed as a fax is (ITU-T T.6)."""
    dice = random.Random(20240422)
    pages = _pages()
    scanned = []
    for number, lines in enumerate(pages, 1):
        sheet = _type(number, len(pages), lines)
        if number == 1:
            stamp = _stamp()
            at = (1120, 120)
            sheet.paste(ImageChops.darker(sheet.crop((*at, at[0] + stamp.width, at[1] + stamp.height)), stamp), at)
        scanned.append(_scan(sheet, dice))
    target = io.BytesIO()
    scanned[0].save(
        target,
        "TIFF",
        save_all=True,
        append_images=scanned[1:],
        compression="group4",
        dpi=(_DPI, _DPI),
    )
    return target.getvalue()
