"""The preflight: what a reader reads of each document, held against what the meeting says, and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline import text
from pipeline.errors import ConfigError, PapersError
from pipeline.findings import Finding, Place
from pipeline.languages import nearest
from pipeline.load import CheckedHouse
from pipeline.package import letter_phrase
from pipeline.plan.bundle import attached_of, parts_of
from pipeline.plan.scope import Scope
from pipeline.preflight.meeting import of_meeting
from pipeline.preflight.papers import of_papers
from pipeline.preflight.stated import facts_of
from pipeline.report.words import said_between
from pipeline.tasks import SEVERAL, File, Input, Output, Publication, Task, Told
from pipeline.tasks.preflighting import concordance, of_all, of_package, read_document

ALL = "preflight"
"""The name of the task that looks through all packages together."""


def read(scope: Scope) -> Iterator[Task]:
    """What a reader reads of each document, once for all that it goes with."""
    for name, _about, source, pdf, kind, keep in _documents(scope):
        inputs: dict[str, Input] = {"source": source, **({"pdf": pdf} if pdf else {})}
        yield Task(name, "read", read_document, ".lines", inputs, {"kind": kind, "keep": keep})


def looked_through(scope: Scope) -> Task:
    """All that goes out in one language, against the facts."""
    documents = list(_documents(scope))
    spoken, rules = _spoken(scope, documents)
    return Task(
        scope.name("preflight"),
        "preflight",
        of_package,
        ".txt",
        {
            **_inputs(documents),
            "told": tuple(Told(name) for name, *_ in documents),
            "rules": rules,
            **_lists(scope),
        },
        {
            **_parameters(scope, documents),
            **_dictionary(scope),
            "spoken": spoken,
            "noted": tuple(each.as_data() for each in _noted(scope)),
        },
    )


def terms_of(house: CheckedHouse) -> Path | None:
    """The house's list of terms, where it has one. Raises ConfigError where it is not there."""
    return _list(house, "terms", house.settings.words.terms)


def _list(house: CheckedHouse, key: str, name: str | None) -> Path | None:
    if name is not None and not (house.root / name).is_file():
        place = Place(str(house.root / "config.toml"), key=("words", key))
        raise ConfigError(Finding("terms-missing" if key == "terms" else "own-words-missing", place, {"name": name}))
    return None if name is None else house.root / name


def _lists(scope: Scope) -> dict[str, Input]:
    """The house's terms, and its own words, where it has any."""
    house = scope.package.house
    words = house.settings.words
    own = _list(house, "own", words.own) if scope.language in words.spelling else None
    there = {"terms": terms_of(house), "own": own}
    return {name: scope.file(path) for name, path in there.items() if path is not None}


def _dictionary(scope: Scope) -> dict[str, Any]:
    """The dictionary of a language, and which it is, where the house looks at spelling."""
    name = scope.package.house.settings.words.spelling.get(scope.language)
    if name is None:
        return {}
    from pipeline.workers import speller  # noqa: PLC0415 - for houses that ask for it

    return {"dictionary": (name, speller.digest(name))}


def _noted(scope: Scope) -> Iterator[Finding]:
    """What is told of facts and templates before anything is made of them, on files as people know them."""
    package, found = scope.package, list[Finding]()
    with suppress(PapersError):  # whoever fills them in says what is wrong with them
        found += [*of_meeting(package.house, scope.meeting), *of_papers(package)]
    yield from (each.at(scope.file(Path(each.place.file)).name) for each in found)


def together(scopes: Sequence[Scope]) -> Iterator[Task]:
    """All languages and instruments, held against each other."""
    documents = [each for scope in scopes for each in _documents(scope)]
    packages = tuple(_parameters(scope, list(_documents(scope))) for scope in scopes)
    spoken, rules = _spoken(scopes[0], documents)
    inputs = {**_inputs(documents), "rules": rules}
    yield Task(ALL, "preflight", of_all, ".txt", inputs, {"packages": packages, "spoken": spoken})


def concordances(scopes: Sequence[Scope]) -> Iterator[Task]:
    """What the languages of each letter say of the same facts, side by side, for a person to sign; in the house's own
    language, where the letter is made in it."""
    by_instrument: dict[str, list[Scope]] = {}
    for scope in scopes:
        if scope.meeting.concordance and not scope.draft:
            by_instrument.setdefault(scope.instrument.key, []).append(scope)
    for key, own in by_instrument.items():
        if len(own) > 1:
            reader = _reader(own)
            own.sort(key=lambda scope: scope is not reader)  # whose titles stand above the tables
            documents = [each for scope in own for each in _documents(scope)]
            spoken, rules = _spoken(reader, documents)
            phrases = reader.package.phrases
            yield Task(
                f"concordance {key}",
                "report",
                concordance,
                ".html",
                {**_inputs(documents), "rules": rules, "catalogues": reader.program},
                {
                    "spoken": spoken,
                    "packages": tuple(_parameters(scope, list(_documents(scope))) for scope in own),
                    "title": text.plain(reader.words["title"]),
                    "date": text.plain(reader.words["date"]),
                    "letter": text.plain(phrases[letter_phrase(reader.instrument)]),
                    "language": reader.language,
                    "between": said_between(reader.package.house.language(reader.language)),
                },
                (Publication("concordance", SEVERAL, key, f"{reader.meeting.slug}-{key}-concordance.html"),),
            )


def _reader(scopes: Sequence[Scope]) -> Scope:
    """The one whose words the house reads: in the first of its own languages, or else in the meeting's first."""
    by_language = {scope.language: scope for scope in scopes}
    own = scopes[0].package.house.settings.fallback
    return next((by_language[each] for each in own if each in by_language), scopes[0])


_Document = tuple[str, Mapping[str, Any], "File | Output", "Output | None", str, tuple[str, ...]]
"""The task that reads it, what is known of it, its file and its pages, what it is, and what it may keep."""


def _documents(scope: Scope) -> Iterator[_Document]:
    """The letter, its index, and the enclosures, those that stay files last."""
    for bound, part in zip(scope.parts, parts_of(scope), strict=True):
        pdf = Output(bound.task, bound.known_as)
        about = {"kind": bound.kind, "file": bound.known_as.name, "language": part.language, "title": part.title}
        enclosure = bound.enclosure
        if bound.kind == "letter":
            merged = Output(scope.name("merge letter"), bound.known_as)
            others = tuple(each.language for each in scope.package.beside)
            yield (
                scope.name("read letter"),
                {**about, **({"beside": others} if others else {})},
                merged,
                pdf,
                "letter",
                (),
            )
        elif bound.kind == "index":
            yield scope.name("read index"), about, pdf, pdf, "index", ()
        elif bound.kind == "enclosure" and enclosure is not None:
            source = Output(scope.name_of_merged(enclosure), bound.known_as) if enclosure.template else bound.known_as
            pdf = Output(scope.name_of("convert", enclosure), bound.known_as)
            more = {"number": enclosure.number, "symbol": enclosure.symbol or ""}
            keep = tuple(sorted(enclosure.keep))
            yield scope.name_of("read", enclosure), {**about, **more}, source, pdf, "enclosure", keep
    for attached, enclosure in zip(attached_of(scope), scope.meeting.attached, strict=True):
        file = scope.enclosed(enclosure)
        about = {
            "kind": "enclosure", "file": file.name, "language": scope.package.language_of(enclosure),
            "title": attached.title, "number": enclosure.number, "symbol": enclosure.symbol or "",
        }  # fmt: skip
        made = Output(scope.name_of("attach", enclosure), file)
        yield scope.name_of("read", enclosure), about, made, None, "enclosure", tuple(sorted(enclosure.keep))


def _inputs(documents: Sequence[_Document]) -> dict[str, tuple[Input, ...]]:
    return {"documents": tuple(Output(name) for name, *_ in documents)}


def _spoken(scope: Scope, documents: Sequence[_Document]) -> tuple[dict[str, Any], tuple[Input, ...]]:
    """The languages of these documents that the house knows, and their files: how each reads its days and numbers."""
    house = scope.package.house
    tags = sorted({scope.language, *(about["language"] for _name, about, *_ in documents)})
    known = house.languages
    files: dict[Path, int] = {}
    chains = {tag: house.language(own).chain for tag in tags if (own := nearest(tag, known)) is not None}
    spoken = {
        tag: tuple((each, files.setdefault(path, len(files))) for each, path in chain) for tag, chain in chains.items()
    }
    return spoken, tuple(scope.file(path) for path in files)


def _parameters(scope: Scope, documents: Sequence[_Document]) -> dict[str, Any]:
    return {
        "about": tuple(about for _, about, *_ in documents),
        "instrument": scope.instrument.key,
        "language": scope.language,
        "facts": facts_of(scope.package, scope.words, tuple(_filled(scope)), scope.file(scope.meeting.file).name),
    }


def _filled(scope: Scope) -> Iterator[str]:
    """The files that are filled in in the package's own language."""
    yield scope.letter_template.name
    for each in scope.meeting.enclosures:
        if each.template and scope.package.language_of(each) == scope.language:
            yield scope.enclosed(each).name
