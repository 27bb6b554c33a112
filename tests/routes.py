"""Every address that the desk answers, and a form with something in each field."""

from __future__ import annotations

import re
from typing import Any

from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from pipeline.desk.views import ROUTERS
from tests.desks import FROM_HERE

FILLED = {
    "slug": "tiny", "name": "x", "number": "1", "language": "fr", "at": "0-0", "key": "x", "instrument": "invitation",
}  # fmt: skip


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Each method and path that something answers: pages, and what the description has."""
    app: Any = client.app
    described = app.openapi()["paths"]
    found = [(method.upper(), path) for path, operations in described.items() for method in operations]
    for router in ROUTERS:
        pages = [each for each in router.routes if isinstance(each, APIRoute)]
        assert len(pages) == len(router.routes)
        found += [(method, each.path) for each in pages for method in sorted(each.methods or ())]
    assert len(found) > 80
    return found


def asked(client: TestClient, method: str, path: str, **headers: str) -> Any:
    """The answer to a form that has something in each field."""
    filled = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: FILLED.get(name[1], "x"), path)
    sent: dict[str, Any] = {}
    if method not in {"GET", "DELETE"}:
        files = dict.fromkeys(("scan", "file", "folder", "template", "files"), ("a.txt", b"a"))
        sent = {"data": {"letter": "invitation/fr", "to": "up", "at": "0-0", "number": "1", "what": "compare"}}
        if not path.endswith("/rows/{number}"):  # whose form takes no file
            sent |= {"files": files}
    if path.startswith("/api/") and method != "GET" and path.endswith(("/sent", "/again")):
        sent = {"json": {"sent": True, "what": "compare"}}
    return client.request(method, filled, headers={"accept": "application/json", **FROM_HERE, **headers}, **sent)
