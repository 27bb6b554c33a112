"""No document brings in what lies elsewhere: each way to reach out, in each kind of file, on both ways to convert."""

from __future__ import annotations

import base64
import gzip
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from pipeline.officefile.clean import Cleaned, clean
from tests.hostile import (
    WAYS,
    Lure,
    Relation,
    caught,
    docx,
    in_docx,
    odt,
    png,
    rtf,
    served,
    svg,
    with_relation,
    write_lures,
)  # fmt: skip
from tests.houses import ROOT, copy_meeting
from tests.soffice import by_command, converted

pytestmark = pytest.mark.office

REFUSED = {"svg, outer entity"}
"""Nobody makes such a file by accident."""
NO_PAGES = {"main part outside"}
"""What is left is no document."""
READS_AS_WORDS = "txt"
"""A plain text is one whatever it says: there is nothing to take out, and it is printed as it stands."""


class Ear:
    """A web server on this machine that notes who asks."""

    def __init__(self, folder: Path) -> None:
        self.heard: set[str] = set()
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ear.heard.add(self.path.split("/")[1])
                data = (folder / self.path.rpartition("/")[2]).read_bytes()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_HEAD = do_OPTIONS = do_PROPFIND = do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Lure:
    return write_lures(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ear]:
    folder = tmp_path_factory.mktemp("served")
    write_lures(folder)
    one = Ear(folder)
    yield one
    one.close()


def made(kind: str, lure: Lure, folder: Path) -> dict[str, Path]:
    """The files of a kind, by the way that they reach."""
    found = {}
    for number, (way, data) in enumerate(WAYS[kind](lure)):
        found[way] = folder / f"{kind}-{number}.{kind}"
        found[way].write_bytes(data)
    return found


def looked_through(files: Mapping[str, Path]) -> dict[str, Cleaned]:
    """What came of each, but for those that are refused."""
    for way in REFUSED & set(files):
        with pytest.raises(MeetingError) as refused:
            clean(files[way])
        assert [finding.place.file for finding in refused.value.findings] == [str(files[way])]
    return {way: clean(path) for way, path in files.items() if way not in REFUSED}


def test_there_are_enough(here: Lure) -> None:
    assert sum(len(list(ways(here))) for ways in WAYS.values()) >= 200


CONTROLS = ("docx: svg, image", "pptx: background", "xlsx: svg, svg", "odt: bullet", "ods: picture", "odp: svg picture")


def test_they_reach_what_they_reach_for_where_nobody_looks(here: Lure, ear: Ear, tmp_path: Path) -> None:
    """Else a test that sees nothing, and hears nothing, would say nothing."""
    chosen = (control.partition(": ") for control in CONTROLS)
    sources = [made(kind, here, tmp_path)[way] for kind, _, way in chosen]
    (tmp_path / "served").mkdir()
    fetching = made("odp", served(ear.port, "control"), tmp_path / "served")["picture"]
    by_command([*sources, fetching], tmp_path / "out")
    seen = {pdf.stem for pdf in (tmp_path / "out").glob("*.pdf") if caught(pdf.read_bytes())}
    assert seen >= {source.stem for source in sources}
    assert ear.heard == {"control"}


@pytest.mark.parametrize("kind", WAYS)
def test_with_the_kit_no_file_of_the_disk_is_brought_in(
    kind: str, here: Lure, offices: Offices, tmp_path: Path
) -> None:
    files = made(kind, here, tmp_path)
    cleaned = looked_through(files)
    going = [way for way in cleaned if way not in NO_PAGES]
    with ThreadPoolExecutor(2) as threads:
        pdfs = list(threads.map(lambda way: offices.export(files[way], cleaned[way].data), going))
    assert [way for way, pdf in zip(going, pdfs, strict=True) if caught(pdf)] == []
    if kind != READS_AS_WORDS:
        assert [way for way, each in cleaned.items() if each.data is None] == []
        told = {way: {finding.place.file for finding in each.findings} for way, each in cleaned.items()}
        assert told == {way: {str(files[way])} for way in cleaned}


@pytest.mark.parametrize("kinds", [("docx", "rtf", "odt", "txt"), ("pptx", "xlsx", "ods", "odp")], ids=" ".join)
def test_with_the_command_nothing_is_asked_for(kinds: tuple[str, ...], ear: Ear, tmp_path: Path) -> None:
    ear.heard.clear()
    going = []
    for kind in kinds:
        files = made(kind, served(ear.port, kind), tmp_path)
        for way, each in looked_through(files).items():
            # what a drawing reaches for in the network, LibreOffice does not ask for: one of them may tell if it did
            if way in NO_PAGES or (way.startswith("svg, ") and way != "svg, image"):
                continue
            going.append(files[way])
            if each.data is not None:
                files[way].write_bytes(each.data)
    by_command(going, tmp_path / "out")
    assert ear.heard == set()
    pdfs = sorted((tmp_path / "out").glob("*.pdf"))
    assert len(pdfs) == len(going)
    assert [pdf.name for pdf in pdfs if caught(pdf.read_bytes())] == []


def test_check_tells_of_it_in_advance(own_house: Path) -> None:
    lure = served(9, "x")
    meeting = copy_meeting(own_house)
    (meeting / "enclosures" / "programme.docx").write_bytes(dict(in_docx(lure))["INCLUDEPICTURE"])
    template = own_house / "templates" / "fr" / "invitation.docx"
    template.write_bytes(with_relation(template.read_bytes(), lure.docx))
    found = check(meeting)
    assert found.errors == ()
    told = {(finding.code, Path(finding.place.file).name, finding.place.part): finding for finding in found.notes}
    picture = told["outside-picture", "programme.docx", ""]
    assert picture.values == {"address": lure.png}
    assert told["outside-other", "invitation.docx", "settings"].values == {"address": lure.docx}


@pytest.mark.parametrize(
    ("kind", "way", "place"),
    [
        ("docx", "INCLUDEPICTURE in pieces", {"paragraph": 2}),
        ("docx", "header", {"part": "header1", "paragraph": 1}),
        ("pptx", "linked picture", {"slide": 1}),
        ("xlsx", "linked picture", {"sheet": "S"}),
        ("xlsx", "other book", {"sheet": "S", "cell": "A2"}),
        ("odt", "section", {}),
        ("odt", "picture", {"paragraph": 2}),
        ("ods", "formula", {"sheet": "S"}),
        ("odp", "picture", {"slide": 1}),
        ("odp", "object within that reaches", {"part": "Object 1"}),
    ],
)
def test_each_is_told_with_its_place(kind: str, way: str, place: Mapping[str, object], tmp_path: Path) -> None:
    source = made(kind, served(9, "x"), tmp_path)[way]
    told = clean(source).findings[0].place.as_json()
    assert told == {"file": str(source), **place}


OFFICE = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".rtf"})
SOUND = ("siem-reap-2024/enclosures", "../templates/fr", "../letterheads")


def test_what_reaches_for_nothing_is_read_as_it_is() -> None:
    files = [path for folder in SOUND for path in (ROOT / "meetings" / folder).iterdir() if path.suffix in OFFICE]
    assert len(files) > 10
    assert [path for path in files if clean(path) != Cleaned()] == []


def test_links_that_a_person_follows_stay(tmp_path: Path) -> None:
    link = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>there</w:t></w:r></w:hyperlink></w:p>'
    field = '<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/&quot; "/></w:p>'
    for number, address in enumerate(
        ("https://example.org/a?b=1#c", "mailto:a@example.org", "budget.xlsx", "../a.docx")
    ):
        source = tmp_path / f"{number}.docx"
        source.write_bytes(docx(link + field, Relation("hyperlink", address)))
        assert clean(source) == Cleaned()
    open_link = '<text:p><text:a xlink:type="simple" xlink:href="{}">there</text:a></text:p>'
    for number, address in enumerate(("https://example.org/", "../budget.ods", "#Table1", "mailto:a@example.org")):
        source = tmp_path / f"{number}.odt"
        source.write_bytes(odt(open_link.format(address)))
        assert clean(source) == Cleaned()
    source = tmp_path / "a.rtf"
    source.write_bytes(rtf('{\\field{\\*\\fldinst HYPERLINK "https://example.org/"}{\\fldrslt there}}'))
    assert clean(source) == Cleaned()


def test_drawings_within_a_document_stay(tmp_path: Path) -> None:
    """What a drawing has of its own: places in it, pictures in it, short words that it declares, links."""
    inner = (
        '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs><rect fill="url(#g)" width="9"/>'
        f'<use xlink:href="#g"/><image href="data:image/png;base64,{base64.b64encode(png()).decode()}"/>'
        '<a xlink:href="https://example.org/"><text style="fill: url(\'#g\')">x</text></a>'
        "<style>rect { fill: url(#g) }</style>"
    )
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [<!ENTITY n "http://n/">]>'
    drawings: list[str | bytes] = [svg(inner), svg(inner, before=doctype), gzip.compress(svg(inner).encode())]
    for number, picture in enumerate(drawings):
        source = tmp_path / f"{number}.docx"
        blip = '<a:blip r:embed="rId1"/>'
        source.write_bytes(
            docx(blip, Relation("image", "media/a.svg", outside=False), parts={"word/media/a.svg": picture})
        )
        assert clean(source) == Cleaned()


def test_a_field_goes_and_its_result_stays(offices: Offices, tmp_path: Path) -> None:
    for kind, way in (("docx", "INCLUDETEXT"), ("docx", "simple field"), ("rtf", "INCLUDETEXT"), ("odt", "section")):
        source = made(kind, served(9, "x"), tmp_path)[way]
        with pypdfium2.PdfDocument(offices.export(source, clean(source).data)) as document:
            words = document[0].get_textpage().get_text_bounded()
        assert "Plain words" in words
        assert ("before" in words) == (way != "simple field")


def test_the_values_that_a_workbook_holds_stay(offices: Offices, tmp_path: Path) -> None:
    for kind, way in (("xlsx", "other book"), ("xlsx", "shared formula"), ("ods", "value of another")):
        source = made(kind, served(9, "x"), tmp_path)[way]
        with pypdfium2.PdfDocument(offices.export(source, clean(source).data)) as document:
            assert "before" in document[0].get_textpage().get_text_bounded(), way


def test_an_old_document_is_made_idle_as_far_as_its_bytes_show(here: Lure, offices: Offices, tmp_path: Path) -> None:
    source = made("docx", here, tmp_path)["linked picture"]
    old = converted(source, tmp_path / "old.doc")
    cleaned = clean(old)
    assert cleaned.data is not None
    assert len(cleaned.data) == len(old.read_bytes())
    assert {finding.code for finding in cleaned.findings} == {"outside-picture"}
    assert not caught(offices.export(old, cleaned.data))
    plain = converted(made("odt", here, tmp_path)["font"], tmp_path / "plain.doc")
    assert clean(plain) == Cleaned()


def test_a_file_of_another_program_is_told_and_does_not_go_along(offices: Offices, tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    program = b"MZ" + b"a program" * 99
    within = '<w:p><w:r><w:object><v:shape id="s" style="width:9pt;height:9pt"/><o:OLEObject Type="Embed" ProgID="{}"'
    within += ' ShapeID="s" DrawAspect="Icon" r:id="rId1"/></w:object></w:r></w:p>'
    held = Relation("oleObject", "embeddings/oleObject1.bin", outside=False)
    parts = {"word/embeddings/oleObject1.bin": program}
    source.write_bytes(docx(within.format("Package"), held, parts=parts))
    cleaned = clean(source)
    assert cleaned.data is None
    (told,) = cleaned.findings
    assert (told.code, told.values, told.place.paragraph) == ("embedded-file", {"name": "Package"}, 2)
    with pikepdf.open(BytesIO(offices.export(source))) as pdf:
        assert len(pdf.attachments) == 0
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"a program" in each.read_raw_bytes() for each in streams)
    source.write_bytes(docx(within.format("Equation.3"), held, parts=parts))
    assert clean(source) == Cleaned()
