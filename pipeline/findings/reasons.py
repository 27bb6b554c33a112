"""What keeps a file from PDF/A or PDF/UA: the rule that it breaks goes in, a reason comes out, and a reason in words.

A reason is a key of :data:`WORDS`, with what fills its place behind a ``=`` (``font-embedding=Arial``), so that it can
be told in the reader's language; or it is words of its own, which stand as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_RULES: Mapping[str, str] = {
    "": "it can't be checked: {it}",
    "FONT-EMBEDDING": "fonts that are not embedded: {it}",
    "FONT-GLYPH-PRESENCE": "an embedded font lacks signs that are used",
    "FONT-GLYPH-WIDTH": "the widths of a font are not those of its signs",
    "NOTDEF-GLYPH": "a font has no shape for a sign that is used",
    **dict.fromkeys(
        ("FONT-UNICODE-MAPPING", "UNICODE-MAPPING", "UNICODE-VALUE", "FONT-UNICODE-VALUE", "UNICODE-NAME"),
        "a font does not say which letters its signs are",
    ),
    "UNICODE-PUA-ACTUALTEXT": "a sign (a bullet, often) stands for no letter that is known",
    **dict.fromkeys(
        ("DEVICE-RGB", "DEVICE-GRAY", "DEVICE-CMYK"), "its colours are not defined: the file has no colour profile"
    ),
    **dict.fromkeys(("TAGGED-DOCUMENT", "STRUCT-TREE-ROOT"), "it has no tags"),
    "CONTENT-TAGGING": "some of what its pages show has no tag",
    "SUSPECTS": "its tags are marked as doubtful",
    **dict.fromkeys(
        ("STRUCT-TREE-ROLE-MAP", "STRUCT-TREE-ROLE-MAP-CYCLE", "STRUCT-TREE-ROLE-MAP-STANDARD"),
        "its tags have names that mean something else",
    ),
    "STRUCT-ELEMENT-PARENT": "its tags do not form a tree",
    "FIGURE-ALTERNATIVE-TEXT": "a picture has no description",
    "FORMULA-ALTERNATIVE-TEXT": "a formula has no description",
    "HEADING-NESTING": "its headings skip a level",
    **dict.fromkeys(("HEADING-STRUCTURE", "HEADING-CHILD-COUNT"), "its headings mix two ways to count their levels"),
    "TABLE-HEADERS-SCOPE": "a table does not say which cells its headings are for",
    **dict.fromkeys(
        ("TABLE-COLUMN-ROWSPAN", "TABLE-ROW-COLUMNSPAN", "TABLE-CELL-INTERSECTION"),
        "the rows of a table have not the same number of cells",
    ),
    **dict.fromkeys(("NOTE-ID", "NOTE-ID-UNIQUE"), "a note has no name of its own"),
    **dict.fromkeys(("LINK-CONTENTS", "ANNOTATION-CONTENTS-ALT"), "a link or a remark has no description"),
    **dict.fromkeys(("LINK-LINK-TAG", "ANNOTATION-ANNOT-TAG"), "a link or a remark has no tag"),
    **dict.fromkeys(("WIDGET-FORM-TAG", "FORM-STRUCTURE", "FORM-CHILDREN"), "a field of its form has no tag"),
    "FORM-FIELD-TU-ALT": "a field of its form has no description",
    "PAGE-TABS": "the order of its links and fields is not set",
    **dict.fromkeys(
        ("ANNOTATION-FLAGS", "ANNOTATION-FLAGS-PRESENT"), "a link, a remark or a field might not be printed"
    ),
    **dict.fromkeys(
        (
            *("ANNOTATION-AP-ENTRIES", "ANNOTATION-AP-REQUIRED", "ANNOTATION-NORMAL-APPEARANCE"),
            *("WIDGET-APPEARANCE", "WIDGET-BUTTON-APPEARANCE", "ACROFORM-NEED-APPEARANCES"),
        ),
        "a field or a remark has not one fixed look",
    ),
    "ANNOTATION-SUBTYPE": "it has a sound, a film or another object that is not print",
    **dict.fromkeys(
        (
            *("ACTION-TYPE", "NAMED-ACTION", "WIDGET-ACTION", "WIDGET-ADDITIONAL-ACTIONS", "FIELD-ADDITIONAL-ACTIONS"),
            *("PAGE-ADDITIONAL-ACTIONS", "CATALOG-ADDITIONAL-ACTIONS"),
        ),
        "it has a command that runs by itself or leaves the file",
    ),
    **dict.fromkeys(("ACROFORM-XFA", "DYNAMIC-XFA", "CATALOG-NEEDS-RENDERING"), "its form is of Adobe's kind (XFA)"),
    "EMBEDDED-FILE-PDFA": "a file that is attached is no PDF/A",
    "FILE-SPEC-AF-RELATIONSHIP": "an attached file does not say what it is to the document",
    "ENCRYPTION": "it is encrypted",
    **dict.fromkeys(
        ("METADATA-TITLE", "VIEWER-PREFERENCES", "METADATA-STRUCTURE"), "it has no title, or does not show it"
    ),
    **dict.fromkeys(
        (
            *("LANG", "LANGUAGE-TAG", "TEXT-LANGUAGE", "METADATA-LANGUAGE", "OUTLINE-LANGUAGE", "ALT-TEXT-LANGUAGE"),
            *("ACTUAL-TEXT-LANGUAGE", "ANNOTATION-CONTENTS-LANGUAGE", "FORM-FIELD-TU-LANGUAGE"),
        ),
        "it does not say which language it is in",
    ),
    **dict.fromkeys(("TRANSPARENCY-GROUP-CS", "EXTGSTATE-BLEND-MODE"), "it has transparent parts of no fixed colour"),
    **dict.fromkeys(("OUTPUTINTENT", "OUTPUTINTENT-IDENTITY"), "its colour profiles contradict each other"),
    **dict.fromkeys(("STREAM-LZW", "INLINE-IMAGE-LZW"), "it is compressed in a way that is no longer allowed (LZW)"),
    **dict.fromkeys(("IMAGE-INTERPOLATE", "IMAGE-ALTERNATES"), "a picture may look different from viewer to viewer"),
    "OPTIONAL-CONTENT-NAME": "its layers have no name",
}
"""By the part of a rule's name that PDF/A and PDF/UA share; none where nothing could be checked.

A rule that is not here is told in page-validation's own words.
"""


def _first_rules() -> dict[str, str]:
    """The first rule of each words, in small letters."""
    first: dict[str, str] = {}
    for rule, words in _RULES.items():
        first.setdefault(words, rule.lower() or "not-checked")
    return first


_KEYS = _first_rules()

WORDS: Mapping[str, str] = {key: words for words, key in _KEYS.items()}
"""In English, by key, with a place ``{it}``."""


def reason(rule: str, message: str, it: str = "") -> str:
    """Why a file that breaks ``rule`` is not more; ``message`` are the checker's words, ``it`` fills the place.

    >>> reason("FONT-EMBEDDING", "", "Arial"), reason("STRUCT-TREE-ROOT", ""), reason("NEW", "Something is wrong")
    ('font-embedding=Arial', 'tagged-document', 'Something is wrong')
    """
    words = _RULES.get(rule)
    if words is None:
        return message
    return f"{_KEYS[words]}={it}" if "{it}" in words else _KEYS[words]


def in_words(reason: str, say: Callable[[str], str] = WORDS.__getitem__) -> str:
    """The words of a reason; ``say`` has those of a key.

    >>> in_words("font-embedding=Arial"), in_words("Something is wrong")
    ('fonts that are not embedded: Arial', 'Something is wrong')
    """
    key, _, it = reason.partition("=")
    return say(key).format(it=it) if key in WORDS else reason
