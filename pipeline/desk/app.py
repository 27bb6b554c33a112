"""A house goes in, the application that serves its desk comes out: who answers an address, how errors are told."""

from __future__ import annotations

import errno
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from pipeline import ChangedError, ConfigError, Finding, House, PapersError, Place, UsageError
from pipeline.desk import api, rendering
from pipeline.desk.apart import Apart, LostError
from pipeline.desk.asking import Desk, moment, person_of, spoken
from pipeline.desk.checks import Checks
from pipeline.desk.database import Database
from pipeline.desk.guard import Guard, Limits, Refused, TooLargeError
from pipeline.desk.history import History
from pipeline.desk.jobs import Jobs
from pipeline.desk.keeping import Keeping
from pipeline.desk.people import Office, People
from pipeline.desk.rendering import Answer, rendered
from pipeline.desk.seen import Seen
from pipeline.desk.titles import Titles
from pipeline.desk.tokens import Tokens
from pipeline.desk.trouble import trouble
from pipeline.desk.turns import Turns
from pipeline.desk.views import ROUTERS
from pipeline.desk.work import work_of

_STATIC = Path(__file__).parent / "static"
_MEETING = re.compile(r"(?:/api/v1)?/meetings/([^/]+?)(?:\.json)?(?:/|$)")
_THREADS = 120
"""That answer: some wait for the process apart, and the others must go on meanwhile."""
FIRST_PAGE = 1.0
"""Seconds that whoever opens the desk has before it loads anything else."""
_FILES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "htmx/htmx.min.js": "text/javascript; charset=utf-8",
}
"""All that the desk serves besides its pages, with what it is."""


def make_app(
    house: House,
    *,
    clock: Callable[[], float],
    names: frozenset[str],
    limits: Limits | None = None,
    office: Office | None = None,
    jobs: int | None = None,
) -> FastAPI:
    """The application; ``names`` are the hosts that it answers under, and ``clock`` gives seconds since 1970. In
    an ``office`` its proxy says who asks, or they sign in, and no key lets in.

    ConfigError for settings of the machine or of the house that are wrong.
    """
    sign_in = None
    if office is not None and office.provider is not None:
        try:
            from pipeline.desk.signing_in import SignIn  # noqa: PLC0415 - an extra, of which few offices have need
        except ModuleNotFoundError as error:
            raise ConfigError(
                Finding("desk-sign-in-extra", Place("papers desk"), {"what": error.name or str(error)})
            ) from error
        sign_in = SignIn(office.provider, clock)
    limits = limits or Limits()
    database = Database(house.root)
    apart = Apart(house.root, jobs)
    queue = Jobs(database, work_of(apart, database.uploads), lambda: moment(clock()))
    desk = Desk(
        house,
        apart,
        Checks(house, apart),
        Titles(house, apart),
        database,
        People(database, clock),
        Tokens(database, clock, limits.token_days),
        History(database),
        queue,
        Seen(database.folder),
        Keeping(database),
        Turns(),
        limits,
        office,
        sign_in,
        clock,
    )

    stopped = Event()

    def warm() -> None:
        """Loads what the next pages need, so that nobody waits for it; the first has what it needs by itself."""
        if stopped.wait(FIRST_PAGE):
            return
        rendering.compile_all()
        with suppress(PapersError, OSError):  # whoever asks is told
            tempfile.gettempdir()  # which is found by writing there: once a disk is full, none is
            _ = house.schema, house.standings

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _THREADS
        Thread(target=warm, name="warm", daemon=True).start()
        queue.go_on()
        try:
            yield
        finally:
            stopped.set()
            queue.close()
            apart.close()
            database.close()

    app = FastAPI(
        title="Papers desk", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", lifespan=living
    )
    app.state.desk = desk
    for router in (api.router, *ROUTERS):
        app.include_router(router)
    app.add_api_route("/static/{name:path}", _static, methods=["GET"], include_in_schema=False)
    for kind, told in _TOLD.items():
        app.add_exception_handler(kind, _handler(told))
    app.add_middleware(Guard, names=names, limits=limits, office=office, clock=clock, answer=_answer)
    return app


def _static(name: str) -> Response:
    if name not in _FILES:
        raise HTTPException(404)
    return FileResponse(_STATIC / name, media_type=_FILES[name], headers={"cache-control": "max-age=3600"})


# --- what went wrong --------------------------------------------------------------------------------

Told = tuple[int, tuple[Finding, ...]]


def _gone(request: Request) -> Told | None:
    root = request.app.state.desk.house.root
    if (root / "config.toml").is_file():
        return None
    if root.is_dir():
        return 409, (Finding("house-missing", Place(str(root / "config.toml"))),)
    return 503, (Finding("desk-house-gone", Place(str(root)), {"folder": str(root)}),)


def _known(request: Request, error: Exception) -> Told:
    assert isinstance(error, PapersError)
    if gone := _gone(request):
        return gone
    status = {UsageError: 404, ChangedError: 409, LostError: 503}.get(type(error), 422)
    return status, error.findings


def _refused(_request: Request, error: Exception) -> Told:
    assert isinstance(error, Refused)
    return error.status, error.findings


def _http(request: Request, error: Exception) -> Told:
    assert isinstance(error, HTTPException)
    for kind in (TooLargeError, OSError):
        if isinstance(error.__cause__, kind):  # while a form was read
            return _TOLD[kind](request, error.__cause__)
    place = Place(request.url.path)
    if error.status_code in {404, 405}:
        return error.status_code, (Finding("desk-no-page", place),)
    return error.status_code, (Finding("desk-words", place, {"field": str(error.detail)}),)


def _invalid(request: Request, error: Exception) -> Told:
    assert isinstance(error, RequestValidationError)
    names = tuple(dict.fromkeys(str(each["loc"][-1]) for each in error.errors()))
    return 400, (Finding("desk-words", Place(request.url.path), {"field": names}),)


def _too_large(request: Request, _error: Exception) -> Told:
    most = request.app.state.desk.limits.upload
    return 413, (Finding("desk-too-large", Place(request.url.path), {"most": most}),)


def _by_hand(request: Request) -> tuple[Finding, ...]:
    """What is wrong with the file of the meeting that a page is of, which somebody may have changed by hand so that the
    page can make nothing of it."""
    house, found = request.app.state.desk.house, _MEETING.match(request.url.path)
    if found and found[1] in house.meetings:
        try:
            house.numbers(found[1])
        except PapersError as error:
            return error.findings
    return ()


def _disk(request: Request, error: Exception) -> Told:
    if gone := _gone(request):
        return gone
    told = trouble(error, request.url.path)
    if told.code == "desk-disk-full":
        return 507, (told,)
    # What the house's people can put right is no fault of the program; a disk that fails, or a database, may be later.
    return 409 if isinstance(error, OSError) and error.errno in _OTHERWISE else 503, (told,)


_OTHERWISE = frozenset(
    {
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EEXIST, errno.ENOTEMPTY),
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY, errno.ENAMETOOLONG, errno.EXDEV),
    }
)
"""A file or folder is not what it should be, or may not be read or written."""


def _unexpected(request: Request, error: Exception) -> Told:
    if wrong := _by_hand(request):
        return 422, wrong
    return 500, (trouble(error, request.url.path),)


_TOLD: dict[type[Exception], Callable[[Request, Exception], Told]] = {
    PapersError: _known,
    Refused: _refused,
    HTTPException: _http,
    RequestValidationError: _invalid,
    TooLargeError: _too_large,
    OSError: _disk,
    sqlite3.OperationalError: _disk,
}


def _handler(told: Callable[[Request, Exception], Told]) -> Callable[[Request, Exception], Response]:
    def handled(request: Request, error: Exception) -> Response:
        status, findings = told(request, error)
        return problem(request, status, findings)

    return handled


def problem(request: Request, status: int, findings: tuple[Finding, ...]) -> Response:
    """The page that says what happened, what stands, and what to do."""
    try:
        person = person_of(request)
    except (OSError, sqlite3.Error):  # a house that is gone, or can't be written
        person = None
    words = spoken(request, person)
    data = {"status": status, "problems": [words.finding(each) for each in findings]}
    wait = {"retry-after": str(findings[0].values["seconds"])} if status == 429 else {}
    return rendered(request, Answer("problem.html", data, status, wait), words, person)


async def _answer(request: Request, trouble: Refused | Exception) -> Response:
    told = _refused if isinstance(trouble, Refused) else _unexpected
    return await run_in_threadpool(problem, request, *told(request, trouble))
