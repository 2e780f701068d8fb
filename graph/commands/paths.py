"""``neighbors``, ``path``, ``connect`` and ``walk``: how things are connected."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from graph.commands.asking import (
    known_values,
    listed,
    named,
    named_with_id,
    opened,
    state_of,
)
from graph.model import CATEGORIES, Relation
from graph.queries import Queries
from graph.terminal import answer, answer_json, say

if TYPE_CHECKING:
    from graph.paths import PathAnswer, Terms
    from graph.paths.connecting import ConnectingLinks
    from graph.paths.ready_walks import Walked


def neighbors_(arguments: argparse.Namespace) -> bool:
    """Answer ``neighbors``."""
    from graph.views.walks import neighborhood

    store = opened(arguments)
    found = neighborhood(store, arguments.id, arguments.hops, state_of(arguments, store))
    if arguments.json:
        answer_json(
            {
                "center": found.center,
                "nodes": list(found.nodes),
                "edges": found.edges,
                "shown": found.shown,
                "total": found.total,
            }
        )
    else:
        entities = store.entities([found.center, *found.nodes])
        answer(
            f"{named(entities, found.center)}: {found.shown:,} of {found.total:,} entities within "
            f"{arguments.hops} {'step' if arguments.hops == 1 else 'steps'}, {found.edges:,} links"
        )
        answer(*(f"{key}: {named(entities, key)}" for key in found.nodes))
    if not found.complete:
        say("Some entities have too many links to follow: there is more than is listed.")
    return True


def path_(arguments: argparse.Namespace) -> bool:
    """Answer ``path``."""
    from graph.paths import find_paths

    store = opened(arguments)
    found = find_paths(
        store,
        arguments.a,
        arguments.b,
        max_paths=arguments.max_paths,
        max_hops=arguments.max_hops,
        directed=arguments.directed,
        filters=state_of(arguments, store),
        terms=_terms(arguments, store),
    )
    _answer_paths(arguments, store, found)
    if not found.paths:
        say(f"No path of at most {arguments.max_hops} steps. --max-hops allows more.")
    return True


def _terms(arguments: argparse.Namespace, store: Queries) -> Terms:
    from graph.paths import Terms

    present = store.counts().categories

    def categories(option: str) -> tuple[str, ...]:
        values = getattr(arguments, option.replace("-", "_"), None)
        return known_values(option, values, CATEGORIES, present) or ()

    return Terms(
        avoid=tuple(arguments.avoid or ()),
        avoid_categories=categories("avoid-category"),
        through=tuple(getattr(arguments, "through", None) or ()),
        through_categories=categories("through-category"),
    )


def _answer_paths(arguments: argparse.Namespace, store: Queries, found: PathAnswer) -> None:
    from graph.paths.words import path_line, path_sentences, rank_in_words

    if arguments.json:
        paths = [
            {
                "nodes": list(path.nodes),
                "relations": [_cited(link) for link in path.relations],
                "weakest": path.weakest,
                "nature": path.nature,
                "references": path.references,
            }
            for path in found.paths
        ]
        answer_json({"paths": paths, "total": found.total, "complete": found.complete})
    else:
        sources = store.sources()
        for number, path in enumerate(found.paths, start=1):
            entities = store.entities(path.nodes)
            answer(f"{number}. {path_line(path, entities)} ({rank_in_words(path, sources)})")
            answer(*(f"   {line}" for line in path_sentences(path, entities, sources)))
    if found.paths and (len(found.paths) < found.total or not found.complete):
        least = "" if found.complete else "at least "
        say(f"{len(found.paths):,} of {least}{found.total:,} paths. {found.note}".rstrip())


def _cited(link: Relation) -> dict[str, str]:
    return {
        "source": link.source,
        "target": link.target,
        "type": link.type,
        "status": link.status,
        "reference": link.reference,
        "locator": link.locator,
    }


def connect_(arguments: argparse.Namespace) -> bool:
    """Answer ``connect``."""
    from graph.paths.connecting import connecting_links

    store = opened(arguments)
    found = connecting_links(
        store,
        arguments.ids,
        max_hops=arguments.max_hops,
        filters=state_of(arguments, store),
        terms=_terms(arguments, store),
    )
    if arguments.json:
        answer_json(
            {
                "ids": list(found.ids),
                "nodes": list(found.nodes),
                "relations": [{"id": link.id, **_cited(link)} for link in found.relations],
                "parallel": [link.id for step in found.steps for link in step[1:]],
                "among": [link.id for link in found.among],
                "parts": [list(part) for part in found.parts],
                "weakest": found.weakest or None,
                "nature": found.nature,
                "exact": found.exact,
                "complete": found.complete,
                "note": found.note,
            }
        )
    else:
        _tell_ties(store, found)
    return True


def _tell_ties(store: Queries, found: ConnectingLinks) -> None:
    from graph.wording import relation_sentence, status_in_words

    entities, sources = store.entities(found.nodes), store.sources()
    if found.connected:
        between = [named_with_id(entities, key) for key in found.nodes if key not in found.ids]
        over = f", over {listed(between)}" if between else ", without anybody in between"
        links = "1 link ties" if len(found.steps) == 1 else f"{len(found.steps)} links tie"
        answer(f"{links} the {len(found.ids)} entities together{over}.")
    for part in found.parts if not found.connected else ():
        names = listed([named(entities, key) for key in part])
        answer(f"{names} {'hang together' if len(part) > 1 else 'stands alone'}.")
    for number, link in enumerate(found.relations, start=1):
        answer(f"{number}. {relation_sentence(link, entities, sources)}")
    if found.relations:
        weakest = max(found.relations, key=lambda link: link.status == found.weakest)
        least = status_in_words(found.weakest, sources.get(weakest.reference))
        answer(f"Least certain link: {least}.")
    more = len(found.relation_ids) - len(found.relations) + len(found.among)
    if more:
        say(f"{more:,} more {'link runs' if more == 1 else 'links run'} between the same entities.")
    say(found.note)


def walk_(arguments: argparse.Namespace) -> bool:
    """Answer ``walk``."""
    from graph.paths import PathAnswer
    from graph.paths.ready_walks import READY_WALKS

    store = opened(arguments)
    walk = READY_WALKS[arguments.name]
    found = walk.ask(store, arguments.id, filters=state_of(arguments, store))
    if isinstance(found, PathAnswer):
        _answer_paths(arguments, store, found)
        if not found.paths:
            say("No such path was found.")
    elif arguments.json:
        answer_json(_walked(found))
    else:
        _tell_walk(store, found, walk.words)
    return True


def _walked(found: Walked) -> dict[str, Any]:
    return {
        "start": found.start,
        "found": list(found.found),
        "nodes": list(found.nodes),
        "relations": [{"id": link.id, **_cited(link)} for link in found.relations],
        "complete": found.complete,
    }


def _tell_walk(store: Queries, found: Walked, words: str) -> None:
    from graph.wording import relation_sentence

    entities, sources = store.entities(found.nodes), store.sources()
    least = "" if found.complete else "at least "
    answer(f"{words}, {named(entities, found.start)}: {least}{len(found.found):,}")
    answer(*(f"{key}: {named(entities, key)}" for key in found.found))
    if found.relations:
        answer(f"Over {len(found.relations):,} links:")
        answer(*(f"   {relation_sentence(one, entities, sources)}" for one in found.relations))
    if found.note:
        say(found.note)
