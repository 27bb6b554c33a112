"""A button pressed before a file was chosen: the browser sends a field without one, and is told beside the field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.desks import desk
from tests.houses import copy_house, copy_meeting

TINY = "/meetings/tiny"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    house: Path = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    with desk(house) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "name", "typed", "field"),
    [
        (f"{TINY}/enclosures", "files", {"group": "0"}, "files"),
        (f"{TINY}/enclosures/replace", "file", {"at": "0-0", "language": "fr"}, "file-0-0-fr"),
        (f"{TINY}/recipients", "file", {}, "file"),
        (f"{TINY}/sign", "scan", {"letter": "invitation/fr"}, "scan"),
        (f"{TINY}/templates", "template", {"at": "templates/fr/invitation.docx"}, "file-templates-fr-invitation"),
        ("/new/folder", "folder", {}, "folder"),
    ],
    ids=lambda each: each if isinstance(each, str) and each.startswith("/") else "",
)
def test_it_is_told_beside_the_field(
    client: TestClient, path: str, name: str, typed: dict[str, str], field: str
) -> None:
    empty = b'--x\r\nContent-Disposition: form-data; name="%s"; filename=""\r\n\r\n\r\n' % name.encode()
    others = [
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (key.encode(), value.encode())
        for key, value in typed.items()
    ]
    body, form = b"".join((empty, *others, b"--x--\r\n")), {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post(path, content=body, headers=form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text  # the summary leads to it
    if field != "scan":  # whose field is there when something was built
        assert re.search(rf'<input type="file" id="{field}"[^>]*aria-describedby="[^"]*{field}-error"', answer.text)
        assert f'id="{field}-error"' in answer.text
