"""Hold one LibreOffice: lines that name a document and its PDF come in, a line for each comes out.

Run as ``python -I -S child.py PROGRAM FOLDER OPTIONS kit|command``; speaks only to the standard library, so that it
starts in a few milliseconds. ``FOLDER`` holds a profile for each way; ``OPTIONS`` is the JSON of the PDF export. The
first line out is ``ready``. A request is ``FILTER<tab>SOURCE<tab>PDF``, both of them URLs;
the answer is ``ok`` or what went wrong.

``kit`` talks to LibreOfficeKit, the C interface in LibreOffice's own library. Where that cannot be loaded, and with
``command``, each document costs a run of ``soffice --convert-to``; so does a document that the kit refuses.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import select
import signal
import sys

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


class _KitMethods(ctypes.Structure):
    """The head of ``_LibreOfficeKitClass``; a later LibreOffice only adds to its end."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _Pointer)),
        ("load_plain", _Pointer),
        ("error", ctypes.CFUNCTYPE(_Text, _Pointer)),
        ("load", ctypes.CFUNCTYPE(_Pointer, _Pointer, _Text, _Text)),
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


def kit(program: str, folder: str, options: str) -> Callable[[str, str, str], str]:
    """Start LibreOffice in this process. OSError when its library or the interface in it is not there."""
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
    spare = command(program, folder, options)

    def export(name: str, source: str, pdf: str) -> str:
        document = methods.load(office, source.encode(), b"Language=en-GB")
        if not document:  # Debian's packages may lack the dialogs that the kit wants for a comment
            return spare(name, source, pdf)
        own = _Document.from_address(document).methods.contents
        done = own.save_as(document, pdf.encode(), b"pdf", options.encode())
        own.destroy(document)
        return "ok" if done else "it cannot be saved"

    return export


def command(program: str, folder: str, options: str) -> Callable[[str, str, str], str]:
    """Run LibreOffice anew for each document. It exits with 0 whatever happens: what counts is the PDF."""

    def export(name: str, source: str, pdf: str) -> str:
        import subprocess  # noqa: PLC0415 - an office with the kit starts without these
        from pathlib import Path  # noqa: PLC0415
        from urllib.parse import unquote  # noqa: PLC0415

        made = Path(folder, "made")
        subprocess.run(
            (
                f"{program}/soffice",
                f"-env:UserInstallation={url(folder)}/command",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                *("--convert-to", f"pdf:{name}:{options}", "--outdir", "made", source),
            ),
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
        )
        found = list(made.glob("*.pdf"))
        if not found:
            return "it cannot be read"
        found[0].replace(unquote(pdf.removeprefix("file://")))
        return "ok"

    return export


def end_with_parent(folder: str) -> None:
    """When the process that started this one is no more, remove its folders and end all that was started.

    A signal on the parent's death would not do: Linux sends it when the *thread* ends that started the child.
    """
    parent = os.getppid()
    pipe = select.poll()
    pipe.register(0, 0)
    while not pipe.poll(1000) and os.getppid() == parent:
        pass
    # from outside the group, once LibreOffice can write there no more
    clear = ("sh", "-c", 'sleep 0.5; rm -rf "$0" "${0%/*}/services"; rmdir "${0%/*}"', folder)
    os.posix_spawn("/bin/sh", clear, os.environ, setpgroup=0)
    os.killpg(0, signal.SIGKILL)


def main(program: str, folder: str, options: str, how: str) -> None:
    """Serve until the pipe closes."""
    os.setsid()
    _thread.start_new_thread(end_with_parent, (folder,))
    answers = os.dup(1)
    os.dup2(2, 1)  # LibreOffice writes to standard output as it likes
    try:
        export = (kit if how == "kit" else command)(program, folder, options)
    except OSError:
        export = command(program, folder, options)
    os.write(answers, b"ready\n")
    for line in sys.stdin:
        answer = export(*line.rstrip("\n").split("\t"))
        os.write(answers, answer.replace("\n", " ").encode() + b"\n")
    end_with_parent(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
