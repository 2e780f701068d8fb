"""``owners`` and ``holdings``: the ownership sheet."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.commands.asking import day_of, links_left, named, named_with_id, opened, statuses_of
from graph.model import Entity, Source
from graph.queries import known_entities
from graph.terminal import answer, answer_json, say

if TYPE_CHECKING:
    from graph.ownership import Sheet, Stake
    from graph.ownership.chains import Chain
    from graph.store import Store

_CHAINS_SHOWN = 5


def owners_(arguments: argparse.Namespace) -> bool:
    """Answer ``owners``."""
    return _sheet(arguments, up=True)


def holdings_(arguments: argparse.Namespace) -> bool:
    """Answer ``holdings``."""
    return _sheet(arguments, up=False)


def _sheet(arguments: argparse.Namespace, *, up: bool) -> bool:
    from graph.ownership import holdings, owners

    store = opened(arguments)
    known_entities(store, (arguments.id,))
    sheet = (owners if up else holdings)(
        links_left(arguments, store),
        arguments.id,
        statuses=statuses_of(arguments),
        as_of=day_of(arguments),
        threshold=arguments.threshold,
    )
    if arguments.json:
        answer_json(sheet.to_dict(min_share=arguments.min_share))
    else:
        _tell(store, sheet, arguments.min_share)
    return True


def _tell(store: Store, sheet: Sheet, min_share: float) -> None:
    from graph.ownership.words import first_sentence, footnotes, warnings_in_words

    on_loops = (key for loop in sheet.loops for key in loop)
    ids = dict.fromkeys((sheet.entity, *(stake.id for stake in sheet.stakes), *on_loops))
    ids.update(dict.fromkeys((*sheet.controllers, *sheet.possible_controllers)))
    ids.update(dict.fromkeys((*sheet.controlled, *sheet.possibly_controlled)))
    entities, sources = store.entities(list(ids)), store.sources()
    answer(first_sentence(sheet, entities, sources))
    shown = sheet.shown(min_share)
    if sheet.direction == "up":
        _tell_direct(sheet)
    for number, stake in enumerate(shown, start=1):
        _tell_stake(number, stake, sheet, entities, sources)
    _tell_control(sheet, entities)
    answer(*(f"Warning: {line}" for line in warnings_in_words(sheet, entities)))
    if sheet.stakes:
        answer(*footnotes(sheet, entities))
    if len(shown) < len(sheet.stakes):
        say(f"{len(shown):,} of {len(sheet.stakes):,} shown; --min-share hides the others.")


def _tell_direct(sheet: Sheet) -> None:
    from graph.ownership.words import direct_is_unknown, share_in_words

    unknown = direct_is_unknown(sheet, sheet.statuses)
    if sheet.stakes:
        declared = share_in_words(sheet.declared, unknown=unknown)
        rest = share_in_words(sheet.unexplained, unknown=unknown)
        answer(f"Direct shares together: {declared}; unexplained: {rest}.")


def _tell_stake(
    number: int,
    stake: Stake,
    sheet: Sheet,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
) -> None:
    from graph.ownership.words import reading_of, share_in_words, stated_in_words

    up = sheet.direction == "up"
    marks = [
        "direct" if stake.direct else "through others",
        *(["the top of the chain" if up else "the end of the chain"] if stake.ultimate else []),
        *(["on a loop"] if stake.in_loop else []),
    ]
    control = ("controls it", "may control it") if up else ("controlled", "possibly controlled")
    if stake.controller:
        marks.append(control[0])
    elif stake.possible_controller:
        marks.append(control[1])
    answer(
        f"{number}. {named_with_id(entities, stake.id)}: "
        f"{share_in_words(stake.share, unknown=stake.unknown)}; "
        f"stated: {stated_in_words(stake)}; {', '.join(marks)}; "
        f"{reading_of(stake.share, sheet.threshold)}"
    )
    answer(*(f"   {_chain(chain, entities, sources)}" for chain in stake.chains[:_CHAINS_SHOWN]))
    listed = min(len(stake.chains), _CHAINS_SHOWN)
    if listed < stake.chains_total:
        least = "" if stake.chains_exact else "at least "
        answer(f"   {listed} of {least}{stake.chains_total:,} chains")


def _chain(chain: Chain, entities: Mapping[str, Entity], sources: Mapping[str, Source]) -> str:
    from graph.ownership.words import chain_names, product_in_words
    from graph.wording import places_in_words, status_in_words

    weakest = next(
        link for step in chain.steps for link in step.relations if link.status == chain.weakest
    )
    least = status_in_words(chain.weakest, sources.get(weakest.reference))
    places = places_in_words(
        place.strip()
        for step in chain.steps
        for link in step.relations
        for place in link.locator.replace(";", ",").split(",")
        if place.strip()
    )
    cited = f"; {places}" if places else ""
    return (
        f"{chain_names(chain.nodes, entities)}: {product_in_words(chain)} "
        f"(least certain step: {least}{cited})"
    )


def _tell_control(sheet: Sheet, entities: Mapping[str, Entity]) -> None:
    from graph.ownership.words import percent

    over = f"over {percent(sheet.threshold)}, alone or with whom they control"
    told = (
        (sheet.controllers, "Controllers"),
        (sheet.possible_controllers, "Possible controllers"),
        (sheet.controlled, "Controlled"),
        (sheet.possibly_controlled, "Possibly controlled"),
    )
    for keys, words in told:
        if keys:
            names = ", ".join(named(entities, key) for key in keys)
            answer(f"{words} ({over}): {names}.")
    if sheet.direction == "up" and sheet.stakes and not (told[0][0] or told[1][0]):
        answer(f"Nobody is found to control it ({over}).")
