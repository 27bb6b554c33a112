"""The footnotes of a document go in, and a letter that is put into it; the letter comes out with notes of its own.

A document counts its notes through all letters. So only those of the first letter are counted; those of the others bear
the marks that they would have alone, which a note may have in the place of a number (ECMA-376-1, 17.11.14).
"""

from __future__ import annotations

from copy import deepcopy

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.merge.counted import ApartError
from pipeline.merge.document import Document
from pipeline.merge.part import W

REFERENCE = f"{W}footnoteReference"
_NOTE = f"{W}footnote"
_KINDS = {CT.WML_FOOTNOTES: "footnote", CT.WML_ENDNOTES: "endnote"}
_COUNTED = {"numFmt": "decimal", "numStart": "1", "numRestart": "continuous"}
"""How notes are counted where nothing is said."""


def put_in_order(document: Document) -> None:
    """Leaves a document that was filled in the notes that it refers to, counted from 1 in that order: LibreOffice finds
    no others. Where a paragraph was left out, its note would stand below the next one's mark."""
    body = document.docx.element.body
    for part in document.parts():
        if (kind := _KINDS.get(part.content_type)) is None:
            continue
        root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
        notes = {each.get(f"{W}id", ""): each for each in root.findall(f"{W}{kind}") if _is_note(each)}
        references = list(body.iter(f"{W}{kind}Reference"))
        wanted = [each.get(f"{W}id", "") for each in references]
        if (
            not wanted
            or not set(wanted) <= notes.keys()
            or len(set(wanted)) < len(wanted)
            or _follow(wanted, list(notes))
        ):
            continue
        for each in notes.values():
            root.remove(each)
        first = 1 + len(root.findall(f"{W}{kind}"))  # those between notes and text may have the numbers before it
        for number, reference in enumerate(references, start=first):
            root.append(note := notes[reference.get(f"{W}id", "")])
            for each in (note, reference):
                each.set(f"{W}id", str(number))
        if not isinstance(part, XmlPart):
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _follow(wanted: list[str], notes: list[str]) -> bool:
    """Whether these are the notes, and their numbers follow each other."""
    return wanted == notes and wanted == [str(int(wanted[0]) + at) for at in range(len(wanted))]


class Notes:
    """The footnotes of a document."""

    def __init__(self, document: Document) -> None:
        found = (each for each in document.parts() if each.content_type == CT.WML_FOOTNOTES)
        self.part: Part | None = next(found, None)
        self._usual = _is_usual(document.docx.settings.element)
        self._of: dict[int, list[tuple[etree._Element, etree._Element]]] = {}
        """By letter, what refers to a note, and the note."""

    def renew(self, body: etree._Element, notes: etree._Element, number: int) -> list[etree._Element]:
        """Gives a letter its own of ``notes``, which were filled in for it, and tells which they are. ApartError where
        they are counted in another way than where nothing is said."""
        if not self._usual or not _is_usual(body):
            raise ApartError("alone-notes")
        known = {each.get(f"{W}id"): each for each in notes.iter(_NOTE)}
        self._of[number] = []
        mark = 0
        for reference in body.iter(REFERENCE):
            if (note := known.get(reference.get(f"{W}id"))) is None:
                raise ApartError("alone-notes")
            self._of[number].append((reference, deepcopy(note)))
            if reference.get(f"{W}customMarkFollows", "0") in {"1", "true", "on"}:
                continue
            mark += 1
            if number:
                reference.set(f"{W}customMarkFollows", "1")
                reference.addnext(words := reference.makeelement(f"{W}t"))
                words.text = str(mark)
        return [note for _, note in self._of[number]]

    def write(self, letters: int) -> None:
        """Writes the notes of so many letters, in the order in which they are referred to: LibreOffice goes by it."""
        if self.part is None:
            return
        root = etree.fromstring(self.part.blob)
        for each in root.findall(_NOTE):
            if _is_note(each):
                root.remove(each)
        pairs = (pair for number in range(letters) for pair in self._of.get(number, ()))
        first = 1 + len(root.findall(_NOTE))
        for key, (reference, note) in enumerate(pairs, start=first):
            reference.set(f"{W}id", str(key))
            note.set(f"{W}id", str(key))
            root.append(note)
        self.part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_note(element: etree._Element) -> bool:
    """Whether it is no line between notes and text."""
    return element.get(f"{W}type", "normal") == "normal"


def _is_usual(element: etree._Element) -> bool:
    return all(
        each.get(f"{W}val") == _COUNTED.get(each.tag.removeprefix(W), each.get(f"{W}val"))
        for counted in element.iter(f"{W}footnotePr")
        for each in counted
    )
