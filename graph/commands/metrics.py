"""``metrics``: measures of a view."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.commands.asking import named_with_id, opened, state_of
from graph.model import Entity
from graph.terminal import answer, answer_json, say

if TYPE_CHECKING:
    from graph.metrics import Cuts, Measure
    from graph.store import Store
    from graph.views.view import View


def metrics_(arguments: argparse.Namespace) -> bool:
    """Answer ``metrics``."""
    from graph.metrics import MEANINGS, cuts, measure
    from graph.views.view import build_view
    from graph.wording import counts_in_words

    store = opened(arguments)
    view = build_view(store, state_of(arguments, store))
    names = arguments.measure or [*MEANINGS, "cuts"]
    measures = [measure(view.graph, name, seed=view.state.seed) for name in names if name != "cuts"]
    parting = cuts(view.graph) if "cuts" in names else None
    if arguments.json:
        entities = {key: data["entity"] for key, data in view.graph.nodes(data=True)}
        content: dict[str, Any] = {
            "entities": view.counts.entities,
            "links": view.counts.links,
            "truncated": view.truncated or None,
            "measures": [_measure(one, entities, arguments.limit) for one in measures],
        }
        if parting:
            content["cuts"] = {
                "entities": [{"id": key, "cut_off": size} for key, size in parting.nodes],
                "relations": [{"id": key, "cut_off": size} for key, size in parting.links],
            }
        answer_json(content)
        return True
    answer(f"{counts_in_words(view.counts)}.")
    for one in measures:
        _tell(one, view, arguments.limit)
    if parting:
        _tell_cuts(parting, store, view, arguments.limit)
    if view.truncated:
        say(view.truncated)
    return True


def _ranked(found: Measure) -> list[tuple[str, float]]:
    first = 1 if found.name == "community" else -1
    return sorted(found.values.items(), key=lambda item: (first * item[1], item[0]))


def _measure(found: Measure, entities: Mapping[str, Entity], limit: int) -> dict[str, Any]:
    ranked = _ranked(found)
    return {
        "name": found.name,
        "words": found.words,
        "meaning": found.meaning,
        "estimated": found.estimated,
        "total": len(ranked),
        "values": [
            {"id": key, "label": entities[key].label, "value": round(value, 6)}
            for key, value in ranked[:limit]
        ],
    }


def _tell(found: Measure, view: View, limit: int) -> None:
    entities = {key: data["entity"] for key, data in view.graph.nodes(data=True)}
    estimated = " (estimated from a sample)" if found.estimated else ""
    answer("", f"{found.words}{estimated}. {found.meaning}")
    ranked = _ranked(found)
    if found.name == "community":
        _tell_clusters(ranked, entities, limit)
        return
    for key, value in ranked[:limit]:
        number = f"{value:,.0f}" if found.name == "degree" else f"{value:.4f}"
        answer(f"{number:>8}  {named_with_id(entities, key)}")
    _count(limit, len(ranked), "entities")


def _tell_clusters(
    ranked: Sequence[tuple[str, float]], entities: Mapping[str, Entity], limit: int
) -> None:
    clusters: dict[float, list[str]] = {}
    for key, value in ranked:
        clusters.setdefault(value, []).append(key)
    for value, keys in list(clusters.items())[:limit]:
        names = ", ".join(named_with_id(entities, key) for key in keys[:limit])
        more = f" and {len(keys) - limit:,} more" if len(keys) > limit else ""
        answer(f"{value + 1:>8,.0f}  {len(keys):,}: {names}{more}")
    _count(limit, len(clusters), "clusters")


def _tell_cuts(found: Cuts, store: Store, view: View, limit: int) -> None:
    from graph.wording import relation_sentence

    entities = {key: data["entity"] for key, data in view.graph.nodes(data=True)}
    answer(
        "",
        "Whose removal parts the network. Of this drawing only: other ties may exist that the "
        "source does not mention.",
    )
    for key, size in found.nodes[:limit]:
        answer(f"{size:>8,}  {named_with_id(entities, key)}")
    _count(limit, len(found.nodes), "entities")
    links, sources = store.relations([key for key, _ in found.links[:limit]]), store.sources()
    for key, size in found.links[:limit]:
        if key in links:
            answer(f"{size:>8,}  {relation_sentence(links[key], entities, sources)}")
    _count(limit, len(found.links), "links")


def _count(limit: int, total: int, words: str) -> None:
    if total > limit:
        answer(f"{limit:,} of {total:,} {words}; --limit shows more.")
