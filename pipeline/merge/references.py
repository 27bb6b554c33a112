"""What a template asks for: one of Word or of a message goes in, the paths of the words that its tags name come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from pipeline.merge.expressions import parsed_template
from pipeline.merge.message import message_tags
from pipeline.merge.reading import read

Reference = tuple[str, ...]
"""``("enclosures", "form", "pages")`` of ``enclosures.form.pages``; positions in lists are left out."""


def references(path: Path) -> frozenset[Reference]:
    """The words that the tags name, whether they would be reached or not. What can't be read names none.

    Raises TemplateError for a file that is neither.
    """
    if path.suffix.lower() == ".txt":
        return frozenset(_paths(message_tags(path)))
    sources = {spot.tag.source for part in read(path) if part.filled for spot in part.filled.spots}
    return frozenset(each for source in sources for each in _of_tag(source))


def _of_tag(source: str) -> Iterator[Reference]:
    word, _, rest = source.partition(" ")
    match word:
        case "for":
            source = rest.partition(" in ")[2]
        case "if" | "elif":
            source = rest
    try:
        yield from _paths(parsed_template(f"{{{{ {source} }}}}"))
    except (TemplateSyntaxError, RecursionError, ValueError, OverflowError):
        return  # the check says what is wrong with it


def _paths(node: nodes.Node) -> Iterator[Reference]:
    if path := _path(node):
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def _path(node: nodes.Node) -> Reference:
    match node:
        case nodes.Name():
            return (node.name,)
        case nodes.Getattr():
            outer, name = _path(node.node), node.attr
        case nodes.Getitem():
            outer, name = _path(node.node), str(getattr(node.arg, "value", ""))
        case _:
            return ()
    return outer if not outer or name.isdecimal() else (*outer, name)
