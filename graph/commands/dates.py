"""``compare-dates``: what appeared, ended and changed its share between two dates."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from graph.commands.asking import named, opened
from graph.errors import FilterError
from graph.model import PartialDate, Share
from graph.terminal import answer, answer_json, say


def compare_dates_(arguments: argparse.Namespace) -> bool:
    """Answer ``compare-dates``."""
    from graph.timeline import compare_dates
    from graph.views.view import build_view
    from graph.views.viewstate import ViewState
    from graph.views.visibility import links_in
    from graph.wording import relation_sentence

    before, after = PartialDate.parse(arguments.before), PartialDate.parse(arguments.after)
    if before is None or after is None:
        raise FilterError("A date is blank.", fix="Give two dates such as 2019 and 2020-09-14.")
    store = opened(arguments)
    view = build_view(store, ViewState())
    if view.truncated:
        say(view.truncated)
    found = compare_dates(links_in(view.graph), before, after)
    if arguments.json:
        answer_json(
            {
                "before": str(before),
                "after": str(after),
                "appeared": [link.id for link in found.appeared],
                "ended": [link.id for link in found.ended],
                "changed": [
                    {
                        "source": one.source,
                        "target": one.target,
                        "type": one.type,
                        "from": [share.to_cell() if share else None for share in one.before],
                        "to": [share.to_cell() if share else None for share in one.after],
                        "relations": [link.id for link in one.relations],
                    }
                    for one in found.changed
                ],
                "same": [link.id for link in found.same],
                "undated": [link.id for link in found.undated],
                "rejected": view.counts.rejected,
            }
        )
        return True
    ids = {end for link in (*found.appeared, *found.ended) for end in (link.source, link.target)}
    ids |= {end for one in found.changed for end in (one.source, one.target)}
    entities, sources = store.entities(sorted(ids)), store.sources()
    answer(
        f"From {before} to {after}: {len(found.appeared):,} appeared, {len(found.ended):,} ended, "
        f"{len(found.changed):,} changed, {len(found.same):,} held on both, "
        f"{len(found.undated):,} undated"
        + (f", {view.counts.rejected:,} rejected, left out" if view.counts.rejected else "")
    )
    answer(*(f"+ {relation_sentence(link, entities, sources)}" for link in found.appeared))
    answer(*(f"- {relation_sentence(link, entities, sources)}" for link in found.ended))
    for one in found.changed:
        held = f"{named(entities, one.source)} in {named(entities, one.target)}"
        answer(f"~ {held}: {_shares(one.before)} → {_shares(one.after)}")
    return True


def _shares(shares: Sequence[Share | None]) -> str:
    return " + ".join(str(share) if share else "size unknown" for share in shares) or "nothing"
