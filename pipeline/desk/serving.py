"""A house's folder goes in, its desk is served until it is stopped; the address to open it by is told.

One process serves a house. Whoever starts another is given a new address of the first: that is how a person comes in
whose address was used, or is too old.
"""

from __future__ import annotations

import fcntl
import gc
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlsplit

import uvicorn

from pipeline import ConfigError, DeskSettings, Finding, House, PapersError
from pipeline import Place as At
from pipeline.desk.apart import Apart
from pipeline.desk.app import FIRST_PAGE, make_app
from pipeline.desk.database import Database
from pipeline.desk.guard import Limits
from pipeline.desk.memory import share_pools
from pipeline.desk.people import Office, People, Provider
from pipeline.desk.work import load

LOOPBACK = "127.0.0.1"
_LOCK = "serving"
_COLLECTED_AFTER = (2_000, 10, 10)
"""Objects, and generations of them: as often as Python does by itself, about."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk is served, and to whom."""

    host: str = LOOPBACK
    port: int = 8100
    names: tuple[str, ...] = ()
    """Further names that it answers under, as the proxy's."""
    office: Office | None = None
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def of(cls, settings: DeskSettings, secret: str = "") -> Place:
        """As the settings of the house, and of the command, have it. ``secret`` is the desk's at the provider with
        which people sign in."""
        sees, provider = settings.see_recipients, None
        if (asked := settings.sign_in) is not None:
            provider = Provider(
                asked.issuer,
                asked.client,
                secret,
                asked.address,
                asked.claim,
                tuple(dict.fromkeys(("openid", *asked.scopes))),
                frozenset(asked.hosts),
            )
        office = (
            Office(
                settings.user_header or "",
                frozenset(settings.proxies),
                frozenset(settings.send),
                None if settings.prepare is None else frozenset(settings.prepare),
                frozenset(sees) if isinstance(sees, list) else sees,
                provider,
            )
            if settings.user_header or provider
            else None
        )
        limits = Limits(settings.upload, settings.requests, settings.burst, settings.token_days)
        own = urlsplit(provider.address).hostname if provider else None
        names = (*settings.names, *([own] if own else []))
        return cls(settings.host, settings.port, names, office, limits)


def serve(house: House, place: Place, *, jobs: int | None, tell: Callable[[str, bool], object]) -> None:
    """Serves until the process is told to stop. ``tell`` is given the address, and whether the desk ran already.

    ConfigError for a port that is taken.
    """
    database = Database(house.root)
    try:
        with only_one(database) as already:
            if already:
                tell(already if place.office else _with_key(already, People(database, time.time)), True)
                return
            names = frozenset({LOOPBACK, "localhost", *place.names})
            app = make_app(house, clock=time.time, names=names, limits=place.limits, office=place.office, jobs=jobs)
            with _listening(place) as (listener, address):
                (database.folder / _LOCK).write_text(json.dumps(address), encoding="utf-8")
                tell(address if place.office else _with_key(address, app.state.desk.people), False)
                config = uvicorn.Config(
                    app,
                    log_level="critical",
                    access_log=False,
                    server_header=False,
                    proxy_headers=False,  # who asks, the office's settings say
                    timeout_graceful_shutdown=3,
                )
                # What a command leaves lying, as it ends soon, a server has to collect; what it begins with stays.
                share_pools()
                Thread(target=_ready, args=(app.state.desk.apart,), name="ready", daemon=True).start()
                gc.freeze()
                gc.set_threshold(*_COLLECTED_AFTER)
                uvicorn.Server(config).run(sockets=[listener])
    finally:
        database.close()


def _ready(apart: Apart) -> None:
    """Has the process apart there before a page asks for it, and after the first page, which waits for nothing."""
    time.sleep(FIRST_PAGE)
    with suppress(PapersError, OSError):  # whoever asks is told
        apart.do(load)


def _with_key(address: str, people: People) -> str:
    return f"{address}/enter?key={people.new_key()}"


@contextmanager
def only_one(database: Database) -> Iterator[str]:
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
def _listening(place: Place) -> Iterator[tuple[socket.socket, str]]:
    """A socket, and its address; any port that is free for 0."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((place.host, place.port))
        except OSError as error:
            why = error.strerror or str(error)
            at, other = At(f"{place.host}:{place.port}"), place.port + 1
            raise ConfigError(Finding("desk-port", at, {"port": place.port, "why": why, "other": other})) from error
        listener.listen()
        yield listener, f"http://{place.host}:{listener.getsockname()[1]}"
