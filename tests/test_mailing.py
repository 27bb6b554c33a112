"""Letters to the recipients of a meeting: which are made anew, what is published, and what one that is wrong does."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from email import policy
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest

from pipeline import House
from pipeline.archivist.sealing import contents
from pipeline.bags import layout
from pipeline.building.looking import worth_looking_at
from pipeline.building.order import Order
from pipeline.building.recipients import without_unfit
from pipeline.building.sample import build_sample
from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.errors import BundleError, CancelledError, ConfigError, ConverterError, TemplateError, UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import Event
from pipeline.executor.local import LocalExecutor
from pipeline.executor.run import Done, run
from pipeline.findings import Finding, Place
from pipeline.fonts import Fonts, system_folders
from pipeline.model import Recipient
from pipeline.pdf.conformance import check
from pipeline.sampling import sampled
from pipeline.settings import read_settings
from pipeline.store import Store
from pipeline.tasks import Output, Publication, Result, Stage, Task
from pipeline.tasks.gathering import LETTERS
from pipeline.tasks.workshop import Workshop
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers
from tests.houses import Borrowed, Package, build, copy_house, copy_meeting, files, without_fonts
from tests.mailing import ROWS, add_recipients, write_list
from tests.reading import unpacked

NAMES = ("Ålesund", "O’Brien", "Щёкина", "Ánh")


def letters(package: Package, role: str = "letter") -> dict[str, bytes]:
    """Each recipient's, by their key."""
    found = package.manifest["outputs"]
    own = [each for each in found if each["recipient"] and each["role"] == role]
    return {each["recipient"]: (package.out / each["path"]).read_bytes() for each in own}


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> tuple[Path, Package]:
    """A meeting with four recipients, built; to be read only."""
    house = copy_house(tmp_path_factory.mktemp("mailing") / "house")
    meeting = add_recipients(house, *ROWS, more='messages = "bundle"')
    return meeting, build(meeting, house / "build", offices)


def test_each_recipient_has_a_letter_under_a_key_and_the_letter_without_a_name_is_there(
    mailed: tuple[Path, Package],
) -> None:
    _, package = mailed
    outputs = [each for each in package.manifest["outputs"] if each["role"] == "letter"]
    assert [each["recipient"] is None for each in outputs].count(True) == 1
    own = [each for each in outputs if each["recipient"]]
    assert len(own) == len(ROWS)
    for each in own:
        assert re.fullmatch(r"fr/letters/[a-z0-9-]{1,200}\.pdf", each["path"])
        assert re.fullmatch(r"[a-z0-9]{12}", each["recipient"])
        assert each["conformance"] == {"pdfa": "2a", "pdfua": True}
    documents = [each for each in package.manifest["outputs"] if each["role"] == "letter-docx" and each["recipient"]]
    assert {each["path"].replace(".docx", ".pdf") for each in documents} == {each["path"] for each in own}


def test_a_dispatch_list_and_drafts_of_messages_say_who_gets_which_letter(mailed: tuple[Path, Package]) -> None:
    _, package = mailed
    listed = json.loads((package.out / "dispatch.json").read_text(encoding="utf-8"))["letters"]
    assert [each["state"] for each in listed] == ["BRA", "FRA", "KEN", "VNM"]
    assert {each["recipient"]: each["sha256"] for each in listed} == {
        key: sha256(pdf).hexdigest() for key, pdf in letters(package).items()
    }
    bundles = letters(package, "bundle")
    assert {each["recipient"]: each["bundle_sha256"] for each in listed} == {
        key: sha256(pdf).hexdigest() for key, pdf in bundles.items()
    }
    roles = {each["path"]: each["role"] for each in package.manifest["outputs"]}
    assert roles["dispatch.xlsx"] == roles["dispatch.json"] == "dispatch"
    for each in listed:
        path = each["path"].removesuffix(".pdf") + ".eml"
        assert roles[path] == "message"
        message = BytesParser(policy=policy.default).parsebytes((package.out / path).read_bytes())
        attached = next(message.iter_attachments())
        assert attached.get_content() == bundles[each["recipient"]]


def test_each_recipient_has_a_bundle_of_their_letter_and_all_enclosures(mailed: tuple[Path, Package]) -> None:
    _, package = mailed
    outputs = [each for each in package.manifest["outputs"] if each["role"] == "bundle"]
    of_all = next(each for each in outputs if each["recipient"] is None)
    own = [each for each in outputs if each["recipient"]]
    assert {each["recipient"] for each in own} == letters(package).keys()
    for each in own:
        assert re.fullmatch(r"fr/bundles/[a-z0-9-]{1,200}\.pdf", each["path"])
        assert each["conformance"] == of_all["conformance"]
        assert each["pages"] == of_all["pages"]
        pdf = (package.out / each["path"]).read_bytes()
        assert text_of(letters(package)[each["recipient"]]) in text_of(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(package.out / of_all["path"]) as general:
            assert leads(document) == leads(general)
            assert leads(document)


def leads(document: pikepdf.Pdf) -> list[int]:
    """The pages that the links of a letter's first page lead to, in their order."""
    numbers: dict[Any, int] = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    links: list[Any] = list(document.pages[0].obj.get("/Annots", pikepdf.Array()))
    targets = [each.get("/Dest", each.get("/A", pikepdf.Dictionary()).get("/D")) for each in links]
    return [numbers[each[0].objgen] for each in targets if isinstance(each, pikepdf.Array)]


@pytest.mark.parametrize("role", ["letter", "bundle"])
def test_no_letter_and_no_bundle_holds_a_byte_of_another_recipient(role: str, mailed: tuple[Path, Package]) -> None:
    _, package = mailed
    made = list(letters(package, role).values())
    assert len(made) == len(ROWS)
    for pdf in made:
        seen = text_of(pdf)
        own = [name for name in NAMES if name in seen]
        assert len(own) == 1
        whole = unpacked("letter.pdf", pdf)
        for row in ROWS:
            words = set(re.findall(r"\w{4,}", row)) - set(re.findall(r"\w{4,}", seen)) - {"missions"}
            words = {word for word in words if not word.isdecimal()}  # any file has figures, in its cross-references
            for word in words:
                for form in forms(word):
                    assert form not in whole, word
        if role == "letter":
            assert shown_signs(pdf) == said_signs(pdf)


def test_no_word_file_holds_a_byte_of_another_recipient(mailed: tuple[Path, Package]) -> None:
    _, package = mailed
    documents = [each for each in package.manifest["outputs"] if each["role"] == "letter-docx" and each["recipient"]]
    assert len(documents) == len(ROWS)
    for each in documents:
        with zipfile.ZipFile(package.out / each["path"]) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        whole = b"\n".join((*map(str.encode, parts), *parts.values()))
        seen = re.sub(r"<[^>]*>", " ", parts["word/document.xml"].decode())
        assert len([name for name in NAMES if name in seen]) == 1
        for row in ROWS:
            words = set(re.findall(r"\w{4,}", row)) - set(re.findall(r"\w{4,}", seen)) - {"missions"}
            words = {word for word in words if not word.isdecimal()}  # any file has figures, in its cross-references
            assert not [word for word in words for form in forms(word) if form in whole]


def forms(word: str) -> Iterator[bytes]:
    """What a word may look like in a file: in UTF-8 and UTF-16, as it is and in hexadecimal."""
    for said in (word.encode(), word.encode("utf-16-be"), word.encode("latin-1", "ignore")):
        if len(said) >= 4:
            yield said
            yield said.hex().encode()
            yield said.hex().upper().encode()


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def shown_signs(pdf: bytes) -> list[int]:
    """How many signs of each font the pages show."""
    shown: dict[bytes, set[str]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for name, drawn in re.findall(rb"/(F\d+) [\d.]+ Tf(\[[^\]]*\]|<[^>]*>)", page.Contents.read_bytes()):
                codes = "".join(re.findall("<([^>]*)>", drawn.decode()))
                shown.setdefault(name, set()).update(codes[at : at + 2] for at in range(0, len(codes), 2))
    return sorted(len(codes) for codes in shown.values())


def said_signs(pdf: bytes) -> list[int]:
    """How many signs each font has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts: Any = document.pages[0].resources.Font
        return sorted(int(font.LastChar) for font in fonts.as_dict().values())


def test_one_recipient_that_changed_is_one_letter_that_is_made_and_the_same_as_in_a_whole_build(
    offices: Offices, tmp_path: Path
) -> None:
    house = copy_house(tmp_path / "house")
    more = "messages = true\nbundle_each = true"
    meeting = add_recipients(house, *ROWS[:3], ROWS[3].replace("4 avenue", "44 avenue"), more=more)
    before = build(meeting, house / "build", offices)
    first, bundles = letters(before), letters(before, "bundle")
    write_list(meeting, *ROWS)
    again = build(meeting, house / "build", offices)
    assert sorted(name.split()[0] for name in again.ran) == ["bundle", "document", "letter", "message"]
    assert len(first.items() & letters(again).items()) == 3
    assert len(bundles.items() & letters(again, "bundle").items()) == 3
    write_list(meeting, *reversed(ROWS))
    assert letters(build(meeting, house / "other", offices)) == letters(again)
    write_list(meeting, *ROWS[1:])
    begun = house / "build" / "fr" / "letters" / ".gone-invitation-fr.pdf.part"
    begun.write_bytes(b"of a build that was killed")
    less = build(meeting, house / "build", offices)
    assert less.ran == ()
    assert not begun.exists()
    assert len(letters(less)) == 3
    assert len(list((house / "build" / "fr" / "letters").glob("*.pdf"))) == 3


def test_a_row_that_is_wrong_stops_no_letter_but_its_own(
    offices: Offices, tmp_path: Path, mailed: tuple[Path, Package]
) -> None:
    house = copy_house(tmp_path / "house")
    meeting = add_recipients(house, *ROWS, "missions,ZZZ,,Nobody,m,fr,5 rue,1200 Genève,n@example.org")
    package = build(meeting, house / "build", offices)
    assert letters(package) == letters(mailed[1])
    listed = json.loads((package.out / "dispatch.json").read_text(encoding="utf-8"))
    assert [(each["row"], "B6: No State is called “ZZZ”" in each["problem"]) for each in listed["rows"]] == [(6, True)]
    sheet = openpyxl.load_workbook(package.out / "dispatch.xlsx").worksheets[0]
    cells = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[6]], strict=True))
    assert (cells["Row"], cells["Person"], cells["Problem"]) == (6, None, listed["rows"][0]["problem"])
    to_mend = package.out / "recipients-to-mend.xlsx"
    assert [cell.value for cell in openpyxl.load_workbook(to_mend).worksheets[0]["A"]] == ["Row", 6]
    write_list(meeting, *ROWS)
    build(meeting, package.out, offices)
    assert not to_mend.exists()
    assert "rows" not in json.loads((package.out / "dispatch.json").read_text(encoding="utf-8"))


def test_a_build_that_is_killed_goes_on_where_it_was_with_the_same_bytes(offices: Offices, tmp_path: Path) -> None:
    rows = [f"missions,KEN,,Name {at},m,fr,{at} rue,1200 Genève,{at}@a.org" for at in range(90)]
    undisturbed = copy_house(tmp_path / "undisturbed")
    wanted = letters(build(add_recipients(undisturbed, *rows), undisturbed / "build", offices))
    house = copy_house(tmp_path / "house")
    meeting = add_recipients(house, *rows)
    command = [sys.executable, "-c", "from pipeline.cli import command; command()", "build", str(meeting)]
    out = house / "build" / "tiny"
    with subprocess.Popen(command, cwd=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None and len(list((out / ".state").glob("*.pdf"))) < 10:
            time.sleep(0.01)
        running.kill()
    assert not (out / "manifest.json").exists()
    again = build(meeting, out, offices)
    made = sum(name.startswith("letter ") for name in again.ran)
    assert made < len(rows)
    assert letters(again) == wanted


def test_a_package_with_letters_is_sealed_built_again_and_given_without_them(offices: Offices, tmp_path: Path) -> None:
    root = copy_house(tmp_path / "house")
    without_fonts(root / "config.toml")
    meeting = add_recipients(root, *ROWS[:2])
    build(meeting, root / "build" / "tiny", offices)
    house = House.open(root)
    sealed = house.archive.seal("tiny", today="2026-11-30")
    assert house.archive.verify(sealed.path.name).problems == ()
    assert len(json.loads(sealed.path.joinpath("data/recipients.json").read_bytes())) == 2
    for asked in ("alesund", "o’brien", "法国", "Francia"):
        assert [each.name for each in house.archive.list(recipient=asked).bags] == [sealed.path.name]
    assert house.archive.list(recipient="Petit").bags == ()
    assert house.archive.regenerate(sealed.path.name).comparison.verdict == "identical"
    copy = house.archive.seal("tiny", today="2026-11-30", redact="recipients")
    assert [each.name for each in house.archive.list(recipient="alesund").bags] == [sealed.path.name]
    assert house.archive.regenerate(copy.path.name).comparison.verdict == "identical"
    names = [path.relative_to(copy.path).as_posix() for path in copy.path.rglob("*") if path.is_file()]
    theirs = [name for name in names if "letters/" in name or "dispatch" in name or "recipients" in name]
    assert all(name.startswith("data/house/templates/") for name in theirs)  # the words of columns, which are all's
    for name in names:
        assert b"lesund" not in unpacked(name, (copy.path / name).read_bytes())


def test_a_bag_has_the_fonts_that_the_name_of_one_recipient_alone_needs(
    offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_house(tmp_path / "house")
    meeting = add_recipients(root, ROWS[0], ROWS[1].replace("Jean O’Brien & Fils", "សុខ សុភា"), more="")
    build(meeting, root / "build" / "tiny", offices)
    bag = House.open(root).archive.seal("tiny", today="2026-11-30").path
    known = {each["file"]: each for each in json.loads((bag / layout.ENVIRONMENT).read_text(encoding="utf-8"))["fonts"]}
    khmer = [name for name in known if "Khmer" in name and known[name]["used"]]
    assert khmer
    assert all(known[name]["copied"] and (bag / layout.FONTS / name).is_file() for name in khmer)
    assert not any(known[name]["used"] for name in known if "CJK" in name)
    without_fonts(root / "config.toml")
    build(meeting, root / "build" / "tiny", offices)
    bare = House.open(root).archive.seal("tiny", today="2026-12-01").path
    own = {path for family in Fonts(system_folders(tmp_path)).files.values() for path in family}
    others = tmp_path / "fonts"  # of a machine that lacks them
    others.mkdir()
    for path in own:
        if path.name not in khmer:
            (others / path.name).symlink_to(path)
    monkeypatch.setattr("pipeline.building.office.system_folders", lambda _home: (others,))
    archive = House.open(root).archive
    assert archive.regenerate(bag.name).comparison.verdict == "identical"
    lacking = archive.regenerate(bare.name).comparison
    assert lacking.verdict == "different"
    assert {name for name in khmer if name in json.dumps(lacking.as_json())} == set(khmer)


def test_a_sample_is_made_before_all_others_and_of_the_same_letters(offices: Offices, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    many = [
        f"missions,KEN,,{'Long ' * (at == 7)}Name {at},m,fr,{at} rue,1200 Genève,{at}@example.org" for at in range(14)
    ]
    meeting = add_recipients(house, *many)
    order = Order(meeting, house / "build", read_settings(house))
    made = build_sample(order, Borrowed(offices, 2), lambda _event: None, Cancellation())
    assert [each["role"] for each in made.manifest["outputs"]] == ["sample"]
    pdf_of_sample = house / "build" / made.manifest["outputs"][0]["path"]
    pdf = pdf_of_sample.read_bytes()
    assert "Long Name 7" in text_of(pdf)
    assert check(pdf).met.pdfua
    known = sum(step.stage == "letters" for step in made.steps)
    assert 1 <= known <= 10
    package = build(meeting, house / "build", offices)
    assert sum(name.startswith("letter ") for name in package.ran) == 14 - known
    write_list(meeting, *many[:7], many[7].replace("Long Name", "Longest Name"), *many[8:])
    build(meeting, house / "build", offices)
    assert "Longest Name 7" in text_of(pdf_of_sample.read_bytes())
    kept = {
        item.name
        for item in contents(meeting, house / "build").items
        if item.name.endswith("-fr.pdf") and "/letters/" in item.name
    }
    assert len(kept) == 14
    assert not any("sample" in item.name for item in contents(meeting, house / "build").items)


def test_a_sample_of_nobody_is_none(offices: Offices, tmp_path: Path) -> None:
    meeting = copy_meeting(copy_house(tmp_path / "house"), "tiny")
    order = Order(meeting, tmp_path / "build", read_settings(tmp_path / "house"))
    with pytest.raises(UsageError) as told:
        build_sample(order, Borrowed(offices, 1), lambda _event: None, Cancellation())
    assert [each.code for each in told.value.findings] == ["sample-of-none"]


def test_ten_are_chosen_of_many_in_their_order() -> None:
    many = [
        Recipient(f"k{at}", at, "states", "note" if at % 2 else "invitation", "fr" if at < 50 else "en", state="FRA",
                  person="x" * (at % 7), gender="feminine" if at % 3 else "masculine", address=("a",) * (at % 6))
        for at in range(100)
    ]  # fmt: skip
    chosen = sampled(many)
    assert len(chosen) == 10
    assert [each.row for each in chosen] == sorted(each.row for each in chosen)
    assert len({(each.language, each.instrument) for each in chosen}) == 4


def test_a_sample_has_each_language_and_the_longest_name_also_where_there_are_many_of_each() -> None:
    """Of six languages with two instruments each the last language was left out, and all that is odd."""
    many = [
        Recipient(f"k{at}", at, "states", instrument, language, state="FRA", person="x" * (at % 7))
        for at, (instrument, language) in enumerate(
            (instrument, language) for language in ("ar", "en", "es", "fr", "ru", "zh") for instrument in "ab" * 20
        )
    ]
    odd = replace(many[77], person="x" * 90), replace(many[79], several=True, rank="minister", gender="feminine")
    many[77], many[79] = odd
    chosen = sampled(many)
    assert len(chosen) == 10
    assert {each.language for each in chosen} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert {each.instrument for each in chosen} == {"a", "b"}
    assert {each.key for each in odd} <= {each.key for each in chosen}


# --- how tasks are done several at once ---------------------------------------------------------

TOOLS: dict[Stage, dict[str, str]] = {"letters": {}}


def several(target: Path, _workshop: Workshop, *, own: Sequence[Mapping[str, str]]) -> Result:
    """Writes the words of each; what is to fail says so in its words."""
    words = [each["words"] for each in own]
    if "death" in words or "settings" in words:
        kind = ConverterError if "death" in words else ConfigError
        raise kind(Finding("office-missing", Place("a")))
    wrong = {"error": "ConverterError", "told": [Finding("office-missing", Place("b")).as_data()], "alone": ""}
    told: list[dict[str, Any]] = [
        wrong
        if each == "wrong"
        else {"size": len(each), "pages": len(own), "told": [], "conformance": None, "alone": "alone-fonts"}
        for each in words
    ]
    target.write_text("".join(each for each in words if each != "wrong"))
    return Result(facts={LETTERS: told})


def tasks(*words: str) -> list[Task]:
    return [
        Task(f"letter {each}", "letters", several, ".pdf", {}, {"own": {"words": each}},
             (Publication("letter", "fr", None, f"{each}.pdf", each),), together="all")
        for each in words
    ]  # fmt: skip


@pytest.fixture
def do(tmp_path: Path) -> Iterator[Callable[..., Done]]:
    auditors = Auditors(1)
    executor = LocalExecutor(Workshop(Offices(None, count=1), Intake(), auditors, Mergers()), jobs=2)

    def done(*several: Task, **how: Any) -> Done:
        with Store(tmp_path / "store") as store:
            return run(several, store, TOOLS, executor, **how)

    yield done
    executor.close()
    auditors.close()


def test_tasks_are_done_together_and_kept_apart(do: Callable[..., Done]) -> None:
    done = do(*tasks("a", "bb", "ccc"))
    assert {name: made.path.read_text() for name, made in done.made.items()} == {
        "letter a": "a", "letter bb": "bb", "letter ccc": "ccc",
    }  # fmt: skip
    assert {made.result.pages for made in done.made.values()} == {3}
    assert {reason.code for why in done.stale.values() for reason in why} == {"never-made", "alone-fonts"}
    again = do(*tasks("a", "bb", "ccc", "dddd"))
    assert list(again.stale) == ["letter dddd"]
    assert again.made["letter dddd"].result.pages == 1


class _Counting(LocalExecutor):
    """Knows how many tasks of a stage it was handed and has not done."""

    most = there = 0

    def submit(self, task: Task, *given: Any) -> Any:
        future = super().submit(task, *given)
        if task.stage == "message":
            self.there += 1
            self.most = max(self.most, self.there)
            future.add_done_callback(lambda _future: self._less())
        return future

    def _less(self) -> None:
        self.there -= 1


def wait(target: Path, _workshop: Workshop, *, letter: Path) -> Result:
    time.sleep(0.0005)
    target.write_bytes(letter.read_bytes())
    return Result()


def test_of_what_is_made_for_each_recipient_no_more_is_begun_than_there_is_room_for(tmp_path: Path) -> None:
    auditors = Auditors(1)
    tools: dict[Stage, dict[str, str]] = {"letters": {}, "message": {}}
    executor = _Counting(Workshop(Offices(None, count=1), Intake(), auditors, Mergers()), jobs=2)
    many = tasks(*(f"n{number:04}" for number in range(900)))
    own = [
        Task(f"message {each.name}", "message", wait, ".eml", {"letter": Output(each.name)}, recipient=each.name)
        for each in many
    ]
    try:
        with Store(tmp_path / "store") as store:
            done = run([*many, *own], store, tools, executor)
    finally:
        executor.close()
        auditors.close()
    assert len(done.made) == 1800
    assert executor.most <= 400


@pytest.mark.parametrize(
    ("letters", "at_once"),
    [
        (30, [10, 20]),
        (90, [10, 20, 30, 30]),  # no office is without while the other has the last
        (1000, [20, 20, *[30] * 32]),  # more than are begun: whose places come free one by one
    ],
)
def test_thirty_are_done_at_once_and_the_last_are_shared_by_the_offices(
    do: Callable[..., Done], letters: int, at_once: list[int]
) -> None:
    done = do(*tasks(*(f"n{number}" for number in range(letters))))
    found = Counter(made.result.pages for made in done.made.values())  # each says with how many it was done
    assert found == Counter(size for size in at_once for _ in range(size))


def test_of_several_that_fail_together_the_guilty_one_is_found_by_halves(do: Callable[..., Done]) -> None:
    told: list[Event] = []
    done = do(*tasks("a", "death", "b", "c", "d", "wrong"), on_event=told.append)
    assert set(done.made) == {"letter a", "letter b", "letter c", "letter d"}
    assert {name: type(error) for name, error in done.failed.items()} == {
        "letter death": ConverterError, "letter wrong": ConverterError,
    }  # fmt: skip
    assert {each.task for each in told if each.kind == "failed"} == {"letter death", "letter wrong"}


def fail(_target: Path, _workshop: Workshop, *, letter: Path, kind: str) -> Result:
    assert letter.is_file()
    raise {"bundle": BundleError, "template": TemplateError}[kind](Finding("office-missing", Place("c")))


def message(letter: str, kind: str) -> Task:
    """What is made of a letter, for the same recipient, and fails."""
    path = f"{letter}.eml"
    made_of = {"letter": Output(f"letter {letter}")}
    published = (Publication("message", "fr", None, path, letter),)
    return Task(f"message {letter}", "letters", fail, ".eml", made_of, {"kind": kind}, published, recipient=letter)


def test_what_fails_for_one_recipient_stops_no_other(do: Callable[..., Done]) -> None:
    done = do(*tasks("a", "bb"), message("bb", "bundle"))
    assert set(done.made) == {"letter a", "letter bb"}
    assert {name: type(error) for name, error in done.failed.items()} == {"message bb": BundleError}


def test_a_check_makes_nothing_for_one_recipient_alone() -> None:
    """Of a thousand recipients a check would take as long as a build."""
    letters, of_all = tasks("a", "bb"), Task("bundle", "bundle", attach, ".pdf", {}, {})
    theirs = [replace(message(each, ""), stage="bundle") for each in ("a", "bb")]
    assert worth_looking_at([*letters, of_all, *theirs]) == [of_all]


def test_a_template_that_is_wrong_stops_all(do: Callable[..., Done]) -> None:
    with pytest.raises(TemplateError):
        do(*tasks("a"), message("a", "template"))


def test_what_a_letter_that_must_not_go_out_is_attached_to_does_not_go_out_either(do: Callable[..., Done]) -> None:
    letter, other = tasks("a", "bb")
    attached = replace(message("a", ""), function=attach, parameters={})
    done = do(letter, other, attached)
    assert set(done.made) == {"letter a", "letter bb", "message a"}
    unfit = Finding("words-missing", Place("a"), {"words": "x"})
    made = {**done.made, "letter a": replace(done.made["letter a"], result=Result(1, (unfit,)))}
    done = without_unfit([letter, other, attached], replace(done, made=made), lambda told: told)
    assert set(done.made) == {"letter bb"}
    assert set(done.failed) == {"letter a"}


def attach(target: Path, _workshop: Workshop, *, letter: Path) -> Result:
    target.write_bytes(letter.read_bytes())
    return Result()


def test_what_no_letter_is_to_blame_for_is_not_tried_by_halves(do: Callable[..., Done]) -> None:
    told: list[Event] = []
    with pytest.raises(ConfigError):
        do(*tasks("a", "settings", "b"), on_event=told.append)
    assert [each.kind for each in told].count("started") == 3


def test_who_is_stopped_goes_on_with_what_is_missing(do: Callable[..., Done]) -> None:
    stop = Cancellation()

    def stop_at_first(event: Event) -> None:
        if event.kind == "made":
            stop.cancel()

    many = tasks(*(f"n{number:03}" for number in range(400)))
    with pytest.raises(CancelledError):
        do(*many, on_event=stop_at_first, cancellation=stop)
    again = do(*many)
    assert len(again.made) == 400
    assert 0 < len(again.stale) < 400
    whole = do(*many, force=True)
    assert {name: made.sha256 for name, made in again.made.items()} == {
        name: made.sha256 for name, made in whole.made.items()
    }


def test_a_build_that_was_stopped_gives_the_same_files(
    offices: Offices, tmp_path: Path, mailed: tuple[Path, Package]
) -> None:
    house = copy_house(tmp_path / "house")
    meeting = add_recipients(house, *ROWS[:2], more='messages = "bundle"')
    build(meeting, house / "build", offices)
    write_list(meeting, *ROWS)
    package = build(meeting, house / "build", offices)
    undisturbed = files(mailed[1].out)
    assert {
        name: data for name, data in files(package.out).items() if name.startswith(("fr/letters/", "fr/bundles/"))
    } == {name: data for name, data in undisturbed.items() if name.startswith(("fr/letters/", "fr/bundles/"))}
