"""Make a figure: the view as a picture, a page or a table, saved under a telling name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.errors import LongarmError
from graph.exports import Exported, export_view
from graph.store import Store
from graph.view import build_view
from graph.viewstate import ViewState
from graph.wording import counts_in_words, file_stem, title_of
from ui import state
from ui.safe import html, md, show

_PICTURES = (
    ("png", "PNG", "picture for a page or a slide", "image/png"),
    ("svg", "SVG", "picture that can be edited", "image/svg+xml"),
    ("pdf", "PDF", "for print", "application/pdf"),
    ("html", "HTML", "clickable page, works offline", "text/html"),
)
_TABLES = (
    ("csv", "CSV", "entities, relations and sources", "application/zip"),
    ("json", "JSON", "node-link graph", "application/json"),
)
_STYLES = {"light": "Light", "dark": "Dark", "print": "Print"}


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
            "PNG resolution",
            [1.0, 2.0, 4.0],
            default=2.0,
            format_func=lambda value: f"×{value:g}",
            required=True,
        )

    def make(fmt: str) -> Exported:
        return export_view(
            store,
            present,
            fmt,
            theme=style or "light",
            scale=float(scale or 2.0),
            title=title,
            subtitle=subtitle,
        )

    with left:
        _preview(make, store, present, style or "light", title, subtitle)
        show(html("<p class='pg-note'>{counts}</p>", counts=counts_in_words(view.counts)))
    with right, st.container(key="figure_files"):
        for fmt, label, purpose, mime in _PICTURES:
            _save(make, store, present, fmt, label, purpose, mime)
        st.html("<h3 class='pg-group'>The same view as data</h3>")
        for fmt, label, purpose, mime in _TABLES:
            _save(make, store, present, fmt, label, purpose, mime)


def _save(
    make: Callable[[str], Exported],
    store: Store,
    present: ViewState,
    fmt: str,
    label: str,
    purpose: str,
    mime: str,
) -> None:
    ending = "zip" if fmt == "csv" else fmt
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            f"Save {label}",
            lambda: make(fmt).data,
            file_name=f"{file_stem(present, store)}.{ending}",
            mime=mime,
            key=f"save_{fmt}",
            on_click="ignore",
            width=120,
        )
        show(html("<span class='pg-note'>{text}</span>", text=purpose))


def _preview(
    make: Callable[[str], Exported],
    store: Store,
    present: ViewState,
    style: str,
    title: str,
    subtitle: str,
) -> None:
    try:
        with st.spinner("Drawing the figure"):
            picture = _picture(make, (store.data_hash, present, style, title, subtitle))
        st.image(picture, width="stretch", alt=f"Preview of the figure: {title}")
    except LongarmError as error:
        st.error(md(str(error)))


@st.cache_data(max_entries=20, show_spinner=False)
def _picture(_make: Callable[[str], Exported], key: tuple[object, ...]) -> bytes:
    return _make("preview").data
