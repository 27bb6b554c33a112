"""A house's folder goes in, its desk is served until it is stopped; the address to open it by is told.

One process serves a house. Whoever starts another is given a new address of the first: that is how a person comes in
whose address was used, or is too old.
"""

from __future__ import annotations

import fcntl
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from pipeline import ConfigError, Finding, House, Place
from pipeline.desk.app import make_app
from pipeline.desk.database import Database
from pipeline.desk.people import People

LOOPBACK = "127.0.0.1"
_LOCK = "serving"


def serve(house: House, *, port: int, jobs: int | None, tell: Callable[[str, bool], object]) -> None:
    """Serves until the process is told to stop. ``tell`` is given the address, and whether the desk ran already.

    ConfigError for a port that is taken.
    """
    database = Database(house.root)
    try:
        with _only_one(database) as already:
            if already:
                tell(f"{already}/enter?key={People(database, time.time).new_key()}", True)
                return
            app = make_app(house, clock=time.time, names=frozenset({LOOPBACK, "localhost"}), jobs=jobs)
            with _listening(port) as (listener, address):
                (database.folder / _LOCK).write_text(json.dumps(address), encoding="utf-8")
                tell(f"{address}/enter?key={app.state.desk.people.new_key()}", False)
                config = uvicorn.Config(
                    app, log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=3
                )
                uvicorn.Server(config).run(sockets=[listener])
    finally:
        database.close()


@contextmanager
def _only_one(database: Database) -> Iterator[str]:
    """The address of the process that serves the house already; nothing where this one may, until the end."""
    path = database.folder / _LOCK
    with path.open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield str(json.loads(path.read_text(encoding="utf-8")))
        else:
            yield ""


@contextmanager
def _listening(port: int) -> Iterator[tuple[socket.socket, str]]:
    """A socket of the loopback, and its address; any port that is free for 0."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            why = error.strerror or str(error)
            place = Place(f"{LOOPBACK}:{port}")
            raise ConfigError(Finding("desk-port", place, {"port": port, "why": why, "other": port + 1})) from error
        listener.listen()
        yield listener, f"http://{LOOPBACK}:{listener.getsockname()[1]}"
