"""Dependents: what rests on one link."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import NotFound
from graph.evidence.dropping import Connection, Links, Trial, pair_of, relations_in, steps_of


@dataclass(frozen=True, slots=True)
class Dependents:
    """What rests on one link.

    Attributes
    ----------
    relation : str
        The link.
    beside : tuple of str
        Other links between the same two entities; while there is one, nothing comes apart.
    bridge : bool
        Whether the network parts without it.
    bare : tuple of str
        Entities that have no link left without it.
    cut_off : tuple of str
        Entities that are connected no more, see `Fallout`.
    passing, breaking : tuple of int
        Places in the list of paths and chains that were handed in: those that use the link, and
        those that do not connect without it.
    """

    relation: str
    beside: tuple[str, ...]
    bridge: bool
    bare: tuple[str, ...]
    cut_off: tuple[str, ...]
    passing: tuple[int, ...]
    breaking: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "relation": self.relation,
            "beside": list(self.beside),
            "bridge": self.bridge,
            "bare": list(self.bare),
            "cut_off": list(self.cut_off),
            "passing": list(self.passing),
            "breaking": list(self.breaking),
        }


def depends_on(
    relation: str,
    what: Links,
    *,
    anchors: Collection[str] = (),
    connections: Sequence[Connection] = (),
) -> Dependents:
    """What rests on one link.

    Parameters
    ----------
    relation : str
        Id of the link.
    what : graph or relations
        The links among which it is looked at, itself included.
    anchors : collection of str
        As in `what_stands`.
    connections : sequence of Connection
        Paths and chains of which to say whether they need it.

    Returns
    -------
    Dependents

    Raises
    ------
    NotFound
        When the link is not in `what`.
    """
    test = Trial(relations_in(what), anchors)
    link = next((one for one in test.relations if one.id == relation), None)
    if link is None:
        raise NotFound(f"No link has the id “{relation}” here.", fix="Choose a link of this view.")
    ends = pair_of(link)
    beside = tuple(one.id for one in test.carriers[ends] if one.id != relation)
    others = [one for one in test.relations if one.id != relation]
    still = {end for one in others for end in (one.source, one.target)}
    cut_off = test.net.cut_off({ends}) if not beside else ()
    passing, breaking = [], []
    for place, connection in enumerate(connections):
        uses = [step for step in steps_of(connection) if any(one.id == relation for one in step)]
        if uses:
            passing.append(place)
            if any(len({one.id for one in step}) == 1 for step in uses):
                breaking.append(place)
    return Dependents(
        relation,
        beside,
        bool(cut_off) or (not beside and test.net.parts({ends})),
        tuple(end for end in dict.fromkeys(ends) if end not in still),
        cut_off,
        tuple(passing),
        tuple(breaking),
    )
