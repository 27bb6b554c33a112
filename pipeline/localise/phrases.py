"""The set phrases of a language: gettext catalogues go in, phrases by key come out.

What letters and bundles print is in ``templates/<lang>/phrases.po``; a phrase's key is its context (``msgctxt``), its
source is the English wording, and its translation may carry marks. Any PO editor opens it. What a region's catalogue
leaves out is said by that of its language, as with all rows of a language. What the program says itself, in reports and
findings, is apart, in ``program.po``: a letter is made without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pipeline import text
from pipeline.errors import TemplateError
from pipeline.findings import SAID, Finding, Place, Reason, Unfit, Value
from pipeline.findings.hints import near
from pipeline.folders import SHIPPED
from pipeline.languages import Language
from pipeline.languages.reading import chain
from pipeline.localise import po

FILE = "phrases.po"
PROGRAM = "program.po"
_PLACE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
"""What the program puts words in place of, as in “page {page}”, a doubled brace, which shows one, or a brace without
its counterpart."""


_AWAITS = "awaits review"
"""What an extracted comment (``#.``) says of a phrase that no protocol officer has read."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by key, with where they stand."""

    path: Path
    words: Mapping[str, str]
    unreviewed: frozenset[str] = frozenset()
    """The keys of those whose comment in the catalogue says that they await review."""
    inherited: Mapping[str, Path] = field(default_factory=dict)
    """Where those stand that its own catalogue has not, by key."""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of those that are counted, all forms by key; ``words`` has the last, which says it of many."""
    plural: str = ""
    """Which form goes with a number: gettext's expression."""
    waiting: Mapping[str, Place] = field(default_factory=dict)
    """Where those stand that have no words yet, or that are marked fuzzy, by key."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The catalogues that its phrases stand in, its own first where it has any of them."""
        return tuple(dict.fromkeys(map(self.path_of, self.words))) or (self.path,)

    def path_of(self, key: str) -> Path:
        """The catalogue that a phrase stands in."""
        return self.inherited.get(key, self.path)

    def lacks(self, key: str) -> Finding:
        """The problem to raise when a package needs a phrase that is not there."""
        if (place := self.waiting.get(key)) is not None:
            return Finding("phrase-untranslated", place, {"key": key})
        slips = get_close_matches(key, sorted(self.words), n=1, cutoff=_SLIP)
        akin = [each for each in self.words if each.partition(".")[0] == key.partition(".")[0]]
        return Finding("phrase-missing", Place(str(self.path)), {"key": key, "near": near(key, slips or akin)})

    def __getitem__(self, key: str) -> str:
        """One phrase. Raises TemplateError when the catalogue lacks it."""
        try:
            return self.words[key]
        except KeyError:
            raise TemplateError(self.lacks(key)) from None


def phrases_in(templates: Path, tag: str) -> Phrases:
    """The phrases of a language in a house with these ``templates``, read once as long as the files stand as they are.

    Raises TemplateError as :func:`read_phrases` does, and ConfigError for a tag that is no language of the house's.
    """
    own = templates / tag / FILE
    parents = [(each, _catalogue(templates, each)) for each, _path in chain(tag, templates)[1:]]
    files = [(tag, own), *((each, path) for each, path in parents if path.is_file())]
    if not own.is_file() and len(files) > 1:
        del files[0]
    elif not own.is_file():
        return read_phrases(own, tag)
    return _merged(own, files)


def program_files(templates: Path, tag: str) -> tuple[Path, ...]:
    """The catalogues of what the program says in a language, that which is asked first in front: a house's own, then
    the one that ships; ``phrases.po`` too, where it has some of them, as all had before they were parted.

    Raises ConfigError for a tag that is no language of the house's.
    """
    files: list[Path] = []
    for each, _path in chain(tag, templates):
        if (letters := _catalogue(templates, each)).is_file() and _says(letters, _signature(letters)):
            files.append(letters)
        files += (folder / each / PROGRAM for folder in (templates, SHIPPED))
    return tuple(path for path in dict.fromkeys(files) if path.is_file())


def program_phrases(files: Sequence[Path], language: str) -> Phrases:
    """What :func:`program_files` says. Raises TemplateError as :func:`read_phrases` does."""
    return _merged(files[0], [(language, path) for path in files]) if files else Phrases(Path(PROGRAM), {})


def _catalogue(templates: Path, tag: str) -> Path:
    """That of a house, or the program's where it has none."""
    path = templates / tag / FILE
    return path if path.is_file() else SHIPPED / tag / FILE


@lru_cache(maxsize=64)
def _says(letters: Path, _of: object) -> bool:
    """Whether a catalogue has words of the program, which a letter's has not: looked up before it is read."""
    return f'"{SAID}'.encode() in _plain(letters.read_bytes())


def _signature(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _merged(own: Path, files: Sequence[tuple[str, Path]]) -> Phrases:
    return _as_of(own, tuple(files), tuple(_signature(path) for _tag, path in files))


@lru_cache(maxsize=32)
def _as_of(own: Path, files: Sequence[tuple[str, Path]], _of: object) -> Phrases:
    whole = Phrases(own, {})
    for tag, path in files:
        read, ships = read_phrases(path, tag), path.is_relative_to(SHIPPED)
        more = {
            key: words
            for key, words in read.words.items()
            if key not in whole.words or (ships and _of_another_version(key, whole, read))
        }
        whole = Phrases(
            own,
            {**whole.words, **more},
            (whole.unreviewed - more.keys()) | (read.unreviewed & more.keys()),
            {**whole.inherited, **({} if path == own else dict.fromkeys(more, path))},
            {
                **{key: forms for key, forms in whole.forms.items() if key not in more},
                **{key: forms for key, forms in read.forms.items() if key in more},
            },
            whole.plural or read.plural,
            {**read.waiting, **whole.waiting},
        )
    return whole


def _of_another_version(key: str, house: Phrases, ships: Phrases) -> bool:
    """Whether a house, or a bag, says a sentence of the program with other values than the program has for it now: it
    was copied from an earlier program, or is of a later one."""
    if not key.startswith(SAID) or house.words[key] == ships.words[key]:
        return False
    return _places(key, house) != _places(key, ships)


def _places(key: str, phrases: Phrases) -> set[str]:
    said = phrases.forms.get(key, (phrases.words[key],))
    return {place for words in said for place in _PLACE.findall(words)} - {"{count}"}


def read_phrases(path: Path, language: str) -> Phrases:
    """The translated phrases of a catalogue. An untranslated one is left out, and so is one marked fuzzy: a guess.

    Raises TemplateError for a catalogue that can't be read, for a line that would lose letters, for a key that two
    phrases have, for a mark that is not closed, for a place in braces that the source has and the translation has not,
    and for one that is counted and has not the forms that its language has.
    """
    try:
        entries, faults = po.read(_plain(path.read_bytes()))
        if lines := [unfit.at(Place(str(path), line)) for line, unfit in faults]:
            raise TemplateError(*lines)
        head = next((each.words[0] for each in entries if not each.context and not each.source and each.words), "")
        plural, count = po.plural_rule(head)
    except FileNotFoundError:
        values: dict[str, Value] = {"name": path.name, "language": language}
        raise TemplateError(Finding("phrases-missing", Place(str(path)), values)) from None
    except (OSError, LookupError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        values = {"language": language, "reason": str(reason)}
        raise TemplateError(Finding("phrases-unread", Place(str(path)), values)) from error
    words: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    unreviewed: set[str] = set()
    waiting: dict[str, Place] = {}
    problems: list[Finding] = []
    for entry in entries:
        if not (entry.context and any(entry.words)) or entry.fuzzy:
            waiting[entry.context] = Place(str(path), entry.line)
            continue
        if any(_AWAITS in comment.casefold() for comment in entry.comments):
            unreviewed.add(entry.context)
        try:
            parsed = tuple(map(text.parse, _sound(entry, count)))
        except Unfit as unfit:
            problems.append(unfit.at(Place(str(path), key=(entry.context,))))
            continue
        words[entry.context] = parsed[-1]
        if entry.plural:
            forms[entry.context] = parsed
    if problems:
        raise TemplateError(*problems)
    return Phrases(path, words, frozenset(unreviewed), forms=forms, plural=plural, waiting=waiting)


def _sound(entry: po.Entry, count: int) -> Sequence[str]:
    """The forms of a phrase. Unfit where they are not as many as its language has, or have not the places of the
    source, but for that of the number, which “one page” has in words."""
    if not entry.plural:
        kept, wanted = _PLACE.findall(entry.words[0]), _PLACE.findall(entry.source)
        if kept != wanted and sorted(kept) != sorted(wanted):
            raise Unfit("phrase-places", places=listed(sorted(kept)), wanted=listed(sorted(wanted)))
        return entry.words
    if len(entry.words) != count or not all(entry.words):
        raise Unfit("phrase-forms", count=sum(map(bool, entry.words)), wanted=count)
    wanted = sorted(_PLACE.findall(entry.plural))
    for words in entry.words:
        kept = sorted(_PLACE.findall(words))
        if kept not in (wanted, [each for each in wanted if each != "{count}"]):
            raise Unfit("phrase-places", places=listed(kept), wanted=listed(wanted))
    return entry.words


def listed(places: Sequence[str]) -> Value:
    """The places of a phrase, or that it has none."""
    return " ".join(places) or Reason("no-places")


def _plain(content: bytes) -> bytes:
    """The catalogue as editors on every system should have written it: UTF-8 without a mark, one sign a line's end."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def meant_by(key: str, known: Iterable[str]) -> str | None:
    """What stands after the first dot of the phrase that one which is not known is a slip of.

    >>> meant_by("salutation.excelencies", ["salutation.excellencies", "closing.cordially"])
    'excellencies'
    """
    own = frozenset(known)
    kind, _, name = key.partition(".")
    names = [each.partition(".")[2] for each in own if each.startswith(f"{kind}.")] if key not in own else []
    return next(iter(get_close_matches(name, sorted(names), n=1, cutoff=_SLIP)), None)


_SLIP = 0.85
"""How near a word is that was meant: “excellency” is another than “excellencies”, which one language may lack."""


def closing_key(closing: str | None, signatories: int, phrases: Phrases) -> str:
    """The key of a closing: that of several who sign, where the language says it otherwise (“our”, “nous”)."""
    many = f"closing.{closing}.many"
    return many if signatories > 1 and many in phrases.words else f"closing.{closing}"


def joined(salutations: Sequence[str], language: Language) -> str:
    """Several salutations in one, as formal letters join them: the first as it stands, the others in small letters.

    >>> from pipeline.languages import language_of
    >>> joined(["Excellences", "Chers collègues"], language_of("fr"))
    'Excellences, chers collègues,'
    >>> joined(["Excelencias", "Estimados colegas"], language_of("es"))
    'Excelencias, estimados colegas:'
    """
    if not salutations:
        return ""
    rules = language.table.salutations
    others = (text.changed(words, _small, beginning=True) for words in salutations[1:])
    return (rules.between or "").join([salutations[0], *others]) + (rules.end or "")


def named(salutation: str, language: Language) -> str:
    """A salutation as a closing repeats it, without what ends it.

    >>> from pipeline.languages import language_of
    >>> named("Excellences,", language_of("fr")), named("閣下各位", language_of("ja"))
    ('Excellences', '閣下各位')
    """
    return salutation.removesuffix(language.table.salutations.end or "")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
