"""Titles and file names that say what a view shows."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from graph.exports.escaping import cut, slug
from graph.model import type_words, words_of
from graph.views.viewstate import ViewState
from graph.wording.captions import NAMED, names_in_words
from graph.wording.sentences import name_of

if TYPE_CHECKING:
    from graph.queries import Queries
    from graph.views.view import View

_LONGEST_STEM: Final = 80
_GENERIC_NAMES: Final = frozenset({"", "data", "dataset", "csv", "files", "folder"})
_LOST: Final = re.compile(r"[^\w\x00-\x7f]")
_RESERVED_STEMS: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.ASCII)


def title_of(view: View, store: Queries) -> str:
    """A title that says what a view shows.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.view import build_view
    >>> store = open_store("data")
    >>> title_of(build_view(store, ViewState(focus=("cetc",))), store)
    'CETC and its neighbours'
    >>> opened = ViewState(focus=("cetc",), expanded=("zhenhua-data",))
    >>> title_of(build_view(store, opened), store)
    'CETC and its neighbours and those of Zhenhua Data'
    >>> title_of(build_view(store, ViewState(groups=("surveillance",))), store)
    'Surveillance links'
    """
    state = view.state
    links = _links_in_words(state)
    if state.focus:
        names = names_in_words(state.focus, store)
        if links:
            return f"{links} around {names}"
        if state.hops == 0:
            return names
        if state.hops == 1:
            whose = "its" if len(state.focus) == 1 else "their"
            further = (
                f" and those of {names_in_words(state.expanded, store)}" if state.expanded else ""
            )
            return f"{names} and {whose} neighbours{further}"
        return f"{names} and what lies up to {state.hops} steps away"
    if state.only:
        return (
            f"{links} of {names_in_words(state.only, store)}"
            if links
            else names_in_words(state.only, store)
        )
    return links or _title_of_data(store)


def _links_in_words(state: ViewState) -> str:
    """“Surveillance links” when the view is one of some groups or types of links, else blank."""
    words = [words_of(group) for group in state.groups or ()]
    if not words:
        words = [f"“{type_words(kind)}”" for kind in state.types or ()]
    if not words or len(words) > 2:
        return ""
    first, *rest = words
    return f"{' and '.join([first, *(word.lower() for word in rest)])} links"


def _title_of_data(store: Queries) -> str:
    if store.name.casefold() not in _GENERIC_NAMES:
        return words_of(store.name.replace("-", " "))
    hub = _hub(store)
    return f"{hub[1]} and its network" if hub else "An empty data set"


def _hub(store: Queries) -> tuple[str, str] | None:
    """Id and name of the entity with most links."""
    ids = store.entity_ids(1)
    found = store.entities(ids)
    return (ids[0], name_of(found[ids[0]])) if found else None


def file_stem(state: ViewState, store: Queries) -> str:
    """A file name without ending that says what the file holds, fit for every system.

    Examples
    --------
    >>> from graph.store import open_store
    >>> state = ViewState(focus=("zhenhua-data",), hops=2, as_of="2020-09-14")
    >>> file_stem(state, open_store("data"))
    'zhenhua-data_2-hops_2020-09-14'
    """
    if state.focus:
        parts = [*state.focus[:NAMED]]
        if len(state.focus) > NAMED:
            parts.append(f"and-{len(state.focus) - NAMED}-more")
        parts.append("1-hop" if state.hops == 1 else f"{state.hops}-hops")
    elif store.name.casefold() in _GENERIC_NAMES:
        hub = _hub(store)
        parts = [hub[0] if hub else "empty", "network"]
    else:
        parts = [store.name]
    parts += _filters_in_short(state)
    whole = "_".join(slug for part in parts if (slug := _slug(part)))
    if not whole or _RESERVED_STEMS.fullmatch(whole):
        whole = f"view_{whole}".rstrip("_")
    if len(whole.encode()) > _LONGEST_STEM:
        whole = f"{cut(whole, _LONGEST_STEM - 9).rstrip('-_')}_{_mark(whole)}"
    return whole


def _filters_in_short(state: ViewState) -> list[str]:
    parts: list[str] = []
    rest = False
    for chosen in (state.categories, state.people, state.groups, state.types, state.statuses):
        if chosen is not None and 1 <= len(chosen) <= 2:
            parts.extend(chosen)
        else:
            rest = rest or chosen is not None
    by_hand = (state.hidden, state.collapsed, state.dropped, state.only, state.share)
    if rest or any(by_hand) or state.only is not None:
        parts.append("filtered")
    if state.as_of:
        parts.append(state.as_of)
    return parts


def _slug(text: str) -> str:
    """A part of the name; a mark tells it apart when it lost letters that cannot stand in one."""
    short = slug(text)
    if short and not _LOST.search(unicodedata.normalize("NFC", text)):
        return short
    return "-".join(filter(None, [short, _mark(text)])) if text.strip() else ""


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
