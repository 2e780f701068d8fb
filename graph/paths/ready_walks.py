"""Ready-made walks: questions that are asked again and again, by name.

Each answers with what can be lit: entities and links, or paths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from graph.model import Relation
from graph.ownership import CHOSEN
from graph.ownership.direct import counts_as_holding
from graph.paths.ranking import PathAnswer, paths_to_any
from graph.progress import Progress, Tick
from graph.queries import Queries, known_entities
from graph.views.filters import MEMBERSHIP_TYPES, as_of_day, link_test
from graph.views.region import Fetcher
from graph.views.viewstate import ViewState

PARTY_BODIES: Final = ("party", "state", "intelligence")
"""Categories of the bodies of a state and its party."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk went over.

    Attributes
    ----------
    start : str
        Where it began.
    found : tuple of str
        Whom it was after, nearest first, then by id.
    nodes : tuple of str
        Everyone on the way too, the start first.
    relations : tuple of Relation
        Links that were walked, in the order of the data.
    complete : bool
        Whether everything was walked; if not, it is “at least” this.
    note : str
        What was not walked, in words; blank when nothing.
    cancelled : bool
        Whether the walk was cancelled.
    """

    start: str
    found: tuple[str, ...]
    nodes: tuple[str, ...]
    relations: tuple[Relation, ...]
    complete: bool = True
    note: str = ""
    cancelled: bool = False

    @property
    def relation_ids(self) -> tuple[str, ...]:
        """Ids of the links, to be lit."""
        return tuple(link.id for link in self.relations)


class Ask(Protocol):
    """A ready-made walk as a function."""

    def __call__(
        self,
        store: Queries,
        start: str,
        *,
        filters: ViewState | None = None,
        tick: Tick | None = None,
    ) -> Walked | PathAnswer:
        """Walk from one entity, over links that pass the filters."""
        ...


@dataclass(frozen=True, slots=True)
class ReadyWalk:
    """A question with a name.

    Attributes
    ----------
    name, words, description : str
        Key, words on a button, and what is walked in one sentence.
    ask : callable
        Answers it with `Walked` or `graph.paths.PathAnswer`.
    """

    name: str
    words: str
    description: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class _Rule:
    """Over links of `kind` from what is in state `before` to what then is in state `after`."""

    before: str
    kind: str
    along: bool
    after: str


_WATCHING: Final = (
    # Whoever compiled a database watches with it; a part of it shows what it holds.
    _Rule("watcher", "compiled", True, "watcher"),
    _Rule("watcher", "part_of", False, "watcher"),
    _Rule("watcher", "holds_data_on", True, "watched"),
    _Rule("watcher", "surveils", True, "watched"),
    # With a group its members are watched, and those whose relatives it is are exposed.
    *(_Rule("watched", kind, False, "watched") for kind in sorted(MEMBERSHIP_TYPES)),
    _Rule("watched", "relative_of", True, "exposed"),
)
_WATCHED_BY: Final = tuple(
    _Rule(rule.after, rule.kind, not rule.along, rule.before) for rule in _WATCHING
)


def _holding_test(filters: ViewState | None) -> Callable[[Relation], bool]:
    state = filters or ViewState()
    passes, day = link_test(state), as_of_day(state)
    statuses = CHOSEN if state.statuses is None else state.statuses
    return lambda link: counts_as_holding(link, statuses, day) and passes(link)


def _watching_test(filters: ViewState | None) -> Callable[[Relation], bool]:
    state = filters or ViewState()
    return link_test(state if state.statuses is not None else state.with_(statuses=CHOSEN))


def owners_up(
    store: Queries,
    start: str,
    *,
    filters: ViewState | None = None,
    tick: Tick | None = None,
) -> Walked:
    """Who holds a part of it, and who of them, up to the top."""
    rules = [_Rule("", kind, False, "") for kind in ("owns", "has_interest_in")]
    return _walk(store, start, [""], rules, _holding_test(filters), tick)


def holdings_down(
    store: Queries,
    start: str,
    *,
    filters: ViewState | None = None,
    tick: Tick | None = None,
) -> Walked:
    """What it holds a part of, and what that holds, down to the end."""
    rules = [_Rule("", kind, True, "") for kind in ("owns", "has_interest_in")]
    return _walk(store, start, [""], rules, _holding_test(filters), tick)


def watched_by_it(
    store: Queries,
    start: str,
    *,
    filters: ViewState | None = None,
    tick: Tick | None = None,
) -> Walked:
    """Whom it watches: through databases and groups of people down to the exposed roles."""
    test = _watching_test(filters)
    return _walk(store, start, ["watcher"], _WATCHING, test, tick, {"watched", "exposed"})


def watchers_of(
    store: Queries,
    start: str,
    *,
    filters: ViewState | None = None,
    tick: Tick | None = None,
) -> Walked:
    """Who watches it: directly, as a member of a group, or through its relatives.

    It is the mirror image of `watched_by_it`: one is found from the other, and back.
    """
    test = _watching_test(filters)
    return _walk(store, start, ["watched", "exposed"], _WATCHED_BY, test, tick, {"watcher"})


def to_party_bodies(
    store: Queries,
    start: str,
    *,
    filters: ViewState | None = None,
    tick: Tick | None = None,
) -> PathAnswer:
    """How it is connected with bodies of a party, a state or an intelligence service."""
    return paths_to_any(store, start, PARTY_BODIES, max_hops=4, filters=filters, tick=tick)


READY_WALKS: Final[Mapping[str, ReadyWalk]] = MappingProxyType(
    {
        walk.name: walk
        for walk in (
            ReadyWalk(
                "owners",
                "Owners up",
                "Links of ownership upward, from owner to owner, to the top.",
                owners_up,
            ),
            ReadyWalk(
                "holdings",
                "Holdings down",
                "Links of ownership downward, from holding to holding, to the end.",
                holdings_down,
            ),
            ReadyWalk(
                "watchers",
                "Who watches it",
                "Links of surveillance back to who watches: directly, through a database, with a "
                "group it belongs to, or through its relatives.",
                watchers_of,
            ),
            ReadyWalk(
                "watched",
                "Whom it watches",
                "Links of surveillance down to the exposed: through databases, groups of people, "
                "their members, and those whose relatives they are.",
                watched_by_it,
            ),
            ReadyWalk(
                "party",
                "To party and state",
                "The best evidenced ways, of at most 4 steps and directions ignored, to a body of "
                "a party, a state or an intelligence service.",
                to_party_bodies,
            ),
        )
    }
)
"""Ready-made walks by name."""


def _walk(
    store: Queries,
    start: str,
    states: Collection[str],
    rules: Collection[_Rule],
    passes: Callable[[Relation], bool],
    tick: Tick | None,
    wanted: Collection[str] = ("",),
) -> Walked:
    """Walk over links by rules; each entity may be in several states."""
    known_entities(store, (start,))
    fetcher, progress = Fetcher(store), Progress(tick)
    reached = {(start, state): 0 for state in states}
    frontier = list(reached)
    links: dict[str, Relation] = {}
    step = 0
    while frontier:
        step += 1
        here: defaultdict[str, set[str]] = defaultdict(set)
        for entity, state in frontier:
            here[entity].add(state)
        frontier = []
        drawn = fetcher.links_of(sorted(here))
        for link in drawn:
            for rule in rules if passes(link) else ():
                near, far = (link.source, link.target) if rule.along else (link.target, link.source)
                if link.type == rule.kind and rule.before in here.get(near, ()):
                    links[link.id] = link
                    if (far, rule.after) not in reached:
                        reached[far, rule.after] = step
                        frontier.append((far, rule.after))
        if not progress.go_on(len(drawn)):
            break
    distance: dict[str, int] = {}
    for (entity, _), steps in reached.items():
        distance.setdefault(entity, steps)
    found = {entity for (entity, state), steps in reached.items() if steps and state in wanted}
    return Walked(
        start,
        tuple(sorted(found - {start}, key=lambda one: (distance[one], one))),
        tuple(sorted(distance, key=lambda one: (distance[one], one))),
        tuple(sorted(links.values(), key=lambda link: (link.row, link.id))),
        complete=not fetcher.left and not progress.cancelled,
        note=_note(fetcher, progress),
        cancelled=progress.cancelled,
    )


def _note(fetcher: Fetcher, progress: Progress) -> str:
    if progress.cancelled:
        return f"The walk was stopped after {progress.done:,} links."
    if fetcher.left:
        return f"{len(fetcher.left):,} entities have too many links to follow."
    return ""
