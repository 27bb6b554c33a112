"""What was done to a document, and what its reader should know: a key and its values go in, a sentence comes out.

A stage says *what* it found by a key of :data:`SENTENCES`; the words are chosen where they are shown: in English on the
command line and in the manifest, in the reader's language in the report, where ``phrases.po`` has ``report.<key>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from pipeline.errors import Problem
from pipeline.findings.reasons import in_words

Value: TypeAlias = "str | tuple[str, ...]"
"""Words that are the same in all languages, or reasons (:mod:`pipeline.findings.reasons`)."""

Kind: TypeAlias = Literal["kept", "changed", "removed", "warning"]


@dataclass(frozen=True, slots=True)
class Sentence:
    kind: Kind
    what: str
    """With places for values: ``{name}``."""
    mend: str
    """What a person can do about it; nothing for what is as it should be."""


_SEND = "If the enclosure can't do without, send its file along as well."

_LOOK_LAYERS = "Nothing, as a rule: look at what its pages show."
_LOOK = "Nothing, as a rule: try one in the bundle."

SENTENCES: Mapping[str, Sentence] = {
    "removed-script": Sentence("removed", "Scripts were removed (pages: {pages}).", _SEND),
    "removed-launch": Sentence("removed", "What starts a program or opens a file was removed (pages: {pages}).", _SEND),
    "removed-submit": Sentence("removed", "What sends the form by itself was removed (pages: {pages}).", _SEND),
    "removed-reset": Sentence("removed", "What empties the form was removed (pages: {pages}).", _SEND),
    "removed-import": Sentence("removed", "What reads data into the form was removed (pages: {pages}).", _SEND),
    "removed-remote": Sentence("removed", "Links to other files were removed (pages: {pages}).", _SEND),
    "removed-address": Sentence("removed", "Links to a file or a script were removed (pages: {pages}).", _SEND),
    "removed-automatic": Sentence("removed", "What starts by itself was removed (pages: {pages}).", _SEND),
    "removed-program": Sentence("removed", "Attached programs were removed (pages: {pages}).", _SEND),
    "removed-action": Sentence("removed", "What plays, hides or shows things was removed (pages: {pages}).", _SEND),
    "dead-links": Sentence(
        "changed", "{count} of its links led nowhere and were made plain.", "Mend them in the document."
    ),
    "file-link": Sentence(
        "removed",
        "The link to “{name}” is left out, as it leads to a file on this machine; its words stay.",
        "If it leads to another enclosure, name that in words; if to a page of the web, link its address.",
    ),
    "signed": Sentence(
        "changed",
        "It is signed electronically. The signature holds for the file as it came, which is attached as “{name}”.",
        "To check the signature, open the attachment.",
    ),
    "left-out-link": Sentence(
        "changed",
        "A link leads to the file “{name}”, which is not in the package; its words stay.",
        "If it leads to an enclosure, correct the file's name in the link.",
    ),
    "opens-elsewhere": Sentence(
        "changed", "It opened at its page {page}; in the bundle it is entered at its first.", "Nothing, as a rule."
    ),
    "kept-attachments": Sentence("kept", "Its attached files: {count}.", ""),
    "kept-destinations": Sentence("kept", "Its named destinations: {count}.", ""),
    "kept-layers": Sentence("kept", "Its layers, shown or hidden as they were: {count}.", ""),
    "layer-settings": Sentence(
        "changed", "Other choices of which layers are shown were left out: {count}. The usual one stays.", _LOOK_LAYERS
    ),
    "kept-threads": Sentence("kept", "Its article threads: {count}.", ""),
    "kept-labels": Sentence("kept", "It numbers its own pages {labels}; the bundle has its own labels.", ""),
    "linked-enclosures": Sentence("changed", "Its links to other enclosures' files lead to them: {count}.", _LOOK),
    "xfa": Sentence("removed", "Its form lost what only Adobe's programs show (XFA).", "Look at its pages."),
    "font": Sentence(
        "warning",
        "It asks for the font “{font}”, which is not there; “{substitute}” stands in.",
        "Set it with a font of the house, or add the font to fonts.families in config.toml.",
    ),
    "font-same-widths": Sentence(
        "kept", "It asks for the font “{font}”, which is not there; “{substitute}”, of the same widths, stands in.", ""
    ),
    "untagged": Sentence(
        "warning",
        "It has no tags, so readers who are blind can't read it well.",
        "Export it as a tagged PDF.",
    ),
    "no-description": Sentence(
        "warning",
        "It is a picture that nobody has described: readers who are blind learn nothing of it. It is PDF/A-2b only.",
        "Say what it shows under “description” of the enclosure in meeting.toml, in each language.",
    ),
    "placeholders": Sentence(
        "warning",
        "It prints placeholders as they stand: {placeholders}",
        "Set “template = true” for it in meeting.toml, or take the braces out.",
    ),
    "stale": Sentence(
        "warning",
        "It prints an error or a hint in the place of a cross reference or of the table of contents: {names}",
        "In Word or LibreOffice: press Ctrl+A, then F9; mend the references that show an error; save.",
    ),
    "other-colours": Sentence(
        "warning",
        "Its colour profile is not sRGB; in the bundle its colours may look different, and the bundle is not PDF/A.",
        "Export it again with the colour profile sRGB.",
    ),
    "lower-level": Sentence(
        "warning",
        "It keeps the bundle from being {what}: {why}.",
        "Mend it in the document, or leave it: the bundle declares no more than it meets.",
    ),
    "repaired": Sentence("changed", "The file was damaged and has been repaired.", "Look at its pages in the bundle."),
    "loose-fields": Sentence(
        "changed",
        "Fields that belonged to no form were taken into the bundle's: {count}.",
        "Try them in the bundle.",
    ),
    "unlocked": Sentence("changed", "It was locked; in the package it is not.", "See that its author allows that."),
    "fonts-missing": Sentence(
        "warning", "Fonts are not in the file: {names}. Others may stand in for them.", "Export it with its fonts."
    ),
    "no-text": Sentence(
        "warning",
        "Pages that show no text, only a picture of it: {pages}.",
        "Let a program recognise the text (OCR).",
    ),
    "no-language": Sentence(
        "warning", "It does not say what language it is in.", "Set its language, and export it again."
    ),
    "kept-tags": Sentence("kept", "Its tags, which screen readers need.", ""),
    "kept-fields": Sentence("kept", "Its form fields: {count}.", ""),
    "kept-links": Sentence("kept", "Its links: {count}.", ""),
    "kept-outline": Sentence("kept", "Its outline entries: {count}.", ""),
}
"""By key. What is *kept* stands in the report alone; the other kinds are told at the end of a build too."""


def told(values: Mapping[str, Value], say: Callable[[str], str], between: str) -> dict[str, str]:
    """The values in words: ``say`` has those of a reason, ``between`` stands between two."""
    return {name: value if isinstance(value, str) else between.join(map(say, value)) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a document."""

    key: str
    where: str
    """The document as staff know it."""
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return SENTENCES[self.key].kind

    @property
    def what(self) -> str:
        return SENTENCES[self.key].what.format_map(told(self.values, in_words, "; "))

    def problem(self) -> Problem:
        """The remark in English words."""
        return Problem(self.where, self.what, SENTENCES[self.key].mend)

    def at(self, where: str) -> Remark:
        return replace(self, where=where)

    def as_json(self) -> dict[str, Any]:
        """With its words, for those who read the manifest; :meth:`from_json` needs only where, key and values."""
        values = {name: value if isinstance(value, str) else list(value) for name, value in self.values.items()}
        return {**self.problem().as_json(), "kind": self.kind, "key": self.key, "values": values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Remark:
        values = {name: value if isinstance(value, str) else tuple(value) for name, value in data["values"].items()}
        return cls(data["key"], data["where"], values)
