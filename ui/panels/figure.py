"""Make a figure: the view as a picture, a page or a table, saved under a telling name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.errors import LongarmError
from graph.exports import FORMATS, export_view
from graph.exports.escaping import file_name
from graph.store import Store
from graph.view import build_view
from graph.viewstate import ViewState
from graph.wording import counts_in_words, file_stem, title_of
from ui import state
from ui.safe import html, md, show

_PICTURES = ("png", "svg", "pdf", "html")
_TABLES = ("csv", "json")
_STYLES = {"light": "Light", "dark": "Dark", "print": "Print"}

Maker = Callable[[str, float], bytes]


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
            [1.0, 2.0, 4.0],
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
        _preview(make, (store.data_hash, present, style, title, subtitle), title)
        show(html("<p class='pg-note'>{counts}</p>", counts=counts_in_words(view.counts)))
    with right, st.container(key="figure_files", gap="small"):
        for fmt in _PICTURES:
            _save(make, store, present, fmt, float(scale or 2.0))
        st.html("<h3 class='pg-group'>The same view as data</h3>")
        for fmt in _TABLES:
            _save(make, store, present, fmt, 1.0)


def _save(make: Maker, store: Store, present: ViewState, fmt: str, sharpness: float) -> None:
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
        )
        show(html("<span class='pg-note'>{text}</span>", text=form.words))


def _preview(make: Maker, key: tuple[object, ...], title: str) -> None:
    try:
        with st.spinner("Drawing the figure"):
            picture = _picture(make, key)
        st.image(picture, width="stretch", alt=f"Preview of the figure: {title}")
    except LongarmError as error:
        st.error(md(str(error)))


@st.cache_data(max_entries=20, show_spinner=False)
def _picture(_make: Maker, key: tuple[object, ...]) -> bytes:
    return _make("png", 1.0)
