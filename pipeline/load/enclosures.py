"""An entry of ``meeting.toml`` goes in, the enclosure with its files comes out, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pipeline.checked import EVERY_LANGUAGE
from pipeline.findings import Key
from pipeline.findings.hints import near
from pipeline.languages import UNDETERMINED
from pipeline.languages.cldr import is_tag
from pipeline.load.files import Files
from pipeline.load.passwords import password_place
from pipeline.load.problems import Problems
from pipeline.load.schema import EnclosureTable
from pipeline.model import Enclosure, Printing
from pipeline.officefile.kinds import ATTACHED, is_picture
from pipeline.suffixes import LOCKABLE, MESSAGES, SHEETS

_WORKBOOKS = tuple(SHEETS)


class Enclosures:
    """Reads the enclosures of one meeting.

    ``languages`` are the meeting's, ``known`` the house's, ``fallback`` those whose file is enclosed where a language
    has none, ``looked_into`` those whose files are read: all, where none is named.
    """

    def __init__(
        self,
        folder: Path,
        files: Files,
        problems: Problems,
        *,
        languages: Sequence[str],
        known: Sequence[str],
        fallback: Sequence[str],
        looked_into: Collection[str],
    ) -> None:
        self._folder, self._files, self._problems = folder, files, problems
        self._languages, self._known, self._fallback = languages, known, fallback
        self._looked_into = looked_into

    def read(self, entry: EnclosureTable, position: int, number: str, key: Key) -> Enclosure:
        if entry.number not in {None, position}:
            self._problems.wrong((*key, "number"), "number-typed", number=str(entry.number), position=position)
        known_here = (EVERY_LANGUAGE, *self._fallback, *self._known)
        named: dict[str, Path | None] = {}
        languages = self._languages_of_one_file(entry, key)
        served = {language: self._of_file(entry, language) for language in self._languages}
        read = {served.get(language) for language in self._looked_into} if self._looked_into else entry.file.keys()
        for language, name in entry.file.items():
            at = (*key, "file", language)
            self._a_language(language, at)
            named[language] = self._files.enclosed(name, at, read=language in read, unlocked=entry.password is not None)
            if entry.attach and not name.lower().endswith(ATTACHED):
                self._problems.wrong(at, "attach-kind", name=name, taken=", ".join(ATTACHED))
            if entry.template and not name.lower().endswith(".docx"):
                self._problems.wrong(at, "template-no-docx", name=name)
        for language, original in entry.translated_from.items():
            self._problems.language(language, known_here[1:], (*key, "translated_from", language))
            self._problems.language(original, self._known, (*key, "translated_from", language))
        files: dict[str, Path] = {}
        written_in: dict[str, str | None] = {}
        for language, chosen in served.items():
            if chosen is None:
                fallback = tuple(self._fallback)
                code = "file-lacks-fallback" if fallback else "file-lacks"
                self._problems.wrong((*key, "file"), code, language=language, fallback=fallback)
                continue
            if (path := named[chosen]) is not None:
                files[language] = path
                own = next((each for each in languages if each == language), languages[0] if languages else None)
                written_in[language] = own if chosen == EVERY_LANGUAGE else chosen
        if entry.description and not any(is_picture(path) for path in named.values() if path):
            self._problems.wrong((*key, "description"), "description-no-picture")
        if entry.template:
            self._have_words(set(written_in.values()), entry, key)
        self._fit_their_kind(entry, key)
        return Enclosure(
            position,
            number,
            entry.title,
            files,
            entry.template,
            written_in,
            entry.symbol or "",
            entry.translated_from,
            password_place(entry.password, self._folder),
            entry.right_to_assemble,
            entry.description or {},
            frozenset(entry.keep),
            entry.key or "",
            entry.attach,
            entry.take or "",
            self._printing(entry, key),
            languages,
        )

    def _printing(self, entry: EnclosureTable, key: Key) -> Printing:
        """How its workbooks are printed; what is said of other files is wrong."""
        named = {name: getattr(entry, name) for name in ("sheets", "print_area", "landscape", "fit")}
        workbooks = all(name.lower().endswith(_WORKBOOKS) for name in entry.file.values())
        for name, said in named.items():
            if said and (entry.attach or not workbooks):
                self._problems.wrong((*key, name), "not-printed" if entry.attach else "only-for-workbooks")
        if entry.take and entry.attach:
            self._problems.wrong((*key, "take"), "not-printed")
        hidden = "hidden-sheets" in entry.keep and bool(entry.sheets)
        return Printing(
            tuple(entry.sheets or ()), entry.print_area or "", entry.landscape, entry.fit or "", hidden=hidden
        )

    def _of_file(self, entry: EnclosureTable, language: str) -> str | None:
        """The language of the file that serves a language of the meeting; None where none does.

        One in a language that no letter of the meeting is in serves them all: no other is expected.
        """
        foreign = (each for each in entry.file if each not in self._languages)
        wanted = (language, EVERY_LANGUAGE, *self._fallback, *foreign)
        return next((each for each in wanted if each in entry.file), None)

    def _languages_of_one_file(self, entry: EnclosureTable, key: Key) -> tuple[str, ...]:
        """The languages that the words of one file for all are in, where somebody says."""
        for number, language in enumerate(entry.languages):
            self._a_language(language, (*key, "languages", number))
        if entry.languages and (entry.template or entry.file.keys() != {EVERY_LANGUAGE}):
            self._problems.wrong((*key, "languages"), "languages-of-one-file")
        return tuple(entry.languages)

    def _a_language(self, language: str, key: Key) -> None:
        """Finds what is the tag of no language that there is."""
        if language not in {EVERY_LANGUAGE, UNDETERMINED} and language not in self._known and not is_tag(language):
            self._problems.wrong(key, "language-unknown", language=language, near=near(language, self._known))

    def _fit_their_kind(self, entry: EnclosureTable, key: Key) -> None:
        """Finds what is said of files that are of another kind."""
        # what is attached to a message may be any of them
        pdf = any(name.lower().endswith((".pdf", *MESSAGES)) for name in entry.file.values())
        if entry.password and not pdf and not any(name.lower().endswith(LOCKABLE) for name in entry.file.values()):
            self._problems.wrong((*key, "password"), "only-for-lockable")
        if entry.right_to_assemble and not pdf:
            self._problems.wrong((*key, "right_to_assemble"), "only-for-pdf")
        if "remarks" in entry.keep and not pdf:
            self._problems.wrong((*key, "keep"), "only-for-pdf")
        if "hidden-sheets" in entry.keep and not any(name.lower().endswith(_WORKBOOKS) for name in entry.file.values()):
            self._problems.wrong((*key, "keep"), "only-for-workbooks")

    def _have_words(self, languages: set[str | None], entry: EnclosureTable, key: Key) -> None:
        """Finds each template that stands in for a language of the meeting and is in none."""
        for language in sorted(filter(None, languages - {*self._languages})):
            self._problems.wrong(
                (*key, "file", language), "template-language", name=entry.file[language], language=language
            )
