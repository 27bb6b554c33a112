"""PDFs that others made: what is refused, what is mended, what is said."""

from __future__ import annotations

import os
import resource
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from pipeline.check import check
from pipeline.convert.intake import Intake, Limits, Permissions, Taken
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from tests.broken_pdfs import (
    ALLOWED,
    FORBIDDEN,
    PAGE,
    Maker,
    chain,
    changed,
    cut,
    damaged_data,
    drawings_in_drawings,
    dynamic_form,
    giant_jpeg,
    in_object_stream,
    locked,
    one_page,
    picture,
    rubbish_in_content,
    scan,
    stream,
    three_pages,
    tiles_without_end,
    with_root,
    zeros,
)
from tests.houses import build, copy_meeting
from tests.pdfs import simple, write


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with Intake() as one:
        yield one


def keys(taken: Taken) -> list[str]:
    return sorted(remark.code for remark in taken.remarks)


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


# --- refused -------------------------------------------------------------------------------------


def _all_but_the_start(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.7\n" + bytes(5000))
    return path


REFUSED: dict[str, tuple[Maker, str]] = {
    "locked with a password": (locked(user="a", owner="b"), "password"),
    "locked for certain readers": (
        changed(locked(user="", owner="b"), (rb"/Filter\s*/Standard", b"/Filter /Adobe.PubSec")),
        "locked",
    ),
    "forbidden to assemble": (locked(owner="b", allow=FORBIDDEN), "assembly"),
    "a portfolio": (with_root(Collection=Dictionary(View=Name.D)), "portfolio"),
    "a form whose pages are made elsewhere": (with_root(NeedsRendering=True), "xfa"),
    "a form that says so itself": (dynamic_form, "xfa"),
    "no pages": (write, "no-pages"),
    "rubbish after the header": (_all_but_the_start, "ruins"),
    "no catalog": (changed(one_page(), (b"/Root 1 0 R", b"/Root 9 0 R")), "ruins"),
    "no page tree": (changed(one_page(), (b"/Pages 2 0 R", b"/Pages 9 0 R")), "ruins"),
    "a page tree that is in itself": (changed(one_page(), (rb"Kids\[3 0 R\]", b"Kids[3 0 R 2 0 R]")), "ruins"),
    "more pages claimed than there are": (changed(three_pages, (rb"/Count \d", b"/Count 9")), "pages"),
    # --- made to do harm
    "content that unpacks to gigabytes": (one_page(stream(zeros(2000), b"/Filter/FlateDecode")), "bomb or time"),
    "packed twice": (
        one_page(stream(zlib.compress(zeros(2000)), b"/Filter[/FlateDecode/FlateDecode]")),
        "bomb or time",
    ),
    "packed a hundred times": (
        one_page(stream(b"30" * 100, b"/Filter[%b]" % (b"/ASCIIHexDecode" * 100))),
        "bomb",
    ),
    "a stream of objects that unpacks to gigabytes": (in_object_stream(zeros(2000)), "bomb"),
    "a picture of thousands of millions of dots": (picture(2_000_000_000, 2_000_000_000), "picture"),
    "a picture that is large in its own data": (picture(9, 9, giant_jpeg(), b"/Filter/DCTDecode"), "picture"),
    "drawings in drawings": (drawings_in_drawings, "stopped or time"),
    "a chain of two hundred thousand objects": (chain(200_000), "stopped"),
    "arrays in arrays": (
        one_page(page=PAGE[:-2] + b"/X " + b"[" * 100_000 + b"]" * 100_000 + b">>"),
        "nested",
    ),
    "dictionaries in dictionaries": (one_page(b"", b"<</X" * 300 + b" null" + b">>" * 300), "nested"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_words_that_name_it(case: str, intake: Intake, tmp_path: Path) -> None:
    make, key = REFUSED[case]
    source = make(tmp_path / "a.pdf")
    with pytest.raises(MeetingError) as raised:
        intake.take(source)
    (problem,) = raised.value.problems
    assert problem.where == str(source)
    # Where memory runs out before time does, or time before memory, is the machine's affair.
    assert problem.code in {f"pdf-{each}" for each in key.split(" or ")}


# --- harmless ------------------------------------------------------------------------------------


HARMLESS: dict[str, Maker] = {
    "a file that is sound": one_page(),
    "a drawing that draws itself": one_page(
        stream(b"/A Do"),
        b"<</XObject<</A 6 0 R>>>>",
        stream(b"/A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 6 0 R>>>>"),
    ),
    "a page larger than any paper": one_page(page=PAGE.replace(b"595 842", b"3 1000000")),
    "a chain of a thousand objects": chain(1000),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_odd_and_harmless_is_taken_as_it_is(case: str, intake: Intake, tmp_path: Path) -> None:
    source = HARMLESS[case](tmp_path / "a.pdf")
    taken = intake.take(source)
    assert taken.pdf == source.read_bytes()
    assert taken.pages == 1
    assert "repaired" not in keys(taken)


def test_what_no_page_shows_is_not_called_damaged(intake: Intake, tmp_path: Path) -> None:
    source = changed(three_pages, (rb"/Size \d+", b"/Size 2147483647"))(tmp_path / "a.pdf")
    taken = intake.take(source)
    assert (taken.pdf, taken.pages) == (source.read_bytes(), 3)
    assert "repaired" not in keys(taken)


# --- mended --------------------------------------------------------------------------------------


MENDED: dict[str, Maker] = {
    "cut short": cut(three_pages, 0.95),
    "no way to the cross-references": changed(three_pages, (b"startxref", b"startxxxx")),
    "cross-references that are off": changed(three_pages, (rb"%PDF-1\.\d", b"%PDF-1.7\n%moved")),
    "cross-references that lead to themselves": changed(three_pages, (b"trailer <<", b"trailer << /Prev 1")),
    "lengths that are too short": changed(three_pages, (rb"/Length \d+ 0 R", b"/Length 5")),
    "lengths that are too long": changed(three_pages, (rb"/Length \d+ 0 R", b"/Length 2147483647")),
    "a length that is no number": changed(three_pages, (rb"/Length \d+ 0 R", b"/Length /X")),
    "data that break off": damaged_data,
    "words in its content that are none": rubbish_in_content,
    "rubbish before it": changed(three_pages, (rb"%PDF-", b"rubbish\n%PDF-")),
}


WORDS = ["Page 1", "Page 2", "Page 3"]


@pytest.mark.parametrize("case", MENDED)
def test_what_is_damaged_is_mended_and_looks_as_it_did(case: str, intake: Intake, tmp_path: Path) -> None:
    source = MENDED[case](tmp_path / "a.pdf")
    taken = intake.take(source)
    with pikepdf.open(BytesIO(taken.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []
        assert len(pdf.pages) == taken.pages
    if case not in ONE_PAGE:
        assert words(taken.pdf) == WORDS
    assert ("repaired" in keys(taken)) == (taken.pdf != source.read_bytes())
    assert "repaired" in keys(taken) or case == "rubbish before it"
    assert intake.take(source) == taken, "the same file gives the same bytes"


ONE_PAGE = ("data that break off", "words in its content that are none")


def test_data_that_break_off_are_kept_up_to_there(intake: Intake, tmp_path: Path) -> None:
    (text,) = words(intake.take(damaged_data(tmp_path / "a.pdf")).pdf)
    assert text.startswith("Line 0 of it")
    assert "Line 79" not in text


def test_what_a_page_shows_is_not_lost_in_silence(intake: Intake, tmp_path: Path) -> None:
    source = changed(three_pages, (rb"\n8 0 obj", b"\n88 0 obj"))(tmp_path / "a.pdf")
    with pytest.raises(MeetingError, match="something that page 1 shows is no longer in it"):
        intake.take(source)


def test_a_repair_that_looks_otherwise_is_an_error(intake: Intake, tmp_path: Path) -> None:
    """Two objects bear the same number: qpdf keeps the one that was written last, pdfium too, unless told otherwise."""
    source = changed(three_pages, (rb"/Kids \[\s+3 0 R\s+4 0 R", b"/Kids [ 4 0 R"), (b"startxref", b"startxxxx"))
    with pytest.raises(MeetingError, match="pages in it: 2 and 3"):
        intake.take(source(tmp_path / "a.pdf"))


# --- locked --------------------------------------------------------------------------------------


def test_what_is_locked_opens_with_its_password_and_goes_on_without(intake: Intake, tmp_path: Path) -> None:
    source = locked(user="geheim", owner="b")(tmp_path / "a.pdf")
    with pytest.raises(MeetingError, match="does not open it"):
        intake.take(source, Permissions("Geheim"))
    taken = intake.take(source, Permissions("geheim"))
    assert keys(taken) == ["fonts-missing", "no-language", "unlocked"]
    with pikepdf.open(BytesIO(taken.pdf)) as pdf:
        assert not pdf.is_encrypted
    assert intake.take(source, Permissions("geheim")) == taken


@pytest.mark.parametrize(
    "permissions", [Permissions(right_to_assemble=True), Permissions("the author's")], ids=["right", "owner"]
)
def test_what_may_not_be_put_together_goes_on_by_right(
    permissions: Permissions, intake: Intake, tmp_path: Path
) -> None:
    source = locked(owner="the author's", allow=FORBIDDEN)(tmp_path / "a.pdf")
    assert "unlocked" in keys(intake.take(source, permissions))
    assert "the author's" not in repr(permissions)


def test_a_needless_password_does_no_harm(intake: Intake, tmp_path: Path) -> None:
    assert intake.take(simple(tmp_path / "a.pdf"), Permissions("x", right_to_assemble=True)).pages == 1
    assert intake.take(locked(owner="o", allow=ALLOWED)(tmp_path / "b.pdf"), Permissions("x")).pages == 2


# --- said ----------------------------------------------------------------------------------------


def test_pages_without_text_are_named(intake: Intake, tmp_path: Path) -> None:
    taken = intake.take(scan(tmp_path / "a.pdf"))
    said = {remark.code: remark.values for remark in taken.remarks}
    assert said == {"no-text": {"pages": "2–3"}, "fonts-missing": {"names": "Helvetica"}}
    assert all(remark.kind == "warning" and remark.where.endswith("a.pdf") for remark in taken.remarks)


def test_a_page_with_nothing_on_it_lacks_no_text(intake: Intake, tmp_path: Path) -> None:
    blank = one_page(stream(b"q Q"))(tmp_path / "a.pdf")
    assert keys(intake.take(blank)) == ["no-language"]


# --- the process ---------------------------------------------------------------------------------


def test_one_process_serves_for_all_and_a_broken_one_is_replaced(tmp_path: Path) -> None:
    sound, bad = simple(tmp_path / "a.pdf"), chain(200_000)(tmp_path / "b.pdf")
    with Intake() as intake:
        assert intake.pids() == []
        intake.take(sound)
        (first,) = intake.pids()
        intake.take(sound)
        assert intake.pids() == [first]
        with pytest.raises(MeetingError):
            intake.take(bad)
        assert intake.pids() == []
        assert intake.take(sound).pages == 1
        (second,) = intake.pids()
    for pid in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    source = tiles_without_end(tmp_path / "a.pdf")
    before = _processor_time()
    with Intake(limits=Limits(seconds=1)) as intake, pytest.raises(MeetingError, match="takes more than 1 seconds"):
        intake.take(source)
    assert _processor_time() - before < 4


PACKED = b"/Filter/FlateDecode"


def _processor_time() -> float:
    """Of all processes that this one has ended, in seconds."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def _greatest_child() -> int:
    """The most memory, in kibibytes, of a process that this one has ended: of other tests, browsers too."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.mark.parametrize("make", [drawings_in_drawings, one_page(stream(zeros(8000), PACKED))])
def test_nothing_takes_more_than_ten_seconds_and_a_gigabyte(make: Maker, tmp_path: Path) -> None:
    before, greatest = _processor_time(), _greatest_child()
    with Intake() as intake, pytest.raises(MeetingError):
        intake.take(make(tmp_path / "a.pdf"))
    assert _processor_time() - before < 10
    assert _greatest_child() <= max(greatest, 1024 * 1024)


def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    source = one_page(stream(zeros(200), b"/Filter/FlateDecode"))(tmp_path / "a.pdf")
    with Intake(limits=Limits(megabytes=120)) as intake:
        with pytest.raises(MeetingError, match=r"broke down|memory"):
            intake.take(source)
        assert intake.take(simple(tmp_path / "b.pdf")).pages == 1


def test_a_bomb_does_not_swell_who_asks(intake: Intake, tmp_path: Path) -> None:
    before, greatest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _greatest_child()
    with pytest.raises(MeetingError, match=r"unpacks|more than \d+ seconds"):
        intake.take(one_page(stream(zeros(4000), b"/Filter/FlateDecode"))(tmp_path / "a.pdf"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert _greatest_child() <= max(greatest, 1024 * 1024)


def test_several_threads_ask_at_once(tmp_path: Path) -> None:
    sources = [simple(tmp_path / f"{number}.pdf", number) for number in range(1, 7)]
    taken: dict[Path, int] = {}
    with Intake(2) as intake:

        def take(source: Path) -> None:
            taken[source] = intake.take(source).pages

        threads = [Thread(target=take, args=(source,)) for source in sources]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 1 <= len(intake.pids()) <= 2
    assert [taken[source] for source in sources] == [1, 2, 3, 4, 5, 6]


def test_a_file_that_is_not_there(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(MeetingError, match="cannot be read: No such file"):
        intake.take(tmp_path / "absent.pdf")


# --- a whole package -----------------------------------------------------------------------------


@pytest.fixture
def locked_house(own_house: Path) -> Path:
    """The small meeting, whose form opens with the password “geheim”, which the meeting has a place for."""
    folder = copy_meeting(own_house)
    locked(user="geheim", owner="b")(folder / "enclosures" / "form.pdf")
    meeting = folder / "meeting.toml"
    form = 'file.fr = "enclosures/form.pdf"\n'
    meeting.write_text(meeting.read_text().replace(form, form + 'password = { env = "FORM_PASSWORD" }\n'))
    return folder


def test_a_password_is_nowhere_but_in_its_place(locked_house: Path, tmp_path: Path, offices: Offices) -> None:
    out = tmp_path / "out"
    package = build(locked_house, out, offices, environment={"FORM_PASSWORD": "geheim"})
    assert any(note["key"] == "unlocked" for note in package.manifest["notes"])
    assert not [path for path in out.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]
    with pikepdf.open(package.path("bundle")) as pdf:
        assert not pdf.is_encrypted
    again = build(locked_house, out, offices, environment={"FORM_PASSWORD": "geheim"})
    assert again.ran == ()


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "the variable FORM_PASSWORD of the environment, which is not set"),
        ({"FORM_PASSWORD": ""}, "variable FORM_PASSWORD, which is empty"),
        ({"FORM_PASSWORD": "Geheim"}, "does not open it"),
        ({"FORM_PASSWORD": "Geheim\0"}, "does not open it"),
        ({"FORM_PASSWORD": "Geheim\ud800"}, "does not open it"),
    ],
)
def test_check_and_build_say_the_same_of_a_password(
    environment: dict[str, str], words: str, locked_house: Path, tmp_path: Path, offices: Offices
) -> None:
    (error,) = check(locked_house, environment).errors
    with pytest.raises(MeetingError) as raised:
        build(locked_house, tmp_path / "out", offices, environment=environment)
    assert words in str(error)
    assert error.problems == raised.value.problems
    assert "Geheim" not in str(error)


def test_a_password_may_be_in_a_file(locked_house: Path, tmp_path: Path) -> None:
    meeting = locked_house / "meeting.toml"
    meeting.write_text(meeting.read_text().replace('{ env = "FORM_PASSWORD" }', '{ file = "../form.txt" }'))
    (error,) = check(locked_house).errors
    assert "form.txt, which cannot be read: No such file" in str(error)
    (locked_house.parent / "form.txt").write_text("geheim\nfrom Ana, 3 March\n")
    assert check(locked_house).errors == ()


def test_the_right_to_assemble_is_said_in_the_meeting(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    locked(owner="b", allow=FORBIDDEN)(folder / "enclosures" / "form.pdf")
    (error,) = check(folder).errors
    assert "right_to_assemble = true" in str(error)
    meeting = folder / "meeting.toml"
    form = 'file.fr = "enclosures/form.pdf"\n'
    meeting.write_text(meeting.read_text().replace(form, form + "right_to_assemble = true\n"))
    assert check(folder).errors == ()
