"""The enclosures: filled in where they are templates, converted or taken in, set on paper, each with its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from pipeline import text
from pipeline.convert import NO_DETAILS, Details
from pipeline.findings import Place
from pipeline.languages import nearest
from pipeline.localise import as_data
from pipeline.model import Enclosure
from pipeline.plan import counts, pictures
from pipeline.plan.scope import Scope
from pipeline.suffixes import MESSAGES, SHEETS, SLIDES, TEXTS
from pipeline.tasks import Input, Output, Pages, Publication, Secret, Task
from pipeline.tasks.binding import link_letter, set_on_sheets
from pipeline.tasks.converting import attach_file, convert_document, take_pdf
from pipeline.tasks.joining import convert_message
from pipeline.tasks.merging import merge_document

_HEAVIEST = (SLIDES, SHEETS, TEXTS)


def merged(scope: Scope) -> Iterator[Task]:
    """A template is filled in in its own language, whichever letter it goes with."""
    waiting = [(scope, each) for each in scope.meeting.enclosures if each.template]
    known = {scope.name_of("convert", each) for each in scope.meeting.enclosures}
    while waiting:
        of, enclosure = waiting.pop(0)
        own = of.in_language(of.package.language_of(enclosure))
        words = as_data(own.package.words(enclosure=enclosure.position).words)
        positions = counts.counted(own.meeting, words, enclosure.files[own.language])
        yield _merged(own, enclosure, words, positions)
        for other in (own.meeting.enclosures[position - 1] for position in positions):
            # What is asked for in another language need not go with this letter.
            if (name := own.name_of("convert", other)) not in known:
                known.add(name)
                yield replace(_made(own, other), published=())
                waiting += [(own, other)] if other.template else []


def _merged(own: Scope, enclosure: Enclosure, words: Any, positions: tuple[int, ...]) -> Task:
    return Task(
        own.name_of_merged(enclosure),
        "merge",
        merge_document,
        ".docx",
        {"template": own.enclosed(enclosure), **counts.inputs(own, positions), **pictures.inputs(own)},
        {
            "words": _unlinked(words) if enclosure.attach else words,
            "properties": own.package.properties(words["enclosure"]["title"]),
            "draft": own.draft,
            **counts.parameters(positions),
            **pictures.parameters(own),
        },
    )


def _unlinked(words: Any) -> Any:
    """The same without links to enclosures: a file that stays one is read where they are not."""
    match words:
        case str():
            return text.unlinked(words)
        case dict():
            return {name: _unlinked(inner) for name, inner in words.items()}
        case _:
            return [_unlinked(inner) for inner in words]


def converted(scope: Scope) -> Iterator[Task]:
    """The longest first, so that no core waits for one of them at the end."""
    for each in sorted(scope.meeting.printed, key=lambda each: _lightness(scope, each)):
        yield _made(scope, each)
        if _is_linked(scope, each):
            yield _linked(scope, each)


def attached(scope: Scope) -> Iterator[Task]:
    """Those that stay files: without what tells of those who made them."""
    for each in scope.meeting.attached:
        source, known = scope.enclosed(each), _called_in(scope, each)
        yield Task(
            scope.name_of("attach", each),
            "attach",
            attach_file,
            source.path.suffix.lower(),
            {"source": Output(scope.name_of_merged(each), source) if each.template else source},
            {
                "properties": replace(scope.package.properties(scope.title_in(known, each)), language=known),
                "keep": tuple(sorted(each.keep)),
            },
            _published(scope, each),
        )


def slip_sheets(scope: Scope) -> Iterator[Task]:
    """A sheet with its number and title before each."""
    template = scope.template("slip-sheet")
    for each in scope.meeting.printed if scope.meeting.slip_sheets else ():
        words = as_data(scope.package.words(enclosure=each.position).words)
        positions = counts.counted(scope.meeting, words, template.path, scope.letterhead.path)
        sheet = scope.name_of_slip_sheet(each)
        merge = f"merge {sheet}"
        yield Task(
            merge,
            "merge",
            merge_document,
            ".docx",
            {
                "template": template,
                "letterhead": scope.letterhead,
                **counts.inputs(scope, positions),
                **pictures.inputs(scope),
            },
            {
                "words": words,
                "properties": scope.package.properties(scope.titles[each.position][1]),
                "first_page": False,
                "numbered": False,
                "draft": scope.draft,
                **counts.parameters(positions),
                **pictures.parameters(scope),
            },
        )
        yield Task(
            sheet,
            "convert",
            convert_document,
            ".pdf",
            {"source": Output(merge, template)},
            {"created": scope.package.created, "linked_names": scope.linked_names, "details": NO_DETAILS},
        )


def set_on_paper(scope: Scope) -> Iterator[Task]:
    """Each on sheets of one size, where the meeting wants that."""
    for each in scope.meeting.printed if scope.meeting.paper else ():
        before = scope.name_of("convert", each)
        yield Task(
            scope.name_of("paper", each),
            "paper",
            set_on_sheets,
            ".pdf",
            {"source": Output(before, scope.enclosed(each)), "pages": Pages(before)},
            {"paper": scope.meeting.paper},
        )


def _lightness(scope: Scope, enclosure: Enclosure) -> int:
    suffix = enclosure.files[scope.language].suffix.lower()
    return next((place for place, suffixes in enumerate(_HEAVIEST) if suffix in suffixes), len(_HEAVIEST))


def _is_pdf(scope: Scope, enclosure: Enclosure) -> bool:
    return enclosure.files[scope.language].suffix.lower() == ".pdf"


def _is_linked(scope: Scope, enclosure: Enclosure) -> bool:
    return (
        not scope.draft
        and enclosure.template
        and counts.names_enclosures(scope.meeting, enclosure.files[scope.language])
    )


def _made(scope: Scope, enclosure: Enclosure) -> Task:
    if enclosure.files[scope.language].suffix.lower() in MESSAGES:
        return _joined(scope, enclosure)
    return _taken(scope, enclosure) if _is_pdf(scope, enclosure) else _converted(scope, enclosure)


def _linked(scope: Scope, enclosure: Enclosure) -> Task:
    """One that names others and travels alone: its links point at their files beside it."""
    converted = scope.name_of("convert", enclosure)
    others = [each for each in scope.meeting.enclosures if each != enclosure]
    return Task(
        f"link enclosure {enclosure.number} {scope.language}",
        "link",
        link_letter,
        ".pdf",
        {"letter": Output(converted, scope.enclosed(enclosure)), "pages": Pages(converted)},
        {
            "beside": {each.position: PurePosixPath(scope.published(each)).name for each in others},
            "titles": {each.position: scope.titles[each.position][1] for each in others},
            "created": scope.package.created,
        },
        _published(scope, enclosure),
    )


def _converted(scope: Scope, enclosure: Enclosure) -> Task:
    source = scope.enclosed(enclosure)
    return Task(
        scope.name_of("convert", enclosure),
        "convert",
        convert_document,
        ".pdf",
        {
            "source": Output(scope.name_of_merged(enclosure), source) if enclosure.template else source,
            **_password(scope, enclosure),
        },
        {
            "created": scope.package.created,
            "linked_names": scope.linked_names,
            "details": _details(scope, enclosure),
        },
        () if _is_linked(scope, enclosure) else _published(scope, enclosure),
    )


def _joined(scope: Scope, enclosure: Enclosure) -> Task:
    """A message, with what is attached to it."""
    read_in = _read_in(scope, enclosure)
    return replace(
        converted := _converted(scope, enclosure),
        stage="scan" if read_in else "join",
        function=convert_message,
        parameters={
            **converted.parameters,
            "details": replace(converted.parameters["details"], labels=_labels(scope, enclosure)),
            "right_to_assemble": enclosure.right_to_assemble,
            "keep_remarks": "remarks" in enclosure.keep,
            **({"read_in": read_in} if read_in else {}),
        },
    )


def _labels(scope: Scope, enclosure: Enclosure) -> tuple[tuple[str, str], ...]:
    """What its language has before the lines of a message's head."""
    house = scope.package.house
    known = nearest(enclosure.written_in[scope.language] or "", house.languages)
    rows = house.language(known).table.message.model_dump(by_alias=True, exclude_none=True) if known else {}
    return tuple((name, words) for name, words in rows.items() if name != "source")


def _read_in(scope: Scope, enclosure: Enclosure) -> tuple[str, ...]:
    """The languages that pages without text are read in: the file's own, or those of the meeting, and the house's."""
    settings = scope.package.house.settings.convert
    if not settings.ocr:
        return ()
    own = enclosure.written_in[scope.language]
    return tuple(dict.fromkeys((*((own,) if own else scope.meeting.languages), *settings.ocr_languages)))


def _taken(scope: Scope, enclosure: Enclosure) -> Task:
    read_in = _read_in(scope, enclosure)
    return Task(
        scope.name_of("convert", enclosure),
        "scan" if read_in else "take",
        take_pdf,
        ".pdf",
        {"source": scope.enclosed(enclosure), **_password(scope, enclosure)},
        {
            "right_to_assemble": enclosure.right_to_assemble,
            "keep_remarks": "remarks" in enclosure.keep,
            "written_in": enclosure.written_in[scope.language] or "",
            **({"pages": enclosure.take} if enclosure.take else {}),
            **({"read_in": read_in} if read_in else {}),
        },
        _published(scope, enclosure),
    )


def _password(scope: Scope, enclosure: Enclosure) -> dict[str, Input]:
    place = enclosure.password
    if place is None:
        return {}
    name = scope.file(place.file).name if place.file else f"{place.variable}"
    return {
        "password": Secret(place, name, Place(str(scope.meeting.file), key=("password",), enclosure=enclosure.number))
    }


def _details(scope: Scope, enclosure: Enclosure) -> Details:
    """What the meeting says of an enclosure: in the reader's language of a picture, else in that of the file."""
    described = enclosure.description.get(scope.language, "")
    known = _called_in(scope, enclosure)
    # of sheets that are named, those that are hidden are shown when they are chosen
    shown = "hidden-sheets" in enclosure.keep and not enclosure.printing.hidden
    return Details(
        scope.title_in(known, enclosure),
        known,
        enclosure.written_in[scope.language] or "",
        text.plain(described),
        hidden_sheets=shown,
        take=enclosure.take,
        printing=enclosure.printing,
        alone=True,
        draft=scope.draft,
    )


def _called_in(scope: Scope, enclosure: Enclosure) -> str:
    """The language that an enclosure's file has its title in."""
    language = scope.language if scope.language in enclosure.description else enclosure.written_in[scope.language]
    # What serves several languages is called as in the first, whichever of them are built now.
    return language if language in scope.meeting.languages else scope.meeting.languages[0]


def _published(scope: Scope, enclosure: Enclosure) -> tuple[Publication, ...]:
    """The enclosure by itself, which bears no mark: nothing of a draft."""
    return () if scope.draft else (Publication("enclosure", scope.language, None, scope.published(enclosure)),)
