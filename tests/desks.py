"""Desks for tests: a house goes in, a client that has come in comes out, or a server for a browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.app import make_app
from pipeline.desk.guard import Limits
from tests.houses import ROOT

NAMES = frozenset({"testserver", "127.0.0.1"})
FROM_HERE = {"sec-fetch-site": "same-origin"}


def app_of(root: Path, *, clock: Callable[[], float] = time.time, limits: Limits | None = None) -> FastAPI:
    return make_app(House.open(root), clock=clock, names=NAMES, limits=limits, jobs=2)


@contextmanager
def desk(
    root: Path, *, clock: Callable[[], float] = time.time, limits: Limits | None = None, language: str = "en"
) -> Iterator[TestClient]:
    """A client of the application, as a browser of somebody who has come in."""
    app = app_of(root, clock=clock, limits=limits)
    headers = {**FROM_HERE, "accept-language": language}
    with TestClient(app, headers=headers, raise_server_exceptions=False) as client:
        enter(client)
        yield client


def enter(client: TestClient) -> None:
    app: Any = client.app
    answer = client.get("/enter", params={"key": app.state.desk.people.new_key()}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def known(client: TestClient, address: str) -> str:
    """A page with all that it comes to show, as a browser gets it that asks again as it says."""
    page = client.get(address).text
    while more := re.search('(ticket|words)=([^&"]+)"', page):
        page = client.get(address, params={**QueryParams(address.partition("?")[2]), more[1]: more[2]}).text
    return page


@contextmanager
def running(house: Path, *, at: Sequence[str] = (), **environment: str) -> Iterator[tuple[httpx2.Client, int]]:
    """The command itself in a process of its own, with a browser that has come in; ``at`` is a command that runs it."""
    command = [*at, sys.executable, "-m", "pipeline", "desk", "--port", "0", "--jobs", "1"]
    own = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with subprocess.Popen(command, cwd=house, env=own, stdout=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stdout is not None
            address = desk.stdout.readline().strip()
            base = address.partition("/enter")[0]
            headers = {**FROM_HERE, "accept": "application/json", "accept-language": "en"}
            with httpx2.Client(base_url=base, headers=headers, timeout=60, follow_redirects=True) as browser:
                browser.get(address).raise_for_status()
                yield browser, desk.pid
        finally:
            desk.terminate()


@contextmanager
def served(root: Path, *, limits: Limits | None = None, port: int = 0) -> Iterator[tuple[str, FastAPI]]:
    """A server of the loopback, and its application; at a ``port`` where another stood, for instance."""
    with served_app(lambda _: app_of(root, limits=limits), port) as both:
        yield both


@contextmanager
def served_app(make: Callable[[str], FastAPI], port: int = 0) -> Iterator[tuple[str, FastAPI]]:
    """The same of an application that is made for the address."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = make(address)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield address, app
        finally:
            server.should_exit = True
            thread.join()
