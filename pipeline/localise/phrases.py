"""The set phrases of a language: a gettext catalogue goes in, phrases by key come out.

The catalogue is ``templates/<lang>/phrases.po``; a phrase's key is its context (``msgctxt``), its source is the
English wording, and its translation may carry marks. Any PO editor opens it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po

from pipeline import text
from pipeline.errors import Problem, TemplateError, nearest
from pipeline.findings import Finding
from pipeline.localise import po

_PLACE = re.compile(r"\{[^{}]*\}|[{}]")
"""What the program puts words in place of, as in “page {page}”, or a brace without its counterpart."""


_AWAITS = "awaits review"
"""What an extracted comment (``#.``) says of a phrase that no protocol officer has read."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by key, with where they stand."""

    path: Path
    words: Mapping[str, str]
    unreviewed: frozenset[str] = frozenset()
    """The keys of those whose comment in the catalogue says that they await review."""

    def lacks(self, key: str) -> Finding:
        """The problem to raise when a package needs a phrase that is not there."""
        return Problem(
            str(self.path),
            f"There is no phrase “{key}”.",
            f"Translate it, with its context (msgctxt) “{key}” and not marked fuzzy, or name another. "
            f"{nearest(key, self.words)}",
        )

    def __getitem__(self, key: str) -> str:
        """One phrase. Raises TemplateError when the catalogue lacks it."""
        try:
            return self.words[key]
        except KeyError:
            raise TemplateError(self.lacks(key)) from None


def read_phrases(path: Path, language: str) -> Phrases:
    """The translated phrases of a catalogue. An untranslated one is left out, and so is one marked fuzzy: a guess.

    Raises TemplateError for a catalogue that can't be read, for a line that would lose letters, for a key that two
    phrases have, for a mark that is not closed, and for a place in braces that the source has and the
    translation has not.
    """
    try:
        content = path.read_bytes()
        if lines := [Problem(f"{path}:{line}", what, mend) for line, what, mend in po.faults(content)]:
            raise TemplateError(*lines)
        catalogue = read_po(BytesIO(content), locale=language, abort_invalid=True)
    except FileNotFoundError:
        mend = "Copy that of another language, and translate its phrases."
        raise TemplateError(Problem(str(path), f"There is no {path.name} for “{language}”.", mend)) from None
    except (OSError, PoFileError, UnknownLocaleError, LookupError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TemplateError(
            Problem(
                str(path),
                f"The catalogue of phrases for “{language}” can't be read: {reason}.",
                "Open it in a PO editor and save it again, or restore an earlier version.",
            )
        ) from error
    words: dict[str, str] = {}
    unreviewed: set[str] = set()
    problems: list[Finding] = []
    for message in catalogue:
        if not (message.context and isinstance(message.string, str) and message.string) or message.fuzzy:
            continue
        if any(_AWAITS in comment.casefold() for comment in message.auto_comments):
            unreviewed.add(message.context)
        where, mend = f"{path}: {message.context}", "Correct it in a PO editor."
        try:
            words[message.context] = text.parse(message.string)
        except ValueError as error:
            problems.append(Problem(where, f"In the phrase {error}.", mend))
        places, kept = (sorted(_PLACE.findall(str(each))) for each in (message.id, message.string))
        if places != kept:
            what = f"The phrase has the places {' '.join(kept) or 'none'}; its source has {' '.join(places) or 'none'}."
            problems.append(Problem(where, what, mend))
    if problems:
        raise TemplateError(*problems)
    return Phrases(path, words, frozenset(unreviewed))


_SALUTATIONS = {
    "ar": ("، ", "،"),
    "en": (", ", ","),
    "es": (", ", ":"),
    "fr": (", ", ","),
    "ru": (", ", "!"),
    "zh": ("、", "："),
}
"""What stands between salutations and after the last. Spanish: RAE, Diccionario panhispánico de dudas, «dos puntos»;
Chinese: GB/T 15834, 冒号; Russian: Розенталь, Справочник, обращение. All await a protocol officer's review."""


def joined(salutations: Sequence[str], language: str) -> str:
    """Several salutations in one, as formal letters join them: the first as it stands, the others in small letters.

    >>> joined(["Excellences", "Chers collègues"], "fr"), joined(["Excelencias", "Estimados colegas"], "es")
    ('Excellences, chers collègues,', 'Excelencias, estimados colegas:')
    """
    if not salutations:
        return ""
    between, end = _SALUTATIONS.get(language, (", ", ","))
    return between.join([salutations[0], *(words[:1].lower() + words[1:] for words in salutations[1:])]) + end
