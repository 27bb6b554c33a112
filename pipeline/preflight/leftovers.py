"""What authors leave in a document for themselves: it goes in, what its readers would see of that comes out.

Of letters the merge tells some of it (:mod:`pipeline.merge.provisional`), and what of a template would leave the house
is taken out. What is a word of the language, as the provisional agenda and the draft decision, is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import pypdfium2

from pipeline.findings import Finding, Place
from pipeline.merge.provisional import STAND_INS
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, select, tags, value
from pipeline.pdf.pdfium import PDFIUM
from pipeline.preflight.document import Line, Opened, first, short
from pipeline.preflight.patterns import has, patterns

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST = 6
_NO_MARKER = {None, "none", "white", "black", "lightGray", "darkGray"}
"""Of colours that words are highlighted in: nobody marks with these what is still to be decided (17.18.40)."""
_YELLOW = {"#ffff00", "#ffff99", "#ffffcc", "#ffff66"}


def leftovers(opened: Opened) -> Iterator[Finding]:
    """Words that stand in for others, placeholders, “draft”, highlighting, names in the file's properties."""
    if opened.kind not in {"letter", "enclosure"}:
        return
    enclosed = opened.kind == "enclosure"
    looked_for = (*patterns("open"), *(() if _has_controls(opened.package) else patterns("prompt")))
    yield from _stand_ins(opened.lines, looked_for + ((STAND_INS,) if enclosed else ()))
    yield from _alone("draft-printed", "draft", (*opened.lines, *_watermarks(opened.package)))
    yield from _alone("marked-internal", "internal", opened.lines)
    yield from _of_programs(opened.lines)
    if enclosed and opened.source.suffix.lower() == ".pdf":
        yield from _author(opened)
    elif enclosed and opened.package is not None:
        with suppress(PackageError, OSError, KeyError):  # of what is damaged, others say what is wrong with it
            yield from _highlighted(opened.package)
            yield from _named(opened.package)


def _stand_ins(lines: Sequence[Line], patterns: Sequence[re.Pattern[str]]) -> Iterator[Finding]:
    text = "\n".join(line.words for line in lines)  # where nearly no pattern finds anything
    there = [each for each in patterns if each.search(text)]
    found = {" ".join(each[0].split()): line for line in lines for one in there for each in one.finditer(line.words)}
    if found:
        yield Finding("stand-in-printed", first(list(found.values())), {"words": tuple(list(found)[:_MOST])})


def _has_controls(package: Package | None) -> bool:
    """Whether a document has controls that nobody filled in, of which that is told (17.5.2.39)."""
    if package is None or (package.format.family, package.format.application) != ("ooxml", "text"):
        return False
    try:
        return next(iter(select(package.xml(package.main), "w:showingPlcHdr")), None) is not None
    except (PackageError, OSError, KeyError):
        return False


def _alone(code: str, name: str, lines: Sequence[Line]) -> Iterator[Finding]:
    """Lines that say nothing else, as a watermark or a head does."""
    found = [line for line in lines if any(each.fullmatch(line.words.strip()) for each in patterns(name))]
    if found:
        yield Finding(code, first(found), {"words": short(found[0].words, 40)})


def _watermarks(package: Package | None) -> Iterator[Line]:
    """The words of watermarks, which Word draws behind pages (ECMA-376-4, 19.1.2.23)."""
    if package is None or package.format.family != "ooxml" or package.format.application != "text":
        return
    with suppress(PackageError, OSError, KeyError):  # of what is damaged, others say what is wrong with it
        for part in (package.main, *package.related(package.main, "header")):
            for drawn in select(package.xml(part), "v:textpath"):
                if words := (attribute(drawn, "string") or "").strip():
                    yield Line(words, Place(paragraph=words))


def _of_programs(lines: Sequence[Line]) -> Iterator[Finding]:
    """What programs say of themselves, in documents that they made or turned."""
    for line in lines:
        if has("program", line.words):
            yield Finding("words-of-a-program", first([line]), {"words": short(line.words, 60)})
            return


def _highlighted(package: Package) -> Iterator[Finding]:
    found = [each for each in _marked(package) if each[1].strip()]
    if found:
        # a full stop tells nobody where it is: the words around it do
        telling = (each for each in found if any(map(str.isalnum, each[1])))
        place, words = next(telling, (found[0][0], str(found[0][0].paragraph) or found[0][1]))
        yield Finding("highlighted-printed", place, {"words": short(words, 60), "count": len(found)})


def _marked(package: Package) -> Iterator[tuple[Place, str]]:
    """Words that a marker was drawn over, in the running text or on slides."""
    family, application = package.format.family, package.format.application
    if (family, application) == ("ooxml", "text"):
        for mark in select(package.xml(package.main), "w:highlight"):
            run = next(mark.iterancestors(*_RUN), None)
            if run is not None and value(mark, "w:val") not in _NO_MARKER:
                paragraph = next(run.iterancestors(*_PARAGRAPH), run)
                yield Place(paragraph=short(_words(paragraph))), _words(run)
    elif (family, application) == ("ooxml", "slides"):
        slides = [part for part in package.names if re.fullmatch(r"ppt/slides/slide\d+\.xml", part)]
        for part in sorted(slides, key=lambda name: int(re.sub(r"\D", "", name))):
            for mark in select(package.xml(part), "a:highlight"):
                run = next(mark.iterancestors(*_SLIDE_RUN), None)
                if run is not None:
                    number = int(re.sub(r"\D", "", part))
                    yield Place(slide=number), "".join(each.text or "" for each in run.iter(*_SLIDE_TEXT))
    elif (family, application) == ("odf", "text"):
        root = package.xml("content.xml")
        marked = {
            attribute(style, "name")
            for style in select(root, "style:style")
            if attribute(style, "family") == "text"
            and any((attribute(each, "background-color") or "").lower() in _YELLOW for each in style)
        }
        for span in select(root, "text:span") if marked else ():
            if attribute(span, "style-name") in marked:
                words = "".join(str(piece) for piece in span.itertext())
                yield Place(paragraph=short(words)), words


def _named(package: Package) -> Iterator[Finding]:
    """That its properties name a person: the name itself is told nowhere."""
    if package.format.family == "ooxml":
        parts = package.related("", "core-properties")
    else:
        parts = [name for name in package.names if name == "meta.xml"]
    for part in parts:
        for each in select(package.xml(part), "dc:creator", "cp:lastModifiedBy", "meta:initial-creator"):
            if _is_a_person((each.text or "").strip()):
                yield Finding("names-taken-out", Place())
                return


def _author(opened: Opened) -> Iterator[Finding]:
    """The same of a PDF, which is published as its author made it."""
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(opened.pdf)
            try:
                said = document.get_metadata_value("Author")
            finally:
                document.close()
    except pypdfium2.PdfiumError:
        return  # those who read it before said what is wrong with it
    if _is_a_person(said.strip()):
        yield Finding("names-kept", Place())


def _is_a_person(name: str) -> bool:
    """Whether it is surely no program's name and no office's: two to four words, each with a capital.

    >>> [_is_a_person(name) for name in ("Ana Pérez", "Secretariat of the Treaty", "python-docx", "Microsoft Office")]
    [True, False, False, False]
    """
    words = name.replace(",", " ").replace(".", ". ").split()
    if _NO_PERSON.search(name) or not 2 <= len(words) <= _LONGEST_NAME:
        return False
    return all(word[0].isupper() and word.strip(".-’'").replace("-", "").replace("’", "").isalpha() for word in words)


_LONGEST_NAME = 4
_NO_PERSON = re.compile(
    r"microsoft|office|windows|user|admin|author|libre|apache|adobe|google|unknown|default|secretariat|unit|department|"
    r"division|conference|council|commission|committee|organi[sz]ation|ministry|mission|nations|union|secrétariat|bureau|"
    r"unité|département|conférence|conseil|comité|ministère|secretaría|oficina|unidad|conferencia|consejo|comisión|"
    r"comité|ministerio|секретариат|отдел|управление|конференц|совет|комисси|комитет|министерство",
    re.IGNORECASE,
)
"""What programs write where nobody gave a name, and what offices are called."""


def _words(element: Element) -> str:
    return "".join(each.text or "" for each in select(element, "w:t"))


_RUN, _PARAGRAPH, _SLIDE_RUN, _SLIDE_TEXT = tags("w:r"), tags("w:p"), tags("a:r"), tags("a:t")
