"""What the commands share: opening the data, the view that options ask for, names."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.errors import FilterError
from graph.model import (
    CATEGORIES,
    RELATION_GROUPS,
    REVIEWS,
    STATUSES,
    TYPE_WORDS,
    Entity,
    PartialDate,
)
from graph.queries import Queries, known_entities, shorten
from graph.views.viewstate import ViewState

if TYPE_CHECKING:
    from graph.store import Store
    from graph.views.levels import LinkSource


def opened(arguments: argparse.Namespace) -> Store:
    """The data that ``--data`` names."""
    from graph.store import open_store

    return open_store(arguments.data)


def named(entities: Mapping[str, Entity], key: str) -> str:
    """The name of an entity, or its id."""
    from graph.wording import name_of

    return name_of(entities[key]) if key in entities else key


def named_with_id(entities: Mapping[str, Entity], key: str) -> str:
    """The name of an entity with its id, to be used in the next question."""
    name = named(entities, key)
    return key if name == key else f"{name} ({key})"


def listed(words: Sequence[str]) -> str:
    """Words as they stand in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def statuses_of(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Statuses that count for shares; all but ``proposed`` unless asked."""
    from graph.ownership import CHOSEN

    return tuple(dict.fromkeys(arguments.status)) if arguments.status else CHOSEN


def day_of(arguments: argparse.Namespace) -> PartialDate | None:
    """The as-of date."""
    return PartialDate.parse(arguments.as_of)


def dropped_of(arguments: argparse.Namespace, store: Queries) -> tuple[str, ...]:
    """What ``--drop`` leaves out, each item of which the data must have."""
    wanted = tuple(dict.fromkeys(getattr(arguments, "drop", None) or ()))
    if not wanted:
        return ()
    sources = sorted({*store.sources(), *store.counts().references} - {""})
    known = {*sources, *(f"#{status}" for status in STATUSES)}
    for item in wanted:
        if item not in known and item.partition("#")[0] not in sources:
            raise FilterError(
                f"“{shorten(item)}” is unknown.",
                where="--drop",
                fix=f"Name a source ({', '.join(sources)}), a place as in REF#PLACE, or #STATUS.",
            )
    return wanted


def links_left(arguments: argparse.Namespace, store: Store) -> LinkSource:
    """The links of a store without what ``--drop`` leaves out."""
    from graph.evidence.dropping import Drop, Without

    dropped = dropped_of(arguments, store)
    return Without(store, [Drop.parse(item) for item in dropped]) if dropped else store


def state_of(arguments: argparse.Namespace, store: Queries) -> ViewState:
    """The view that options ask for; their values must be known to the data or the vocabulary."""
    counts = store.counts()
    blank = ViewState()
    hidden = tuple(getattr(arguments, "hide", None) or ())
    known_entities(store, hidden)
    statuses = arguments.status
    hops = getattr(arguments, "hops", None)
    seed = getattr(arguments, "seed", None)
    return ViewState(
        focus=tuple(getattr(arguments, "focus", None) or ()),
        hops=blank.hops if hops is None else hops,
        hidden=hidden,
        layout=getattr(arguments, "layout", None) or "",
        seed=blank.seed if seed is None else seed,
        categories=known_values(
            "category", getattr(arguments, "category", None), CATEGORIES, counts.categories
        ),
        types=known_values("type", getattr(arguments, "type", None), TYPE_WORDS, counts.types),
        groups=known_values(
            "group", getattr(arguments, "group", None), RELATION_GROUPS, counts.groups
        ),
        statuses=None if statuses is None else tuple(dict.fromkeys(statuses)),
        reviews=blank.reviews
        if not (reviews := getattr(arguments, "review", None))
        else tuple(one for one in REVIEWS if one in reviews),
        as_of=arguments.as_of,
        dropped=dropped_of(arguments, store),
    )


def known_values(
    option: str, values: list[str] | None, vocabulary: Collection[str], present: Collection[str]
) -> tuple[str, ...] | None:
    """Values of an option, each of which the vocabulary or the data must have."""
    if values is None:
        return None
    for value in values:
        if value not in vocabulary and value not in present:
            raise FilterError(
                f"“{shorten(value)}” is unknown.",
                where=f"--{option}",
                fix=f"The data has: {', '.join(sorted(present))}. Repeat --{option} for several.",
            )
    return tuple(dict.fromkeys(values))
