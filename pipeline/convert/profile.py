"""What an office is told before it starts: a program folder and fonts go in, a profile and an environment come out.

Everything is told, so that neither the caller's environment nor the profile of a LibreOffice that somebody uses at
the same machine changes a page.
"""

from __future__ import annotations

from functools import reduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = bool | int | str

PDF: Mapping[str, Value] = {
    "SelectPdfVersion": 2,  # PDF/A-2 (ISO 19005-2)
    "PDFUACompliance": True,  # PDF/UA-1 (ISO 14289-1)
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportFormFields": False,  # with PDF/A, LibreOffice writes fields that show nothing
    "IsSkipEmptyPages": False,  # the blank page before a part that begins on an odd one is counted
    "ExportNotes": False,  # what colleagues remarked in the margin does not leave the house
    "ExportNotesInMargin": False,
    "ExportNotesPages": False,
    "ExportHiddenSlides": False,
    "ExportLinksRelativeFsys": False,
    "ConvertOOoTargetToPDFTarget": False,
    "ExportBookmarksToPDFDestination": False,
    "UseLosslessCompression": False,
    "Quality": 90,
    "ReduceImageResolution": True,
    "MaxImageResolution": 300,
    "EmbedStandardFonts": True,
}
"""How LibreOffice writes a PDF; the names are those of its PDF export."""

LETTERS: Mapping[str, Value] = {
    "ExportBookmarksToPDFDestination": True,  # which say where each letter begins
    "IsSkipEmptyPages": True,  # each letter begins on an odd page, and ends on its own last one
}
"""How it writes one of many letters, otherwise than :data:`PDF`."""

OFFICE: Mapping[str, Mapping[str, Value]] = {
    "Common/Security/Scripting": {
        "DisableMacrosExecution": True,
        "MacroSecurityLevel": 3,  # very high
        "BlockUntrustedRefererLinks": True,  # a picture or a section that a document links to is not fetched
    },
    "Common/Misc": {
        "FirstRun": False,
        "CrashReport": False,
        "UseLocking": False,  # the folder of a document is only read: no lock file in it
        "UseDocumentSystemFileLocking": False,
        "UseDocumentOOoLockFile": False,
    },
    "Common/History": {"PickListSize": 0},
    "Common/Save/Document": {"CreateBackup": False},
    "Recovery/AutoSave": {"Enabled": False},
    "Recovery/RecoveryInfo": {"Enabled": False},
    "Writer/Content/Update": {"Link": 0},  # never
    "Calc/Content/Update": {"Link": 1},  # never; LibreOffice counts the two differently
}
"""Settings under ``org.openoffice.Office``."""

NOWHERE = ("127.0.0.1", 9)
"""The port that throws all away (RFC 863), which no system serves any more: what asks for a proxy gets no further."""

INET: Mapping[str, Mapping[str, Value]] = {
    "Settings": {
        "ooInetProxyType": 2,  # those that follow, whatever the desktop says
        "ooInetHTTPProxyName": NOWHERE[0],
        "ooInetHTTPProxyPort": NOWHERE[1],
        "ooInetHTTPSProxyName": NOWHERE[0],
        "ooInetHTTPSProxyPort": NOWHERE[1],
        "ooInetFTPProxyName": NOWHERE[0],
        "ooInetFTPProxyPort": NOWHERE[1],
        "ooInetNoProxy": "",
    },
}
"""Settings under ``org.openoffice.Inet``."""

SETUP: Mapping[str, Mapping[str, Value]] = {
    # English words; the region gives A4, and days before months, to documents that say neither
    "L10N": {"ooLocale": "en-US", "ooSetupSystemLocale": "en-GB"},
    "Office": {"MigrationCompleted": True},
}
"""Settings under ``org.openoffice.Setup``."""

ENVIRONMENT: Mapping[str, str] = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "SAL_USE_VCLPLUGIN": "svp",  # draws without a screen
    "SAL_DISABLE_PRINTERLIST": "1",
    "SAL_DISABLE_DEFAULTPRINTER": "1",
    "SAL_DISABLE_OPENCL": "1",
    "OSL_SOCKET_PATH": "tmp",  # where it runs, when /tmp can't be written to: the path of a socket must be short
    "SAL_LOK_OPTIONS": "unipoll",  # all in one thread (:mod:`pipeline.convert.child`)
    "LOK_HOST_ALLOWLIST": "^$",  # no host
    **{f"{kind}_proxy": "http://{}:{}".format(*NOWHERE) for kind in ("http", "https", "ftp", "all")},
}
"""All of the environment that an office has, but for the places of its own folder."""


def options(besides: Mapping[str, Value] | None = None) -> str:
    """:data:`PDF` as the JSON that both of LibreOffice's interfaces take, with what is otherwise ``besides``.

    >>> options()[:50]
    '{"SelectPdfVersion":{"type":"long","value":"2"},"P'
    """
    values = {**PDF, **(besides or {})}
    return "{" + ",".join(f'"{name}":{{"type":"{_type(v)}","value":"{_text(v)}"}}' for name, v in values.items()) + "}"


def write(folder: Path, services: Path | None, fonts: str) -> dict[str, str]:
    """Make ``folder`` with a fresh profile for each way to run an office; the office's environment is the answer.

    ``fonts`` is the text of the office's ``fonts.conf``.
    """
    for way in ("kit", "command"):
        user = folder / way / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    (folder / "tmp").mkdir()
    (folder / "in").mkdir()
    (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
    # Where extensions would lie that are for everybody here; LibreOffice makes the folders that it is told of.
    none = (folder / "extensions").as_uri()
    extra = {"BUNDLED_EXTENSIONS": none, "UNO_SHARED_PACKAGES": none}
    if services is not None:
        extra["URE_MORE_SERVICES"] = f"<{services.as_uri()}>*"
    own = {"HOME": folder, "TMPDIR": folder / "tmp", "FONTCONFIG_FILE": folder / "fonts.conf"}
    return {**ENVIRONMENT, **extra, **{name: str(path) for name, path in own.items()}}


LINGUISTIC = (
    b"org.openoffice.lingu.LibHnjHyphenator",
    b"org.openoffice.lingu.MySpellSpellChecker",
    b"org.openoffice.lingu.new.Thesaurus",
)
"""What reads dictionaries, wherever a system or an extension has some. An office goes without: a dictionary that
somebody installs would move the lines of every page, and where a word may break a document says itself."""


UNUSED = (b"libxmlsecurity", b"libucpdav1", b"libucpcmis1", b"libucpgio1", b"libucpftp1", b"libcmdmail", b"libldapbe2")
"""Components of LibreOffice that an office goes without. The first looks for a signature in every document that is
opened: its first look opens a store of certificates and runs ``gpg`` five times over, for as long as the rest of the
opening takes, and nothing here asks for its answer. The others are those that speak to a network: without them there is
nothing in LibreOffice that could fetch what a document names, whatever its settings say."""


def services(program: Path, folder: Path) -> Path | None:
    """Copies in ``folder`` of the lists of LibreOffice's components, less :data:`UNUSED` and :data:`LINGUISTIC`.

    None when the lists have another form than the one known; the office then starts with its own.
    """
    found = {path.name: path.read_bytes() for path in program.glob("services/*.rdb")}
    lists = {name: reduce(_without, (*UNUSED, *LINGUISTIC), text) for name, text in found.items()}
    if lists == found:
        return None
    folder.mkdir()
    for name, text in lists.items():
        (folder / name).write_bytes(text)
    return folder


def _without(text: bytes, component: bytes) -> bytes:
    at = text.find(component)
    start, end = text.rfind(b"<component ", 0, at), text.find(b"</component>", at)
    return text if min(at, start, end) < 0 else text[:start] + text[end + len(b"</component>") :]


def _registry() -> str:
    items = [
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{_text(value)}</value></prop></item>"
        for root, groups in (("Office.", OFFICE), ("Inet/", INET), ("Setup/", SETUP))
        for path, properties in ((f"{root}{group}", values) for group, values in groups.items())
        for name, value in properties.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' + "\n".join(items) + "\n</oor:items>\n"
    )


def _type(value: Value) -> str:
    return "boolean" if isinstance(value, bool) else "long"


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
