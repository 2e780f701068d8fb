"""Small pictures for rows and buttons, drawn from the same table as the canvas."""

from __future__ import annotations

import base64
from functools import lru_cache
from html import escape

import streamlit as st

from graph.appearance import DASHES, SHAPES, THEMES, Theme, letter_of, shape_of, shape_path
from graph.exports.marks import path_d


def theme_name() -> str:
    """``light`` or ``dark``, as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def theme() -> Theme:
    """Colours of the page's theme."""
    return THEMES[theme_name()]


@lru_cache(maxsize=512)
def category_icon(category: str, mode: str) -> str:
    """A category's shape and colour as a data URI."""
    radius = 6.0
    name = shape_of(category)
    shape, colour = SHAPES[name], THEMES[mode].category(category)
    paint = (
        f'fill="none" stroke="{colour}" stroke-width="{shape.line * radius:g}"'
        if shape.hollow
        else f'fill="{colour}"'
    )
    outlines = "".join(
        f'<path d="{path_d(outline, closed=True)}" {paint}/>'
        for outline in shape_path(name, 0.0, 0.0, radius)
    )
    letter = letter_of(category)
    sign = (
        f'<text y="2.6" font-size="7.5" font-weight="700" text-anchor="middle" '
        f'font-family="sans-serif" fill="{THEMES[mode].ground}">{escape(letter)}</text>'
        if letter
        else ""
    )
    return _picture(16, "-8 -8 16 16", outlines + sign)


@lru_cache(maxsize=512)
def line_icon(group: str, status: str, mode: str, directed: bool = True) -> str:
    """A link's colour and dash as a data URI; without a group, in neutral ink."""
    colours = THEMES[mode]
    stroke = colours.group(group) if group else colours.muted
    dash = " ".join(f"{part:g}" for part in DASHES.get(status, ()))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    cap = "round" if status == "proposed" else "butt"
    head = f'<path d="M27 8l-7-3.4 1.8 3.4-1.8 3.4z" fill="{stroke}"/>' if directed else ""
    line = (
        f'<path d="M1 8H{22 if directed else 27}" stroke="{stroke}" stroke-width="2" '
        f'stroke-linecap="{cap}"{dashes}/>'
    )
    return _picture(28, "0 0 28 16", line + head)


def icon_md(uri: str) -> str:
    """A picture of ours in a markdown label."""
    return f"![]({uri})"


def _picture(width: int, box: str, marks: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="16" viewBox="{box}">'
        f"{marks}</svg>"
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
