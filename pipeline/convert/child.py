"""Hold one LibreOffice: lines that name a document and its PDF come in, a line for each comes out.

Run as ``python -I -S child.py PROGRAM FOLDER OPTIONS kit|command WAY READABLE…``; speaks only to the standard library,
so that it starts in a few milliseconds. ``FOLDER`` holds a profile for each way; ``OPTIONS`` is the JSON of the PDF
export. The first line out is ``ready``. A request is ``FILTER<tab>SOURCE<tab>FORM``: the URL of a file in ``FOLDER``,
and ``pdf`` or what else is to be made of it, perhaps with ``<tab>OPTIONS`` of its own; the answer is ``ok``, when
``made.FORM`` is there, or what went wrong.

Two processes are made of one: the second stays as it is, and clears up when the end has come; the first is confined to
``FOLDER``, LibreOffice, and what of ``READABLE`` is there, before it loads LibreOffice. ``WAY`` is one of
:mod:`pipeline.workers.confinement`, ``best`` for the best that the system allows, or ``none``.

``kit`` talks to LibreOfficeKit, the C interface in LibreOffice's own library. Where that cannot be loaded, and with
``command``, each document costs a run of ``soffice --convert-to``; so does a document that the kit refuses.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from contextlib import suppress

# Behind the standard library: this is run as a file, without the path that the program has.
sys.path.append(os.path.abspath(f"{__file__}/../../.."))  # noqa: PTH100

from pipeline.workers import confinement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARIES = (
    "libmergedlo.so",
    "libsofficeapp.so",
    "../Frameworks/libmergedlo.dylib",
    "../Frameworks/libsofficeapp.dylib",
)
"""Where the interface is: in the merged library, or in the application's on builds that do not merge."""

_Pointer = ctypes.c_void_p
_Text = ctypes.c_char_p
_Poll = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int)
_Wake = ctypes.CFUNCTYPE(None, _Pointer)


class _KitMethods(ctypes.Structure):
    """The head of ``_LibreOfficeKitClass``; a later LibreOffice only adds to its end."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _Pointer)),
        ("load_plain", _Pointer),
        ("error", ctypes.CFUNCTYPE(_Text, _Pointer)),
        ("load", ctypes.CFUNCTYPE(_Pointer, _Pointer, _Text, _Text)),
        ("others", _Pointer * 8),  # of no use here
        ("run_loop", ctypes.CFUNCTYPE(None, _Pointer, _Poll, _Wake, _Pointer)),
    )


class _DocumentMethods(ctypes.Structure):
    """The head of ``_LibreOfficeKitDocumentClass``."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _Pointer)),
        ("save_as", ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Text, _Text, _Text)),
    )


class _Kit(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_KitMethods)),)


class _Document(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_DocumentMethods)),)


def url(path: str) -> str:
    """The path as a ``file:`` address (RFC 8089), without the library that would take longer to import than this."""
    plain = b"/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "file://" + "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in os.fsencode(path))


def kit(program: str, folder: str, options: str, serve: Callable[[Callable[..., str]], object]) -> None:
    """Start LibreOffice in this process, and ``serve`` with it, once. OSError when its library or the interface in it
    is not there.

    That is from within LibreOffice's own loop (``SAL_LOK_OPTIONS`` of the profile), which gets no turn any more. In a
    thread of its own it would check spelling and count words, for whoever sits before a screen, in a fifth of the time
    of all.
    """
    library = next((path for name in LIBRARIES if os.path.exists(path := os.path.join(program, name))), None)  # noqa: PTH110, PTH118
    if library is None:
        raise OSError("no library")
    hook = getattr(ctypes.CDLL(library), "libreofficekit_hook_2", None)
    if hook is None:
        raise OSError("no LibreOfficeKit")
    hook.restype, hook.argtypes = _Pointer, (_Text, _Text)
    office = hook(os.fsencode(program), url(f"{folder}/kit").encode())
    if not office:
        raise OSError("LibreOfficeKit does not start")
    methods = _Kit.from_address(office).methods.contents
    spare, made = command(program, folder, options), url(f"{folder}/made.")

    def export(name: str, source: str, form: str, own_options: str = options) -> str:
        document = methods.load(office, source.encode(), b"Language=en-GB")
        if not document:  # Debian's packages may lack the dialogs that the kit wants for a comment
            return spare(name, source, form, own_options)
        own = _Document.from_address(document).methods.contents
        told = own_options.encode() if form == "pdf" else b""
        done = own.save_as(document, f"{made}{form}".encode(), form.encode(), told)
        own.destroy(document)
        return "ok" if done else "it cannot be saved"

    serving = False

    def poll(_data: object, _microseconds: int) -> int:
        nonlocal serving
        if not serving:  # while a document is loaded, LibreOffice may ask again
            serving = True
            serve(export)
        return 0

    methods.run_loop(office, _Poll(poll), _Wake(lambda _data: None), office)  # which polls for nobody without data


def command(program: str, folder: str, options: str) -> Callable[..., str]:
    """Run LibreOffice anew for each document. It exits with 0 whatever happens: what counts is what was made."""

    def export(name: str, source: str, form: str, own_options: str = options) -> str:
        # Without the script that starts it, which wants /proc; without that it does not find its own libraries either.
        real = os.path.dirname(os.path.realpath(f"{program}/soffice"))  # noqa: PTH120
        surroundings = {**os.environ, "LD_LIBRARY_PATH": real}
        # Python's own library can't be read any more: what is not loaded now is not to be had.
        words = (
            own if os.path.exists(own := f"{real}/soffice.bin") else f"{program}/soffice",  # noqa: PTH110
            f"-env:UserInstallation={url(folder)}/command",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", f"pdf:{name}:{own_options}" if form == "pdf" else form, "--outdir", "made", source),
        )
        try:
            for _ in range(_STARTS):
                ran = os.posix_spawn(words[0], words, surroundings, file_actions=_NO_INPUT)
                if os.waitstatus_to_exitcode(os.waitpid(ran, 0)[1]) != _ONCE_MORE:
                    break
        except OSError as error:
            return f"it does not start: {error.strerror}"
        found = [each for each in os.listdir(f"{folder}/made") if each.endswith(f".{form}")]  # noqa: PTH208
        if not found:
            return "it cannot be read"
        os.replace(f"{folder}/made/{found[0]}", f"{folder}/made.{form}")  # noqa: PTH105
        return "ok"

    return export


_ONCE_MORE, _STARTS = 81, 3
"""LibreOffice ends so when it has made itself a profile, and asks to be started again."""
_NO_INPUT = ((os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),)


_LINE = (
    '<?xml version="1.0"?><office:document office:version="1.2"'
    ' office:mimetype="application/vnd.oasis.opendocument.text"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:text><text:p>A line of text.</text:p></office:text></office:body></office:document>"
)
"""ODF 1.3-3, 3.1.2."""


def rehearse(folder: str, export: Callable[..., str]) -> None:
    """Convert a line of text, so that what each document needs is loaded before the first one comes.

    An office starts long before its first document: until then its processor has nothing else to do.
    """
    line = f"{folder}/line.fodt"
    with open(line, "w") as file:  # noqa: PTH123
        file.write(_LINE)
    export("writer_pdf_Export", url(line), "pdf")
    for path in (line, f"{folder}/made.pdf"):
        if os.path.exists(path):  # noqa: PTH110
            os.unlink(path)  # noqa: PTH108


def end_with(parent: int, folder: str) -> None:
    """When the process that started the office is no more, end all that was started, and remove its folders.

    A signal on the parent's death would not do: Linux sends it when the *thread* ends that started the child.
    """
    pipe = select.poll()
    pipe.register(0, 0)
    while not pipe.poll(1000) and _lives(parent):
        pass
    # from outside the group, once LibreOffice can write there no more
    clear = ("sh", "-c", 'sleep 0.5; rm -rf "$0" "${0%/*}/services" "${0%/*}/line.txt"; rmdir "${0%/*}"', folder)
    os.posix_spawn("/bin/sh", clear, os.environ, setpgroup=0)
    os.killpg(0, signal.SIGKILL)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def main(program: str, folder: str, options: str, how: str, way: str, *readable: str) -> None:
    """Serve until the pipe closes."""
    os.setsid()
    parent = os.getppid()
    os.closerange(3, 1 << 16)
    if not os.fork():
        os.dup2(2, 1)  # whoever reads the answers is to see that the other process has ended
        end_with(parent, folder)
    answers = os.dup(1)
    os.dup2(2, 1)  # LibreOffice writes to standard output as it likes
    os.mkdir(f"{folder}/made")  # noqa: PTH102
    way = confinement.best() if way == "best" else way
    if way in confinement.WAYS:
        confinement.confine(way, (os.path.dirname(os.path.realpath(program)), *readable), folder)  # noqa: PTH120
    os.chdir(folder)

    def serve(export: Callable[..., str], *, rehearsed: bool = True) -> None:
        try:
            os.write(answers, b"ready\n")
            if rehearsed and not select.select([0], [], [], 0)[0]:
                rehearse(folder, export)
            for line in sys.stdin:
                answer = export(*line.rstrip("\n").split("\t"))
                os.write(answers, answer.replace("\n", " ").encode() + b"\n")
        finally:
            os._exit(0)  # without LibreOffice's own ways to end

    if how == "kit":
        with suppress(OSError):
            kit(program, folder, options, serve)
    serve(command(program, folder, options), rehearsed=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
