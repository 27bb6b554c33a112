"""The layers of the parts go in; the bundle's layers come out, each shown or hidden as it was in its part.

ISO 32000-2, 8.11.4. A viewer takes what is in no list of the catalog as shown: a draft that was hidden would be seen.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf, String

from pipeline.model import Part
from pipeline.pdf.objects import items


def take_layers(pdf: Pdf) -> Object | None:
    """The ``/OCProperties`` of ``pdf`` as an indirect object, taken out of its catalog; None when it has no layers."""
    properties = pdf.Root.get(Name.OCProperties)
    if not isinstance(properties, Dictionary) or not _groups(properties.get(Name.OCGs)):
        return None
    if not properties.is_indirect:
        properties = pdf.make_indirect(properties)
    del pdf.Root.OCProperties
    return properties


class JoinedLayers:
    """The layers of a bundle."""

    def __init__(self, bundle: Pdf) -> None:
        self._bundle = bundle
        self._groups = Array()
        self._off = Array()
        self._order = Array()
        self._lists = {"/AS": Array(), "/RBGroups": Array(), "/Locked": Array()}

    def add(self, part: Part, properties: Object) -> int:
        """Add the layers of ``part``, whose pages are in the bundle already; says how many there are."""
        copy = self._bundle.copy_foreign(properties)
        groups = _groups(copy.get(Name.OCGs))
        usual = copy.get(Name.D)
        usual = usual if isinstance(usual, Dictionary) else Dictionary()
        self._groups.extend(groups)
        # The bundle has one base state for all: ON. What a part hides by its base state is listed one by one.
        shown = ObjectSet(_groups(usual.get(Name.ON)))
        hidden = ObjectSet(_groups(usual.get(Name.OFF)))
        all_off = usual.get(Name.BaseState) == Name.OFF
        self._off.extend([group for group in groups if group in hidden or (all_off and group not in shown)])
        for key, joined in self._lists.items():
            joined.extend(items(usual.get(key)))
        order = items(usual.get(Name.Order))
        listed = ObjectSet(_flat(order))
        # ISO 19005-2, 6.9: an order lists every layer.
        rest = [group for group in groups if group not in listed]
        self._order.append(String(part.title))
        self._order.append(Array([*order, *rest]))
        return len(groups)

    def finish(self) -> None:
        """Put the layers into the bundle's catalog, if there are any."""
        if not len(self._groups):
            return
        usual = Dictionary(Name=String("papers"), BaseState=Name.ON, Order=self._order)
        if len(self._off):
            usual.OFF = self._off
        for key, joined in self._lists.items():
            if len(joined):
                usual[key] = joined
        self._bundle.Root.OCProperties = self._bundle.make_indirect(Dictionary(OCGs=self._groups, D=usual))


def _groups(value: Object | None) -> list[Any]:
    """The groups of a list; what has no identity of its own can be no group."""
    return [each for each in items(value) if isinstance(each, Dictionary) and each.is_indirect]


def _flat(order: list[Any]) -> list[Any]:
    """The groups in an order, however deep."""
    found, waiting, seen = [], list(order), 0
    while waiting and seen < _MOST:
        each = waiting.pop()
        seen += 1
        if isinstance(each, Array):
            waiting.extend(items(each))
        elif isinstance(each, Dictionary) and each.is_indirect:
            found.append(each)
    return found


_MOST = 100_000
"""An order that leads into itself ends here."""
