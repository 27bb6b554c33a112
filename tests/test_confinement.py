"""An office sees its own folder, the fonts and LibreOffice, and no network: on both paths, however it is confined."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest

from pipeline.convert import profile
from pipeline.convert.office import Offices
from pipeline.house import House
from pipeline.libreoffice import find_program
from pipeline.session import Session
from pipeline.workers import confinement
from tests.houses import ROOT, copy_meeting

pytestmark = pytest.mark.office

WAYS = [way for way in confinement.WAYS if confinement.allows(way)]
"""Those that the system that the tests run on allows: a container may allow none."""


def program() -> Path:
    found = find_program()
    assert found is not None
    return found


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


# --- a process ----------------------------------------------------------------------------------

PROBE = """
import encodings.idna, os, socket, sys
sys.path.append({root!r})
from pipeline.workers import confinement
if {way!r}:
    confinement.confine({way!r}, {readable!r}, {folder!r})
def may(what, *given):
    try:
        what(*given)
    except OSError:
        return "no"
    return "yes"
def read(path): open(path, "rb").read(1)
def write(path): open(path, "wb").close()
def tcp(): socket.create_connection(("127.0.0.1", {port}), 2).close()
print(*(may(*each) for each in {asked}))
"""


def asked_of(way: str, folder: Path, asked: str, readable: tuple[str, ...] = (), port: int = 9) -> list[str]:
    """What a process answers to what it is asked, once it is confined."""
    code = PROBE.format(root=str(ROOT), way=way, readable=readable, folder=str(folder), asked=asked, port=port)
    told = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout.split()


@pytest.mark.parametrize("way", ["", *WAYS])
def test_a_confined_process_sees_its_folder_and_what_it_was_given(tmp_path: Path, way: str) -> None:
    own, given, other = (tmp_path / name for name in ("own", "given", "other"))
    for folder in (own, given, other):
        folder.mkdir()
        (folder / "file").write_bytes(b"x")
    (own / "link").symlink_to(other / "file")
    (given / "file of it").write_bytes(b"x")
    may = [(name, f"{own}/file") for name in ("read", "write")] + [("write", f"{own}/new"), ("read", f"{given}/file")]
    may += [("read", "/usr/bin/env"), ("read", "/dev/urandom"), ("write", "/dev/null"), ("os.listdir", str(own))]
    may_not = [("read", f"{other}/file"), ("read", f"{own}/link"), ("os.listdir", str(other))]
    may_not += [("read", f"{given}/file of it"), ("write", f"{given}/file"), ("write", f"{other}/new")]
    may_not += [("read", "/etc/passwd"), ("read", f"/proc/{os.getpid()}/environ"), ("read", "/proc/self/environ")]
    may_not += [("read", str(Path.home() / ".profile")), ("read", __file__), ("os.listdir", "/tmp/")]
    asked = "[" + ", ".join(f"({name}, {path!r})" for name, path in may + may_not) + "]"
    answers = asked_of(way, own, asked, (f"{given}/file", f"{tmp_path}/not there"))
    assert answers[: len(may)] == ["yes"] * len(may)
    if way == "namespaces":  # which has a /tmp of its own
        answers.pop()
    if way:
        assert set(answers[len(may) :]) == {"no"}
        assert not (other / "new").exists()
    else:  # the process could tell, if it might
        assert answers[len(may)] == "yes"


@pytest.mark.parametrize("way", ["", *WAYS])
def test_a_confined_process_has_no_network(tmp_path: Path, way: str, listener: Listener) -> None:
    asked = "[(tcp,), (socket.socket, 2, 2), (socket.socket, 10, 1), (socket.socket, 1, 2), (socket.socket, 16, 3)]"
    (tmp_path / "again").mkdir()
    answers = asked_of(way, tmp_path, asked, port=listener.port)
    assert answers[0] == ("no" if way else "yes")
    if way:
        assert set(answers) == {"no"}
        assert asked_of(way, tmp_path / "again", "[(socket.socket, 1, 1)]") == ["yes"]


def test_where_the_system_allows_nothing_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_landlock_version", lambda: -1)
    assert confinement.best() in {"namespaces", ""}
    monkeypatch.setattr(confinement, "_namespaces_work", lambda: False)
    assert confinement.best() == ""
    monkeypatch.undo()
    monkeypatch.setattr(confinement, "_can_filter", lambda: False)
    assert confinement.best() == ""


# --- the files of others ------------------------------------------------------------------------

SECRET = "Kestrel 4417"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><text x="5" y="40" font-size="30">{}</text></svg>'
)


def an_office_xml(path: Path, kind: str, picture: str) -> Path:
    """An OpenDocument file, flat as it is, that shows a picture that lies elsewhere."""
    image = f'<draw:image xlink:href="{picture}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    size = 'svg:width="10cm" svg:height="2cm"'
    inline = f'<draw:frame text:anchor-type="as-char" {size}>{image}</draw:frame>'
    placed = f'<draw:frame svg:x="1cm" svg:y="3cm" {size}>{image}</draw:frame>'
    bodies = {
        "text": f"<text:p>A text {inline}</text:p>",
        "spreadsheet": '<table:table table:name="A"><table:shapes>'
        f"{placed}</table:shapes><table:table-row><table:table-cell>"
        "<text:p>A cell</text:p></table:table-cell></table:table-row></table:table>",
        "presentation": f'<draw:page draw:master-page-name="m">{placed}</draw:page>',
    }
    names = ("office", "style", "text", "table", "draw", "presentation")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    master = (
        '<office:automatic-styles><style:page-layout style:name="l"><style:page-layout-properties '
        'fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="m" style:page-layout-name="l"/></office:master-styles>'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.3"><office:body><office:{kind}>'
        f"{bodies[kind]}</office:{kind}></office:body></office:document-content>"
    )
    styles = f'<?xml version="1.0"?><office:document-styles {spaces} office:version="1.3">{master}'
    mime = f"application/vnd.oasis.opendocument.{kind}"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", mime), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", mime)
        package.writestr("content.xml", content)
        package.writestr("styles.xml", styles + "</office:document-styles>")
        package.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.3">{entries}'
            "</manifest:manifest>",
        )
    return path


def an_odt(path: Path, picture: str) -> Path:
    return an_office_xml(path, "text", picture)


def an_ods(path: Path, picture: str) -> Path:
    return an_office_xml(path, "spreadsheet", picture)


def an_odp(path: Path, picture: str) -> Path:
    return an_office_xml(path, "presentation", picture)


def an_rtf(path: Path, picture: str) -> Path:
    field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{picture}" \\d}}{{\fldrslt }}}}'
    path.write_text(rf"{{\rtf1\ansi A text {field}\par}}", encoding="ascii")
    return path


def an_html(path: Path, picture: str) -> Path:
    """What browsers save, under a name of Word's."""
    path.write_text(
        f'<html><head><link rel="stylesheet" href="{picture}"></head><body background="{picture}">A text '
        f'<img src="{picture}" width="300" height="60"><iframe src="{picture}"></iframe></body></html>',
        encoding="ascii",
    )
    return path


def a_package(source: Callable[[Path], None], picture: str) -> Callable[[Path], Path]:
    """An Office Open XML file whose one picture is linked and not kept."""

    def made(path: Path) -> Path:
        whole = path.with_name(f"whole-{path.name}")
        source(whole)
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name.endswith(".rels") and b"/image" in data:
                    at = data.index(b"/relationships/image")
                    start, end = data.rindex(b"<Relationship ", 0, at), data.index(b">", at)
                    one = data[start:end].rstrip(b"/")
                    target = one.split(b'Target="')[1].split(b'"')[0]
                    linked = one.replace(target, picture.encode()) + b' TargetMode="External"/'
                    data = data[:start] + linked + data[end:]
                new.writestr(name, data.replace(b"r:embed=", b"r:link="))
        whole.unlink()
        return path

    return made


def a_docx(path: Path, picture: str) -> Path:
    import docx  # noqa: PLC0415

    def source(whole: Path) -> None:
        document = docx.Document()
        document.add_picture(str(a_dot(whole.parent)))
        document.save(str(whole))

    return a_package(source, picture)(path)


def a_pptx(path: Path, picture: str) -> Path:
    import pptx  # noqa: PLC0415

    def source(whole: Path) -> None:
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[6]).shapes.add_picture(str(a_dot(whole.parent)), 0, 0, 900000)
        slides.save(str(whole))

    return a_package(source, picture)(path)


def an_xlsx(path: Path, picture: str) -> Path:
    import openpyxl  # noqa: PLC0415
    from openpyxl.drawing.image import Image  # noqa: PLC0415

    def source(whole: Path) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "A cell"
        book.active.add_image(Image(str(a_dot(whole.parent))), "B2")
        book.save(whole)

    return a_package(source, picture)(path)


def a_dot(folder: Path) -> Path:
    from PIL import Image  # noqa: PLC0415

    path = folder / "dot.png"
    Image.new("RGB", (8, 8), "red").save(path)
    return path


MAKERS = {
    ".odt": an_odt,
    ".ods": an_ods,
    ".odp": an_odp,
    ".rtf": an_rtf,
    ".docx": a_docx,
    ".pptx": a_pptx,
    ".xlsx": an_xlsx,
    ".doc": an_html,
}


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """A picture of somebody else, whose words can be searched for."""
    path = tmp_path / "others" / "secret.svg"
    path.parent.mkdir()
    path.write_text(SVG.format(SECRET), encoding="utf-8")
    return path


@pytest.mark.parametrize("kit", [True, False], ids=["kit", "command"])
@pytest.mark.parametrize("way", WAYS)
def test_no_page_shows_the_files_of_others(tmp_path: Path, others: Path, way: str, *, kit: bool) -> None:
    # A run of the command is slow: there the formats that read such pictures when nothing hinders them.
    kinds = MAKERS if kit else {".rtf": an_rtf, ".doc": an_html}
    with Offices(program(), count=1, kit=kit, confinement=way) as pool:
        for suffix, make in kinds.items():
            source = make(tmp_path / f"a{suffix}", others.as_uri())
            assert SECRET not in words_of(pool.export(source)), suffix


def test_a_page_would_show_the_files_of_others_if_an_office_saw_them(tmp_path: Path, others: Path) -> None:
    """So that the test above has something to find."""
    with Offices(program(), count=1, confinement="none") as pool:
        shown = {
            suffix
            for suffix, make in MAKERS.items()
            if SECRET in words_of(pool.export(make(tmp_path / f"a{suffix}", others.as_uri())))
        }
    assert {".rtf", ".doc"} <= shown


@pytest.mark.parametrize("way", ["none", *WAYS])
def test_a_document_is_handed_in_as_a_copy(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "enclosures"
    folder.mkdir()
    source = an_odt(folder / "é %20 #.odt", "")
    before = source.read_bytes(), source.stat().st_mtime_ns
    with Offices(program(), count=1, confinement=way) as pool:
        assert "A text" in words_of(pool.export(source))
        assert pool.folder is not None
        assert list((pool.folder / "1" / "in").iterdir()) == []
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
    assert list(folder.iterdir()) == [source]


def test_the_fonts_of_a_house_are_seen_wherever_they_lie(tmp_path: Path) -> None:
    import shutil  # noqa: PLC0415

    from pipeline.fonts import Fonts, system_folders  # noqa: PLC0415

    everywhere = Fonts(system_folders(Path.home()))
    (regular, *_others) = everywhere.files["Carlito"]
    (tmp_path / "fonts").mkdir()
    shutil.copy(regular, tmp_path / "fonts")
    source = tmp_path / "a.rtf"
    source.write_text(r"{\rtf1\ansi{\fonttbl{\f0 Carlito;}}\f0 A text\par}", encoding="ascii")
    for way in WAYS:
        fonts = Fonts((tmp_path / "fonts",), ("Carlito",))
        with Offices(program(), count=1, confinement=way, fonts=fonts) as pool:
            assert b"Carlito" in pool.export(source)


# --- the network --------------------------------------------------------------------------------


class Listener:
    """A server on the loopback that keeps what it is asked for."""

    def __init__(self) -> None:
        heard = self.heard = set[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.add(self.path)
                self.send_response(404)
                self.end_headers()

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

            def log_message(self, *_words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


def sources(folder: Path, listener: Listener, name: str) -> list[Path]:
    return [make(folder / f"a{suffix}", listener.address(f"{name}{suffix}.png")) for suffix, make in MAKERS.items()]


def test_the_listener_hears_libreoffice_as_it_comes(tmp_path: Path, listener: Listener) -> None:
    files = sources(tmp_path, listener, "control")
    words = [str(program() / "soffice"), f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run(
        [*words, "--convert-to", "pdf", "--outdir", tmp_path / "out", *files],
        check=True,
        env=environment,
        capture_output=True,
    )
    heard = {suffix for suffix in MAKERS if f"/control{suffix}.png" in listener.heard}
    assert {".docx", ".pptx", ".xlsx", ".doc"} <= heard, heard


@pytest.mark.parametrize("kit", [True, False], ids=["kit", "command"])
@pytest.mark.parametrize("way", ["none", *WAYS])
def test_nothing_is_fetched(tmp_path: Path, listener: Listener, way: str, *, kit: bool) -> None:
    name = f"{way}-{kit}"
    kinds = set(MAKERS) if kit or way == "none" else {".docx", ".doc"}
    with Offices(program(), count=2, kit=kit, confinement=way) as pool:
        for source in sources(tmp_path, listener, name):
            if source.suffix in kinds:
                pool.export(source)
    assert not {path for path in listener.heard if name in path}


@pytest.mark.parametrize("way", WAYS)
def test_the_confinement_alone_keeps_libreoffice_from_the_network(tmp_path: Path, listener: Listener, way: str) -> None:
    """With all of its components and settings as they come."""
    files = [an_html(tmp_path / "a.doc", listener.address(f"alone-{way}")), tmp_path / "out"]
    words = [f"{program()}/soffice.bin", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
    words += ["--convert-to", "pdf", "--outdir", str(files[1]), str(files[0])]
    (tmp_path / "tmp").mkdir()
    environment = {
        "HOME": str(tmp_path),
        "LD_LIBRARY_PATH": str(program()),
        "OSL_SOCKET_PATH": "tmp",
        "TMPDIR": f"{tmp_path}/tmp",
    }
    code = (
        f"import os, sys; sys.path.append({str(ROOT)!r}); from pipeline.workers.confinement import confine\n"
        f"confine({way!r}, ({str(program().parent)!r},), {str(tmp_path)!r})\n"
        f"for _ in range(3):\n"
        f"    ran = os.posix_spawn({words[0]!r}, {words!r}, {environment!r})\n"
        f"    if os.waitstatus_to_exitcode(os.waitpid(ran, 0)[1]) != 81: break\n"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, capture_output=True)
    assert (tmp_path / "out" / "a.pdf").exists()
    assert f"/alone-{way}" not in listener.heard


# --- surroundings -------------------------------------------------------------------------------


def test_an_office_has_nothing_of_its_callers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LD_PRELOAD", "PYTHONPATH", "http_proxy", "HTTPS_PROXY", "SAL_LOG", "URE_BOOTSTRAP", "A_PASSWORD"):
        monkeypatch.setenv(name, "" if name == "LD_PRELOAD" else str(tmp_path))
    with Offices(program(), count=1) as pool:
        pool.export(an_odt(tmp_path / "a.odt", ""))
        (pid,) = pool.pids()
        pairs = (Path("/proc") / str(pid) / "environ").read_bytes().decode().split("\0")[:-1]
        folder = str(pool.folder)
    told = dict(pair.split("=", 1) for pair in pairs)
    places = {"HOME", "TMPDIR", "FONTCONFIG_FILE", "URE_MORE_SERVICES", "BUNDLED_EXTENSIONS", "UNO_SHARED_PACKAGES"}
    assert told.keys() <= set(profile.ENVIRONMENT) | places
    assert all(folder in told[name] for name in places & told.keys())
    assert {told[f"{kind}_proxy"] for kind in ("http", "https", "ftp", "all")} == {"http://127.0.0.1:9"}


MACRO = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:ooo="http://openoffice.org/2004/office"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts>
<office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="M"><ooo:source-code>Sub Main
Open "{}" For Output As #1
Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script><office:event-listeners>
<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple"
 xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners>
</office:scripts><office:body><office:text><text:p>A text</text:p></office:text></office:body></office:document>"""


@pytest.mark.parametrize("kit", [True, False], ids=["kit", "command"])
def test_a_macro_of_a_document_does_not_run(tmp_path: Path, *, kit: bool) -> None:
    mark, source = tmp_path / "mark", tmp_path / "a.fodt"
    source.write_text(MACRO.format(mark), encoding="utf-8")
    with Offices(program(), count=1, kit=kit, confinement="none") as pool:
        assert "A text" in words_of(pool.export(source))
    assert not mark.exists()


# --- what is told of it -------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["none", *WAYS])
def test_a_build_says_how_the_office_was_confined(own_house: Path, tmp_path: Path, way: str) -> None:
    meeting = copy_meeting(own_house)
    (tmp_path / "papers.toml").write_text(f'confinement = "{way}"\n', encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    with Session(House.open(own_house), jobs=1, environment=environment) as session:
        built = session.build(meeting, languages=("fr",))
        assert built.manifest["confinement"] == built.as_json()["confinement"] == way
        (report,) = (built.out / each["path"] for each in built.manifest["outputs"] if each["role"] == "report")
        shown = report.read_text(encoding="utf-8")
        assert ("n’était pas confiné" if way == "none" else "était confiné (") in shown
        assert not any(step.ran for step in session.build(meeting, languages=("fr",)).steps)
    if WAYS and way == "none":  # what an unconfined office made is made anew by one that is confined
        with Session(House.open(own_house), jobs=1, environment={}) as session:
            again = session.build(meeting, languages=("fr",))
        assert again.manifest["confinement"] == confinement.best()
        assert {step.stage for step in again.steps if step.ran} >= {"convert", "report"}
