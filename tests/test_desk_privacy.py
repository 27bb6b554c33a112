"""Who may not see recipients sees none: no list, no letter, no file's name, no finding, on no page, in no twin."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.app import make_app
from pipeline.desk.people import Office
from tests.desks import FROM_HERE, NAMES, known
from tests.houses import copy_house, copy_meeting
from tests.lists import write

OFFICE = Office("X-Remote-User", frozenset({"10.0.0.5"}), frozenset({"anna"}), sees="senders")
SECRET = "Zenobia"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    folder = copy_meeting(house, "tiny")
    facts = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(f'recipients = "{SECRET}.csv"\n{facts}', encoding="utf-8")
    rows = [("Organisation", "Nom", "E-mail"), ("A", f"{SECRET} Un", "un@example.org"), ("B", f"{SECRET} Deux", "no")]
    write(folder / f"{SECRET}.csv", rows)
    out = house / "build" / "tiny"
    (out / "fr" / "letters").mkdir(parents=True)
    named = {
        "fr/tiny.pdf": ("bundle", None),
        f"fr/letters/{SECRET}.pdf": ("letter", "key"),
        f"fr/letters/{SECRET}.eml": ("message", "key"),
        "dispatch.xlsx": ("dispatch", "*"),
        "sample.pdf": ("sample", "*"),
    }
    outputs = []
    for path, (role, recipient) in named.items():
        (out / path).write_bytes(path.encode())
        outputs.append(
            {"role": role, "language": "fr", "instrument": "invitation", "recipient": recipient, "path": path,
             "sha256": "", "pages": 1}
        )  # fmt: skip
    (out / "manifest.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    return house


@contextmanager
def asking(root: Path, name: str) -> Iterator[TestClient]:
    app = make_app(House.open(root), clock=time.time, names=NAMES, office=OFFICE, jobs=1)
    headers = {**FROM_HERE, "x-remote-user": name}
    with TestClient(app, headers=headers, client=("10.0.0.5", 50000), raise_server_exceptions=False) as client:
        yield client


PAGES = ("/meetings/tiny", "/meetings/tiny/check", "/meetings/tiny/package", "/api/v1/meetings/tiny/check")


@pytest.mark.parametrize("name", ["anna", "boris"])
def test_only_who_may_sees_what_is_to_recipients(root: Path, name: str) -> None:
    sees = name == "anna"
    with asking(root, name) as client:
        files = client.get("/api/v1/meetings/tiny/files").json()
        assert len(files) == (5 if sees else 1)
        assert len(client.get("/meetings/tiny/package.json").json()["files"]) == len(files)
        packed = zipfile.ZipFile(io.BytesIO(client.get("/meetings/tiny/package.zip").content)).namelist()
        assert packed[:1] == ["tiny/fr/tiny.pdf"]
        assert len(packed) == (5 if sees else 1)
        for path in ("dispatch.xlsx", "sample.pdf", f"fr/letters/{SECRET}.pdf", f"fr/letters/{SECRET}.eml"):
            for prefix in ("/meetings", "/api/v1/meetings"):
                assert client.get(f"{prefix}/tiny/files/{path}").status_code == (200 if sees else 404)
        told = [known(client, path) for path in PAGES]
        told += [client.get(path, headers={"accept": "application/json"}).text for path in PAGES]
        assert (SECRET in "".join(told)) is sees
        assert ("recipient-email" in "".join(told)) is sees
        words = client.get("/meetings/tiny/vocabulary.json").json()["placeholders"]
        assert (SECRET in str(words)) is sees


ADDRESSES = ("recipients", "recipients.json", "recipients/file", "recipients/rows/2", "recipients/letters/x")


def test_the_list_is_for_those_who_may_see_it(root: Path) -> None:
    with asking(root, "boris") as client:
        assert "/recipients" not in client.get("/meetings/tiny").text
        for each in (*ADDRESSES, "look/fr/to-x-1.png"):
            assert client.get(f"/meetings/tiny/{each}").status_code == 403, each
        for each in ("recipients/rows/2", "recipients/undo"):
            assert client.post(f"/meetings/tiny/{each}", data={"cell-0": "x", "was-0": "A"}).status_code == 403
        sent = client.post("/meetings/tiny/recipients", files={"file": ("x.csv", b"Organisation\nA\n")})
        assert sent.status_code == 403
    with asking(root, "anna") as client:
        assert SECRET in client.get("/meetings/tiny/recipients").text


def test_what_is_hidden_can_not_be_accepted_and_bags_are_not_looked_into(root: Path) -> None:
    with asking(root, "boris") as client:
        told = client.post("/archive/x/verify")
        assert (told.status_code, "may not see recipients" in told.text) == (403, True)
        assert client.get("/api/v1/archive/x/verify").status_code == 403
        assert client.get("/archive/pages/compare-x.html").status_code == 403


def test_a_token_sees_what_its_maker_sees_now(root: Path) -> None:
    with asking(root, "anna") as client:
        made = client.post("/you/tokens", data={"token": "portal"}, headers={"accept": "application/json"}).json()
    later = Office("X-Remote-User", frozenset({"10.0.0.5"}), frozenset(), sees="senders")
    app = make_app(House.open(root), clock=time.time, names=NAMES, office=later, jobs=1)
    with TestClient(app, headers={"authorization": f"Bearer {made['made']}"}) as client:
        assert len(client.get("/api/v1/meetings/tiny/files").json()) == 1
        assert client.post("/api/v1/meetings/tiny/seal").status_code == 403
    shut = Office("X-Remote-User", frozenset({"10.0.0.5"}), frozenset(), preparers=frozenset({"boris"}))
    app = make_app(House.open(root), clock=time.time, names=NAMES, office=shut, jobs=1)
    with TestClient(app, headers={"authorization": f"Bearer {made['made']}"}) as client:
        assert client.get("/api/v1/meetings").status_code == 401


def test_who_may_not_come_in_is_told_why(root: Path) -> None:
    shut = Office("X-Remote-User", frozenset({"10.0.0.5"}), frozenset(), preparers=frozenset({"anna"}))
    app = make_app(House.open(root), clock=time.time, names=NAMES, office=shut, jobs=1)
    headers = {**FROM_HERE, "x-remote-user": "carla"}
    with TestClient(app, headers=headers, client=("10.0.0.5", 50000)) as client:
        told = client.get("/meetings")
        assert (told.status_code, "“carla” may not come in here" in told.text) == (403, True)
