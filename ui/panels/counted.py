"""What “n of N” counts: what is drawn, what is hidden, and which filter hides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from graph.errors import LongarmError
from graph.model import Entity, Relation, category_words, type_words
from graph.store import Store
from graph.views.view import View, build_view
from graph.views.viewstate import FILTER_FIELDS, ViewState
from graph.views.visibility import entities_in, links_in
from graph.wording import filters_in_words, status_in_words
from ui import state
from ui.long_work import Stopped, worked_beside
from ui.panels.facts import full_name
from ui.panels.listing import height_of
from ui.safe import html, md, show

_MOST_ROWS: Final = 2_000
_TALLEST: Final = 9
_BLANK: Final = ViewState()
_TOGETHER: Final = {"against": "as_of", "undated": "as_of"}
"""Filters that mean nothing without another."""


@st.dialog("What is counted here", position="right", width=760)
def drawer(store: Store) -> None:
    """The sentence behind the counts, each filter with what it hides, and the rows themselves."""
    with st.container(key="counted", gap="small"):
        try:
            view = state.view_of(store)
            hidden = worked_beside(
                ("counted", store.name, store.data_hash, _filters_of(view.state)),
                lambda _: hidden_by(store, view),
                "Asking again without each filter",
            )
        except Stopped:
            return
        except LongarmError as error:
            st.error(md(str(error)))
            return
        _told(view)
        _filters(hidden)
        if st.button(
            "Show as a table",
            key="counted_table",
            icon=":material/table_rows:",
            on_click=_to_table,
        ):
            st.rerun()
        _lists(store, view)


def hidden_by(store: Store, view: View) -> tuple[tuple[str, int, int], ...]:
    """For each filter its words, and how many entities and links would come back without it alone.

    Parameters
    ----------
    store : Store
        The data.
    view : View
        What is shown.
    """
    found = []
    now = view.state
    for name in FILTER_FIELDS:
        if name in _TOGETHER or getattr(now, name) == getattr(_BLANK, name):
            continue
        lifted = {one: getattr(_BLANK, one) for one, of in _TOGETHER.items() if of == name}
        lifted[name] = getattr(_BLANK, name)
        counts = build_view(store, now.with_(**lifted)).counts
        alone = _BLANK.with_(**{one: getattr(now, one) for one in lifted})
        words = " · ".join(filters_in_words(alone, store))
        if words:
            entities = counts.entities - view.counts.entities
            found.append((words, entities, counts.links - view.counts.links))
    return tuple(found)


def _filters_of(now: ViewState) -> ViewState:
    return now.with_(selection=(), emphasis=(), pins=(), size_by="", layout="")


def _told(view: View) -> None:
    counts, universe = view.counts, view.universe
    rejected = (
        f" {_amount(counts.rejected, 'link is', 'links are')} left out because somebody rejected "
        f"{'it' if counts.rejected == 1 else 'them'}."
        if counts.rejected
        else ""
    )
    outside = counts.entities_total - universe.number_of_nodes()
    beyond = (
        f" The drawing starts from {universe.number_of_nodes():,} entities and "
        f"{universe.number_of_edges():,} links; {_amount(outside, 'entity lies', 'entities lie')} "
        "outside it."
        if outside
        else ""
    )
    show(
        html(
            "<p class='pg-body'>Drawn are <b>{n} of {of_n}</b> entities and <b>{m} of {of_m}</b> "
            "links of the data.{beyond}{rejected}</p><p class='pg-note'>An entity counts when "
            "every filter on entities lets it pass, and while it keeps a link if filters on links "
            "are set. A link counts when it passes and both its ends are drawn.</p>",
            n=f"{counts.entities:,}",
            of_n=f"{counts.entities_total:,}",
            m=f"{counts.links:,}",
            of_m=f"{counts.links_total:,}",
            beyond=beyond,
            rejected=rejected,
        )
    )


def _filters(hidden: Iterable[tuple[str, int, int]]) -> None:
    rows = list(hidden)
    if not rows:
        st.html("<p class='pg-note'>No filter is set.</p>")
        return
    _table(
        {
            "Filter": [row[0] for row in rows],
            "Entities back without it": [row[1] for row in rows],
            "Links back without it": [row[2] for row in rows],
        },
        len(rows),
        "Filters, and what each alone hides",
    )
    st.html("<p class='pg-note'>What two filters hide comes back with neither alone.</p>")


def _to_table() -> None:
    st.session_state["view_mode"] = "Table"


def _lists(store: Store, view: View) -> None:
    drawn, links = entities_in(view.graph), links_in(view.graph)
    there, here = {one.id for one in drawn}, {one.id for one in links}
    away = [one for one in entities_in(view.universe) if one.id not in there]
    gone = [one for one in links_in(view.universe) if one.id not in here]
    lists: dict[str, Sequence[Entity | Relation]] = {
        f"Entities drawn {len(drawn):,}": drawn,
        f"Links drawn {len(links):,}": links,
        f"Entities hidden {len(away):,}": away,
        f"Links hidden {len(gone):,}": gone,
    }
    names = {one.id: one for one in entities_in(view.universe)}
    for tab, (words, rows) in zip(
        st.tabs(list(lists), key="counted_tab", on_change="rerun"), lists.items(), strict=True
    ):
        with tab:
            if tab.open:
                _listed(store, rows, names, words)


def _listed(
    store: Store,
    rows: Sequence[Entity | Relation],
    names: Mapping[str, Entity],
    words: str,
) -> None:
    if not rows:
        st.html("<p class='pg-note'>None.</p>")
        return
    shown = rows[:_MOST_ROWS]
    sources = store.sources()
    entities = [one for one in shown if isinstance(one, Entity)]
    links = [one for one in shown if isinstance(one, Relation)]
    if entities:
        columns = {
            "Name": [full_name(one) for one in entities],
            "Category": [category_words(one.category) for one in entities],
            "Id": [one.id for one in entities],
        }
    else:
        columns = {
            "From": [full_name(names[link.source]) for link in links],
            "Link": [type_words(link.type) for link in links],
            "To": [full_name(names[link.target]) for link in links],
            "How sure": [
                status_in_words(link.status, sources.get(link.reference)) for link in links
            ],
            "Place": [link.locator for link in links],
        }
    _table(columns, len(shown), words)
    if len(shown) < len(rows):
        st.html(f"<p class='pg-note'>The first {len(shown):,} of {len(rows):,}.</p>")


def _table(columns: Mapping[str, Sequence[object]], rows: int, words: str) -> None:
    height = height_of(min(rows, _TALLEST))
    st.dataframe(pd.DataFrame(columns), hide_index=True, height=height, alt=words)


def _amount(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
