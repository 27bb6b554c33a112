"""A bundle is like one that was sound: what is the same is not looked at again, and nothing that differs is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.audit import audit, read_parts
from pipeline.audit.precedents import Case, Precedents
from pipeline.audit.reading import Shelf
from pipeline.bundle.assemble import bundle
from pipeline.bundle.save import save
from pipeline.convert import Details, convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.findings import Finding
from pipeline.model import Part
from pipeline.pdf.conformance import Judged, judge
from pipeline.pdf.leading import same_tags
from pipeline.pdf.verdicts import Verdicts
from pipeline.pdf.written import UnusualError, Written
from tests.kinds import MAKERS
from tests.pdfs import BINDING, bookmarks, destinations, layer, letter, part, simple, tagged, text_field

DETAILS = Details("Pièce & <annexe>", "fr", alone=True)


def _a_letter(path: Path, name: str) -> Path:
    document = docx.Document()
    document.add_heading("Invitation", 1)
    document.add_paragraph(f"To {name}, who is invited to the meeting.")
    document.add_paragraph("With the list of documents.", style="List Bullet")
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def parts(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Letters to two people, and enclosures, as LibreOffice makes them."""
    folder = tmp_path_factory.mktemp("parts")
    made = {}
    sources = [_a_letter(folder / "ana.docx", "Ana Silva"), _a_letter(folder / "eva.docx", "Eva Rossi")]
    for source in (*sources, MAKERS[".odt"](folder / "rules.odt"), MAKERS[".xlsx"](folder / "budget.xlsx")):
        made[source.stem] = folder / f"{source.stem}.pdf"
        convert_with_remarks(source, offices, BINDING.created, made[source.stem], details=DETAILS)
    return made


def to(name: str, parts: dict[str, Path]) -> list[Part]:
    """The parts of the bundle that this person gets."""
    return [letter(parts[name]), part(parts["rules"], 1), part(parts["budget"], 2)]


def bind(parts: list[Part], target: Path, spoil: Callable[[Any], object] = lambda _: None) -> Path:
    """The bundle, spoilt; what is written a second time is written another way, the sound one too."""
    bundle(parts, BINDING, target)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        save(pdf, target)
    return target


Looked = tuple[Case, tuple[Finding, ...], Judged]


def looked_at(precedents: Precedents, target: Path, parts: list[Part]) -> Looked:
    """What an auditor says that has these precedents, as it would."""
    case = precedents.case(target, parts, BINDING)
    judged = case.judge(Verdicts(), 9)
    found = case.audit(read_parts(parts, precedents.shelf), [])
    if not found:
        case.keep(judged)
    return case, found, judged


@pytest.fixture
def precedents(parts: dict[str, Path], tmp_path: Path) -> Precedents:
    """Those of an auditor that has seen the sound bundle of one person."""
    known, target = Precedents(Shelf()), bind(to("ana", parts), tmp_path / "ana.pdf")
    case, found, judged = looked_at(known, target, to("ana", parts))
    assert (case.known, found, judged.bundle.broken) == (None, (), {})
    return known


def test_only_the_letter_is_looked_at_again(
    parts: dict[str, Path], precedents: Precedents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = bind(to("eva", parts), tmp_path / "eva.pdf")
    whole = judge(target, [each.path for each in to("eva", parts)])
    monkeypatch.setattr("pipeline.audit.precedents.judge", None)
    shares: list[range] = []
    monkeypatch.setattr("pipeline.audit.precedents.audit_share", _noted(shares))
    case, found, judged = looked_at(precedents, target, to("eva", parts))
    assert case.known is not None
    assert 0 < len(case.differs) < 20
    assert shares == [range(1)]
    assert (found, judged) == ((), whole)


def _noted(shares: list[range]) -> Callable[..., Any]:
    from pipeline.audit import audit_share  # noqa: PLC0415 - the one that is there before it is patched

    def noted(path: Path, parts: Any, binding: Any, share: range, *given: Any) -> Any:
        shares.append(share)
        return audit_share(path, parts, binding, share, *given)

    return noted


def _tags(pdf: Any, number: int) -> list[Any]:
    """The elements of a part, from above to below."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0].K[number]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Dictionary) and Name.S in element:
            found.append(element)
            kids = element.get(Name.K, Array())
            waiting += reversed(list(kids) if isinstance(kids, Array) else [kids])
    return found


def _font(pdf: Any, page: int) -> Any:
    fonts = pdf.pages[page].obj.Resources.Font
    return next(each for each in fonts.as_dict().values() if Name.FontDescriptor in each).FontDescriptor


def _of_letter(page: int, number: int) -> dict[str, Callable[[Any], object]]:
    """What may be wrong with a part, whose first page is ``page``, and which is so many in the tree."""

    def content(pdf: Any) -> None:
        stream = pdf.pages[page].obj.Contents
        stream = stream[-2] if isinstance(stream, Array) else stream
        stream.write(stream.read_bytes().replace(b"BT", b"BT 1 Tr", 1))

    def untagged(pdf: Any) -> None:
        stream = pdf.pages[page].obj.Contents
        stream = stream[-2] if isinstance(stream, Array) else stream
        stream.write(stream.read_bytes() + b" q 0 0 5 5 re f Q")

    def ruined(pdf: Any) -> None:
        file = _font(pdf, page).FontFile2
        file.write(file.read_bytes()[: len(file.read_bytes()) // 2])

    def action(pdf: Any) -> None:
        pdf.pages[page].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))

    return {
        "its words are others": content,
        "something on it is in no tag": untagged,
        "a font is ruined": ruined,
        "a page starts a script": action,
        "it is smaller": lambda pdf: pdf.pages[page].obj.__setitem__("/MediaBox", Array([0, 0, 595, 99])),
        "it has another's key": lambda pdf: pdf.pages[page].obj.__setitem__("/StructParents", 1 - min(number, 1)),
        "it has no key": lambda pdf: pdf.pages[page].obj.__delitem__("/StructParents"),
        "an element has another role": lambda pdf: _tags(pdf, number)[2].__setitem__("/S", Name.H4),
        "an element has nobody's role": lambda pdf: _tags(pdf, number)[2].__setitem__("/S", Name.Nonsense),
        "an element has another language": lambda pdf: _tags(pdf, number)[2].__setitem__("/Lang", String("x y")),
        "an element is read as something else": lambda pdf: _tags(pdf, number)[2].__setitem__("/Alt", String("no")),
        "its name is another": lambda pdf: _tags(pdf, number)[0].__setitem__("/T", String("Other")),
    }


def _swap_pages(pdf: Any) -> None:
    kids = pdf.Root.Pages.Kids
    kids[0], kids[1] = kids[1], kids[0]


def _swap_parts(pdf: Any) -> None:
    kids = pdf.Root.StructTreeRoot.K[0].K
    kids[0], kids[1] = kids[1], kids[0]


def _swap_keys(pdf: Any) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1], numbers[3] = numbers[3], numbers[1]


TIES: dict[str, Callable[[Any], object]] = {
    "two pages are swapped": _swap_pages,
    "two parts of the tree are swapped": _swap_parts,
    "two keys are swapped": _swap_keys,
    "a label is another": lambda pdf: pdf.Root.PageLabels.Nums[3].__setitem__("/P", String("9-")),
    "the title is another": lambda pdf: pdf.docinfo.__setitem__("/Title", "Other"),
    "the outline says something else": lambda pdf: pdf.Root.Outlines.First.__setitem__("/Title", String("Other")),
    "the outline leads elsewhere": lambda pdf: pdf.Root.Outlines.First.Dest.__setitem__(0, pdf.pages[1].obj),
    "the last line of the outline leads elsewhere": lambda pdf: pdf.Root.Outlines.Last.Dest.__setitem__(
        0, pdf.pages[0].obj
    ),
    "it has no language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "it does not say that it is tagged": lambda pdf: pdf.Root.__delitem__("/MarkInfo"),
    "its title is not shown": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "it starts a script": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))
    ),
    "the profile is ruined": lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"none"),
    "the metadata declares nothing": lambda pdf: pdf.Root.Metadata.write(
        pdf.Root.Metadata.read_bytes().replace(b"part>2<", b"part>9<")
    ),
}
SPOILT = {
    **{f"letter: {name}": spoil for name, spoil in _of_letter(0, 0).items()},
    **{f"enclosure: {name}": spoil for name, spoil in _of_letter(1, 1).items()},
    **{f"tie: {name}": spoil for name, spoil in TIES.items()},
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_whatever_is_spoilt_is_found_by_an_auditor_that_has_seen_the_sound_one(
    parts: dict[str, Path], precedents: Precedents, tmp_path: Path, spoil: Callable[[Any], object]
) -> None:
    own = to("eva", parts)
    target = bind(own, tmp_path / "eva.pdf", spoil)
    whole, level = audit(target, own, BINDING), judge(target, [each.path for each in own])
    assert whole or level.bundle.broken or not level.bundle.declares
    case, found, judged = looked_at(precedents, target, own)
    assert case.known is not None  # there is what it could be taken for
    assert case.differs
    assert (found, judged) == (whole, level)


def test_a_part_whose_file_has_changed_makes_it_another_bundle(
    parts: dict[str, Path], precedents: Precedents, tmp_path: Path
) -> None:
    own = to("eva", parts)
    target = bind(own, tmp_path / "eva.pdf")
    other = tmp_path / "rules.pdf"
    other.write_bytes(parts["rules"].read_bytes())
    assert precedents.case(target, [own[0], replace(own[1], path=other), own[2]], BINDING).known is not None
    other.write_bytes(other.read_bytes().replace(b"%%EOF", b"%%FOE"))
    assert precedents.case(target, [own[0], replace(own[1], path=other), own[2]], BINDING).known is None
    assert precedents.case(target, [own[0], replace(own[1], title="Other"), own[2]], BINDING).known is None
    assert precedents.case(target, own, replace(BINDING, title="Other")).known is None
    assert precedents.case(target, [replace(own[0], title="Other"), *own[1:]], BINDING).known is None
    before = parts["rules"].read_bytes()
    try:
        parts["rules"].write_bytes(before.replace(b"%%EOF", b"%%FOE"))
        assert precedents.case(target, own, BINDING).known is None
    finally:
        parts["rules"].write_bytes(before)
    assert precedents.case(target, own, BINDING).known is not None


def _kinds_of_things(pdf: Pdf) -> None:
    bookmarks(pdf, ("Part one", Array([pdf.pages[0].obj, Name.Fit])), ("Part two", Array([pdf.pages[1].obj, Name.Fit])))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([text_field(pdf, "name", "Ana")])))
    destinations(pdf, annex=1)
    layer(pdf, "Draft", shown=False)
    pdf.attachments["data.csv"] = b"1;2"


def test_a_bundle_of_a_lower_level_is_one_of_that_level_again(tmp_path: Path) -> None:
    """Enclosures from elsewhere are often no PDF/A: what they lack, they lack behind each letter."""
    precedents, target = Precedents(Shelf()), tmp_path / "bundle.pdf"
    enclosures = [part(simple(tmp_path / "form.pdf", 2, _kinds_of_things), 1), part(tagged(tmp_path / "rules.pdf"), 2)]
    for number, name in enumerate(("ana", "eva")):
        own = [letter(tagged(tmp_path / f"{name}.pdf", 2, name=name)), *enclosures]
        bundle(own, BINDING, target)
        case, found, judged = looked_at(precedents, target, own)
        assert (case.known is not None, found) == (bool(number), ())
        assert judged == judge(target, [each.path for each in own])


def test_who_is_forgotten_is_looked_at_as_a_whole(parts: dict[str, Path], tmp_path: Path) -> None:
    none, target = Precedents(Shelf(), most=0), tmp_path / "ana.pdf"
    bundle(to("ana", parts), BINDING, target)
    for _ in range(2):
        case, found, judged = looked_at(none, target, to("ana", parts))
        assert (case.known, found, judged.bundle.broken) == (None, (), {})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.replace(b"%PDF-1.7", b"%PDF-1.7\r"),
        lambda data: data.replace(b"/Type /XRef", b"/Type /Xref"),
        lambda data: data.replace(b"2 0 obj", b"3 0 obj"),
        lambda data: data.replace(b"endobj\n", b"endobj\r", 1),
        lambda data: b"%PDF-1.7\n",
        lambda _: b"",
    ],
)
def test_a_file_that_is_written_otherwise_is_not_read_so(
    parts: dict[str, Path], tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    target = tmp_path / "bundle.pdf"
    bundle(to("ana", parts), BINDING, target)
    data = target.read_bytes()
    assert Written.read(data).differs_from(Written.read(data)) == frozenset()
    with pytest.raises(UnusualError):
        Written.read(spoil(data))


def test_each_object_is_as_it_is_written(parts: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "bundle.pdf"
    bundle(to("ana", parts), BINDING, target)
    written = Written.read(target.read_bytes())
    with pikepdf.open(target) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get(Name.Type) != Name.XRef:
                assert written.of(thing.objgen[0]).split() == thing.unparse(resolved=True).split()
        assert set(written.reached(written.from_trailer())) >= {page.obj.objgen[0] for page in pdf.pages}


def test_tags_are_the_same_whatever_words_they_hold(parts: dict[str, Path], tmp_path: Path) -> None:
    sound = Written.read(bind(to("ana", parts), tmp_path / "ana.pdf").read_bytes())
    for spoil, same in (
        (lambda _: None, True),
        (lambda pdf: _tags(pdf, 0)[2].__setitem__("/Lang", String("en")), True),
        (lambda pdf: _tags(pdf, 0)[2].__setitem__("/S", Name.P), False),
        (lambda pdf: _tags(pdf, 0)[2].__setitem__("/ID", String("x")), False),
    ):
        other = Written.read(bind(to("eva", parts), tmp_path / "eva.pdf", spoil).read_bytes())
        differs = other.differs_from(sound)
        assert differs is not None
        assert same_tags(other, sound, differs) is same
