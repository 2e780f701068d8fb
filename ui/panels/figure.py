"""Make a figure: the view as a picture, a page or a table, saved under a telling name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final

import streamlit as st

from graph.errors import LongarmError
from graph.exports import FORMATS, export_view
from graph.exports.escaping import file_name
from graph.exports.raster import MOST_PIXELS, render_png, size_of
from graph.store import Store
from graph.views.view import View, build_view
from graph.views.viewstate import ViewState
from graph.wording import counts_in_words, file_stem, title_of
from ui import state
from ui.safe import html, md, show

_PICTURES = ("png", "svg", "pdf", "html")
_TABLES = ("csv", "json")
_STYLES = {"light": "Light", "dark": "Dark", "print": "Print"}

MOST_NODES: Final = 600
MOST_LINKS: Final = 1_800
"""Largest drawing whose preview is drawn unasked; a larger one takes many seconds."""

_PREVIEW_PIXELS: Final = 2_000_000
_SHARPNESS: Final = (1.0, 2.0, 4.0)

Maker = Callable[[str, float], bytes]


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
    """Preview of what is visible, a title, a style and one button for each format."""
    present = state.current()
    view = build_view(store, present)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        title = st.text_input("Title", value=title_of(view, store), max_chars=200)
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

    def make(fmt: str, sharpness: float) -> bytes:
        return export_view(
            store,
            present,
            fmt,
            theme=style or "light",
            scale=sharpness,
            title=title,
            subtitle=subtitle,
        ).data

    with left:
        figure = _figure(make, (store.data_hash, present, style, title, subtitle))
        _preview(figure, view, title)
        show(html("<p class='pg-note'>{counts}</p>", counts=counts_in_words(view.counts)))
    with right, st.container(key="figure_files", gap="small"):
        sharpness = float(scale or 2.0)
        for fmt in _PICTURES:
            refusal = figure.refusal(sharpness) if fmt == "png" else figure.problem
            _save(make, store, present, fmt, sharpness, refusal)
        st.html("<h3 class='pg-group'>The same view as data</h3>")
        for fmt in _TABLES:
            _save(make, store, present, fmt, 1.0, "")


def _save(
    make: Maker, store: Store, present: ViewState, fmt: str, sharpness: float, refusal: str
) -> None:
    form = FORMATS[fmt]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            f"Save {fmt.upper()}",
            lambda: make(fmt, sharpness),
            file_name=file_name(file_stem(present, store), form.suffix),
            mime=form.mime,
            key=f"save_{fmt}",
            on_click="ignore",
            width=116,
            disabled=bool(refusal),
        )
        show(html("<span class='pg-note'>{text}</span>", text=refusal or form.words))


def _preview(figure: Figure, view: View, title: str) -> None:
    if figure.problem:
        st.error(md(figure.problem))
        return
    nodes, links = view.graph.number_of_nodes(), view.graph.number_of_edges()
    if nodes > MOST_NODES or links > MOST_LINKS:
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
