"""Units as a PO file, for Poedit and its like: units go in, the file comes out; it goes in, translations come out.

Source: the GNU gettext manual, “The Format of PO Files”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.findings import Unfit
from pipeline.localise import po
from pipeline.translating.exchange.catalogues import entries, escaped
from pipeline.translating.exchange.units import Exchanged, Sent, Unit, from_text, to_text

_LANGUAGE = re.compile(r"^(Language|X-Source-Language):[ \t]*(.*)$", re.MULTILINE)


def written(units: Sequence[Unit], sent: Sent) -> str:
    """The file. Its context is the key of a unit; its header says from which language and into which."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Project-Id-Version: {escaped(sent.meeting)}\\n"',
        f'"Language: {sent.target.replace("-", "_")}\\n"',
        f'"X-Source-Language: {sent.source}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    return "\n".join([*lines, *(line for unit in units for line in _entry(unit))]) + "\n"


def _entry(unit: Unit) -> Iterator[str]:
    yield ""
    for note in filter(None, (unit.note, *_codes(unit), f"At most {unit.limit} characters." if unit.limit else "")):
        yield f"#. {' '.join(note.split())}"
    yield f"#: {unit.key.replace(' ', '_')}"
    yield f'msgctxt "{escaped(unit.key)}"'
    yield f'msgid "{escaped(to_text(unit, unit.source))}"'
    yield f'msgstr "{escaped(to_text(unit, unit.target))}"'


def _codes(unit: Unit) -> Iterator[str]:
    """What the codes of a text are, for who sees only their numbers."""
    for code in unit.codes.values():
        if code.kind != "placeholder":
            yield f"<{code.id}>…</{code.id}> {code.shown}" if code.around else f"<{code.id}/> {code.shown}"


def read(data: bytes, units: Mapping[str, Unit]) -> Exchanged:
    """What a file translates. Raises Unfit for one that can't be read; what is fuzzy or empty is not translated."""
    text = _decoded(data)
    for line, unfit in po.read(text.encode())[1]:
        if unfit.code == "phrase-twice":
            raise Unfit("exchange-twice", key=unfit.values["key"])
        raise Unfit("exchange-unread", why=f"{line}: {unfit}")
    found = list(entries(text))
    header = next((each.target for each in found if not each.context and not each.source), "")
    said = {name: value.strip() for name, value in _LANGUAGE.findall(header)}
    made: dict[str, tuple[str, object]] = {}
    for each in found:
        if each.context:
            made[each.context] = (each.source, each.target if each.target and not each.fuzzy else None)
    return Exchanged(
        said.get("X-Source-Language", ""),
        said.get("Language", "").replace("_", "-"),
        {
            key: (
                tuple(from_text(units[key], source)) if key in units else (),
                tuple(from_text(units[key], str(target))) if target is not None and key in units else None,
            )
            for key, (source, target) in made.items()
        },
    )


def _decoded(data: bytes) -> str:
    """The file as editors on every system may have written it."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("no-utf-8", line=data.count(b"\n", 0, error.start) + 1) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
