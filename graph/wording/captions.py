"""Words about a whole view: its filters, counts, date and where it starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from graph.model import (
    CATEGORIES,
    RELATION_GROUPS,
    REVIEW_WORDS,
    REVIEWS,
    SHOWN_REVIEWS,
    STATUSES,
    TYPE_WORDS,
    Share,
    Source,
    category_words,
    type_words,
    words_of,
)
from graph.views.viewstate import ViewState
from graph.wording.sentences import name_of, status_in_words

if TYPE_CHECKING:
    from graph.queries import Queries
    from graph.views.view import Counts

_MEASURED: Final = {
    "degree": "sized by number of links",
    "betweenness": "sized by ways between others",
    "pagerank": "sized by where arrows lead",
    "community": "coloured by cluster",
}

NAMED: Final = 3
"""Names that a caption lists before it counts."""


def counts_in_words(counts: Counts) -> str:
    """“n of N” of entities and links.

    Examples
    --------
    >>> from graph.views.view import Counts
    >>> counts_in_words(Counts(75, 75, 120, 1200, 86))
    '75 of 75 entities · 120 of 1,200 links'
    """
    entities = "entity" if counts.entities_total == 1 else "entities"
    links = "link" if counts.links_total == 1 else "links"
    rejected = f" · {counts.rejected:,} rejected, left out" if counts.rejected else ""
    return (
        f"{counts.entities:,} of {counts.entities_total:,} {entities} · "
        f"{counts.links:,} of {counts.links_total:,} {links}{rejected}"
    )


def as_of_in_words(state: ViewState, counts: Counts) -> str:
    """The date of a view and how many of its links carry none.

    Examples
    --------
    >>> from graph.views.view import Counts
    >>> as_of_in_words(ViewState(), Counts(75, 75, 120, 120, 86))
    'All dates · 86 links undated'
    >>> as_of_in_words(ViewState(as_of="2020-09"), Counts(75, 75, 90, 120, 1))
    'As of 2020-09 · 1 link undated'
    """
    date = _dates_in_words(state) or "All dates"
    if state.as_of and not state.undated:
        return f"{date} · undated links left out"
    return f"{date} · {counts.undated:,} {'link' if counts.undated == 1 else 'links'} undated"


def filters_in_words(state: ViewState, store: Queries) -> tuple[str, ...]:
    """Each active filter in words; empty when everything is shown.

    Parameters
    ----------
    state : ViewState
        The view.
    store : Queries
        The data, for names and for what could be shown.

    Examples
    --------
    >>> from graph.store import open_store
    >>> filters_in_words(ViewState(groups=("family",), as_of="2020"), open_store("data"))
    ('Links: only Family', 'As of 2020')
    """
    counts = store.counts()
    source = main_source(store)
    lists = (
        _chosen(
            "Entities", state.categories, _known(CATEGORIES, counts.categories), category_words
        ),
        _named("Groups of people: only", state.people, store, empty="Groups of people: none"),
        _chosen("Links", state.groups, _known(RELATION_GROUPS, counts.groups), words_of),
        _chosen("Types of links", state.types, _known(TYPE_WORDS, counts.types), type_words),
        _chosen(
            "Certainty",
            state.statuses,
            _known(STATUSES, counts.statuses),
            lambda status: status_in_words(status, source),
        ),
        _reviews_in_words(state),
        _share_in_words(state),
        _date_filter(state),
        _hidden_in_words(state),
        _named("Narrowed by hand to", state.only, store, empty="Narrowed by hand to nothing"),
        _named("Folded groups:", state.collapsed or None, store),
        _dropped_in_words(state, store),
    )
    return tuple(words for words in lists if words)


def _known(vocabulary: Iterable[str], present: Collection[str]) -> list[str]:
    ordered = [value for value in vocabulary if value in present]
    return ordered + sorted(set(present) - set(ordered))


def _chosen(
    what: str, chosen: tuple[str, ...] | None, known: Sequence[str], words: Callable[[str], str]
) -> str:
    """The shorter of “only these” and “all but those”."""
    if chosen is None:
        return ""
    on = [value for value in known if value in chosen]
    off = [value for value in known if value not in chosen]
    if not on:
        return f"{what}: none"
    if not off:
        return f"{what}: all"
    if len(off) < len(on):
        return f"{what}: all but {', '.join(map(words, off))}"
    return f"{what}: only {', '.join(map(words, on))}"


def _named(what: str, ids: tuple[str, ...] | None, store: Queries, *, empty: str = "") -> str:
    if ids is None:
        return ""
    return f"{what} {names_in_words(ids, store)}" if ids else empty


def names_in_words(ids: Sequence[str], store: Queries) -> str:
    """Up to three names, and how many more."""
    found = store.entities(ids[:NAMED])
    names = [name_of(found[key]) if key in found else key for key in ids[:NAMED]]
    more = len(ids) - len(names)
    if more:
        return f"{', '.join(names)} and {more:,} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _hidden_in_words(state: ViewState) -> str:
    """How many, never who: somebody may be hidden so as not to appear in a figure."""
    if not state.hidden:
        return ""
    return f"Hidden by hand: {_amount(len(state.hidden), 'entity', 'entities')}"


def _reviews_in_words(state: ViewState) -> str:
    if set(state.reviews) == set(SHOWN_REVIEWS):
        return ""
    return _chosen("Looked at", state.reviews, REVIEWS, lambda one: REVIEW_WORDS[one].lower())


def _share_in_words(state: ViewState) -> str:
    if state.share is None:
        return ""
    low, high = state.share
    return f"Ownership: shares that may lie within {Share(low, high)}"


def _date_filter(state: ViewState) -> str:
    if not state.as_of:
        return ""
    return _dates_in_words(state) + ("" if state.undated else ", undated links left out")


def _dates_in_words(state: ViewState) -> str:
    if not state.as_of:
        return ""
    if not state.against:
        return f"As of {state.as_of}"
    return f"{state.as_of} and {state.against} compared"


def _dropped_in_words(state: ViewState, store: Queries) -> str:
    sources = store.sources()
    words = []
    statuses = [item[1:] for item in state.dropped if item.startswith("#")]
    for item in state.dropped:
        if item.startswith("#"):
            continue
        reference, _, place = item.partition("#")
        source = sources.get(reference)
        title = f"“{source.title}”" if source and source.title else reference
        words.append(f"{title} {place}".rstrip())
    told = [f"Sources left out: {', '.join(words)}"] if words else []
    if statuses:
        main = main_source(store)
        sure = ", ".join(f"“{status_in_words(one, main)}”" for one in statuses)
        told.append(f"Left out: links that are {sure}")
    return " · ".join(told)


def main_source(store: Queries) -> Source | None:
    """The source that most links rest on."""
    cited = {key: number for key, number in store.counts().references.items() if key}
    return store.sources().get(max(cited, key=cited.__getitem__)) if cited else None


def view_in_words(state: ViewState, store: Queries | None = None) -> str:
    """Where a view starts from and how it is laid out.

    Examples
    --------
    >>> view_in_words(ViewState(focus=("cetc",), hops=2, layout="force", seed=7))
    'cetc, up to 2 steps away · force layout, seed 7'
    >>> view_in_words(ViewState())
    'Whole data set'
    """
    parts = ["Whole data set"]
    if state.focus:
        names = names_in_words(state.focus, store) if store else ", ".join(state.focus)
        parts = [f"{names}, {_steps(state.hops)}"]
    if state.expanded:
        parts.append(f"{_amount(len(state.expanded), 'entity', 'entities')} expanded")
    if state.layout:
        seed = f", seed {state.seed}" if state.seed != ViewState().seed else ""
        parts.append(f"{state.layout} layout{seed}")
    if state.pins:
        parts.append(f"{_amount(len(state.pins), 'entity', 'entities')} moved by hand")
    if state.size_by in _MEASURED:
        parts.append(_MEASURED[state.size_by])
    if state.emphasis:
        parts.append(f"{_amount(len(state.emphasis), 'link', 'links')} lit")
    return " · ".join(parts)


def _steps(hops: int) -> str:
    if hops == 0:
        return "by itself"
    return "1 step away" if hops == 1 else f"up to {hops} steps away"


def _amount(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
