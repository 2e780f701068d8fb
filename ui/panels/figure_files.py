"""The files that a figure can be saved as, each with what its format cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from graph.errors import LongarmError
from graph.exports import FORMATS, losses_of
from graph.exports.apart import drawn_apart
from graph.exports.escaping import file_name
from graph.exports.leaks import leaks, own_words, refuse
from graph.exports.redaction import Redacted
from graph.queries import Queries
from graph.views.viewstate import ViewState
from graph.wording import file_stem
from ui.long_work import stoppable
from ui.safe import html, md, show

PICTURES: Final = ("png", "svg", "pdf", "html")
TABLES: Final = ("csv", "json")
TOOLS: Final = tuple(name for name in FORMATS if name not in (*PICTURES, *TABLES))
DRAWN: Final = ("png", "pdf")
"""Formats that take long for a large figure."""

_DRAWING: Final = "figure_drawing"
_DRAWN: Final = "figure_drawn"

Maker = Callable[[str, float], bytes]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is saved.

    Attributes
    ----------
    store : Queries
        The data, or the data under other names.
    state : ViewState
        The view, in the names of the store.
    make : callable
        Makes a file of a format at a sharpness.
    svg, title : str
        The figure, for formats that are drawn from it.
    large : bool
        Whether drawing it takes so long that one may want to stop.
    key : tuple
        Tells it from other figures.
    """

    store: Queries
    state: ViewState
    make: Maker
    svg: str
    title: str
    large: bool
    key: tuple[object, ...]


def save_row(subject: Subject, fmt: str, sharpness: float, refusal: str) -> None:
    """One format: a button, and what it is or why it cannot be."""
    if subject.large and fmt in DRAWN and not refusal:
        _save_large(subject, fmt, sharpness)
        return
    _made_or_told(subject, fmt, sharpness, refusal)


def save_for_tools(subject: Subject) -> None:
    """Formats of other tools: choose one, read what it cannot hold, save."""
    st.html("<h3 class='pg-group'>The same view for another tool</h3>")
    fmt = st.selectbox(
        "Format",
        TOOLS,
        format_func=lambda name: FORMATS[name].words,
        key="figure_tool",
        label_visibility="collapsed",
    )
    try:
        losses = losses_of(subject.store, subject.state, fmt)
    except LongarmError as error:
        st.warning(md(str(error)))
        return
    if losses:
        lines = "".join(html("<li>{loss}</li>", loss=str(loss)) for loss in losses)
        show(html("<p class='pg-note'>What this format cannot hold as it is:</p>"))
        st.html(f"<ul class='pg-note' data-testid='figure-losses'>{lines}</ul>")
    else:
        show(html("<p class='pg-note'>This format holds everything that is shown.</p>"))
    _made_or_told(subject, fmt, 1.0, "")


def _made_or_told(subject: Subject, fmt: str, sharpness: float, refusal: str) -> None:
    """Made at the click; a redacted file before it, to say so when a name is left in it."""
    # What is drawn from the figure was searched with it.
    if refusal or fmt in PICTURES[:3] or not isinstance(subject.store, Redacted):
        _button(subject, fmt, lambda: subject.make(fmt, sharpness), refusal)
        return
    try:
        data = _file(subject.make, (*subject.key, fmt, sharpness))
    except LongarmError as error:
        _button(subject, fmt, b"", str(error))
        return
    _button(subject, fmt, data, "")


@st.cache_data(max_entries=20, show_spinner="Searching the file for names")
def _file(_make: Maker, key: tuple[Any, ...]) -> bytes:
    return _make(key[-2], key[-1])


def _button(subject: Subject, fmt: str, data: Callable[[], bytes] | bytes, refusal: str) -> None:
    form = FORMATS[fmt]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            f"Save {fmt.upper()}",
            data,
            file_name=file_name(file_stem(subject.state, subject.store), form.suffix),
            mime=form.mime,
            key=f"save_{fmt}",
            on_click="ignore",
            width=132,
            disabled=bool(refusal),
        )
        show(html("<span class='pg-note'>{text}</span>", text=refusal or form.words))


def _save_large(subject: Subject, fmt: str, sharpness: float) -> None:
    """Drawn when asked for, with a way to stop; then saved."""
    key = (*subject.key, fmt, sharpness)
    drawn: tuple[object, bytes] | None = st.session_state.get(_DRAWN)
    if drawn is not None and drawn[0] == key:
        _button(subject, fmt, drawn[1], "")
        return
    if st.session_state.get(_DRAWING) != key:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if not st.button(f"Draw {fmt.upper()}", key=f"draw_{fmt}", width=132):
                show(html("<span class='pg-note'>A large figure: this takes a while.</span>"))
                return
        st.session_state[_DRAWING] = key
    try:
        made = stoppable(
            ("figure", *key),
            lambda tick: drawn_apart(
                subject.svg, fmt, scale=sharpness, title=subject.title, tick=tick
            ),
            f"Drawing the {fmt.upper()}",
            "seconds",
        )
        if made is None:
            return
        if isinstance(subject.store, Redacted):
            # The drawing was searched already: what is found in it are words of the program's own.
            roll = subject.store.roll
            own = own_words(subject.svg.encode(), "svg", roll)
            refuse(leaks(made, fmt, roll, own=own), f"{fmt.upper()} file")
    except LongarmError as error:
        st.error(md(str(error)))
        return
    st.session_state.pop(_DRAWING, None)
    st.session_state[_DRAWN] = (key, made)
    _button(subject, fmt, made, "")
