"""The signed copy: the bundle once more, with the scan of the letter that was signed by hand in the letter's place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline import text
from pipeline.convert import NO_DETAILS
from pipeline.model import Attached, Signed
from pipeline.plan import bundle
from pipeline.plan.scope import Scope
from pipeline.tasks import Output, Pages, Publication, Task, Told
from pipeline.tasks.binding import link_letter
from pipeline.tasks.converting import convert_document, take_pdf
from pipeline.tasks.signing import bind_signed, sign_letter
from pipeline.workers.reader import Reader


def copies(scope: Scope, signed: Signed) -> Iterator[Task]:
    """What makes the signed copy of a package whose letter was signed."""
    yield _taken(scope, signed)
    yield _laid_over(scope, signed)
    if scope.package.house.settings.signed.attach_letter:
        yield _alone(scope)
    yield _bound(scope, signed)


def _taken(scope: Scope, signed: Signed) -> Task:
    """The scan as a PDF. What the picture of a page shows is described where the letter's words are known."""
    scan = scope.file(signed.scan)
    if signed.scan.suffix.lower() == ".pdf":
        parameters = {"right_to_assemble": False}
        return Task(scope.name("take scan"), "take", take_pdf, ".pdf", {"source": scan}, parameters)
    details = replace(NO_DETAILS, title=_title(scope), language=scope.language, description=_title(scope))
    return Task(
        scope.name("take scan"),
        "convert",
        convert_document,
        ".pdf",
        {"source": scan},
        {"created": scope.package.created, "linked_names": (), "details": details},
    )


def _laid_over(scope: Scope, signed: Signed) -> Task:
    return Task(
        scope.name("sign letter"),
        "link",
        sign_letter,
        ".pdf",
        {
            "scan": Output(scope.name("take scan"), scope.file(signed.scan)),
            "letter": Output(scope.name_of_letter, scope.letter_template),
        },
        {
            "of": signed.of,
            "title": _title(scope),
            "language": scope.language,
            "description": scope.phrase("signed.page"),
            # a scan that nothing could read is read when there is what does
            "readable": Reader.found(scope.language) is not None,
        },
    )


def _alone(scope: Scope) -> Task:
    """The letter as it was built, for whoever wants its words; its list leads nowhere from within another file."""
    return Task(
        scope.name("attach letter"),
        "link",
        link_letter,
        ".pdf",
        {"letter": Output(scope.name_of_letter, scope.letter_template), "pages": Pages(scope.name_of_letter)},
        {"beside": {}, "titles": {}, "created": scope.package.created},
    )


def _bound(scope: Scope, signed: Signed) -> Task:
    """The bundle, with the scan for its letter."""
    like = bundle.bound(scope)
    documents, attachments = like.inputs["documents"], like.inputs["attachments"]
    assert isinstance(documents, tuple)
    assert isinstance(attachments, tuple)
    scan = Output(scope.name("sign letter"), scope.file(signed.scan))
    inputs = {**like.inputs, "documents": (scan, *documents[1:]), "signing": Told(scope.name("sign letter"))}
    parameters = {**like.parameters, "known_as": (scope.file(signed.scan).name, *like.parameters["known_as"][1:])}
    if scope.package.house.settings.signed.attach_letter:
        letter = Attached(scope.letter_template.path, _title(scope), f"{scope.stem.rpartition('/')[2]}.pdf", _PDF)
        inputs["attachments"] = (*attachments, Output(scope.name("attach letter"), scope.letter_template))
        parameters["attached"] = (*like.parameters["attached"], bundle.without_paths(letter))
    published = Publication("signed", scope.language, scope.instrument.key, f"{scope.bundle_stem}-signed.pdf")
    return replace(
        like,
        name=scope.name("signed bundle"),
        function=bind_signed,
        inputs=inputs,
        parameters=parameters,
        published=(published,),
    )


_PDF = "application/pdf"


def _title(scope: Scope) -> str:
    return text.plain(scope.words["title"])
