"""A version goes in; the styles, settings and numbering of its Word papers come out, as XML.

No more styles than are used: python-docx's own template has 160, which almost double the time a conversion takes.
"""

from __future__ import annotations

from functools import partial

from docx.oxml.ns import nsdecls

from tools.templates.language import Face

from . import house
from .versions import Version

KEEP = "<w:keepNext/><w:keepLines/>"
_BLUE, _GREY = house.BLUE, house.GREY


def rule(side: str, colour: str = house.BLUE) -> str:
    """A line above or below a paragraph."""
    return f'<w:pBdr><w:{side} w:val="single" w:sz="6" w:space="4" w:color="{colour}"/></w:pBdr>'


def _fonts(face: Face) -> str:
    return (
        f'<w:rFonts w:ascii="{face.latin}" w:hAnsi="{face.latin}" w:cs="{face.complex or face.latin}" '
        f'w:eastAsia="{face.asian or face.latin}"/>'
    )


def _style(
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    kind: str = "paragraph",
    based: str | None = "Normal",
    following: str | None = None,
    default: bool = False,
) -> str:
    marked = 'w:default="1" ' if default else ""
    key = name.replace(" ", "")
    return (
        f'<w:style w:type="{kind}" {marked}w:styleId="{key}">'
        f'<w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based and not default else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


class _Sheet:
    """What the styles of a version have in common."""

    def __init__(self, version: Version) -> None:
        self._version = version

    def spacing(self, before: int, after: int, line: int = 240) -> str:
        """Distances in twentieths of a point; the line in 240ths of its own height, for French."""
        line = round(line * self._version.lines)
        return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'

    def look(self, half_points: int, colour: str | None = None, *, bold: bool = False, italic: bool = False) -> str:
        return (
            _fonts(self._version.script.sans)
            + ("<w:b/>" if bold else "")
            + ("<w:i/>" if italic and self._version.slants else "")
            + (f'<w:color w:val="{colour}"/>' if colour else "")
            + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        )

    def listed(self, name: str, number: int, level: int) -> str:
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return _style(name, numbering + self.spacing(0, 60, 259))


def styles(version: Version) -> str:
    """The part ``styles.xml``."""
    script, sheet = version.script, _Sheet(version)
    spacing, look, listed = sheet.spacing, sheet.look, sheet.listed
    bidi = script.locale if script.right_to_left else "ar-SA"
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
        + _fonts(script.serif)
        + '<w:sz w:val="21"/><w:szCs w:val="21"/>'
        + f'<w:lang w:val="{script.locale}" w:eastAsia="{script.locale}" w:bidi="{bidi}"/>'
        + "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + _style("Normal", "<w:widowControl/>" + spacing(0, 120, 264), default=True)
        + _style("Default Paragraph Font", kind="character", default=True)
        + _style("Title", KEEP + spacing(120, 60), look(36, _BLUE, bold=True), following="Subtitle")
        + _style("Subtitle", KEEP + spacing(0, 160) + "<w:contextualSpacing/>", look(23, _GREY), following="Normal")
        + _style("heading 1", KEEP + spacing(300, 100) + "<w:outlineLvl w:val='0'/>", look(27, _BLUE, bold=True))
        + _style("heading 2", KEEP + spacing(180, 80) + "<w:outlineLvl w:val='1'/>", look(22, _BLUE, bold=True))
        + listed("List Bullet", 1, 0)
        + listed("List Number", 2, 0)
        + listed("List Number 2", 2, 1)
        + _style("header", spacing(0, 0), look(18, _GREY))
        + _style("footer", rule("top", "B8C2CE") + spacing(0, 0), look(17, _GREY))
        + _style("Table Text", spacing(60, 60), look(20), following="TableText")
        + _style("Table Head", "<w:keepNext/>" + spacing(60, 60), look(20, "FFFFFF", bold=True))
        + _style("Note", rule("top", "B8C2CE") + spacing(240, 0), look(17, _GREY, italic=True))
        + _style("Hyperlink", "", f'<w:color w:val="{_BLUE}"/><w:u w:val="single"/>', kind="character", based=None)
        + "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/>"
        + "<w:tblPr><w:tblInd w:w='0' w:type='dxa'/><w:tblCellMar><w:left w:w='100' w:type='dxa'/>"
        + "<w:right w:w='100' w:type='dxa'/></w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def settings(version: Version) -> str:
    """The part ``settings.xml``."""
    between = ";" if version.decimal == "," else ","
    return (
        f"<w:settings {nsdecls('w')}><w:zoom w:percent='100'/><w:defaultTabStop w:val='709'/>"
        "<w:compat><w:compatSetting w:name='compatibilityMode' w:uri='http://schemas.microsoft.com/office/word' "
        f"w:val='15'/></w:compat><w:themeFontLang w:val='{version.script.locale}'/>"
        f"<w:decimalSymbol w:val='{version.decimal}'/><w:listSeparator w:val='{between}'/></w:settings>"
    )


def _level(number: int, form: str, text: str, *, right_to_left: bool) -> str:
    # LibreOffice takes the label's side as it is seen, not from where the line begins. Arabic labels are wide.
    side, indent = ("right", 567) if right_to_left else ("left", 425)
    return (
        f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
        f"<w:lvlJc w:val='{side}'/>"
        f"<w:pPr><w:ind w:left='{indent * (number + 1)}' w:hanging='{indent}'/></w:pPr></w:lvl>"
    )


def numbering(version: Version) -> str:
    """The part ``numbering.xml``: 1 is a list of dashes, 2 an agenda's points with those below them."""
    level = partial(_level, right_to_left=version.script.right_to_left)
    return (
        f"<w:numbering {nsdecls('w')}>"
        "<w:abstractNum w:abstractNumId='0'><w:multiLevelType w:val='singleLevel'/>"
        + level(0, "bullet", "–")
        + "</w:abstractNum><w:abstractNum w:abstractNumId='1'><w:multiLevelType w:val='multilevel'/>"
        + level(0, "decimal", version.point)
        + level(1, version.letters, version.letter)
        + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
