"""The font configuration that an office sees in place of the machine's: a house's fonts go in, a file's text comes out.

fontconfig knows the chosen files alone. It keeps what it reads of a folder in caches; the system's serve here too, as
they are found by the folder's name, so an office starts as quickly as with the machine's own configuration.
"""

from __future__ import annotations

from pipeline.fonts.substitutes import SIGNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.fonts import Fonts

SYSTEM_CACHES = ("/var/cache/fontconfig", "/usr/lib/fontconfig/cache")
"""Where systems keep what fontconfig has read."""

_SYNTHETIC = """
<match target="font">
  <test name="slant"><const>roman</const></test>
  <test target="pattern" name="slant" compare="not_eq"><const>roman</const></test>
  <edit name="matrix" mode="assign"><times><name>matrix</name>
    <matrix><double>1</double><double>0.2</double><double>0</double><double>1</double></matrix></times></edit>
  <edit name="slant" mode="assign"><const>oblique</const></edit>
</match>
<match target="font">
  <test name="weight" compare="less_eq"><const>medium</const></test>
  <test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
  <edit name="embolden" mode="assign"><bool>true</bool></edit>
  <edit name="weight" mode="assign"><const>bold</const></edit>
</match>"""
"""A family without italics is slanted, one without a bold face is made bolder; LibreOffice asks whether it is to."""

_HEAD = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'


def configuration(fonts: Fonts, caches: Iterable[Path]) -> str:
    """The text of a ``fonts.conf``; what fontconfig has read itself goes into the first of ``caches`` that can be
    written to.

    A family that a document asks for is replaced by its substitute, as if the document had asked for that; one without
    a substitute by the first family of the house that has the language's letters.
    """
    paths = [path for family in fonts.files.values() for path in family]
    folders = dict.fromkeys(str(path.parent) for path in paths)
    lines = [
        *(f"<dir>{_xml(folder)}</dir>" for folder in folders),
        *(f"<cachedir>{_xml(str(cache))}</cachedir>" for cache in caches),
        # A pattern of file names that is accepted comes before one that is rejected.
        "<selectfont>",
        *(f"<acceptfont><glob>{_xml(str(path))}</glob></acceptfont>" for path in dict.fromkeys(paths)),
        "<rejectfont><glob>*</glob></rejectfont>",
        "</selectfont>",
        *_substitutions(fonts),
        _SYNTHETIC,
        "</fontconfig>",
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _substitutions(fonts: Fonts) -> Iterator[str]:
    for asked in fonts.substitutes:
        family = fonts.substitute(asked)
        # LibreOffice finds the signs of other fonts there by itself; told to look, it takes those of one for another's.
        if family is not None and (family != SIGNS or asked == "Symbol"):
            yield _rule(f"<test><string>{_xml(asked)}</string></test>", "append", "same", [family])
    yield _rule("", "append_last", "weak", fonts.files)


def _rule(test: str, mode: str, binding: str, families: Iterable[str]) -> str:
    test = test.replace("<test>", '<test qual="any" name="family">')
    names = "".join(f"<string>{_xml(family)}</string>" for family in families)
    edit = f'<edit name="family" mode="{mode}" binding="{binding}">{names}</edit>'
    return f'<match target="pattern">{test}{edit}</match>'


def _xml(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
