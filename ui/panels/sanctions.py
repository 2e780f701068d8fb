"""What would sanctions hit: who is taken to be listed, and what two rules make of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import streamlit as st

from graph.errors import LongarmError
from graph.evidence.dropping import Drop, Without
from graph.exports.escaping import file_name
from graph.exports.sanction_table import sanctions_csv
from graph.model import STATUSES, Entity, PartialDate, Relation
from graph.ownership.direct import LinkSource
from graph.progress import Tick
from graph.sanctions import BASIS, DISCLAIMER, RULES, ProposedTargets, WhatIf, what_if
from graph.sanctions import proposed_targets as find_targets
from graph.store import Store
from graph.views.viewstate import ViewState
from graph.wording import main_source
from graph.wording.sentences import name_of, status_in_words
from ui import icons, state
from ui.long_work import Stopped, worked_beside
from ui.panels.sanction_parts import rule_column
from ui.panels.sanction_proposals import proposals_block
from ui.questions import chosen_statuses
from ui.safe import html, md, plain, show

_LISTED: Final = "sanctions_listed"
_SEARCH: Final = "sanctions_search"
_PICK: Final = "sanctions_pick"
_COUNT: Final = "sanctions_statuses"
_HITS: Final = 6

Data = tuple[str, str]


@st.dialog("What would sanctions hit?", position="right", width=960)
def drawer(store: Store) -> None:
    """Choose who is taken to be listed; both rules answer side by side."""
    found = proposed_of(store)
    with st.container(key="sanctions", gap="small"):
        _choose(store, found)
        listed = _listed()
        if not listed:
            st.html(
                "<p class='pg-note'>Nobody is listed yet. Add somebody, and the rules run down "
                "the ownership and control links from there.</p>"
            )
        else:
            _answer(store, listed)
        proposals_block(store, found, listed, words=_whose(store))


def _listed() -> tuple[str, ...]:
    listed: tuple[str, ...] = st.session_state.get(_LISTED, ())
    return listed


def _put(ids: Sequence[str]) -> None:
    st.session_state[_LISTED] = tuple(dict.fromkeys(ids))


def _choose(store: Store, found: ProposedTargets) -> None:
    listed = _listed()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if found.ids:
            st.button(
                f"{_whose(store)} proposed targets",
                key="sanctions_proposed",
                type="primary",
                on_click=_put,
                args=(found.ids,),
            )
        chosen = state.current().selection
        if chosen:
            st.button(
                "Add the selection" if len(chosen) == 1 else f"Add the {len(chosen)} selected",
                key="sanctions_selection",
                on_click=_put,
                args=((*listed, *chosen),),
            )
        st.text_input(
            "Add by name",
            key=_SEARCH,
            placeholder="Add a name or body",
            icon=":material/search:",
            label_visibility="collapsed",
        )
    _hits(store, listed)
    if listed:
        _chips(store, listed)


def _hits(store: Store, listed: tuple[str, ...]) -> None:
    text = str(st.session_state.get(_SEARCH) or "").strip()
    if not text:
        return
    found = store.search(text, limit=_HITS)
    with st.container(key="sanctions_hits", gap=None):
        # For Enter, which chooses the first hit (frontend/search.js).
        show(html("<i class='pg-asked' data-asked='{text}'></i>", text=text))
        if not found.results:
            show(html("<p class='pg-note'>No entity matches “{text}”.</p>", text=text))
        for hit in found.results:
            icon = icons.icon_md(icons.category_icon(hit.category, icons.theme_name()))
            st.button(
                f"{icon} {md(hit.label)}",
                key=f"sanctions_hit_{hit.id}",
                type="tertiary",
                on_click=_add_hit,
                args=((*listed, hit.id),),
            )
        if found.total > len(found.results):
            words = f"{len(found.results)} of {found.total} hits"
            show(html("<p class='pg-note'>{words}</p>", words=words))


def _add_hit(ids: tuple[str, ...]) -> None:
    _put(ids)
    st.session_state[_SEARCH] = ""


def _chips(store: Store, listed: tuple[str, ...]) -> None:
    names = _names(store, listed)
    st.session_state[_PICK] = [key for key in listed if key in names]
    st.multiselect(
        "Taken to be listed",
        list(names),
        key=_PICK,
        format_func=lambda key: plain(names[key].label),
        on_change=lambda: _put(st.session_state[_PICK]),
    )


def _whose(store: Store) -> str:
    said = status_in_words("stated", main_source(store))
    return "The article’s" if said == "the article says" else "The"


def _answer(store: Store, listed: tuple[str, ...]) -> None:
    statuses = _statuses(store)
    now = state.current()
    try:
        answers = _what_ifs(store, listed, statuses, now)
    except Stopped:
        return
    except LongarmError as error:
        st.error(md(str(error)))
        return
    ids = {*listed, *(verdict.id for answer in answers for verdict in answer.verdicts)}
    ids |= {end for answer in answers for end in _ends(answer)}
    entities = store.entities(sorted(ids))
    columns = st.columns(2, gap="medium")
    for column, answer in zip(columns, answers, strict=True):
        with column:
            rule_column(store, answer, entities)
    words = (BASIS, _on_date(now.as_of), _left_out(now.dropped), DISCLAIMER)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "Save table",
            lambda: sanctions_csv(answers, entities, store.sources()),
            file_name=file_name(_stem(listed, entities), "csv"),
            mime="text/csv",
            key="sanctions_table",
            on_click="ignore",
        )
        show(html("<p class='pg-note'>{words}</p>", words=" ".join(filter(None, words))))


def _stem(listed: Sequence[str], entities: Mapping[str, Entity]) -> str:
    names = [name_of(entities[key]) for key in listed if key in entities]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"what if listed {', '.join(names[:3])}{more}"


def _ends(answer: WhatIf) -> set[str]:
    links = [link for verdict in answer.verdicts for link in verdict.unknown]
    links += [
        link for verdict in answer.verdicts for chain in verdict.chains for link in chain.relations
    ]
    return {end for link in links for end in (link.source, link.target)}


def _on_date(as_of: str) -> str:
    return f"Links that hold on {as_of}." if as_of else ""


def _left_out(dropped: Sequence[str]) -> str:
    places = ", ".join(key.partition("#")[2] or key for key in dropped)
    return f"Left out: {places}." if places else ""


def _statuses(store: Store) -> tuple[str, ...]:
    source = main_source(store)
    present = [one for one in STATUSES if one in store.counts().statuses]
    preset = chosen_statuses(state.current())
    chosen = st.pills(
        "Links that count",
        present,
        selection_mode="multi",
        default=[one for one in present if one in preset],
        format_func=lambda status: status_in_words(status, source),
        key=_COUNT,
    )
    return tuple(one for one in STATUSES if one in chosen)


def _names(store: Store, ids: Sequence[str]) -> Mapping[str, Entity]:
    known = store.entities(ids)
    return {key: known[key] for key in ids if key in known}


def proposed_of(store: Store) -> ProposedTargets:
    """Whom the measures in the data target."""
    return _proposed((store.name, store.data_hash), store)


@st.cache_resource(max_entries=8, show_spinner=False)
def _proposed(data: Data, _store: Store) -> ProposedTargets:
    return find_targets(_store)


def _what_ifs(
    store: Store, listed: tuple[str, ...], statuses: tuple[str, ...], now: ViewState
) -> tuple[WhatIf, ...]:
    """The answer of each rule."""
    ids = tuple(sorted(listed))
    key = ("what_if", store.name, store.data_hash, ids, statuses, now.as_of, now.dropped)

    def ask(tick: Tick) -> tuple[WhatIf, ...]:
        links = _Told(store, tick, [Drop.parse(item) for item in now.dropped])
        day = PartialDate.parse(now.as_of)
        return tuple(what_if(links, ids, rule, statuses=statuses, as_of=day) for rule in RULES)

    return worked_beside(key, ask, "Following the links down", "links")


class _Told:
    """The links that are left, each step down told, so that it can be stopped there."""

    def __init__(self, store: Store, tick: Tick, drops: Sequence[Drop]) -> None:
        self._links: LinkSource = Without(store, drops) if drops else store
        self._tick = tick
        self._done = 0

    def links_of(self, ids: Collection[str]) -> Sequence[Relation]:
        found = self._links.links_of(ids)
        self._done += len(found)
        self._tick(self._done)
        return found
