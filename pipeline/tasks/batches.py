"""A batch of letters before and after its conversion: their words go in, one document comes out; its PDF goes in, the
letters come out.

Most of what Python does for a letter is here, and can be done in a process of its own (``serve``), so that each office
has a processor that works for it. It answers in JSON and bytes, never in pickles, which a template might have forged.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import PapersError
from pipeline.model import Properties
from pipeline.tasks.gathering import halves
from pipeline.workers.pool import LostError, Workers

Export: TypeAlias = Callable[[bytes, int], bytes]
"""Gives the PDF of a document that has so many letters."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters of one template and language."""

    template: Path
    letterhead: Path
    words: Path
    """Those that all have in common."""
    own: tuple[Mapping[str, Any], ...]
    properties: Properties
    pictures: Mapping[str, Path]
    siblings: Sequence[str]
    """The names of files that a link may lead to."""
    beside: Mapping[int, str]
    titles: Mapping[int, str]
    pages: int = 2
    """How many each has, where they say it."""

    def wordings(self) -> list[Any]:
        """The words of each."""
        return self._wordings(self.own)

    def with_nobody(self) -> list[Any]:
        """Those that all have in common, as of a letter to nobody; and the words of each."""
        return self._wordings(({}, *self.own))

    def _wordings(self, several: Sequence[Mapping[str, Any]]) -> list[Any]:
        from pipeline.localise import Wording, Words, by_name, from_data  # noqa: PLC0415 - loaded when it works

        common = by_name(from_data(json.loads(self.words.read_text(encoding="utf-8"))))
        own = (by_name(from_data(each)) for each in several)
        return [Wording(self.properties.language, Words({**common, **each})) for each in own]

    def frame(self) -> tuple[Any, ...]:
        """All that makes its letters but their own words: the files by their content, which may change."""
        files = (self.template, self.letterhead, self.words, *self.pictures.values())
        return (replace(self, own=(), pages=0), *(sha256(each.read_bytes()).digest() for each in files))

    @property
    def point(self) -> Any:
        """Lets the links of a letter lead to the enclosures that lie beside it."""
        from pipeline.bundle.letter import point_to_files  # noqa: PLC0415

        return partial(point_to_files, files=self.beside, titles=self.titles)


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that was taken out of a batch, or the code of the reason why it must be made alone."""

    pdf: bytes
    pages: int
    alone: str = ""
    crowded: bool = False
    """Whether it can be made with fewer others, or with none of them."""

    @property
    def miscounted(self) -> bool:
        """Whether it said another number of pages than it has."""
        return not self.pdf and self.pages > 0


class Desk:
    """Where one batch after the other is put together and taken apart, in this process."""

    def __init__(self) -> None:
        self._batch: Batch | None = None
        self._together: Any = None
        self._frame: Any = None
        self._known: set[str] = set()
        """What letters are made of that were found to be PDF/A-2a and PDF/UA-1, in the same frame."""

    def at_once(self, batch: Batch, export: Export) -> tuple[list[str], list[Taken]]:
        """For each letter of a batch the reason why it can't be with others, or nothing; and those that are, in order.
        Both are empty where something is wrong with all."""
        with suppress(PapersError):
            document, apart, letters = self.put_together(batch)
            if not document:
                return apart, []
            made = export(document, letters)
            with suppress(PapersError):
                return apart, self.take_apart(made)
        return [], []

    def put_together(self, batch: Batch) -> tuple[bytes, list[str], int]:
        """A document, nothing where no letter can be in one; for each letter, nothing, or the reason why it can't, or
        that it can be in another one; and how many it has, with that to nobody. Raises PapersError for a template that
        is wrong."""
        from pipeline.merge.together import merge_together  # noqa: PLC0415

        nobody, *wordings = batch.with_nobody()
        given = (batch.template, batch.letterhead, batch.properties, batch.pictures)
        found = merge_together(wordings, *given, nobody=nobody, pages=batch.pages)
        self._batch, self._together = batch, found
        return (
            found.document,
            [_LATER if number in found.later else found.apart.get(number, "") for number in range(len(wordings))],
            len(found.numbers) + found.led,
        )

    def take_apart(self, made: bytes) -> list[Taken]:
        """The letters of the PDF that an office made of the document, in their order there. Each is read back, for its
        own words and for those of others. Raises PapersError for a PDF that is none."""
        from pipeline.completeness.letters import ends_with_kept, read_back  # noqa: PLC0415
        from pipeline.convert.many import Letter, parted  # noqa: PLC0415
        from pipeline.pdf.conformance import check  # noqa: PLC0415

        batch, together = self._batch, self._together
        assert batch is not None
        count, created = len(together.numbers), batch.properties.created
        given = (batch.template, created, batch.siblings, batch.point)
        letters = list(parted(made, count, *given, led=together.led, proxies=together.proxies))
        made_out = [
            (each, *of_it)
            for each, *of_it in zip(letters, together.words, together.kept, strict=True)
            if isinstance(each, Letter)
        ]
        pdfs, words = [each.pdf for each, _, _ in made_out], [said for _, said, _ in made_out]
        pages, right = read_back(pdfs, words, together.heads)
        # A heading as a page's last line, which LibreOffice leaves there in some company and not in other.
        kept = (ends_with_kept(each, said, lines) for each, (_, said, lines) in zip(pages, made_out, strict=True))
        wrong = iter(
            ("alone-kept" if is_kept else "") if is_right else "alone-words"
            for is_right, is_kept in zip(right, kept, strict=True)
        )
        if (frame := batch.frame()) != self._frame:
            self._frame, self._known = frame, set()
        taken: list[Taken] = []
        for letter in letters:
            if not isinstance(letter, Letter):
                taken.append(Taken(b"", 0, letter.why, letter.crowded))
            elif why := next(wrong):
                taken.append(Taken(b"", 0, why))
            elif together.counted and letter.pages != batch.pages:
                taken.append(Taken(b"", letter.pages, "alone-fields"))
            # Asked once of all that are made of the same fonts, tags and kinds of things.
            elif letter.kinds <= self._known or not check(letter.pdf, why_alone=True).broken:
                self._known |= letter.kinds
                taken.append(Taken(letter.pdf, letter.pages))
            else:
                taken.append(Taken(b"", 0, "alone-levels"))
        return taken


_LATER = "later"
"""In the place of a reason: the document is as long as it may be."""
_PATIENCE = 180.0
"""Seconds that a desk may take over a batch, of which it takes a few: one that hangs is given up, and each letter is
made by itself."""


class Desks(Workers):
    """Desks in processes of their own."""

    def __init__(self, count: int) -> None:
        super().__init__("pipeline.tasks.batches", count)

    def at_once(self, batch: Batch, export: Export) -> tuple[list[str], list[Taken]]:
        """What :meth:`Desk.at_once` gives."""
        with suppress(LostError), self.one() as worker:
            worker.send({"do": "put together"}, pickle.dumps(batch))
            said, document = worker.receive(_PATIENCE)
            if not document:
                return said.get("apart", []), []
            worker.send({"do": "take apart"}, export(document, said["letters"]))
            told, content = worker.receive(_PATIENCE)
            taken, at = [], 0
            for size, *about in told.get("taken", []):
                taken.append(Taken(content[at : at + size], *about))
                at += size
            return said["apart"], taken
        return [], []


def convert(batch: Batch, export: Export, desks: Desks | Desk | None = None, *, counted: bool = False) -> list[Taken]:
    """Each letter of a batch, taken out, or without a PDF: whoever makes that alone is told what is wrong.

    One that is in the way of others, or they in its, is made with fewer and fewer of them; one that says how many pages
    it has, with those that have as many, unless they were ``counted`` before.
    """
    apart, together = (desks or Desk()).at_once(batch, export)
    left = iter(together)
    taken = [
        Taken(b"", 0, crowded=True) if why == _LATER else Taken(b"", 0, why) if why else next(left, Taken(b"", 0))
        for why in apart or [""] * len(batch.own)
    ]

    def again(some: Sequence[int], pages: int, *, counted: bool) -> None:
        part = replace(batch, own=tuple(batch.own[at] for at in some), pages=pages)
        for at, each in zip(some, convert(part, export, desks, counted=counted), strict=True):
            taken[at] = each

    crowded = [at for at, each in enumerate(taken) if each.crowded]
    for some in halves(crowded) if len(crowded) == len(taken) else (crowded,):
        if some:
            again(some, batch.pages, counted=counted)
    for pages in {each.pages for each in taken if each.miscounted} if not counted else ():
        again([at for at, each in enumerate(taken) if each.miscounted and each.pages == pages], pages, counted=True)
    return taken


def serve() -> None:
    """Answers requests until nobody asks any more: to put a batch together, then to take it apart."""
    from pipeline.workers.serve import Line  # noqa: PLC0415 - a worker's side

    line, desk = Line(), Desk()
    for said, data in line.requests():
        try:
            if said["do"] == "put together":
                document, apart, letters = desk.put_together(pickle.loads(data))  # noqa: S301 - our own process wrote it
                line.answer({"apart": apart, "letters": letters}, document)
            else:
                taken = desk.take_apart(data)
                told = [(len(each.pdf), each.pages, each.alone, each.crowded) for each in taken]
                line.answer({"taken": told}, b"".join(each.pdf for each in taken))
        except PapersError:
            line.answer({})
