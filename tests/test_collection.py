"""Whatever a PDF holds, it is bound as it looks, or refused by name: some hundreds of files, spoilt in every way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument, PdfiumError

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.convert import take
from pipeline.convert.faults import Faults
from pipeline.convert.intake import Intake, Permissions
from pipeline.errors import BundleError, MeetingError
from pipeline.model import Part
from tests.collection import KINDS, SPOILERS, spoilt
from tests.pdfs import BINDING, letter, part, simple

EACH = 4
"""Files of each kind for each way to spoil it."""
HEAD = 60
"""Points at the head of a page that a stamp may lie in."""

Picture = tuple[tuple[int, int], bytes]
"""A size, and greys."""


def test_there_are_enough() -> None:
    assert len(KINDS) * (1 + EACH * len(SPOILERS)) >= 500


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with Intake() as one:
        yield one


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_bound_as_it_looks_or_refused_by_name(kind: str, intake: Intake, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    files = spoilt(kind, tmp_path, EACH)
    taken = [found for source in files if (found := taken_in(source, intake, tmp_path / "taken"))]
    assert taken[0][0] == files[0], "the sound one is taken"
    bind(taken, tmp_path)


EDIT = st.tuples(st.sampled_from(sorted(SPOILERS)), st.integers(0, 2**32))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(kind=st.sampled_from(sorted(KINDS)), edits=st.lists(EDIT, min_size=1, max_size=4))
def test_what_is_spoilt_in_several_ways_too(intake: Intake, kind: str, edits: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "taken").mkdir()
        source = KINDS[kind](folder / "spoilt.pdf")
        for way, seed in edits:
            source.write_bytes(SPOILERS[way](source.read_bytes(), Random(seed)))
        if found := taken_in(source, intake, folder / "taken"):
            bind([found], folder)


def taken_in(source: Path, intake: Intake, folder: Path) -> tuple[Path, Path] | None:
    """The file and what is taken of it; None when it is refused."""
    target = folder / source.name
    try:
        converted = take(source, intake, Permissions(), target)
    except MeetingError as error:
        refused = error
    else:
        with pikepdf.open(target) as pdf:
            assert len(pdf.pages) == converted.pages
        return source, target
    assert {problem.where for problem in refused.problems} == {str(source)}
    assert not target.exists()
    return None


def bind(files: Sequence[tuple[Path, Path]], folder: Path) -> None:
    """Binds what was taken of files, without those that an error names, and looks at what comes out."""
    first = letter(simple(folder / "letter.pdf"))
    parts = [part(taken, number, title=taken.stem) for number, (_, taken) in enumerate(files, start=1)]
    target = folder / "bundle.pdf"
    while named := _refused([first, *parts], target):
        parts = [each for each in parts if each not in named]
    with pikepdf.open(target) as pdf:
        # What no reader can unpack is bound as it is.
        said = [*map(str, pdf.check_pdf_syntax()), *map(str, pdf.get_warnings())]
        assert not Faults.told(said).structure, said
    seen = pictures(target)[1:]
    sources = {taken: source for source, taken in files}
    for each in parts:
        wanted = pictures(sources[each.path]) or pictures(each.path)
        own, seen = seen[: len(wanted)], seen[len(wanted) :]
        assert [size for size, _ in own] == [size for size, _ in wanted]
        assert all(map(alike, own, wanted)), each.path.name
    assert seen == []


def _refused(parts: Sequence[Part], target: Path) -> list[Part]:
    """The parts that an error names, where there is one; it must name some."""
    try:
        bundle(parts, BINDING, target)
        problems = audit(target, parts, BINDING)
    except BundleError as error:
        problems = error.problems
    named = [each for each in parts[1:] if any(each.title in str(problem) for problem in problems)]
    assert named or not problems, problems
    return named


def pictures(pdf: Path) -> list[Picture]:
    """Each page below its head; none where pdfium can't open the file."""
    try:
        document = PdfDocument(pdf)
    except PdfiumError:
        return []
    found = []
    for page in document:
        # A page may claim to be as wide as a country, or as low as a line.
        scale = min(0.4, 2000 / max(page.get_size()))
        head = min(HEAD, page.get_height() / 2) if page.get_height() * scale > 4 else 0
        bitmap = page.render(scale=scale, crop=(0, 0, 0, head), grayscale=True)
        found.append(((bitmap.width, bitmap.height), bytes(bitmap.buffer)))
        page.close()
    document.close()
    return found


def alike(one: Picture, other: Picture) -> bool:
    return all(abs(own - wanted) <= 16 for own, wanted in zip(one[1], other[1], strict=True))
