"""``evidence``: what falls without each source, what disagrees, what is missing."""

from __future__ import annotations

import argparse

from graph.commands.asking import opened, state_of
from graph.model import Relation
from graph.terminal import answer, answer_json, say

_GAPS = {
    "no_evidence": "links without evidence text",
    "no_reference": "links without a source",
    "no_locator": "links without a place in the source",
    "no_date": "links without a date",
    "one_source": "entities that rest on one source only",
    "no_source": "entities without any source",
}


def evidence_(arguments: argparse.Namespace) -> bool:
    """Answer ``evidence``."""
    from graph.evidence import contradictions, drop_one_out, gaps
    from graph.views.view import build_view

    store = opened(arguments)
    view = build_view(store, state_of(arguments, store))
    alone = drop_one_out(view.graph)
    disagree = contradictions(view.graph, reviews=view.state.reviews)
    missing = gaps(view.graph, reviews=view.state.reviews)
    if view.truncated:
        say(view.truncated)
    if arguments.json:
        answer_json(
            {
                "drop_one_out": [fall.to_dict() | {"drop": fall.drops[0].item} for fall in alone],
                "contradictions": [one.to_dict() for one in disagree],
                "gaps": missing.to_dict() | {"rejected": view.counts.rejected},
            }
        )
        return True
    ranked = sorted(alone, key=lambda fall: (-len(fall.cut_off), -len(fall.fallen)))
    answer("Left out one at a time, the heaviest loss first:")
    for fall in ranked[: arguments.limit]:
        answer(
            f"- {fall.drops[0].item}: {len(fall.fallen):,} of {fall.links:,} links fall, "
            f"{len(fall.cut_off):,} of {fall.entities:,} entities are cut off"
        )
    answer(f"Contradictions: {len(disagree):,}")
    for one in disagree[: arguments.limit]:
        answer(f"- {_row(one.first)} and {_row(one.second)}: {one.reason}")
    answer("Missing:")
    for name, words in _GAPS.items():
        number, total = missing.counts[name]
        answer(f"- {number:,} of {total:,} {words}")
    if view.counts.rejected:
        answer(f"Left out because somebody rejected them: {view.counts.rejected:,} links")
    if max(len(ranked), len(disagree)) > arguments.limit:
        say(f"At most {arguments.limit:,} of a kind are listed; --limit allows more.")
    return True


def _row(link: Relation) -> str:
    return f"{link.source} {link.type} {link.target} ({link.id})"
