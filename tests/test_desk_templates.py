"""Templates at the desk: taken, edited in Word, dropped back, and held against the other languages on arrival."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from starlette.testclient import TestClient

JSON = {"accept": "application/json"}
TEMPLATES, INVITATION = "/meetings/tiny/templates", "templates/fr/invitation.docx"


def with_words(root: Path, words: str) -> bytes:
    document = docx.Document(str(root / INVITATION))
    document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_template_is_taken_and_dropped_back_and_each_version_is_kept(root: Path, client: TestClient) -> None:
    before = (root / INVITATION).read_bytes()
    assert client.get(f"{TEMPLATES}/file", params={"at": INVITATION}).content == before
    new = with_words(root, "Venez nombreux.")
    answer = client.post(TEMPLATES, data={"at": INVITATION}, files={"template": ("x.docx", new)}, headers=JSON)
    assert (answer.status_code, answer.json()["refused"]) == (200, None)
    assert (root / INVITATION).read_bytes() == new
    (file,) = [each for each in client.get(f"{TEMPLATES}.json").json()["files"] if each["at"] == INVITATION]
    client.post(f"{TEMPLATES}/back", data={"number": file["versions"][0]["number"]})
    assert (root / INVITATION).read_bytes() == before
    (file,) = [each for each in client.get(f"{TEMPLATES}.json").json()["files"] if each["at"] == INVITATION]
    assert len(file["versions"]) == 2


def test_a_template_that_would_stop_a_build_is_refused_with_its_paragraph(root: Path, client: TestClient) -> None:
    before = (root / INVITATION).read_bytes()
    for content in (with_words(root, "{{ nothing.known }}"), b"no Word file"):
        answer = client.post(TEMPLATES, data={"at": INVITATION}, files={"template": ("x.docx", content)}, headers=JSON)
        assert answer.status_code == 422
        assert answer.json()["refused"]["findings"][0]["what"]
        assert (root / INVITATION).read_bytes() == before
    assert not list((root / "templates/fr").glob(".*"))
    wrong = client.post(TEMPLATES, data={"at": INVITATION}, files={"template": ("x.pdf", b"x")}, headers=JSON)
    assert wrong.json()["wrong"]


def arrives(root: Path, client: TestClient, new: bytes, at: str = INVITATION) -> dict[str, Any]:
    data = {"at": at, "ask": "true"}
    answer = client.post(TEMPLATES, data=data, files={"template": ("x.docx", new)}, headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def in_two_languages(root: Path) -> None:
    file = root / "meetings/tiny/meeting.toml"
    file.write_text(file.read_text("utf-8").replace('languages = ["fr"]', 'languages = ["fr", "en"]'), "utf-8")


def with_one_language(root: Path) -> None:
    file = root / "meetings/tiny/meeting.toml"
    file.write_text(file.read_text("utf-8").replace('["fr", "en"]', '["fr"]'), "utf-8")


def without(root: Path, at: str, tag: str) -> bytes:
    document = docx.Document(str(root / at))
    paragraph = next(each for each in document.paragraphs if tag in each.text)
    paragraph.runs[0].text = paragraph.text.replace(tag, "")
    for run in paragraph.runs[1:]:
        run.text = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_translation_is_held_against_the_source_before_it_takes_its_place(root: Path, client: TestClient) -> None:
    in_two_languages(root)
    at = "templates/en/invitation.docx"
    before = (root / at).read_bytes()
    tag = next(
        tag[0]
        for each in docx.Document(str(root / at)).paragraphs
        if (tag := re.search(r"\{\{ [\w.]+ \}\}", each.text)) and tag[0] != each.text
    )
    new = without(root, at, tag)
    arrived = arrives(root, client, new, at)["arrived"]
    assert [each["code"] for each in arrived["findings"]].count("paired-placeholder-missing") == 1
    assert str(root) not in str(arrived)
    assert (root / at).read_bytes() == before
    decision = {"at": at, "name": arrived["name"], "over": arrived["over"]}
    left = client.post(f"{TEMPLATES}/arrived", data={**decision, "to": "leave"}, headers=JSON)
    assert (left.status_code, (root / at).read_bytes()) == (200, before)
    assert client.post(f"{TEMPLATES}/arrived", data=decision).status_code == 404
    arrived = arrives(root, client, new, at)["arrived"]
    decision = {"at": at, "name": arrived["name"], "over": arrived["over"], "to": "place"}
    assert client.post(f"{TEMPLATES}/arrived", data=decision, headers=JSON).json()["replaced"] == at
    assert (root / at).read_bytes() == new
    (file,) = [each for each in client.get(f"{TEMPLATES}.json").json()["files"] if each["at"] == at]
    client.post(f"{TEMPLATES}/back", data={"number": file["versions"][0]["number"]})
    assert (root / at).read_bytes() == before
    assert not list((root / ".desk/uploads").iterdir())
    assert not list((root / "build/tiny").glob(".arriving-*"))


def test_what_is_as_in_the_other_languages_goes_to_its_place_at_once(root: Path, client: TestClient) -> None:
    in_two_languages(root)
    same = docx.Document(str(root / "templates/en/invitation.docx"))
    made = io.BytesIO()
    same.save(made)
    arrived = arrives(root, client, made.getvalue(), "templates/en/invitation.docx")["arrived"]
    assert (arrived["findings"], arrived["checked"]) == ([], False)  # the meeting has no English words
    at = {"at": "templates/en/invitation.docx", "ask": "true"}
    page = client.post(TEMPLATES, data=at, files={"template": ("x.docx", made.getvalue())}).text
    assert '<button class="main" name="to" value="leave">' in page  # as nobody knows what it would stop
    made = io.BytesIO()
    docx.Document(str(root / INVITATION)).save(made)
    with_one_language(root)
    assert arrives(root, client, made.getvalue())["replaced"]


def test_of_a_new_source_it_is_told_what_its_translations_lack(root: Path, client: TestClient) -> None:
    in_two_languages(root)
    arrived = arrives(root, client, with_words(root, "Venez nombreux, {{ event.session.prose }}."))["arrived"]
    told = {(each["code"], each["place"]["file"]) for each in arrived["findings"]}
    assert ("paired-paragraph-missing", "templates/en/invitation.docx") in told


def test_a_decision_is_about_what_was_seen(root: Path, client: TestClient) -> None:
    in_two_languages(root)
    arrived = arrives(root, client, with_words(root, "Venez nombreux."))["arrived"]
    decision = {"at": INVITATION, "name": arrived["name"], "over": arrived["over"], "to": "place"}
    (root / INVITATION).write_bytes(between := with_words(root, "Ou venez seul."))
    again = client.post(f"{TEMPLATES}/arrived", data=decision, headers=JSON).json()["arrived"]
    assert (again["name"], (root / INVITATION).read_bytes()) == (arrived["name"], between)
    for name in ("../desk.sqlite3", "x.docx", "template-.docx"):
        assert client.post(f"{TEMPLATES}/arrived", data={**decision, "name": name}).status_code == 404


def test_changes_that_word_still_tracks_are_told_of_a_template(root: Path, client: TestClient) -> None:
    document = docx.Document(str(root / INVITATION))
    run = document.add_paragraph().add_run("Venez seul.")._r
    run.addprevious(ins := OxmlElement("w:ins"))
    ins.set(qn("w:id"), "1")
    ins.set(qn("w:author"), "A")
    ins.append(run)
    made = io.BytesIO()
    document.save(made)
    files = {"template": ("x.docx", made.getvalue())}
    answer = client.post(TEMPLATES, data={"at": INVITATION, "ask": "true"}, files=files, headers=JSON)
    assert (answer.status_code, len(answer.json()["refused"]["findings"])) == (422, 1)


def test_two_translators_of_different_languages_do_not_wait_for_one_another(root: Path, client: TestClient) -> None:
    app: Any = client.app
    with app.state.desk.turns.at("templates/en/invitation.docx", "template"):
        assert arrives(root, client, (root / INVITATION).read_bytes())["replaced"] == INVITATION


@pytest.mark.parametrize("at", ["config.toml", "../x.docx", "templates/fr/phrases.po", "templates/en/invitation.docx"])
def test_only_the_meetings_own_templates_are_given_and_taken(root: Path, client: TestClient, at: str) -> None:
    assert client.get(f"{TEMPLATES}/file", params={"at": at}).status_code == 404
    assert client.post(TEMPLATES, data={"at": at}, files={"template": ("x.docx", b"x")}).status_code == 404


def test_the_vocabulary_has_each_placeholder_with_its_value(client: TestClient) -> None:
    said = {
        each["placeholder"]: each["value"]
        for each in client.get("/meetings/tiny/vocabulary.json").json()["placeholders"]
    }
    assert said["event.session.title"] == "Session"
    assert "{{ event.session.title }}" in client.get("/meetings/tiny/vocabulary").text
