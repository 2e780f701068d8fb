"""Make a figure: the view as a picture, a page or a table, saved under a telling name."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import streamlit as st

from graph.errors import LongarmError
from graph.exports import export_view
from graph.exports.raster import MOST_PIXELS, render_png, size_of
from graph.exports.redaction import Redacted
from graph.queries import Queries
from graph.store import Store
from graph.views.view import View, build_view
from graph.wording import counts_in_words, title_of
from ui import state
from ui.panels.figure_files import (
    PICTURES,
    TABLES,
    Maker,
    Subject,
    save_for_tools,
    save_row,
)
from ui.panels.figure_redaction import redacted, redaction_choices, tell_redaction
from ui.safe import html, md, show

_STYLES = {"light": "Light", "dark": "Dark", "print": "Print"}

MOST_NODES: Final = 600
MOST_LINKS: Final = 1_800
"""Largest drawing whose preview is drawn unasked; a larger one takes many seconds."""

_PREVIEW_PIXELS: Final = 2_000_000
_SHARPNESS: Final = (1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """What the dialog previews: the drawing, and how sharp a picture of it can be.

    Attributes
    ----------
    svg : str
        The figure; blank when it cannot be drawn.
    problem : str
        Why not, blank otherwise.
    """

    svg: str
    problem: str = ""

    @property
    def pixels(self) -> float:
        """Pixels of a picture with one pixel for each px."""
        wide, high = size_of(self.svg)
        return wide * high

    def refusal(self, sharpness: float) -> str:
        """Why no PNG of that sharpness can be saved; blank when one can.

        Examples
        --------
        >>> Figure('<svg width="8000" height="7000">').refusal(2)
        'The PNG at ×2 would have 224 million pixels; 100 million is the most.'
        >>> Figure('<svg width="8000" height="7000">').refusal(1)
        ''
        """
        if self.problem:
            return self.problem
        wanted = self.pixels * sharpness * sharpness
        if wanted <= MOST_PIXELS:
            return ""
        return (
            f"The PNG at ×{sharpness:g} would have {wanted / 1e6:,.0f} million pixels; "
            f"{MOST_PIXELS / 1e6:,.0f} million is the most."
        )

    @property
    def preview_scale(self) -> float:
        """Pixels of the preview for each px of the drawing, so that it stays small."""
        return min(1.0, sqrt(_PREVIEW_PIXELS / self.pixels))


@st.dialog("Make a figure", width="large")
def figure_dialog(store: Store) -> None:
    """Preview of what is visible, a title, a style, who is not named, a button for each format."""
    present = state.current()
    seen = build_view(store, present)
    if not seen.graph.number_of_nodes():
        st.info(
            "Nothing is visible, so there is nothing to save. Switch off a filter, take back what "
            "was hidden by hand, or choose where to start.",
            icon=":material/visibility_off:",
        )
        return
    left, right = st.columns([3, 2], gap="medium")
    with right:
        words = st.container(gap="small")
        redaction = redaction_choices(store, seen)
    known: Queries = store
    try:
        if redaction:
            safe = redacted(store, (id(store), store.data_hash), redaction)
            known, present = safe, safe.state(present)
        view = build_view(known, present)
    except LongarmError as error:
        left.error(md(str(error)))
        return
    with words:
        title, subtitle, style, sharpness = _looks(title_of(view, known))
    if isinstance(known, Redacted):
        title, subtitle = known.text(title), known.text(subtitle)

    def make(fmt: str, scale: float) -> bytes:
        return export_view(
            known, present, fmt, theme=style, scale=scale, title=title, subtitle=subtitle
        ).data

    key = (store.name, store.data_hash, present, redaction, style, title, subtitle)
    with left:
        figure = _figure(make, key)
        _preview(figure, view, title)
        with st.container(key="figure_told", gap="small"):
            show(html("<p class='pg-note'>{counts}</p>", counts=counts_in_words(view.counts)))
            if isinstance(known, Redacted):
                tell_redaction(known, view)
    subject = Subject(known, present, make, figure.svg, title, _is_large(view), key)
    with right, st.container(key="figure_files", gap="small"):
        for fmt in PICTURES:
            refusal = figure.refusal(sharpness) if fmt == "png" else figure.problem
            save_row(subject, fmt, sharpness, refusal)
        st.html("<h3 class='pg-group'>The same view as data</h3>")
        for fmt in TABLES:
            save_row(subject, fmt, 1.0, "")
        save_for_tools(subject)


def _looks(suggested: str) -> tuple[str, str, str, float]:
    title = st.text_input("Title", value=suggested, max_chars=200)
    subtitle = st.text_area("One sentence under it", height=68, max_chars=400)
    style = st.segmented_control(
        "Style",
        list(_STYLES),
        default="light",
        format_func=lambda key: _STYLES[key],
        required=True,
    )
    scale = st.segmented_control(
        "Sharpness of the PNG",
        list(_SHARPNESS),
        default=2.0,
        format_func=lambda value: f"×{value:g}",
        required=True,
    )
    return title, subtitle, style or "light", float(scale or 2.0)


def _is_large(view: View) -> bool:
    return view.graph.number_of_nodes() > MOST_NODES or view.graph.number_of_edges() > MOST_LINKS


def _preview(figure: Figure, view: View, title: str) -> None:
    if figure.problem:
        st.error(md(figure.problem))
        return
    if _is_large(view):
        nodes, links = view.graph.number_of_nodes(), view.graph.number_of_edges()
        words = f"{nodes:,} entities and {links:,} links: drawing a preview takes a while."
        show(html("<p class='pg-note'>{words}</p>", words=words))
        if not st.button("Draw the preview", key="draw_preview"):
            return
    try:
        with st.spinner("Drawing the figure"):
            picture = _picture(figure.svg, figure.preview_scale)
        st.image(picture, width="stretch", alt=f"Preview of the figure: {title}")
    except LongarmError as error:
        st.error(md(str(error)))


def _figure(make: Maker, key: tuple[object, ...]) -> Figure:
    try:
        with st.spinner("Drawing the figure"):
            return Figure(_svg(make, key))
    except LongarmError as error:
        return Figure("", str(error))


@st.cache_data(max_entries=20, show_spinner=False)
def _svg(_make: Maker, key: tuple[object, ...]) -> str:
    return _make("svg", 1.0).decode()


@st.cache_data(max_entries=20, show_spinner=False)
def _picture(svg: str, scale: float) -> bytes:
    return render_png(svg, scale)
