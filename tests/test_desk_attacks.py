"""What may befall a desk that runs: a full disk, a file that is held, an upload that breaks off, browsers that are
gone, files made to harm. Each time what happened is told, what stood stands, and the desk goes on."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import struct
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from pipeline.desk.database import Database
from pipeline.desk.guard import OF_FILES
from tests import office_bombs as bombs
from tests.desks import desk, known, running
from tests.houses import ROOT, copy_house, copy_meeting

TOML = "meetings/tiny/meeting.toml"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    root = copy_house(tmp_path / "house")
    copy_meeting(root, "tiny")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(made, "tiny")
    return made


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[TestClient]:
    with desk(root) as opened:
        yield opened


def told(answer: Any) -> tuple[int, list[str]]:
    """The status, and the codes of what is wrong."""
    return answer.status_code, [each["code"] for each in answer.json().get("problems", ())]


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies below the meetings."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


# --- a disk without room ------------------------------------------------------------------------------

SMALL = """
mount -t tmpfs -o size=12m small "$1" && cp -r "$2/." "$1" && cd "$1" && shift 2 && exec "$@"
"""
MOUNTED = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL, "sh")
"""Runs a command in a house on a file system of its own, as anybody may."""


def asked_while_full(browser: httpx2.Client) -> list[tuple[str, Any]]:
    """What people do, with what comes of it."""
    return [
        ("enclose", browser.post("/meetings/tiny/enclosures", files=[("files", ("b.txt", b"B" * 3_000_000))])),
        ("token", browser.post("/you/tokens", data={"token": "portal"})),
        ("name", browser.post("/you", data={"name": "Zed"})),
        ("build", browser.post("/meetings/tiny/build", data={"of": "package"})),
        ("sent", browser.post("/meetings/tiny/sent", data={"is_so": "1"})),
        ("new", browser.post("/new", data={"slug": "autumn", "languages": ["fr"]})),
    ]


@dataclass(frozen=True)
class Full:
    """A desk whose disk is filled, and emptied again."""

    browser: httpx2.Client
    house: Path
    fill: Callable[[], object]
    empty: Callable[[], object]
    refusals: dict[str, tuple[int, list[str]]]
    """What the database's refusals are told as."""


@contextmanager
def of_its_own(house: Path, small: Path) -> Iterator[Full]:
    """On a file system of its own, which is small."""
    with running(house, at=(*MOUNTED, str(small), str(house))) as (browser, pid):
        inside = Path(f"/proc/{pid}/root{small}")
        ballast = inside / "ballast"

        def fill() -> None:
            with ballast.open("wb", buffering=0) as into:
                for size in (1 << 16, 512):
                    try:
                        while into.write(b"x" * size) == size:
                            pass
                    except OSError:
                        pass

        yield Full(browser, inside, fill, ballast.unlink, {})


@contextmanager
def by_its_limits(house: Path, _small: Path) -> Iterator[Full]:
    """On a file system that takes nothing more of the desk's process, where nobody may mount."""
    with running(house) as (browser, pid):
        browser.get("/meetings/tiny/check").raise_for_status()  # the process apart is there, without limits

        def limit(most: str) -> None:
            subprocess.run(["prlimit", "--pid", str(pid), f"--fsize={most}:"], check=True)

        told = dict.fromkeys(("token", "name", "build", "sent"), (503, ["desk-disk"]))  # SQLite knows of ENOSPC alone
        yield Full(browser, house, lambda: limit("0"), lambda: limit("unlimited"), told)


@pytest.mark.parametrize("disk", [of_its_own, by_its_limits])
def test_a_full_disk_is_told_nothing_is_lost_and_all_goes_on_when_there_is_room(
    house: Path, tmp_path: Path, disk: Callable[[Path, Path], AbstractContextManager[Full]]
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = [*MOUNTED, str(small), str(house), "true"]
    if disk is of_its_own and subprocess.run(mounted, capture_output=True, check=False).returncode:
        disk = by_its_limits
    with disk(house, small) as full:
        before = files_of(full.house / "meetings")
        full.fill()
        for name, answer in asked_while_full(full.browser):
            assert (name, *told(answer)) == (name, *full.refusals.get(name, (507, ["desk-disk-full"])))
        assert files_of(full.house / "meetings") == before
        for path in ("/meetings", "/meetings/tiny", "/meetings/tiny/package"):  # what is there can be looked at
            assert full.browser.get(path, headers={"accept": "text/html"}).status_code == 200, path
        full.empty()
        for name, answer in asked_while_full(full.browser):
            assert (name, answer.status_code) == (name, 200)


def test_a_file_that_the_system_lets_nobody_write_whole_is_told_and_leaves_nothing(house: Path) -> None:
    before = files_of(house / "meetings")
    with running(house, at=("prlimit", "--fsize=2000000")) as (browser, _pid):
        answer = browser.post("/meetings/tiny/enclosures", files=[("files", ("b.txt", b"B" * 3_000_000))])
        assert told(answer) == (507, ["desk-disk-full"])
        assert files_of(house / "meetings") == before
        answer = browser.post("/meetings/tiny/enclosures", files=[("files", ("b.txt", b"B" * 1_500_000))])
        assert answer.status_code == 200


def test_a_folder_that_may_not_be_written_is_told_and_nothing_is_lost(house: Path) -> None:
    # Whoever may do all on a machine is held back by nothing, so that this is taken from them.
    lesser = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
    before = files_of(house / "meetings")
    with running(house, at=lesser if os.getuid() == 0 else ()) as (browser, _pid):
        for folder in ("meetings/tiny/enclosures", "meetings/tiny", "meetings"):
            (house / folder).chmod(0o555)
        try:
            read = browser.get("/meetings/tiny/enclosures").json()["read"]
            for path, sent in (
                ("/meetings/tiny/enclosures", {"files": [("files", ("b.txt", b"B"))]}),
                ("/meetings/tiny/enclosures/order", {"data": {"at": "0-0", "to": "remove", "read": read}}),
                ("/new", {"data": {"slug": "autumn", "languages": ["fr"]}}),
            ):
                answer: Any = browser.post(path, **sent)
                assert (path, *told(answer)) == (path, 409, ["desk-disk"])
                assert "Permission denied" in answer.json()["problems"][0]["what"]
        finally:
            for folder in ("meetings", "meetings/tiny", "meetings/tiny/enclosures"):
                (house / folder).chmod(0o755)
        assert files_of(house / "meetings") == before
        assert browser.post("/meetings/tiny/enclosures", files=[("files", ("b.txt", b"B"))]).status_code == 200


PAGES = (
    *("", "/facts", "/facts/letter", "/enclosures", "/enclosures/0-0/fr", "/recipients", "/templates", "/vocabulary"),
    *("/check", "/look", "/package", "/seal"),
)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe[[[",
        b"",
        b'languages = 3\ntitle = "x"\ngroups = 5\n',
        b'languages = ["fr"]\ntitle = {fr = 3}\ngroups = [{enclosures = [{file = 3, title = 4}]}]\nrecipients = 5\n',
        b'languages = [["fr"]]\ngroups = [3]\n',
        b"a = " + b"[" * 5000 + b"]" * 5000,
    ],
    ids=["no-text", "empty", "no-lists", "no-words", "no-tables", "deep"],
)
def test_a_file_that_somebody_spoilt_by_hand_is_told_on_each_page(
    root: Path, client: TestClient, content: bytes
) -> None:
    shutil.rmtree(root / "meetings" / "spoilt", ignore_errors=True)
    folder = copy_meeting(root, "tiny", "spoilt")
    (folder / "meeting.toml").write_bytes(content)
    for page in PAGES:
        for accept in ("text/html", "application/json"):
            answer = client.get(f"/meetings/spoilt{page}", headers={"accept": accept})
            assert answer.status_code in {200, 400, 404, 422}, (page, accept, answer.text[:500])
    codes = [each["code"] for each in client.get("/meetings/spoilt/look.json").json()["problems"]]
    assert codes
    assert not [each for each in codes if each.startswith("desk-")]
    assert (folder / "meeting.toml").read_bytes() == content


# --- browsers that are gone ---------------------------------------------------------------------------


def held(pid: int) -> int:
    """Kilobytes of memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    assert found
    return int(found[1])


def begun(browser: httpx2.Client, path: str, length: int, kind: str) -> socket.socket:
    """A request of which nothing but the beginning was sent."""
    host, port = str(browser.base_url.host), int(browser.base_url.port or 0)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    lines = [
        f"POST {path} HTTP/1.1",
        *(f"host: {host}:{port}", "sec-fetch-site: same-origin", "accept: application/json", f"cookie: {cookies}"),
        *(f"content-type: {kind}", f"content-length: {length}", "", ""),
    ]
    made = socket.create_connection((host, port))
    made.sendall("\r\n".join(lines).encode())
    return made


def test_a_large_upload_that_breaks_off_costs_no_memory_and_leaves_no_file(house: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = files_of(house / "meetings")
    with running(house, TMPDIR=str(scratch)) as (browser, pid):
        browser.get("/meetings/tiny/enclosures")
        at_first, most = held(pid), 0
        kind = "multipart/form-data; boundary=end"
        with begun(browser, "/meetings/tiny/enclosures", 200_000_000, kind) as sending:
            sending.sendall(
                b'--end\r\ncontent-disposition: form-data; name="files"; filename="large.pdf"\r\n'
                b"content-type: application/pdf\r\n\r\n%PDF-1.7\n"
            )
            for _ in range(150):
                sending.sendall(bytes(1_000_000))
                most = max(most, held(pid))
        assert most - at_first < 40_000
        assert browser.get("/meetings/tiny/enclosures").status_code == 200
        assert files_of(house / "meetings") == before
        assert not any(each.is_file() for each in (house / ".desk" / "uploads").rglob("*"))
        assert not [each for each in scratch.iterdir() if each.is_file()]


def test_browsers_that_are_gone_are_forgotten(house: Path) -> None:
    with running(house) as (browser, pid):

        def lines() -> int:
            opened = Path(f"/proc/{pid}/fd").iterdir()
            return sum(str(each.readlink()).startswith("socket:") for each in opened if each.is_symlink())

        number = str(browser.post("/meetings/tiny/build", data={"of": "package"}).url).rpartition("/")[2]
        at_first = lines()
        for _ in range(30):
            with browser.stream("GET", f"/jobs/{number}/events") as following:
                assert following.status_code == 200
        for _ in range(30):
            begun(browser, "/meetings/tiny/enclosures", 10_000, "text/plain").close()
        while not browser.get(f"/jobs/{number}").json()["over"] or lines() > at_first + 1:
            time.sleep(0.1)
        assert browser.get("/meetings").status_code == 200


def test_what_a_page_leaves_lying_is_collected(house: Path) -> None:
    with running(house) as (browser, pid):
        grown = []
        for _ in range(3):
            before = held(pid)
            for _ in range(120):
                browser.get("/meetings", headers={"accept": "text/html"}).raise_for_status()
            grown.append(held(pid) - before)
        assert min(grown) < 1_000, grown


def test_a_thread_that_ends_leaves_nothing_open(tmp_path: Path) -> None:
    database = Database(tmp_path)
    for _ in range(3):
        opened = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(50):
            thread = threading.Thread(target=database.rows)
            thread.start()
            thread.join()
        assert len(list(Path("/proc/self/fd").iterdir())) <= opened + 3
    database.close()


# --- what is uploaded ---------------------------------------------------------------------------------

MARKUP = b"<!doctype html><script>alert(document.domain)</script>"
HARMFUL = {
    "page.html": MARKUP,
    "page.htm": MARKUP,
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>',
    "both.pdf": b"%PDF-1.7\n" + MARKUP + (ROOT / "tests").name.encode() + b"\n%%EOF\n",
    "words.txt": MARKUP,
    "page.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    "feed.xml": b'<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?><a/>',
}


def test_what_was_uploaded_is_never_given_out_as_a_page(root: Path) -> None:
    copy_meeting(root, "tiny", "harm")
    with desk(root) as client:
        taken = [
            client.post("/meetings/harm/enclosures", files=[("files", (name, content, "text/html"))]).status_code == 200
            for name, content in HARMFUL.items()
        ]
        assert sum(taken) >= 3
        seen, waiting = set[str](), ["/meetings/harm", "/meetings/harm/enclosures", "/meetings/harm/package"]
        while waiting:
            path = waiting.pop()
            answer = client.get(path)
            kind = answer.headers["content-type"].partition(";")[0]
            assert answer.headers["x-content-type-options"] == "nosniff"
            if kind == "text/html":
                text = answer.text
                assert "<script>alert" not in text, path
                assert "onload=" not in text, path
                found = set(re.findall(r'(?:href|src|hx-get)="(/[^"#]*)', text.replace("&amp;", "&")))
                found = {each for each in found if "harm" in each and "/facts" not in each}
                waiting += sorted(found - seen)
                seen |= found
            else:
                assert kind in {"application/json", "image/png", "application/octet-stream", "application/zip"}, path
        # Whatever a program is told that it is called, it is kept as what it is, and given out to be kept.
        client.put(
            "/api/v1/meetings/harm/recipients",
            files={"file": ("x.csv", b"Organisation\n<script>alert(1)</script>\n", "text/html")},
        )
        for path in ("/meetings/harm/recipients/file", "/meetings/harm/templates/templates/fr/invitation.docx"):
            given = client.get(path)
            if given.status_code == 200:
                assert given.headers["content-disposition"].startswith("attachment"), path
                assert given.headers["content-security-policy"] == OF_FILES
                assert "html" not in given.headers["content-type"]
        assert known(client, "/meetings/harm/recipients").count("<script>") == 0


def listed(entries: int) -> bytes:
    """A packed folder of one file, whose list has it again and again."""
    name = b"meeting.toml"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    size = len(entry) * entries
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries & 0xFFFF, entries & 0xFFFF, size, len(local), 0)
    return local + entry * entries + end


def packed(method: int, spoil: Callable[[bytes], bytes] = lambda data: data) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as into:
        into.writestr("meeting.toml", (ROOT / "tests/meetings/tiny/meeting.toml").read_bytes() * 20)
    return spoil(made.getvalue())


def spoilt(data: bytes) -> bytes:
    """With other bytes in the middle of what is packed."""
    return data[:60] + bytes(255 - each for each in data[60:140]) + data[140:]


def within(depth: int) -> bytes:
    """A packed folder in a packed folder, and so on, with no meeting."""
    data = b"nothing"
    for number in range(depth):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
            into.writestr(f"{number}.zip", data)
        data = made.getvalue()
    return data


FOLDERS = {
    "list": listed(400_000),
    "deflate": packed(zipfile.ZIP_DEFLATED, spoilt),
    "bzip2": packed(zipfile.ZIP_BZIP2, spoilt),
    "lzma": packed(zipfile.ZIP_LZMA, spoilt),
    "unknown": packed(zipfile.ZIP_STORED, lambda data: data.replace(b"\x14\0\0\0\0\0", b"\x14\0\0\0\x63\0")),
    "cut": packed(zipfile.ZIP_DEFLATED)[:-30],
    "within": within(30),
}


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("path", ["/new/folder", "/api/v1/meetings/new"])
def test_a_packed_folder_made_to_harm_is_refused(root: Path, client: TestClient, name: str, path: str) -> None:
    before = sorted((root / "meetings").iterdir())
    method = "PUT" if path.startswith("/api/") else "POST"
    sent = {"folder": ("new.zip", FOLDERS[name])}
    answer = client.request(method, path, files=sent, headers={"accept": "application/json"})
    assert told(answer) == (422, ["desk-no-folder"])
    assert sorted((root / "meetings").iterdir()) == before


def of_kind(suffix: str) -> dict[str, bytes]:
    """Files of a kind that are made to harm whoever reads them."""
    parts, main = bombs.KINDS[suffix](), bombs.MAIN[suffix]
    return {
        "swells": bombs.swapped(parts, bombs.swelling(main, 300)),
        "laughs": bombs.packed(parts | {main: bombs.declaring(parts[main], bombs.DOCTYPES["laughs"])}),
        "names a file": bombs.packed(
            parts | {main: bombs.declaring(parts[main], bombs.DOCTYPES["an external entity"])}
        ),
        "deep": bombs.packed(bombs.in_main(suffix, b"<a>" * 200_000 + b"</a>" * 200_000)),
        "wide": bombs.packed(bombs.in_main(suffix, b"<a/>" * 1_500_000)),
        "within": bombs.nested(parts, 12),
        "overlaps": bombs.overlapping(parts, 300),
        "two ends": bombs.with_zip64(bombs.packed(parts), 1 << 40),
        "cut": bombs.packed(parts)[:-200],
    }


WORD, EXCEL = of_kind(".docx"), of_kind(".xlsx")


@pytest.mark.office
@pytest.mark.parametrize("name", WORD)
def test_an_office_file_made_to_harm_is_told_wherever_it_is_put(root: Path, client: TestClient, name: str) -> None:
    copy_meeting(root, "tiny", "bombs")
    client.headers["accept"] = "application/json"
    at = "templates/fr/invitation.docx"
    before = (root / at).read_bytes()
    word, excel = ("a.docx", WORD[name]), ("a.xlsx", EXCEL[name])
    answers = {
        "template": client.put(f"/api/v1/meetings/bombs/templates/{at}", files={"template": word}),
        "convert": client.post("/api/v1/convert?language=fr", files={"file": word}),
        "list": client.put("/api/v1/meetings/bombs/recipients", files={"file": excel}),
    }
    for of, answer in answers.items():
        assert (of, answer.status_code, bool(answer.json()["problems"])) == (of, 422, True), answer.text[:300]
    assert (root / at).read_bytes() == before
    enclosed = client.post("/meetings/bombs/enclosures", files=[("files", word)])
    assert enclosed.status_code in {200, 422}
    if enclosed.status_code == 200:
        told_of = client.get("/meetings/bombs/enclosures/0-1/fr.json").json()
        assert told_of["findings"]
    assert client.get("/meetings").status_code == 200
    shutil.rmtree(root / "meetings" / "bombs")
