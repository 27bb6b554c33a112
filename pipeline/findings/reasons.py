"""What keeps a file from PDF/A or PDF/UA: the rule that it breaks goes in, a reason comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.findings import Reason
from pipeline.findings.catalogue.reasons import REASONS

_RULES: Mapping[str, str] = {
    "": "not-checked",
    "FONT-EMBEDDING": "font-embedding",
    "FONT-GLYPH-PRESENCE": "font-glyph-presence",
    "FONT-GLYPH-WIDTH": "font-glyph-width",
    "NOTDEF-GLYPH": "notdef-glyph",
    **dict.fromkeys(
        ("FONT-UNICODE-MAPPING", "UNICODE-MAPPING", "UNICODE-VALUE", "FONT-UNICODE-VALUE", "UNICODE-NAME"),
        "font-unicode-mapping",
    ),
    "UNICODE-PUA-ACTUALTEXT": "unicode-pua-actualtext",
    **dict.fromkeys(("DEVICE-RGB", "DEVICE-GRAY", "DEVICE-CMYK"), "device-rgb"),
    **dict.fromkeys(("TAGGED-DOCUMENT", "STRUCT-TREE-ROOT"), "tagged-document"),
    "CONTENT-TAGGING": "content-tagging",
    "SUSPECTS": "suspects",
    **dict.fromkeys(
        ("STRUCT-TREE-ROLE-MAP", "STRUCT-TREE-ROLE-MAP-CYCLE", "STRUCT-TREE-ROLE-MAP-STANDARD"),
        "struct-tree-role-map",
    ),
    "STRUCT-ELEMENT-PARENT": "struct-element-parent",
    "FIGURE-ALTERNATIVE-TEXT": "figure-alternative-text",
    "FORMULA-ALTERNATIVE-TEXT": "formula-alternative-text",
    "HEADING-NESTING": "heading-nesting",
    **dict.fromkeys(("HEADING-STRUCTURE", "HEADING-CHILD-COUNT"), "heading-structure"),
    "TABLE-HEADERS-SCOPE": "table-headers-scope",
    **dict.fromkeys(
        ("TABLE-COLUMN-ROWSPAN", "TABLE-ROW-COLUMNSPAN", "TABLE-CELL-INTERSECTION"),
        "table-column-rowspan",
    ),
    **dict.fromkeys(("NOTE-ID", "NOTE-ID-UNIQUE"), "note-id"),
    **dict.fromkeys(("LINK-CONTENTS", "ANNOTATION-CONTENTS-ALT"), "link-contents"),
    **dict.fromkeys(("LINK-LINK-TAG", "ANNOTATION-ANNOT-TAG"), "link-link-tag"),
    **dict.fromkeys(("WIDGET-FORM-TAG", "FORM-STRUCTURE", "FORM-CHILDREN"), "widget-form-tag"),
    "FORM-FIELD-TU-ALT": "form-field-tu-alt",
    "PAGE-TABS": "page-tabs",
    **dict.fromkeys(("ANNOTATION-FLAGS", "ANNOTATION-FLAGS-PRESENT"), "annotation-flags"),
    **dict.fromkeys(
        (
            *("ANNOTATION-AP-ENTRIES", "ANNOTATION-AP-REQUIRED", "ANNOTATION-NORMAL-APPEARANCE"),
            *("WIDGET-APPEARANCE", "WIDGET-BUTTON-APPEARANCE", "ACROFORM-NEED-APPEARANCES"),
        ),
        "annotation-ap-entries",
    ),
    "ANNOTATION-SUBTYPE": "annotation-subtype",
    **dict.fromkeys(
        (
            *("ACTION-TYPE", "NAMED-ACTION", "WIDGET-ACTION", "WIDGET-ADDITIONAL-ACTIONS", "FIELD-ADDITIONAL-ACTIONS"),
            *("PAGE-ADDITIONAL-ACTIONS", "CATALOG-ADDITIONAL-ACTIONS"),
        ),
        "action-type",
    ),
    **dict.fromkeys(("ACROFORM-XFA", "DYNAMIC-XFA", "CATALOG-NEEDS-RENDERING"), "acroform-xfa"),
    "EMBEDDED-FILE-PDFA": "embedded-file-pdfa",
    "FILE-SPEC-AF-RELATIONSHIP": "file-spec-af-relationship",
    "ENCRYPTION": "encryption",
    **dict.fromkeys(("METADATA-TITLE", "VIEWER-PREFERENCES", "METADATA-STRUCTURE"), "metadata-title"),
    **dict.fromkeys(
        (
            *("LANG", "LANGUAGE-TAG", "TEXT-LANGUAGE", "METADATA-LANGUAGE", "OUTLINE-LANGUAGE", "ALT-TEXT-LANGUAGE"),
            *("ACTUAL-TEXT-LANGUAGE", "ANNOTATION-CONTENTS-LANGUAGE", "FORM-FIELD-TU-LANGUAGE"),
        ),
        "lang",
    ),
    **dict.fromkeys(("TRANSPARENCY-GROUP-CS", "EXTGSTATE-BLEND-MODE"), "transparency-group-cs"),
    **dict.fromkeys(("OUTPUTINTENT", "OUTPUTINTENT-IDENTITY"), "outputintent"),
    **dict.fromkeys(("STREAM-LZW", "INLINE-IMAGE-LZW"), "stream-lzw"),
    **dict.fromkeys(("IMAGE-INTERPOLATE", "IMAGE-ALTERNATES"), "image-interpolate"),
    "OPTIONAL-CONTENT-NAME": "optional-content-name",
}
"""By the part of a rule's name that PDF/A and PDF/UA share; none where nothing could be checked.

What is broken where a rule is not here is told by its kind, with page-validation's own words at the end.
"""

_KINDS = (
    (re.compile(r"FONT-|TYPE0-|CID|TRUETYPE-|CMAP-|SYMBOLIC-"), "checker-font"),
    (re.compile(r"STRUCT-|TAGGED-|ARTIFACT-|TABLE-|HEADING-|.*-(?:PARENT|KIDS|CAPTION)$"), "checker-tags"),
    (re.compile(""), "checker"),
)
"""The codes of rules that have none of their own, by how their names begin or end."""


def reason(rule: str, message: str, it: str = "") -> Reason:
    """Why a file that breaks ``rule`` is not more; ``message`` are the checker's words, ``it`` fills the place.

    >>> reason("STRUCT-TREE-ROOT", "").code, reason("NEW", "Something is wrong").values
    ('tagged-document', {'words': 'Something is wrong'})
    >>> str(reason("FONT-TYPE1-CHARSET", "font 115 has a /CharSet"))
    "a font in it is not embedded as the standard asks (in the checker's words: font 115 has a /CharSet)"
    """
    code = _RULES.get(rule)
    if code is None:
        return Reason(next(kind for name, kind in _KINDS if name.match(rule)), {"words": message})
    return Reason(code, {"it": it} if "{it}" in REASONS[code] else {})
