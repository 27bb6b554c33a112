"""The whole way of a package, in order: packages go in, the list of the steps that make them comes out.

This is the file to read first. For each instrument and language:

3. *merge*    the letter, and each enclosure that is a template, are filled in with the wording
4. *convert*  the letter and each enclosure become PDF files
   *take*     an enclosure that is a PDF already is looked through, mended, and taken as it is
5. *paper*    each enclosure is set on sheets of one size, where the meeting wants that
   *index*    the list of enclosures is merged and converted, once the pages of all others are known
   *slip*     so is the sheet before each enclosure
   *link*     the letter that travels alone points at its enclosures' files
   *bundle*   all is bound into one numbered PDF, and audited
   *picture*  each part's first page is drawn small, while the offices convert others
   *report*   shows the parts, and what was kept, changed and removed of each

Nothing runs here. :mod:`pipeline.running` runs what is stale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline import text
from pipeline.convert import NOTHING_SAID, Converted, Said
from pipeline.running.store import Made

if TYPE_CHECKING:
    from pipeline.pdf.conformance import Judged
from pipeline.errors import BundleError, PapersError, Problem
from pipeline.findings import Finding
from pipeline.localise import Wording, as_data, right_to_left
from pipeline.model import Binding, Enclosure, PageSpan, Paper, Part
from pipeline.package import Package, letter_phrase, linked_names
from pipeline.report.words import ReportWords, report_phrases

Convert: TypeAlias = Callable[[Path, Path, Said], Converted]
"""Writes the PDF of a file, of which something is said, to a path; says how many pages it has and what was left out."""

Take: TypeAlias = Callable[[Path, Path, Package, Enclosure], Converted]
"""Takes in the PDF file of an enclosure, and writes it to a path."""

BeginAudit: TypeAlias = Callable[
    [Sequence[Part], Binding], AbstractContextManager[Callable[[Path], "tuple[tuple[Finding, ...], Judged]"]]
]
"""Begins to audit a bundle of these parts; what it yields is called with the bundle once it is written.

It answers with what is not as it should be, and with what the bundle meets of PDF/A and PDF/UA."""

Stage: TypeAlias = Literal["merge", "convert", "take", "paper", "index", "slip", "link", "bundle", "picture", "report"]

_HEAVIEST = ({".pptx", ".odp"}, {".xlsx", ".ods"}, {".doc", ".docx", ".odt", ".rtf", ".txt"})

Role: TypeAlias = Literal["letter-docx", "letter", "enclosure", "bundle", "report"]


@dataclass(frozen=True, slots=True)
class Output:
    """What a step's output is for those who receive it."""

    role: Role
    language: str
    instrument: str | None
    """None for an enclosure, which goes with all instruments."""
    path: str
    """From the folder of the manifest, with ``/``."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to make."""

    name: str
    """Unique in a plan, in words for people."""
    stage: Stage
    files: Mapping[str, Path]
    """The files that it reads, by what they are to it."""
    needs: tuple[str, ...]
    """The steps whose outputs it reads."""
    settings: object
    """Plain JSON data: whatever else decides the output."""
    suffix: str
    run: Callable[[Mapping[str, Made], Path], Mapping[str, Any]]
    """Takes the outputs of ``needs`` by name and a path to write; says ``pages``, ``remarks`` and ``facts``."""
    outputs: tuple[Output, ...] = ()
    """None for what only other steps read; several for an enclosure that serves several languages."""
    languages: frozenset[str] = frozenset()
    """The languages of the packages that it serves."""
    counts_only: bool = False
    """Whether it reads no more of what it needs than how many pages each has."""
    tells: bool = False
    """Whether it reads what was remarked of what it needs, and the facts, besides the files."""


def plan(
    packages: list[Package],
    convert: Callable[[Path, Path, Said, Package], Converted],
    take: Take,
    stamp_fonts: Mapping[str, Path],
    begin_audit: BeginAudit,
) -> list[Step]:
    """The steps of these packages, each after those that it needs.

    ``convert`` is stage 4, with its offices, and ``take`` what it does with a PDF; ``stamp_fonts`` has the font of the
    stamps for each language.
    """
    steps: dict[str, Step] = {}
    for package in packages:
        own = partial(_convert, convert, package)
        planner = _Planner(package, own, take, stamp_fonts[package.language], begin_audit)
        for step in planner.steps():
            # Instruments share their enclosures, and so do languages that have none of their own.
            known = steps.setdefault(step.name, step)
            more = tuple(output for output in step.outputs if output not in known.outputs)
            languages = known.languages | {package.language}
            steps[step.name] = replace(known, outputs=known.outputs + more, languages=languages)
    return list(steps.values())


def _convert(
    convert: Callable[[Path, Path, Said, Package], Converted], package: Package, source: Path, target: Path, said: Said
) -> Converted:
    return convert(source, target, said, package)


class _Planner:
    """The steps of one package."""

    def __init__(
        self, package: Package, convert: Convert, take: Take, stamp_font: Path, begin_audit: BeginAudit
    ) -> None:
        self._package, self._convert, self._take, self._stamp_font = package, convert, take, stamp_font
        self._begin_audit = begin_audit
        self._meeting, self._language = package.meeting, package.language
        self._wording = package.words()
        self._data: Any = as_data(self._wording.words)
        self._titles_known: dict[str, Mapping[int, str]] = {}
        self._of = f"{package.instrument.key} {package.language}"

    def steps(self) -> list[Step]:
        enclosures = self._meeting.enclosures
        return [
            self._merge_letter(),
            *(self._merge_enclosure(each) for each in enclosures if each.template),
            *(self._convert_enclosure(each) for each in sorted(enclosures, key=self._lightness)),
            self._convert_letter(),
            *([self._index()] if self._has_index else []),
            *(self._slip_sheet(each) for each in enclosures if self._meeting.slip_sheets),
            *(self._paper(each, self._meeting.paper) for each in enclosures if self._meeting.paper),
            self._link(),
            self._bundle(),
            *(self._picture(step) for step, _source in self._bound_parts()),
            self._report(),
        ]

    def _lightness(self, enclosure: Enclosure) -> int:
        """The longest first, so that no core waits for one of them at the end."""
        suffix = enclosure.files[self._language].suffix.lower()
        return next((place for place, suffixes in enumerate(_HEAVIEST) if suffix in suffixes), len(_HEAVIEST))

    @property
    def _has_index(self) -> bool:
        return self._meeting.index and bool(self._meeting.enclosures)

    # --- 3 merge -------------------------------------------------------------------------------

    def _merge_letter(self) -> Step:
        package = self._package
        output = Output("letter-docx", self._language, package.instrument.key, f"{self._stem}.docx")
        template = package.template(package.instrument.template)
        files = {"template": template, "letterhead": package.letterhead}
        return _merged(f"merge letter {self._of}", package, self._wording, self._binding().title, files, (output,))

    def _merge_enclosure(self, enclosure: Enclosure) -> Step:
        """A template is filled in in its own language, whichever letter it goes with."""
        package = self._package.for_enclosures(self._package.language_of(enclosure))
        wording = package.words(enclosure=enclosure.position)
        own: Any = as_data(wording.words)
        title = text.plain(own["enclosure"]["title"])
        files = {"template": enclosure.files[self._language]}
        return _merged(self._merged_enclosure(enclosure), package, wording, title, files)

    # --- 4 convert -----------------------------------------------------------------------------

    def _convert_letter(self) -> Step:
        name = f"convert letter {self._of}"
        shown = self._package.template(self._package.instrument.template)
        return self._converted(name, f"merge letter {self._of}", shown, NOTHING_SAID)

    def _convert_enclosure(self, enclosure: Enclosure) -> Step:
        source = enclosure.files[self._language]
        output = Output("enclosure", self._language, None, self._enclosure_path(enclosure))
        if source.suffix.lower() == ".pdf":
            return self._taken(enclosure, source, output)
        merged = self._merged_enclosure(enclosure) if enclosure.template else None
        return self._converted(self._enclosure(enclosure), merged, source, self._said(enclosure), (output,))

    def _said(self, enclosure: Enclosure) -> Said:
        """What the meeting says of an enclosure: in the reader's language of a picture, else in that of the file."""
        described = enclosure.description.get(self._language, "")
        language = self._language if described else enclosure.written_in[self._language]
        # What serves several languages is called as in the first, whichever of them are built now.
        known = language if language in self._meeting.languages else self._meeting.languages[0]
        return Said(self._titles_in(known)[enclosure.position], known, text.plain(described), alone=True)

    def _titles_in(self, language: str) -> Mapping[int, str]:
        """The title of each enclosure in a language, in plain words, by position."""
        if language not in self._titles_known:
            words = self._wording if language == self._language else self._package.for_enclosures(language).words()
            data: Any = as_data(words.words)
            titles = [text.plain(each["title"]) for group in data["groups"] for each in group["enclosures"]]
            self._titles_known[language] = dict(enumerate(titles, start=1))
        return self._titles_known[language]

    def _converted(
        self, name: str, merged: str | None, source: Path, said: Said, outputs: tuple[Output, ...] = ()
    ) -> Step:
        """A document becomes a PDF: ``source`` itself, or what the step ``merged`` made of it."""

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            found = _in_words_of(source, self._convert, made[merged].path if merged else source, target, said)
            facts = {"conformance": found.met.as_json()} if found.met else {}
            remarks = [remark.at(where).as_json() for remark in found.remarks]
            return {"pages": found.pages, "remarks": remarks, "facts": facts}

        where = self._from_root(source)
        files = {} if merged else {"source": source}
        settings = {
            "created": self._package.created.isoformat(),
            "kind": source.suffix.lower(),
            "known as": where,
            "linked names": sorted(self._package.linked_names),
            "said": [said.title, said.language, said.description],
        }
        return Step(name, "convert", files, (merged,) if merged else (), settings, ".pdf", run, outputs)

    def _taken(self, enclosure: Enclosure, source: Path, output: Output) -> Step:
        def run(_made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            taken = self._take(source, target, self._package, enclosure)
            return {"pages": taken.pages, "remarks": [remark.at(where).as_json() for remark in taken.remarks]}

        where, place = self._from_root(source), enclosure.password
        settings = {
            "known as": where,
            # Where the password is, never what it is.
            "password": [place.variable, str(place.file or "")] if place else None,
            "right to assemble": enclosure.right_to_assemble,
        }
        files = {"source": source}
        return Step(self._enclosure(enclosure), "take", files, (), settings, ".pdf", run, (output,))

    # --- 5 bundle ------------------------------------------------------------------------------

    def _paper(self, enclosure: Enclosure, paper: Paper) -> Step:
        converted = self._enclosure(enclosure)
        known_as = self._from_root(enclosure.files[self._language])

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.bundle.paper import set_on_paper  # noqa: PLC0415 - loads pikepdf

            source = made[converted].path
            with _telling({source: known_as}):
                set_on_paper(source, paper, target)
            return {"pages": made[converted].pages}

        return Step(self._bound(enclosure), "paper", {}, (converted,), [paper, known_as], ".pdf", run)

    def _index(self) -> Step:
        template, letterhead = self._package.template("index"), self._package.letterhead
        properties = self._package.properties(self._package.phrases["bundle.index"])
        needs = (self._letter, *map(self._enclosure, self._meeting.enclosures), *self._slips)

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.merge import merge  # noqa: PLC0415

            document = target.with_suffix(".docx")
            length = 1
            # The index moves what it counts: it is set again until its own length is the one it counted with.
            for _ in range(6):
                wording = self._package.words(pages=self._spans(made, length))
                merge(wording, template, letterhead, properties, document, first_page=False)
                found = _in_words_of(template, self._convert, document, target).pages
                document.unlink()
                if found == length:
                    return {"pages": length}
                length = found
            mend = "Take out what makes its length depend on its own numbers."
            raise _template_error(template, "The index does not settle on a length.", mend)

        files = {"template": template, "letterhead": letterhead}
        settings = [_settings(self._package, self._wording), properties.title]
        return Step(f"index {self._of}", "index", files, needs, settings, ".pdf", run, counts_only=True)

    def _spans(self, made: Mapping[str, Made], index: int) -> dict[int, PageSpan]:
        """Where each enclosure lies in the bundle when the index has so many pages."""
        spans: dict[int, PageSpan] = {}
        page = made[self._letter].pages + index + 1
        for enclosure in self._meeting.enclosures:
            pages = made[self._enclosure(enclosure)].pages
            slip = made[self._slip(enclosure)].pages if self._meeting.slip_sheets else 0
            spans[enclosure.position] = PageSpan(page, pages, f"{enclosure.number}-1")
            page += slip + pages
        return spans

    def _slip_sheet(self, enclosure: Enclosure) -> Step:
        template, letterhead = self._package.template("slip-sheet"), self._package.letterhead
        wording = self._package.words(enclosure=enclosure.position)
        properties = self._package.properties(self._titles()[enclosure.position][1])

        def run(_made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.merge import merge  # noqa: PLC0415

            document = target.with_suffix(".docx")
            merge(wording, template, letterhead, properties, document, first_page=False, numbered=False)
            pages = _in_words_of(template, self._convert, document, target).pages
            document.unlink()
            return {"pages": pages}

        files = {"template": template, "letterhead": letterhead}
        return Step(self._slip(enclosure), "slip", files, (), _settings(self._package, wording), ".pdf", run)

    def _link(self) -> Step:
        """The letter that travels alone: its list points at the enclosures' files beside it."""
        files = {each.position: self._enclosure_path(each) for each in self._meeting.enclosures}
        folder = f"{self._language}/"
        beside = {position: path.removeprefix(folder) for position, path in files.items()}
        titles = {position: title for position, (_, title) in self._titles().items()}
        created = self._package.created

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.bundle.letter import point_links  # noqa: PLC0415 - loads pikepdf

            met = point_links(made[self._letter].path, beside, titles, created, target)
            return {"pages": made[self._letter].pages, "facts": {"conformance": met.as_json()}}

        settings = {"beside": {str(position): [path, titles[position]] for position, path in beside.items()}}
        output = Output("letter", self._language, self._package.instrument.key, f"{self._stem}.pdf")
        return Step(f"link letter {self._of}", "link", {}, (self._letter,), settings, ".pdf", run, (output,))

    def _bundle(self) -> Step:
        instrument = self._package.instrument.key
        name = f"{self._meeting.slug}-{instrument}-{self._language}.pdf"
        output = Output("bundle", self._language, instrument, name)
        binding = self._binding()
        # A signed enclosure rides along as it was converted, before it was set on paper.
        sources = dict(self._bound_parts()) | {
            self._enclosure(each): each.files[self._language] for each in self._meeting.enclosures
        }
        known = {step: self._from_root(source) for step, source in sources.items()}

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.bundle.assemble import bundle  # noqa: PLC0415 - loads pikepdf
            from pipeline.bundle.declaration import declare  # noqa: PLC0415
            from pipeline.bundle.source import where as place  # noqa: PLC0415

            parts = self._parts(made)
            known_as = {made[step].path: name for step, name in known.items()} | {target: output.path}
            with _telling(known_as):
                with self._begin_audit(parts, binding) as audit:
                    report = bundle(parts, binding, target)
                    findings, judged = audit(target)
                if findings:
                    raise BundleError(*findings)
            met, short = declare(target, parts, judged)
            told = (*report.remarks, *short)
            remarks = [each.at(_renamed(each.where, known_as)).as_json() for each in told]
            # The report finds the part that a remark is on by its place.
            places = [_renamed(place(part), known_as) for part in parts]
            facts = {"places": places, "first_pages": list(report.first_pages), "conformance": met.as_json()}
            return {"pages": report.pages, "remarks": remarks, "facts": facts}

        settings = {
            "parts": [_plain_data(part, "path", "original") for part in self._parts({})],
            "binding": _plain_data(binding, "stamp_font"),
            "sources": list(known.values()),
        }
        files = {"stamp font": self._stamp_font}
        return Step(f"bundle {self._of}", "bundle", files, tuple(sources), settings, ".pdf", run, (output,))

    def _bound_parts(self) -> Iterator[tuple[str, Path]]:
        """The step that makes each part of the bundle, in order, and the file that a person knows it by."""
        yield self._letter, self._package.template(self._package.instrument.template)
        if self._has_index:
            yield f"index {self._of}", self._package.template("index")
        for each in self._meeting.enclosures:
            if self._meeting.slip_sheets:
                yield self._slip(each), self._package.template("slip-sheet")
            yield self._bound(each), each.files[self._language]

    def _parts(self, made: Mapping[str, Made]) -> list[Part]:
        """The bundle's parts in order; before anything is made, without their paths."""

        def part(kind: Literal["letter", "index", "slip-sheet", "enclosure"], step: str, title: str) -> Part:
            return Part(kind, made[step].path if made else Path(), title, self._language)

        parts = [part("letter", self._letter, self._phrase(letter_phrase(self._package.instrument)))]
        if self._has_index:
            parts.append(part("index", f"index {self._of}", self._phrase("bundle.index")))
        titles, stamps = self._titles(), self._package.stamps(self._wording)
        for group in self._meeting.groups:
            heading = titles[group.enclosures[0].position][0] if group.title else None
            for each in group.enclosures:
                numbered = replace(
                    part("enclosure", self._bound(each), titles[each.position][1]),
                    language=self._package.language_of(each),
                    position=each.position,
                    number=each.number,
                    group=heading,
                    stamp=stamps[each.position - 1],
                    names=linked_names(each),
                    original=made[self._enclosure(each)].path if made else None,
                )
                if self._meeting.slip_sheets:
                    sheet = part("slip-sheet", self._slip(each), numbered.title)
                    parts.append(replace(numbered, kind="slip-sheet", path=sheet.path, language=self._language))
                parts.append(numbered)
        return parts

    # --- report --------------------------------------------------------------------------------

    def _picture(self, source: str) -> Step:
        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.report.picture import draw_first_page  # noqa: PLC0415 - loads pdfium

            draw_first_page(made[source].path, target)
            return {}

        return Step(f"picture of {source}", "picture", {}, (source,), None, ".jpg", run)

    def _report(self) -> Step:
        bound = list(self._bound_parts())
        bundle, instrument = f"bundle {self._of}", self._package.instrument.key
        file = f"{self._meeting.slug}-{instrument}-{self._language}"
        symbols: dict[int | None, str] = {each.position: each.symbol for each in self._meeting.enclosures}
        # An enclosure that was set on paper was converted before.
        before = {self._bound(each): self._enclosure(each) for each in self._meeting.enclosures}
        phrases = report_phrases(self._package.phrases.path, self._package.phrases.words)
        title, date = text.plain(self._data["title"]), text.plain(self._data["date"])

        def run(made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
            from pipeline.report.page import BundleTold, PartTold, write_report  # noqa: PLC0415

            places = made[bundle].facts["places"]
            parts = [
                PartTold(
                    part,
                    source=self._from_root(source),
                    symbol=symbols.get(part.position, ""),
                    first_page=first,
                    pages=made[step].pages,
                    picture=made[f"picture of {step}"].path,
                    remarks=_of_part(made, step, before.get(step, step), bundle, place),
                )
                for (step, source), part, first, place in zip(
                    bound, self._parts(made), made[bundle].facts["first_pages"], places, strict=True
                )
            ]
            told = BundleTold(
                title,
                date,
                file=f"{file}.pdf",
                pages=made[bundle].pages,
                conformance=made[bundle].facts.get("conformance"),
                parts=tuple(parts),
                remarks=tuple(remark for remark in made[bundle].remarks if remark.where not in places),
            )
            words = ReportWords(self._language, phrases, right_to_left(self._language))
            return {"facts": {"to look at": write_report(told, words, target)}}

        steps = [step for step, _source in bound]
        needs = dict.fromkeys([bundle, *steps, *before.values(), *(f"picture of {step}" for step in steps)])
        settings = {
            "words": phrases,
            "title": [title, date, file],
            "parts": [_plain_data(part, "path", "original") for part in self._parts({})],
            "sources": [self._from_root(source) for _step, source in bound],
            "symbols": list(symbols.values()),
        }
        output = Output("report", self._language, instrument, f"{file}-report.html")
        return Step(f"report {self._of}", "report", {}, tuple(needs), settings, ".html", run, (output,), tells=True)

    def _titles(self) -> dict[int, tuple[str, str]]:
        """The title of each enclosure's group, and its own, in plain words, by position."""
        pairs = [
            (text.plain(group["title"]), text.plain(each["title"]))
            for group in self._data["groups"]
            for each in group["enclosures"]
        ]
        return dict(enumerate(pairs, start=1))

    def _binding(self) -> Binding:
        return Binding(
            title=text.plain(self._data["title"]),
            author=self._meeting.author,
            subject=text.plain(self._data["subject"]),
            language=self._language,
            created=self._package.created,
            stamp=self._phrase("bundle.stamp"),
            stamp_font=self._stamp_font,
            stamp_size=self._package.house.settings.stamp.size,
            right_to_left=right_to_left(self._language),
            identifiers=(
                f"{self._meeting.slug}-{self._package.instrument.key}-{self._language}",
                *(each.symbol for each in self._meeting.enclosures if each.symbol),
            ),
        )

    def _from_root(self, path: Path) -> str:
        """A path that is the same on every machine, for what is kept."""
        root = self._package.house.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name

    # --- names ---------------------------------------------------------------------------------

    def _phrase(self, key: str) -> str:
        return text.plain(self._package.phrases[key])

    @property
    def _letter(self) -> str:
        return f"convert letter {self._of}"

    def _enclosure(self, enclosure: Enclosure) -> str:
        if self._language in enclosure.description:
            return f"convert enclosure {enclosure.number} {self._language}"
        # What has no words, and is no template, is the same for all languages.
        plain = enclosure.written_in[self._language] is None and not enclosure.template
        return f"convert enclosure {enclosure.number}{'' if plain else f' {self._package.language_of(enclosure)}'}"

    def _bound(self, enclosure: Enclosure) -> str:
        """The step that makes what goes into the bundle of an enclosure."""
        converted = self._enclosure(enclosure)
        return converted.replace("convert", "paper", 1) if self._meeting.paper else converted

    def _merged_enclosure(self, enclosure: Enclosure) -> str:
        return f"merge enclosure {enclosure.number} {self._package.language_of(enclosure)}"

    def _slip(self, enclosure: Enclosure) -> str:
        return f"slip-sheet {enclosure.number} {self._of}"

    @property
    def _slips(self) -> tuple[str, ...]:
        return tuple(map(self._slip, self._meeting.enclosures)) if self._meeting.slip_sheets else ()

    @property
    def _stem(self) -> str:
        return f"{self._language}/{self._package.instrument.key}-{self._language}"

    def _enclosure_path(self, enclosure: Enclosure) -> str:
        title = file_name(self._titles()[enclosure.position][1])
        number = enclosure.number.zfill(2) if enclosure.number.isdecimal() else enclosure.number
        name = f"{number}{f'-{title}' if title else ''}.pdf"
        return f"{self._language}/{file_name(self._phrase('file.enclosures')) or 'enclosures'}/{name}"


def file_name(words: str, longest: int = 48) -> str:
    """Words as part of a file's name that every system and mail gateway takes: small letters, figures, hyphens.

    >>> file_name("Ordre du jour de la Cinquième Conférence d’examen")
    'ordre-du-jour-de-la-cinquieme-conference-d'
    >>> file_name("Programme, 18–20 June 2024"), file_name("(18-20 حزيران/يونيه)")
    ('programme-18-20-june-2024', '')
    """
    signs = (sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    whole = "-".join(re.findall(r"[a-z0-9]+", "".join(signs).lower()))
    if not re.search("[a-z]", whole):
        return ""  # figures alone, of a title in another script, would say something else
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0]


def _plain_data(value: Part | Binding, *but: str) -> dict[str, str]:
    """The fields as JSON data, but for those that hold a path."""
    return {name: str(getattr(value, name)) for name in type(value).__slots__ if name not in but}


def _of_part(made: Mapping[str, Made], step: str, converted: str, bundle: str, place: str) -> tuple[Finding, ...]:
    """What was remarked of a part, when it was made and when it was bound, each thing once."""
    own = (remark for each in dict.fromkeys((converted, step)) for remark in made[each].remarks)
    bound = (remark for remark in made[bundle].remarks if remark.where == place)
    return tuple({remark.code + str(remark.values): remark for remark in (*own, *bound)}.values())


def _settings(package: Package, wording: Wording) -> object:
    """Whatever else than its files decides what a merge makes."""
    created = package.created.isoformat()
    return {
        "words": as_data(wording.words),
        "language": wording.language,
        "author": package.meeting.author,
        "created": created,
    }


def _merged(
    name: str,
    package: Package,
    wording: Wording,
    title: str,
    files: Mapping[str, Path],
    outputs: tuple[Output, ...] = (),
) -> Step:
    def run(_made: Mapping[str, Made], target: Path) -> Mapping[str, Any]:
        from pipeline.merge import merge  # noqa: PLC0415 - docxtpl is loaded only when something is merged

        merge(wording, files["template"], files.get("letterhead"), package.properties(title), target)
        return {}

    settings = {"title": title, "merge": _settings(package, wording)}
    return Step(name, "merge", files, (), settings, ".docx", run, outputs)


def _template_error(path: Path, what: str, mend: str) -> PapersError:
    from pipeline.errors import TemplateError  # noqa: PLC0415

    return TemplateError(Problem(str(path), what, mend))


def _in_words_of(source: Path, convert: Convert, path: Path, target: Path, said: Said = NOTHING_SAID) -> Converted:
    """Converts ``path``; a problem is told of ``source``, the file that a person knows."""
    with _telling({path: str(source)}):
        return convert(path, target, said)


@contextmanager
def _telling(known_as: Mapping[Path, str]) -> Iterator[None]:
    """Tells of problems with other names for files: of those that a person knows."""
    try:
        yield
    except PapersError as error:
        told = (
            Problem(*(_renamed(words, known_as) for words in (each.where, each.what, each.mend)))
            for each in error.problems
        )
        raise type(error)(*told) from error


def _renamed(words: str, known_as: Mapping[Path, str]) -> str:
    for path, known in known_as.items():
        words = words.replace(str(path), known)
    return words
