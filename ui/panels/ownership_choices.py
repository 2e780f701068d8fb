"""What counts and from which share: the choices above an ownership answer."""

from __future__ import annotations

import streamlit as st

from graph.ownership.words import percent
from ui import state
from ui.panels.ownership_parts import Ownership
from ui.safe import html, show

COUNT = "own_count"
"""Session key: ``stated`` counts what is stated alone, else all chosen statuses."""

_OTHER = "own_other"
_OFFERED = (10.0, 25.0, 50.0)


def stated_alone() -> bool:
    """Whether only what is stated counts."""
    return st.session_state.get(COUNT) == "stated"


def choices(own: Ownership, place: str) -> None:
    """Count, threshold and date; `place` tells the panel's widgets from the sheet's."""
    with st.container(key=f"own_choices_{place}", gap="small"):
        _count(own, place)
        _threshold(place)
        day = own.up.as_of
        words = f"As of {day}" if day else "All dates; links that have ended do not count."
        show(html("<p class='pg-note'>{words}</p>", words=words))


def _count(own: Ownership, place: str) -> None:
    key = f"{place}_count"
    st.session_state[key] = "stated" if stated_alone() else "all"
    words = {"stated": own.stated_words(), "all": own.chosen_words()}
    st.segmented_control(
        "Count",
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        on_change=_count_changed,
        args=(key,),
        help="Statuses come from the filters on the left; what is proposed counts only when "
        "chosen there.",
    )


def _count_changed(key: str) -> None:
    st.session_state[COUNT] = st.session_state[key]


def _threshold(place: str) -> None:
    now = state.current().threshold
    key = f"{place}_threshold"
    free = now not in _OFFERED or bool(st.session_state.get(_OTHER))
    st.session_state[key] = 0.0 if free else now
    st.segmented_control(
        "Threshold",
        [*_OFFERED, 0.0],
        format_func=lambda value: percent(value) if value else "Other",
        key=key,
        required=True,
        on_change=_threshold_chosen,
        args=(key,),
        help="A share counts from the threshold on; control needs more than it.",
    )
    if free:
        typed = f"{place}_threshold_free"
        st.session_state[typed] = now
        st.number_input(
            "Threshold in percent",
            min_value=0.0,
            max_value=100.0,
            step=1.0,
            key=typed,
            label_visibility="collapsed",
            on_change=_threshold_typed,
            args=(typed,),
        )


def _threshold_chosen(key: str) -> None:
    chosen = float(st.session_state[key])
    st.session_state[_OTHER] = not chosen
    if chosen:
        state.change(threshold=chosen)


def _threshold_typed(key: str) -> None:
    state.change(threshold=float(st.session_state[key]))
