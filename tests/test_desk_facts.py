"""Facts and enclosures at the desk: forms are those of the models, two people lose nothing, files come in safely."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk import forms
from pipeline.desk.guard import Limits
from tests.desks import desk
from tests.houses import ROOT, SAMPLE, copy_house

FACTS, ENCLOSURES = "/meetings/tiny/facts", "/meetings/tiny/enclosures"
JSON = {"accept": "application/json"}


def toml(root: Path) -> str:
    return (root / "meetings/tiny/meeting.toml").read_text(encoding="utf-8")


def fields(client: TestClient, at: str) -> dict[str, Any]:
    return {each["name"]: each for each in client.get(f"{FACTS}/{at}.json").json()["fields"]}


def save(client: TestClient, at: str, **typed: str) -> Any:
    read = client.get(f"{FACTS}/{at}.json").json()["read"]
    names = {name.replace("__", "."): value for name, value in typed.items()}
    return client.post(f"{FACTS}/{at}", data={"read": read, **names}, headers=JSON)


def test_every_key_of_the_schema_can_be_typed_or_has_pages_of_its_own() -> None:
    schema = House.open(ROOT).schema
    node = forms.root(schema)
    known = {each.name for each in node.fields} | set(node.below)
    assert set(schema["properties"]) - known == {"zones"}  # of two kinds at once: told in the guide


def test_every_page_of_the_samples_facts_is_there(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    target = house / "meetings" / SAMPLE
    target.mkdir()
    (target / "meeting.toml").write_bytes((ROOT / "meetings" / SAMPLE / "meeting.toml").read_bytes())
    with desk(house) as client:
        left, seen = [f"/meetings/{SAMPLE}/facts"], set()
        while left:
            path = left.pop()
            if path not in seen:
                seen.add(path)
                page = client.get(path)
                assert (path, page.status_code) == (path, 200)
                left += [each for each in re.findall(r'href="([^"]+/facts[^".]*)"', page.text) if each not in seen]
        assert len(seen) > 20


def test_a_fact_is_saved_and_comments_stay(root: Path, client: TestClient) -> None:
    assert save(client, "letter", date="2026-11-26", title__fr="Réunion <du> comité").status_code == 200
    assert 'fr = "Réunion <du> comité"' in toml(root)
    assert "date = 2026-11-26" in toml(root)
    assert toml(root).startswith("# The smallest meeting")
    assert client.get("/history.json").json()["acts"][0]["what"] == "changed"


def test_what_is_wrong_stands_beside_its_field_and_on_top(root: Path, client: TestClient) -> None:
    before = toml(root)
    for at, typed, field in (
        ("letter", {"date": "26 November"}, "field-date"),
        ("letter", {"author": " "}, "field-author"),
        ("letter", {"title__fr": ""}, "field-title-fr"),
    ):
        answer = save(client, at, **typed)
        assert (answer.status_code, list(answer.json()["wrong"])) == (422, [field]), at
    answer = save(client, "events/0", end="2026-01-01")  # of the whole table
    assert (answer.status_code, "2026-01-01" in answer.json()["other"]) == (422, True)
    read = client.get(f"{FACTS}/letter.json").json()["read"]
    page = client.post(f"{FACTS}/letter", data={"read": read, "date": "26 November"}).text
    assert 'href="#field-date"' in page
    assert 'value="26 November"' in page
    assert toml(root) == before


def test_the_second_to_save_sees_what_the_first_changed_and_nothing_is_lost(root: Path, client: TestClient) -> None:
    read = client.get(f"{FACTS}/letter.json").json()["read"]
    client.post("/you", data={"name": "Anna"})
    client.post(f"{FACTS}/letter", data={"read": read, "title.fr": "Annas", "author": "Annas"})
    client.post("/you", data={"name": "Boris"})
    ours = {"read": read, "title.fr": "Boris’", "zone": "Europe/Zurich"}
    answer = client.post(f"{FACTS}/letter", data=ours, headers=JSON)
    assert (answer.status_code, answer.json()["changed_by"]) == (409, "Anna")
    shown = {each["name"]: each["inputs"][0] for each in answer.json()["fields"]}
    assert shown["title"]["value"] == "Boris’"
    assert "Annas" in shown["title"]["theirs"]
    assert 'fr = "Annas"' in toml(root)
    page = client.post(f"{FACTS}/letter", data=ours).text
    assert "Anna" in page
    client.post(f"{FACTS}/letter", data={**ours, "read": answer.json()["read"]})
    assert 'fr = "Boris’"' in toml(root)
    assert 'author = "Annas"' in toml(root)
    assert 'zone = "Europe/Zurich"' in toml(root)


def test_lists_and_named_values_grow_and_shrink(root: Path, client: TestClient) -> None:
    answer = save(
        client, "events/1", key="dinner", title__fr="Dîner", start="2027-03-02", end="2027-03-02", listed="yes"
    )
    assert answer.status_code == 200
    assert 'key = "dinner"' in toml(root)
    save(client, "events", move="up-1")
    assert toml(root).index("dinner") < toml(root).index('key = "session"')
    save(client, "events/0", move="remove")
    assert "dinner" not in toml(root)
    assert save(client, "names", named="Not a name").status_code == 422
    answer = save(client, "names", named="committee")
    assert answer.request.url.path.endswith("/facts/names/committee")
    save(client, "names/committee", **{".fr": "Comité"})
    for at in ("events/7", "nothing", "accepted", "events/0/title", "date/0"):
        assert client.get(f"{FACTS}/{at}").status_code == 404


def test_words_that_serve_all_languages_are_shown_and_stay_one(root: Path, client: TestClient) -> None:
    path = root / "meetings/tiny/meeting.toml"
    path.write_text(toml(root).replace('languages = ["fr"]', 'languages = ["fr", "en"]'), encoding="utf-8")
    shown = fields(client, "signatory")["name"]["inputs"]
    assert [(each["name"], each["value"]) for each in shown] == [("name.fr", "A. Nom"), ("name.en", "A. Nom")]
    before = toml(root)
    save(client, "signatory", name__fr="A. Nom", name__en="A. Nom")
    assert toml(root) == before
    save(client, "signatory", name__fr="B. Nom", name__en="B. Nom")
    assert toml(root) == before.replace("A. Nom", "B. Nom")
    assert save(client, "signatory", name__fr="B. Nom", name__en="B. Name").status_code == 200
    shown = fields(client, "signatory")["name"]["inputs"]
    assert [each["value"] for each in shown] == ["B. Nom", "B. Name"]


def test_a_truth_that_is_usually_so_is_shown_so(root: Path, client: TestClient) -> None:
    assert fields(client, "events/0")["listed"]["inputs"][0]["value"] is True
    save(client, "events/0", listed="yes")
    assert "listed" not in toml(root)
    save(client, "events/0")
    assert "listed = false" in toml(root)


def test_a_day_shows_how_each_language_prints_it(client: TestClient) -> None:
    assert "26" in client.get("/meetings/tiny/printed.json?date=2026-11-26").json()["printed"]["fr"]
    for wrong in ("", "26", "2026-13-01", "[1]", "'a'"):
        assert client.get("/meetings/tiny/printed.json", params={"date": wrong}).json()["printed"] == {}


# --- enclosures -------------------------------------------------------------------------------------


def entries(client: TestClient) -> list[dict[str, Any]]:
    return [each for group in client.get(f"{ENCLOSURES}.json").json()["groups"] for each in group["enclosures"]]


def names(client: TestClient) -> list[str]:
    return [each["title"] for each in entries(client)]


def send(client: TestClient, *files: tuple[str, bytes]) -> Any:
    return client.post(ENCLOSURES, files=[("files", each) for each in files], headers=JSON)


def test_many_files_come_at_once_and_leftovers_stay_out(root: Path, client: TestClient) -> None:
    answer = send(
        client,
        *(("02-budget.fr.txt", b"Budget\n"), ("~$agenda.docx", b"x"), ("Thumbs.db", b"x")),
        *(("../../evil.txt", b"Evil\n"), ("C:\\Users\\N\\plan.txt", b"Plan\n"), ("agenda.txt", b"Another\n")),
    )
    assert answer.json()["left_out"] == ["~$agenda.docx", "Thumbs.db"]
    assert names(client) == ["Ordre du jour", "Budget", "Agenda", "Evil", "Plan"]
    files = sorted(each.name for each in (root / "meetings/tiny/enclosures").iterdir())
    assert files == ["02-budget.fr.txt", "agenda-2.txt", "agenda.txt", "evil.txt", "plan.txt"]
    assert (root / "meetings/tiny/enclosures/agenda.txt").read_text(encoding="utf-8") != "Another\n"
    assert not (root / "evil.txt").exists()


def test_nothing_chosen_is_told(client: TestClient) -> None:
    assert send(client, ("~$agenda.docx", b"x")).json()["wrong"]["files"]
    assert send(client, ("", b"")).status_code in {400, 422}


def test_a_file_shows_what_is_wrong_with_it_as_soon_as_it_is_there(client: TestClient) -> None:
    send(client, ("list.pdf", b"%PDF-1.4 and nothing else"))
    (one,) = [each for each in entries(client) if each["title"] == "List"]
    assert [each["code"] for each in one["files"][0]["findings"]] == ["pdf-ruins"]


def test_order_is_changed_by_buttons_and_by_places(client: TestClient) -> None:
    send(client, ("a.txt", b"A\n"), ("b.txt", b"B\n"))
    for at, to in (("0-2", "up"), ("0-0", "down"), ("0-2", "0-0")):
        client.post(f"{ENCLOSURES}/order", data={"at": at, "to": to})
    assert names(client) == ["A", "B", "Ordre du jour"]
    for at, to in (("0-0", "up"), ("0-2", "down"), ("9-0", "up"), ("x", "up"), ("0-0", "elsewhere"), ("0-0", "9-0")):
        assert client.post(f"{ENCLOSURES}/order", data={"at": at, "to": to}).status_code == 400
    client.post(f"{ENCLOSURES}/order", data={"at": "0-0", "to": "remove"})
    assert names(client) == ["B", "Ordre du jour"]


def test_who_orders_what_somebody_else_has_ordered_meanwhile_is_told(client: TestClient) -> None:
    send(client, ("a.txt", b"A\n"), ("b.txt", b"B\n"))
    read = client.get(f"{ENCLOSURES}.json").json()["read"]
    client.post(f"{ENCLOSURES}/order", data={"at": "0-0", "to": "remove", "read": read})
    answer = client.post(f"{ENCLOSURES}/order", data={"at": "0-0", "to": "remove", "read": read}, headers=JSON)
    assert [each["code"] for each in answer.json()["problems"]] == ["changed-meanwhile"]
    assert names(client) == ["A", "B"]


def test_a_file_is_replaced_and_taken_back(root: Path, client: TestClient) -> None:
    before = (root / "meetings/tiny/enclosures/agenda.txt").read_bytes()
    where = {"at": "0-0", "language": "fr"}
    client.post(f"{ENCLOSURES}/replace", data=where, files={"file": ("neu.txt", b"Neu\n")})
    file = entries(client)[0]["files"][0]
    assert (file["name"], file["undo"]["old"]) == ("neu.txt", "agenda.txt")
    client.post(f"{ENCLOSURES}/undo", data={"number": file["undo"]["number"]})
    assert entries(client)[0]["files"][0]["name"] == "agenda.txt"
    assert (root / "meetings/tiny/enclosures/agenda.txt").read_bytes() == before
    assert client.post(f"{ENCLOSURES}/undo", data={"number": file["undo"]["number"]}).status_code == 404


def test_an_upload_that_is_too_large_or_breaks_off_leaves_nothing(root: Path) -> None:
    with desk(root, limits=Limits(upload=1)) as client:
        answer = client.post(ENCLOSURES, files=[("files", ("big.pdf", b"x" * 1_200_000))], headers=JSON)
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (413, "desk-too-large")
        assert [each.name for each in (root / "meetings/tiny/enclosures").iterdir()] == ["agenda.txt"]


# --- new meetings -----------------------------------------------------------------------------------


def packed(*files: tuple[str, bytes], links: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777 if links and name != "meeting.toml" else 0o644) << 16
            into.writestr(info, content)
    return made.getvalue()


TOML = (ROOT / "tests/meetings/tiny/meeting.toml").read_bytes()


def test_a_meeting_is_made_new_and_like_a_past_one(root: Path, client: TestClient) -> None:
    made = client.post("/new", data={"slug": "autumn", "languages": "fr", "enclosures": "yes"}, headers=JSON)
    assert made.status_code == 200
    again = client.post("/new", data={"slug": "next", "like": "tiny", "day": "2027-11-24"}, headers=JSON)
    found = again.json()["found"]
    assert [each["code"] for each in found][:1] == ["new-moved"]
    assert {each["code"]: each["places"][0]["address"] for each in found}["new-moved"] == (
        "/meetings/next/facts/letter#field-date"
    )
    for wrong in ({"slug": "tiny"}, {"slug": "A b"}, {"slug": ""}, {"slug": "x", "like": "tiny", "day": "soon"}):
        answer = client.post("/new", data=wrong, headers=JSON)
        assert (answer.status_code, bool(answer.json()["wrong"])) == (422, True)
    assert sorted(each.name for each in (root / "meetings").iterdir()) == ["autumn", "next", "tiny"]


def test_a_meeting_is_made_of_a_packed_folder(root: Path, client: TestClient) -> None:
    content = packed(
        *(("Sommer/meeting.toml", TOML), ("Sommer/enclosures/agenda.txt", b"A\n"), ("Sommer/Thumbs.db", b"x")),
        *(("Sommer/config.toml", b"[convert]\n"), ("__MACOSX/Sommer/._agenda.txt", b"x"), ("other.txt", b"x")),
    )
    client.post("/new/folder", files={"folder": ("Sommer 2027.zip", content)})
    folder = root / "meetings" / "sommer-2027"
    assert sorted(each.name for each in folder.rglob("*") if each.is_file()) == ["agenda.txt", "meeting.toml"]
    again = client.post("/new/folder", files={"folder": ("Sommer 2027.zip", content)})
    assert again.status_code == 409


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        packed(("a.txt", b"x")),
        packed(("meeting.toml", TOML), ("../evil.txt", b"x")),
        packed(("meeting.toml", TOML), ("/evil.txt", b"x")),
        packed(("meeting.toml", TOML), ("..\\evil.txt", b"x")),
        packed(("meeting.toml", TOML), ("link", b"/etc/passwd"), links=True),
        packed(("meeting.toml", TOML), *((f"{number}.txt", b"") for number in range(2001))),
    ],
    ids=["no-zip", "no-meeting", "above", "root", "backslash", "link", "many"],
)
def test_a_packed_folder_that_leads_elsewhere_is_refused(root: Path, client: TestClient, content: bytes) -> None:
    answer = client.post("/new/folder", files={"folder": ("new.zip", content)}, headers=JSON)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "desk-no-folder")
    assert sorted(each.name for each in (root / "meetings").iterdir()) == ["tiny"]


def test_a_packed_folder_that_swells_is_refused(root: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("meeting.toml", TOML)
        into.writestr("enclosures/big.txt", b"0" * 6_000_000)
    with desk(root, limits=Limits(upload=1)) as client:
        answer = client.post("/new/folder", files={"folder": ("new.zip", made.getvalue())}, headers=JSON)
        assert answer.json()["problems"][0]["code"] == "desk-no-folder"
        assert sorted(each.name for each in (root / "meetings").iterdir()) == ["tiny"]
