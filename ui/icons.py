"""Small pictures for rows and buttons, drawn from the same table as the canvas."""

from __future__ import annotations

import base64
from functools import lru_cache

import streamlit as st

from graph.appearance import DASHES, SHAPES, THEMES, Theme, shape_svg


def theme_name() -> str:
    """``light`` or ``dark``, as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def theme() -> Theme:
    """Colours of the page's theme."""
    return THEMES[theme_name()]


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@lru_cache(maxsize=512)
def category_icon(category: str, mode: str) -> str:
    """A category's shape and colour as a data URI."""
    return _uri(
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="-8 -8 16 16">'
        f"{shape_svg(category, 6.0, THEMES[mode])}</svg>"
    )


@lru_cache(maxsize=512)
def line_icon(group: str, status: str, mode: str, directed: bool = True) -> str:
    """A link's colour and dash as a data URI."""
    colors = THEMES[mode]
    stroke = colors.group(group) if group else colors.muted
    dash = " ".join(f"{part:g}" for part in DASHES[status])
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    cap = "round" if status == "proposed" else "butt"
    head = f'<path d="M27 8l-7-3.4 1.8 3.4-1.8 3.4z" fill="{stroke}"/>' if directed else ""
    return _uri(
        '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="16" viewBox="0 0 28 16">'
        f'<path d="M1 8H{22 if directed else 27}" stroke="{stroke}" stroke-width="2" '
        f'stroke-linecap="{cap}"{dashes}/>{head}</svg>'
    )


def icon_md(uri: str) -> str:
    """A picture of ours in a markdown label."""
    return f"![]({uri})"


__all__ = ["DASHES", "SHAPES", "category_icon", "icon_md", "line_icon", "theme", "theme_name"]
