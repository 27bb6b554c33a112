"""Text goes in, the family that has its letters comes out, of the scripts that an office garbles without one.

Letters that a font lacks LibreOffice takes from another, stretch by stretch. Where letters change their places, as in
Khmer and Burmese, it then draws some over others and says others than it draws. So the program's own documents, and a
letterhead whose font has no such letters, are set in a family that has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

OF_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "Hebr": ("Liberation Serif", "Liberation Sans"),
    "Hmnp": ("Noto Serif Hmong Nyiakeng",),
    "Kore": ("Noto Serif CJK JP", "Noto Sans CJK JP"),
    "Tibt": ("Noto Serif Tibetan",),
    **{
        script: (f"Noto Serif {name}", f"Noto Sans {name}")
        for script, name in {
            "Beng": "Bengali", "Deva": "Devanagari", "Gujr": "Gujarati", "Guru": "Gurmukhi", "Khmr": "Khmer",
            "Knda": "Kannada", "Mlym": "Malayalam", "Sinh": "Sinhala", "Taml": "Tamil", "Telu": "Telugu",
        }.items()
    },
    **{
        script: (f"Noto Sans {name}",)
        for script, name in {
            "Adlm": "Adlam", "Armn": "Armenian", "Cakm": "Chakma", "Cans": "Canadian Aboriginal", "Cher": "Cherokee",
            "Copt": "Coptic", "Dsrt": "Deseret", "Ethi": "Ethiopic", "Geor": "Georgian", "Java": "Javanese",
            "Laoo": "Lao", "Mong": "Mongolian", "Mtei": "Meetei Mayek", "Mymr": "Myanmar", "Nkoo": "NKo",
            "Olck": "Ol Chiki", "Orya": "Oriya", "Osge": "Osage", "Rohg": "Hanifi Rohingya", "Shaw": "Shavian",
            "Syrc": "Syriac", "Tavt": "Tai Viet", "Tfng": "Tifinagh", "Thaa": "Thaana", "Thai": "Thai", "Vaii": "Vai",
            "Yiii": "Yi",
        }.items()
    },
}  # fmt: skip
"""The families with the letters of a script, by its code of ISO 15924: for text, and for what has no serifs.

All are in packages that the set-up installs. Those of the lower table have no figures of their own, which come from
Liberation Sans then: letters with serifs would look odd beside them. Latin, Greek, Cyrillic and Arabic letters, and
those of China and Japan, are in families that every house has.
"""

_LETTERS: Mapping[str, re.Pattern[str]] = {
    "Noto Sans Khmer": re.compile("[\u1780-\u17ff\u19e0-\u19ff]"),
    "Noto Sans Myanmar": re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"),
}


def family_for(text: str) -> str | None:
    """The family for a text with letters of one of these scripts; None for others.

    >>> family_for("Programme – កម្មវិធី"), family_for("कार्यक्रम")
    ('Noto Sans Khmer', None)
    """
    if text.isascii():
        return None
    return next((family for family, letters in _LETTERS.items() if letters.search(text)), None)
