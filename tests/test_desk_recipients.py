"""The list of recipients at the desk: dropped, its bad cells marked, put right there or in Excel, looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from pipeline import House, MeetingError, Recipients, Session
from pipeline.desk import lists
from tests.lists import write
from tests.waiting import soon

ROWS = [
    ("Organisation", "Nom", "E-mail"),
    ("Agence", "Marie Un", "un@example.org"),
    ("Bureau", "Paul Deux", "deux"),
]


def a_list(folder: Path, rows: Any = ROWS, ending: str = ".xlsx") -> bytes:
    return write(folder / f"to-send{ending}", rows).read_bytes()


def drop(client: TestClient, data: bytes, name: str = "Liste 2027.xlsx") -> Any:
    return client.post("/meetings/tiny/recipients", files={"file": (name, data)})


def test_a_meeting_without_a_list_says_what_one_is_for(client: TestClient) -> None:
    told = client.get("/meetings/tiny/recipients")
    assert told.status_code == 200
    assert "This meeting has no list of recipients" in told.text
    assert client.get("/meetings/tiny/recipients/file").status_code == 404


def test_a_dropped_list_has_its_bad_cells_marked_and_said(client: TestClient, root: Path, tmp_path: Path) -> None:
    told = drop(client, a_list(tmp_path))
    assert told.status_code == 200
    assert 'recipients = "recipients.xlsx"' in (root / "meetings/tiny/meeting.toml").read_text(encoding="utf-8")
    data = client.get("/meetings/tiny/recipients.json").json()
    assert (data["letters"], data["bad"], data["count"], data["show"]) == (1, 1, 2, "wrong")
    (row,) = data["rows"]
    assert (row["number"], row["bad"]) == (3, True)
    assert [bool(each["told"]) for each in row["cells"]] == [False, False, True]
    assert 'td data-label="E-mail" class="bad"' in told.text
    all_of_them = client.get("/meetings/tiny/recipients.json", params={"show": "all"}).json()
    assert [each["number"] for each in all_of_them["rows"]] == [2, 3]
    found = client.get("/meetings/tiny/recipients.json", params={"find": "MARIE"}).json()
    assert [each["number"] for each in found["rows"]] == [2]


def test_a_row_is_put_right_on_the_page(client: TestClient, tmp_path: Path) -> None:
    drop(client, a_list(tmp_path))
    page = client.get("/meetings/tiny/recipients/rows/3")
    assert 'href="#cell-2"' in page.text
    form = {"cell-0": "Bureau", "was-0": "Bureau", "cell-2": "still wrong", "was-2": "deux"}
    told = client.post("/meetings/tiny/recipients/rows/3", data=form)
    assert told.url.path.endswith("/rows/3")
    assert "still wrong" in told.text
    form |= {"cell-2": "deux@example.org", "was-2": "still wrong"}
    told = client.post("/meetings/tiny/recipients/rows/3", data=form)
    assert "Row 3 is saved" in told.text
    assert client.get("/meetings/tiny/recipients.json").json()["letters"] == 2


def test_who_saves_second_sees_what_the_first_changed(client: TestClient, tmp_path: Path) -> None:
    drop(client, a_list(tmp_path))
    first = {"cell-2": "a@example.org", "was-2": "deux"}
    client.post("/meetings/tiny/recipients/rows/3", data=first)
    told = client.post("/meetings/tiny/recipients/rows/3", data={"cell-2": "b@example.org", "was-2": "deux"})
    assert told.status_code == 409
    assert "a@example.org" in told.text
    assert 'value="b@example.org"' in told.text


def test_it_is_put_right_in_excel_and_dropped_back(client: TestClient, tmp_path: Path) -> None:
    drop(client, a_list(tmp_path))
    marked = client.get("/meetings/tiny/recipients/file", params={"marked": True})
    assert "attachment" in marked.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    book.active["C3"] = "deux@example.org"
    kept = tmp_path / "marked.xlsx"
    book.save(kept)
    assert drop(client, kept.read_bytes()).status_code == 200
    assert client.get("/meetings/tiny/recipients.json").json()["bad"] == 0


WRONG = {
    "list.xlsx": (b"no workbook", "can’t be read"),
    "list.docx": (b"x", "is not taken as a list"),
    "list.csv": (b"", "empty"),
    "other.csv": (b"A,B\n1,2\n", ""),
    "~$list.xlsx": (b"x", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_list_is_refused_and_the_one_before_stands(
    client: TestClient, root: Path, tmp_path: Path, name: str
) -> None:
    folder = root / "meetings" / "tiny"
    before = (folder / "meeting.toml").read_bytes()
    told = drop(client, WRONG[name][0], name)
    assert told.status_code == 422
    assert 'id="file-error"' in told.text
    assert (folder / "meeting.toml").read_bytes() == before
    assert sorted(each.name for each in folder.iterdir()) == ["enclosures", "meeting.toml"]
    drop(client, a_list(tmp_path))
    before = (folder / "recipients.xlsx").read_bytes()
    assert drop(client, WRONG[name][0], name).status_code == 422
    assert (folder / "recipients.xlsx").read_bytes() == before
    assert client.get("/meetings/tiny/recipients.json").json()["count"] == 2


def test_the_list_before_is_taken_back(client: TestClient, root: Path, tmp_path: Path) -> None:
    drop(client, a_list(tmp_path))
    drop(client, a_list(tmp_path, ROWS[:2], ".csv"), "other.csv")
    folder = root / "meetings" / "tiny"
    assert not (folder / "recipients.xlsx").exists()
    assert client.get("/meetings/tiny/recipients.json").json()["count"] == 1
    client.post("/meetings/tiny/recipients/undo")
    data = client.get("/meetings/tiny/recipients.json").json()
    assert (data["count"], data["file"]) == (2, "recipients.xlsx")
    client.post("/meetings/tiny/recipients/undo")
    assert client.get("/meetings/tiny/recipients.json").json()["file"] == "recipients.csv"


def test_words_of_a_list_are_no_markup(client: TestClient, tmp_path: Path) -> None:
    rows = [ROWS[0], ("<script>alert(1)</script>", '"><b>x', "no address")]
    told = drop(client, a_list(tmp_path, rows))
    assert "<script>alert" not in told.text
    assert "<b>x" not in client.get("/meetings/tiny/recipients/rows/2").text


def test_a_list_elsewhere_is_not_given_out(client: TestClient, root: Path) -> None:
    (root / "secret.csv").write_text("Organisation\nx\n", encoding="utf-8")
    facts = root / "meetings" / "tiny" / "meeting.toml"
    facts.write_text('recipients = "../../secret.csv"\n' + facts.read_text(encoding="utf-8"), encoding="utf-8")
    assert client.get("/meetings/tiny/recipients/file").status_code == 404


@pytest.mark.office
def test_any_letter_is_looked_at_before_all_are_made_and_which_are_not_is_said(
    client: TestClient, root: Path, tmp_path: Path
) -> None:
    drop(client, a_list(tmp_path, [*ROWS, ("Comité", "Ana Trois", "trois@example.org")]))
    data = client.get("/meetings/tiny/recipients.json", params={"show": "all"}).json()
    first, bad, last = (each["key"] for each in data["rows"])
    assert not bad
    told = client.get(f"/meetings/tiny/recipients/letters/{last}.json").json()
    assert (told["title"], told["before"], told["after"]) == ("Ana Trois", first, "")
    assert "Ana Trois" in told["pages"][0]["text"]
    assert client.get(told["pages"][0]["picture"]).headers["content-type"] == "image/png"
    assert not (root / "build" / "tiny" / "manifest.json").exists()
    assert client.get("/meetings/tiny/recipients/letters/nobody").status_code == 404
    assert client.get(f"/meetings/tiny/recipients/letters/{first}").text.count("<img") == len(told["pages"])
    job = client.post("/meetings/tiny/build", follow_redirects=False).headers["location"]
    soon(lambda: client.get(f"{job}.json").json()["over"])
    assert f'<a href="{job}">Letters that could not be made: 1</a>' in client.get("/meetings/tiny/package").text


# --- how often a list is read -----------------------------------------------------------------------


def test_a_list_is_read_once_for_each_change_of_what_it_is_made_of(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "meetings" / "tiny"
    rows = [ROWS[0], *((f"Agence {number}", "Marie Un", f"a{number}@example.org") for number in range(120))]
    write(folder / "recipients.csv", rows)
    facts = folder / "meeting.toml"
    facts.write_text(f'recipients = "recipients.csv"\n{facts.read_text("utf-8")}', "utf-8")
    house, read, times = House.open(root), House.recipients, list[int]()

    def counted(self: House, meeting: str | Path) -> Recipients | None:
        times.append(1)
        return read(self, meeting)

    monkeypatch.setattr(House, "recipients", counted)
    with Session(house) as session:
        last = lists.leaf(session, "tiny", show="", find="", at=9, saved=0)
        assert last
        assert (last.at, last.pages, len(last.rows), last.count, last.letters) == (3, 3, 20, 120, 120)
        assert last.head.rows == ()
        found = lists.leaf(session, "tiny", show="all", find="agence 11", at=1, saved=0)
        assert found
        assert [each.cells[0] for each in found.rows] == ["Agence 11", *(f"Agence {each}" for each in range(110, 120))]
        one = lists.row(session, "tiny", 3)
        assert one
        assert (one[1].cells[0], lists.row(session, "tiny", 999)) == ("Agence 1", None)
        beside = lists.neighbours(session, "tiny", one[1].key)
        assert beside
        assert (beside[1], lists.neighbours(session, "tiny", "x")) == (3, None)
        assert len(times) == 1
        house.change_recipient("tiny", 3, {0: "Autre"}, was={0: "Agence 1"})
        one = lists.row(session, "tiny", 3)
        assert one
        assert (one[1].cells[0], len(times)) == ("Autre", 2)
        facts.write_text(f"# Another look.\n{facts.read_text('utf-8')}", "utf-8")
        lists.row(session, "tiny", 3)
        assert len(times) == 3
        (folder / "recipients.csv").unlink()
        for _ in range(2):
            with pytest.raises(MeetingError):
                lists.whole(session, "tiny")
