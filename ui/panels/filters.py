"""Filters that are the legend: a row for each category, group of people, kind of link, status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from graph.errors import DataError
from graph.model import REVIEW_WORDS, PartialDate
from graph.store import Store
from graph.views.view import FacetRow, View, facets
from graph.wording import as_of_in_words, main_source, status_in_words
from graph.wording.captions import names_in_words
from ui import icons, state
from ui.safe import html, md, show

_SECTIONS = (
    ("categories", "Entities"),
    ("people", "Exposed people"),
    ("groups", "Links"),
    ("statuses", "How sure"),
)
_PEOPLE_SHOWN = 12
_RULE = (
    "Drawn / there is, in what the drawing starts from. The number beside it says how many "
    "entities or links a click would add or take away, all other filters as they are. The counts "
    "above the drawing open into the lists."
)


def filters_panel(store: Store, view: View) -> None:
    """Draw the filters of the present view; every change is one step of the history."""
    rows = facets(view)
    if view.state.focus:
        _around(store, view)
    st.html(_signs(rows))
    with st.container(key="legend"):
        for facet, title in _SECTIONS:
            if rows[facet]:
                _section(facet, title, _worded(facet, rows[facet], store))
    _reviews(_with_rejected(rows["reviews"], view))
    _dates(view)
    _more(rows)
    st.button(
        "Show all",
        key="show_all",
        on_click=lambda: state.push(state.current().without_filters()),
        disabled=not state.current().filtered,
        width="stretch",
    )


def _around(store: Store, view: View) -> None:
    """What the drawing starts from, how many steps away it goes, and the way back."""
    names = names_in_words(view.state.focus, store)
    with st.container(key="around"):
        show(html("<h2 class='pg-h'>Around {names}</h2>", names=names))
        st.session_state["steps_away"] = view.state.hops
        st.segmented_control(
            "Steps away",
            sorted({0, 1, 2, 3, 4, view.state.hops}),
            key="steps_away",
            on_change=_set_steps,
            required=True,
            width="stretch",
        )
        st.button(
            "Whole network",
            key="whole_network",
            on_click=state.change,
            kwargs={"focus": (), "hops": 1, "expanded": ()},
            width="stretch",
        )


def _set_steps() -> None:
    state.change(hops=int(st.session_state["steps_away"]))


def _worded(facet: str, rows: tuple[FacetRow, ...], store: Store) -> tuple[FacetRow, ...]:
    """Statuses in the words of the source that most links rest on."""
    if facet != "statuses":
        return rows
    source = main_source(store)
    return tuple(
        replace(row, words=_sentence_case(status_in_words(row.value, source))) for row in rows
    )


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _section(facet: str, title: str, rows: tuple[FacetRow, ...]) -> None:
    universe = tuple(row.value for row in rows)
    all_on = all(row.on for row in rows)
    with st.container(horizontal=True, key=f"head_{facet}", vertical_alignment="center"):
        st.html(f"<h2 class='pg-h' title='{_RULE}'>{title}</h2>")
        st.button(
            "Hide all" if all_on else "Show all",
            key=f"all_{facet}",
            type="tertiary",
            on_click=_all,
            args=(facet, not all_on),
        )
    folded = facet == "people" and len(rows) > _PEOPLE_SHOWN
    for row in rows[:_PEOPLE_SHOWN] if folded else rows:
        _row(facet, row, universe)
    if folded:
        with st.expander(f"{len(rows) - _PEOPLE_SHOWN} more groups", key="more_people"):
            for row in rows[_PEOPLE_SHOWN:]:
                _row(facet, row, universe)


def _all(facet: str, on: bool) -> None:
    state.change(**{facet: None if on else ()})


def _row(facet: str, row: FacetRow, universe: tuple[str, ...]) -> None:
    key = _key(facet, row.value)
    st.session_state[key] = row.on
    st.checkbox(
        f"{md(row.words)} `{_count(row)}` *{_change(row)}*",
        key=key,
        on_change=_switch,
        args=(facet, row.value, universe, key),
        width="stretch",
    )


def _switch(facet: str, value: str, universe: tuple[str, ...], key: str) -> None:
    """Bring the filter to what the box says; a callback that comes twice changes nothing."""
    chosen = getattr(state.current(), facet)
    if bool(st.session_state[key]) != (chosen is None or value in chosen):
        state.toggle(facet, value, universe)


def _signs(rows: Mapping[str, tuple[FacetRow, ...]]) -> str:
    """Style rules that put each row's sign before its words.

    In the label itself a picture would be read out, data and all.
    """
    rules = "".join(
        f'.st-key-{_class_of(_key(facet, row.value))} label p::before{{content:url("{sign}")}}'
        for facet, values in rows.items()
        for row in values
        if (sign := _sign(facet, row.value))
    )
    return f"<style>{rules}</style>"


def _key(facet: str, value: str) -> str:
    return f"filter_{facet}_{value}"


def _class_of(key: str) -> str:
    """The class that Streamlit makes of a key."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def _sign(facet: str, value: str) -> str:
    mode = icons.theme_name()
    if facet == "categories":
        return icons.category_icon(value, mode)
    if facet == "groups":
        return icons.line_icon(value, "stated", mode, value != "association")
    if facet == "statuses":
        return icons.line_icon("", value, mode, directed=False)
    return ""


def _count(row: FacetRow) -> str:
    return f"{row.total}" if row.shown == row.total else f"{row.shown}/{row.total}"


def _change(row: FacetRow) -> str:
    return f"{row.change:+d}".replace("-", "−") if row.change else "±0"


def _with_rejected(rows: tuple[FacetRow, ...], view: View) -> tuple[FacetRow, ...]:
    """The rows, with one for what is rejected where only entities are."""
    rejected = int(view.compiled.rejected.sum()) if view.compiled else 0
    if not rejected or any(row.value == "rejected" for row in rows):
        return rows
    on = "rejected" in view.state.reviews
    words = REVIEW_WORDS["rejected"]
    shown, change = (rejected, -rejected) if on else (0, rejected)
    return (*rows, FacetRow("rejected", words, shown, rejected, on, change))


def _reviews(rows: tuple[FacetRow, ...]) -> None:
    """What a look at the links found; nothing as long as nobody looked at any."""
    if any(row.value != "unreviewed" and row.total for row in rows):
        with st.container(key="legend_reviews", gap=None):
            _section("reviews", "Looked at", rows)


def _dates(view: View) -> None:
    present = state.current()
    with st.container(key="dates"):
        st.html("<h2 class='pg-h'>As of</h2>")
        st.session_state["as_of"] = present.as_of
        st.text_input(
            "Links that hold on this date",
            key="as_of",
            placeholder="All dates, or 2020-09-14",
            on_change=_set_date,
            label_visibility="collapsed",
        )
        st.caption(md(as_of_in_words(present, view.counts)))
        if present.as_of:
            st.session_state["undated"] = present.undated
            st.checkbox(
                "Show undated links",
                key="undated",
                on_change=lambda: state.change(undated=not present.undated),
            )


def _set_date() -> None:
    text = str(st.session_state["as_of"]).strip()
    try:
        PartialDate.parse(text)
    except DataError as error:
        state.notify(f"As of: {error} All dates are shown.")
        text = ""
    state.change(as_of=text)


def _more(rows: dict[str, tuple[FacetRow, ...]]) -> None:
    present = state.current()
    more = st.expander("Kinds of link and share", key="more_filters", on_change="rerun")
    if not more.open:
        return
    with more:
        universe = tuple(row.value for row in rows["types"])
        for row in rows["types"]:
            _row("types", row, universe)
        st.session_state["share_at_least"] = int(present.share[0]) if present.share else 0
        st.slider(
            "Ownership of at least (%)",
            0,
            100,
            step=5,
            key="share_at_least",
            on_change=_set_share,
            help="Keeps ownership links that may reach this share; an unknown share may.",
        )


def _set_share() -> None:
    low = float(st.session_state["share_at_least"])
    state.change(share=(low, 100.0) if low else None)
