"""``what-if``: what falls when somebody is listed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.commands.asking import (
    day_of,
    links_left,
    listed,
    named,
    named_with_id,
    opened,
    statuses_of,
)
from graph.errors import FilterError
from graph.model import Entity, Relation
from graph.queries import known_entities
from graph.terminal import answer, answer_json

if TYPE_CHECKING:
    from graph.sanctions import ProposedTargets, Verdict, WhatIf
    from graph.store import Store

_CHAINS_SHOWN = 3


def what_if_(arguments: argparse.Namespace) -> bool:
    """Answer ``what-if``."""
    from graph.sanctions import proposed_targets, what_if

    store = opened(arguments)
    ids = list(arguments.list or ())
    known_entities(store, ids)
    proposed = proposed_targets(store) if arguments.proposed else None
    if proposed is not None and not proposed.targets:
        raise FilterError(
            "The data propose no targets.", where="--proposed", fix="Name some with --list."
        )
    ids += proposed.ids if proposed else ()
    found = what_if(
        links_left(arguments, store),
        ids,
        arguments.rule,
        statuses=statuses_of(arguments),
        as_of=day_of(arguments),
    )
    if arguments.json:
        extra = {"proposed": proposed.to_dict()} if proposed else {}
        answer_json(found.to_dict() | extra)
    else:
        _tell(store, found, proposed)
    return True


def _tell(store: Store, found: WhatIf, proposed: ProposedTargets | None) -> None:
    ids = [*found.listed, *(one.id for one in found.verdicts)]
    ids += [key for one in found.verdicts for chain in one.chains for key in chain.nodes]
    ends = _ends(proposed)
    ids += [end for link in ends for end in (link.source, link.target)]
    entities = store.entities(list(dict.fromkeys(ids)))
    names = listed([named(entities, key) for key in found.listed])
    answer(f"If {names} were listed, under the rule “{found.rule.name}” ({found.rule.date}):")
    if not found.verdicts:
        answer("Nothing is recorded that they hold or control.")
    for group in found.groups:
        if group.verdicts:
            answer(f"{group.words}: {len(group.verdicts):,}")
        for verdict in group.verdicts:
            _tell_verdict(store, verdict, entities)
    if proposed:
        _tell_proposed(store, proposed, ends, entities)
    answer(f"Rule: {found.rule.text}")
    for source in found.rule.sources:
        answer(f"   {source.title}, {source.date}" + (f", {source.url}" if source.url else ""))
    answer(f"{found.basis} {found.disclaimer}")


def _tell_verdict(store: Store, verdict: Verdict, entities: Mapping[str, Entity]) -> None:
    from graph.wording import relation_sentence, status_in_words

    sources = store.sources()
    answer(f"- {named_with_id(entities, verdict.id)}: {verdict.reason}")
    for chain in verdict.chains[:_CHAINS_SHOWN]:
        way = " → ".join(named(entities, key) for key in chain.nodes)
        weakest = next(link for link in chain.relations if link.status == chain.weakest)
        least = status_in_words(chain.weakest, sources.get(weakest.reference))
        answer(f"   {way} (least certain step: {least})")
    if verdict.chains_total > min(len(verdict.chains), _CHAINS_SHOWN):
        shown = min(len(verdict.chains), _CHAINS_SHOWN)
        answer(f"   {shown} of {verdict.chains_total:,} chains")
    for link in verdict.unknown[:_CHAINS_SHOWN]:
        answer(f"   Unknown: {relation_sentence(link, entities, sources)}")
    if len(verdict.unknown) > _CHAINS_SHOWN:
        answer(f"   {_CHAINS_SHOWN} of {len(verdict.unknown):,} links of unknown size")
    answer(*(f"   {note}" for note in verdict.notes))


def _ends(proposed: ProposedTargets | None) -> list[Relation]:
    """Links that say what is proposed: against whom, and what else."""
    if proposed is None:
        return []
    found: dict[str, Relation] = {}
    for target in proposed.targets:
        for hit in (*target.hits, *target.beyond):
            found.update((link.id, link) for link in hit.links)
    for measure in proposed.elsewhere:
        for link in (*measure.targets, *measure.applies_to, *measure.effects):
            found[link.id] = link
    return sorted(found.values(), key=lambda link: (link.row, link.id))


def _tell_proposed(
    store: Store,
    proposed: ProposedTargets,
    ends: list[Relation],
    entities: Mapping[str, Entity],
) -> None:
    from graph.wording import relation_sentence

    sources = store.sources()
    answer("Measures in the data, and whom they target or apply to:")
    answer(*(f"- {relation_sentence(link, entities, sources)}" for link in ends))
    if proposed.rejected:
        answer(f"Left out because somebody rejected them: {proposed.rejected:,} links of measures")
    if proposed.searched < proposed.total:
        answer(f"Looked for among {proposed.searched:,} of {proposed.total:,} entities.")
