"""Confines this process for good: what it may read, and a folder of its own, go in; nothing else of the disk is left to
it, and no network.

Speaks to the kernel through the standard library alone, so that a process that has just started is confined in less
than a millisecond, and nothing has to be installed. There are two ways, neither of which asks for rights:

``landlock``    rules of the kernel on what may be opened (Linux 5.13; landlock(7)). They hold in containers too.
``namespaces``  a tree of the disk that has nothing else in it, and a network of its own that has no way out
                (user_namespaces(7)), where there is no Landlock.

In both, a filter on system calls (seccomp(2)) keeps the process from opening a socket to anywhere.
"""

from __future__ import annotations

import ctypes
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
WAYS = ("landlock", "namespaces")
"""The better one first."""

SYSTEM = (
    *("/usr/lib", "/usr/lib64", "/usr/share", "/usr/bin", "/usr/local/lib", "/lib", "/lib64", "/bin"),
    *("/etc/ld.so.cache", "/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice"),
)
"""What programs of the system need in order to start: what the distribution installed, and nothing that people keep."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

# --- numbers of the kernel's headers -------------------------------------------------------------

_CALLS = ("socket", "connect", "seccomp", "pivot_root", "access", "mode")
_GENERIC = dict(zip(_CALLS, (198, 203, 277, 41, 48, 32), strict=True))
_NUMBERS = {
    "x86_64": {"machine": 0xC000003E, **dict(zip(_CALLS, (41, 42, 317, 155, 21, 24), strict=True))},
    "aarch64": {"machine": 0xC00000B7, **_GENERIC},
    "riscv64": {"machine": 0xC00000F3, **_GENERIC},
}
"""By machine: AUDIT_ARCH, the numbers of system calls, and where access(2) has its mode in ``struct seccomp_data``."""
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF, _IO_URING_SETUP = 444, 445, 446, 425
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_ACCESSES = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many kinds of access to files each version of Landlock knows; later ones, as far as is known, no others."""
_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x20000, 0x8000000, 0x10000000, 0x40000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_MS_NOEXEC, _MS_NOATIME, _MS_RELATIME, _ST_RELATIME, _MNT_DETACH = 8, 1024, 1 << 21, 4096, 2

_known: list[str] = []
"""The best way, once somebody asked."""
_libc = ctypes.CDLL(None, use_errno=True)


def best() -> str:
    """The best of :data:`WAYS` that this system allows; empty where it allows none."""
    return next((way for way in WAYS if allows(way)), "")


def used(wanted: str) -> str:
    """The way that is taken where ``wanted`` is, or the best where it is empty; ``none`` where there is none."""
    if not wanted and not _known:
        _known.append(best() or "none")
    return wanted or _known[0]


def allows(way: str) -> bool:
    """Whether this system allows one of :data:`WAYS`."""
    if not sys.platform.startswith("linux") or os.uname().machine not in _NUMBERS or not _can_filter():
        return False
    return _landlock_version() > 0 if way == "landlock" else _namespaces_work()


def confine(way: str, readable: Iterable[str], folder: str) -> None:
    """Confines this process, which must have one thread, and all that it starts; there is no way back.

    ``readable`` has the files and folders that it may read, besides :data:`SYSTEM`; those that are not there are passed
    over, and of what lies beside a file it may see the names. ``folder`` is its own, to write in, and becomes the
    working directory. OSError where the system refuses.
    """
    os.chdir(folder)
    seen = [path for path in (*SYSTEM, *readable) if os.path.exists(path)]  # noqa: PTH110 - pathlib loads slowly
    if way == "landlock":
        _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _by_landlock(seen, folder)
    else:
        _by_namespaces(seen, folder)
        _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _without_sockets()


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _call(number: int, *arguments: object) -> int:
    """A system call that the C library has no name for."""
    values = (ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    return int(_libc.syscall(ctypes.c_long(number), *values))


# --- landlock ------------------------------------------------------------------------------------


class _Ruleset(ctypes.Structure):
    """``struct landlock_ruleset_attr``."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    """``struct landlock_path_beneath_attr``."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def _landlock_version() -> int:
    return _call(_LANDLOCK_CREATE_RULESET, None, 0, 1)


def _by_landlock(readable: Sequence[str], folder: str) -> None:
    version = _landlock_version()
    every = (1 << _ACCESSES[min(version, max(_ACCESSES))]) - 1
    # Abstract sockets and signals to others are shut off where Landlock knows of them; the filter shuts off the rest.
    rules = _Ruleset(every, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _checked(_call(_LANDLOCK_CREATE_RULESET, ctypes.byref(rules), size, 0))
    try:
        for path in readable:
            _allow(ruleset, path, _EXECUTE | _READ_FILE | _READ_DIR)
        for path in {os.path.dirname(path) for path in readable if not os.path.isdir(path)}:  # noqa: PTH112, PTH120
            _allow(ruleset, path, _READ_DIR)
        for path in filter(os.path.exists, DEVICES):
            _allow(ruleset, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & every)
        _allow(ruleset, folder, every & ~_EXECUTE)
        _checked(_call(_LANDLOCK_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, accesses: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        of_it = accesses if os.path.isdir(path) else accesses & _OF_A_FILE  # noqa: PTH112
        beneath = _Beneath(of_it, opened)
        _checked(_call(_LANDLOCK_ADD_RULE, ruleset, 1, ctypes.byref(beneath), 0))
    finally:
        os.close(opened)


# --- namespaces ----------------------------------------------------------------------------------


def _by_namespaces(readable: Sequence[str], folder: str) -> None:
    user, group = os.getuid(), os.getgid()
    _checked(_libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWNET | _CLONE_NEWIPC))
    for name, words in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        _write(f"/proc/self/{name}", words)
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    root = f"{folder}/root"
    os.mkdir(root)  # noqa: PTH102
    _mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=64m")
    os.mkdir(f"{root}/tmp", 0o700)  # noqa: PTH102, S108 - in the tree that is being made
    for path in dict.fromkeys(readable):
        if os.path.islink(path):  # noqa: PTH114 - /lib of a system that has all below /usr
            os.makedirs(os.path.dirname(root + path), exist_ok=True)  # noqa: PTH103, PTH120
            os.symlink(os.readlink(path), root + path)  # noqa: PTH115, PTH211
            path = os.path.realpath(path)  # noqa: PLW2901
        _bind(path, root, read_only=True)
    for path in filter(os.path.exists, DEVICES):
        _bind(path, root)
    _bind(folder, root)
    os.chdir(root)
    _checked(_call(_NUMBERS[os.uname().machine]["pivot_root"], b".", b"."))
    _checked(_libc.umount2(b".", _MNT_DETACH))
    os.chdir(folder)


def _bind(path: str, root: str, *, read_only: bool = False) -> None:
    """Lets a file or a folder be seen below ``root`` at its own place."""
    target = root + path
    if os.path.isdir(path):  # noqa: PTH112
        os.makedirs(target, exist_ok=True)  # noqa: PTH103
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        if not os.path.exists(target):  # noqa: PTH110
            os.close(os.open(target, os.O_CREAT | os.O_CLOEXEC, 0o600))
    _mount(path, target, None, _MS_BIND | (_MS_REC if read_only else 0))
    if read_only:
        # mount(2): in a namespace of a user, what a mount is locked to must be said again
        locked = os.statvfs(path).f_flag
        kept = locked & (_MS_NOSUID | _MS_NODEV | _MS_NOEXEC | _MS_NOATIME)
        kept |= _MS_RELATIME if locked & _ST_RELATIME else 0
        _mount(None, target, None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | kept)


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str = "") -> None:
    names = (None if each is None else os.fsencode(each) for each in (source, target, kind))
    _checked(_libc.mount(*names, ctypes.c_ulong(flags), os.fsencode(options)))


def _write(path: str, words: str) -> None:
    opened = os.open(path, os.O_WRONLY)
    try:
        os.write(opened, words.encode())
    finally:
        os.close(opened)


def _namespaces_work() -> bool:
    """Whether a process that tries gets what it needs; it alone can tell, as a system has many ways to refuse."""
    import subprocess  # noqa: PLC0415 - where there is Landlock this is never asked
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        words = (sys.executable, "-I", "-S", __file__, folder)
        return subprocess.run(words, check=False, capture_output=True, env={}).returncode == 0


# --- sockets -------------------------------------------------------------------------------------

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
"""Classic BPF: load a word of ``struct seccomp_data``; jump when equal, when not below; mask; return."""
_NUMBER, _MACHINE, _FIRST, _SECOND = 0, 4, 16, 24
"""Where the call's number, the machine and the lower halves of the arguments lie; all machines are little-endian."""
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | 13
"""SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES."""
_X32 = 0x40000000
_AF_UNIX, _SOCK_STREAM, _KIND_OF_SOCKET, _W_OK = 1, 1, 0xF, 2


class _Instruction(ctypes.Structure):
    """``struct sock_filter``."""

    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def _without_sockets() -> None:
    """Refuses every socket but those on which a process may listen to itself: LibreOffice does not start without one.

    It would have it in /tmp, unless access(2), which Landlock does not know of, says that it cannot write there. Calls
    of another machine's kind, and io_uring, through which all others can be made, are refused as well.
    """
    number = _NUMBERS[os.uname().machine]
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 14, number["machine"]),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 12, 0, _X32),
        (_EQUAL, 11, 0, number["connect"]),
        (_EQUAL, 10, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, number["access"]),
        (_LOAD, 0, 0, number["mode"]),
        (_EQUAL, 7, 6, _W_OK),
        (_EQUAL, 0, 5, number["socket"]),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 4, _AF_UNIX),
        (_LOAD, 0, 0, _SECOND),
        (_AND, 0, 0, _KIND_OF_SOCKET),
        (_EQUAL, 0, 1, _SOCK_STREAM),
        (_RETURN, 0, 0, _ALLOWED),
        (_RETURN, 0, 0, _REFUSED),
    )
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    _checked(_call(number["seccomp"], 1, 0, ctypes.byref(_Program(len(steps), instructions))))


def _can_filter() -> bool:
    """Whether the kernel has filters that refuse a call."""
    refuse = ctypes.c_uint32(0x00050000)
    return _call(_NUMBERS[os.uname().machine]["seccomp"], 2, 0, ctypes.byref(refuse)) == 0


if __name__ == "__main__":
    confine("namespaces", (), sys.argv[1])
