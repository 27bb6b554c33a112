"""What takes part in a conversion besides LibreOffice's own number: its folder goes in, a table of marks comes out.

A distribution's LibreOffice shapes and draws letters with the system's HarfBuzz, FreeType, ICU, Graphite and
fontconfig, and does more or less as more or fewer of its parts are installed. Each of these changes pages, and none of
them changes LibreOffice's version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from glob import iglob
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from pipeline.files import state_of

_LIBRARY = "libmergedlo.so"
"""What LibreOffice's parts are merged in; what it needs is what they need."""

_TAKE_PART = (
    *("libharfbuzz", "libfreetype", "libicu", "libgraphite", "libfontconfig", "libcairo", "libpixman", "liblcms"),
    *("libpng", "libjpeg", "libtiff", "libwebp", "libhyphen", "libhunspell", "libmythes", "libnumbertext", "libeot"),
)
"""The beginnings of the names of those that decide how a page looks."""

_FOLDERS = (
    "usr/local/lib",
    "usr/local/lib/*-linux-gnu*",
    "usr/lib/*-linux-gnu*",
    "lib/*-linux-gnu*",
    "usr/lib64",
    "lib64",
    "usr/lib",
)
"""Where the system looks for libraries, in its order."""

_PARTS = ("program/*.so", "program/*.rdb", "program/services/*.rdb", "share/registry/*.xcd", "share/registry/*/*.xcd")
"""The files that a part of LibreOffice consists of."""

# Of the System V ABI, “ELF”: the kinds of segments, and of entries of the dynamic section.
_LOADED, _DYNAMIC, _NOTE = 1, 2, 4
_NEEDED, _STRINGS = 1, 5
_BUILD_ID = 3


PARTS = "LibreOffice's parts"
"""What the files that LibreOffice consists of are called, as a whole."""


def surroundings(program: Path | None) -> dict[str, str]:
    """The mark of each library that takes part, by its name, and of LibreOffice's parts as a whole.

    Nothing where there is no LibreOffice, and of one that brings its libraries along only its parts.
    """
    if program is None:
        return {}
    marks = {path.name: mark(path) for path in libraries(program)}
    return {PARTS: _parts(program.resolve()), **marks}


def libraries(program: Path) -> list[Path]:
    """The system's libraries that take part, as far as they are found; each under the name that is asked for."""
    places = list(_places(program))
    found: dict[str, Path] = {}
    waiting = [program / _LIBRARY]
    seen: set[str] = set()
    while waiting:
        for name in _read(waiting.pop())[1]:
            if name in seen or not name.startswith(_TAKE_PART):
                continue
            seen.add(name)
            path = next((place / name for place in places if (place / name).is_file()), None)
            if path is not None:
                waiting.append(path)
                found[name] = path
    return [found[name] for name in sorted(found) if found[name].parent != program]


def looked_for(program: Path | None) -> list[Path]:
    """Wherever a library that takes part may lie: one that is put before another is taken in its stead."""
    if program is None:
        return []
    names = [path.name for path in libraries(program)]
    return [place / name for place in _places(program) for name in names]


def mark(path: Path) -> str:
    """What tells a library from any other: the hash that its linker wrote into it, or else that of its bytes."""
    build, _needed = _read(path)
    return build or sha256(path.read_bytes()).hexdigest()


def packages_of(paths: Iterable[Path], records: Path = Path("/var/lib/dpkg")) -> dict[Path, str]:
    """The distribution's package that each file is of, and its version; nothing of one that no record names.

    It is dpkg's records that are read: a list of files for each package, and the state of all.
    """
    try:
        states = tuple((records / name).stat().st_mtime_ns for name in ("info", "status"))
    except OSError:
        return {}
    return _packages_as_of(tuple(paths), records, states)


@lru_cache(maxsize=8)
def _packages_as_of(paths: tuple[Path, ...], records: Path, _states: tuple[int, ...]) -> dict[Path, str]:
    wanted = {str(name): path for path in paths for name in (path, path.resolve())}
    # A library's list says /lib or /usr/lib, whichever the package was made with.
    wanted |= {name.removeprefix("/usr"): path for name, path in wanted.items()}
    beginnings = {"libreoffice", *(path.name.partition(".")[0].rstrip("0123456789-")[:6] for path in wanted.values())}
    try:
        named = [each for each in os.listdir(records / "info") if each.startswith(tuple(beginnings))]  # noqa: PTH208 - thousands
        status = b"\n" + (records / "status").read_bytes()
    except OSError:
        return {}
    found: dict[Path, str] = {}
    for listed in sorted(each for each in named if each.endswith(".list")):
        lines = (records / "info" / listed).read_text(encoding="utf-8", errors="replace").split("\n")
        if names := wanted.keys() & set(lines):
            package = listed.removesuffix(".list").partition(":")[0]
            entry = status.partition(f"\nPackage: {package}\n".encode())[2].partition(b"\n\n")[0]
            said = entry.decode("utf-8", "replace").split("\n")
            version = next((line[9:] for line in said if line.startswith("Version: ")), "")
            found |= {wanted[name]: f"{package} {version}".strip() for name in names}
    return found


def _parts(program: Path) -> str:
    """A hash of which files LibreOffice consists of, and of their sizes."""
    top = str(program.parent)
    found = (path for pattern in _PARTS for path in iglob(pattern, root_dir=top))  # noqa: PTH207 - hundreds
    every = sorted(found, key=lambda path: path.split("/"))
    told = [(path, os.stat(os.path.join(top, path)).st_size) for path in every]  # noqa: PTH116, PTH118
    return sha256(repr(told).encode()).hexdigest()


def _places(program: Path) -> Iterator[Path]:
    yield program
    for pattern in _FOLDERS:
        yield from sorted(Path("/").glob(pattern))


def _read(path: Path) -> tuple[str, list[str]]:
    """The build's identifier of a library, and the names of those that it needs; nothing of what is none."""
    try:
        return _read_as_of(path, state_of(path))
    except (OSError, ValueError, StructError, StopIteration):
        return "", []


@lru_cache(maxsize=256)
def _read_as_of(path: Path, _state: tuple[int, ...]) -> tuple[str, list[str]]:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return _of_elf(data) if data[:5] == b"\x7fELF\x02" else ("", [])


def _of_elf(data: mmap) -> tuple[str, list[str]]:
    (start,) = unpack_from("<Q", data, 32)
    size, count = unpack_from("<HH", data, 54)
    heads = [unpack_from("<LLQQQQ", data, start + size * each) for each in range(count)]
    loaded = [(address, offset, length) for kind, _f, offset, address, _p, length in heads if kind == _LOADED]
    needed, strings, build = [], 0, ""
    for kind, _flags, offset, _address, _physical, length in heads:
        if kind == _DYNAMIC:
            entries = [unpack_from("<QQ", data, at) for at in range(offset, offset + length, 16)]
            needed += [value for tag, value in entries if tag == _NEEDED]
            strings = next((value for tag, value in entries if tag == _STRINGS), 0)
        elif kind == _NOTE:
            build = build or _identifier(data, offset, offset + length)
    at = next(offset + strings - address for address, offset, length in loaded if address <= strings < address + length)
    return build, [data[at + each : data.find(b"\0", at + each)].decode("ascii", "replace") for each in needed]


def _identifier(data: mmap, at: int, end: int) -> str:
    """The identifier of a build among notes, in hexadecimal; empty where there is none."""
    while at + 12 <= end:
        name, size, kind = unpack_from("<LLL", data, at)
        value = at + 12 + (name + 3 & ~3)
        if kind == _BUILD_ID and data[at + 12 : at + 16] == b"GNU\0":
            return bytes(data[value : value + size]).hex()
        at = value + (size + 3 & ~3)
    return ""
