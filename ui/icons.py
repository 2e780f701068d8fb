"""Small pictures for rows and buttons, drawn from the same table as the canvas."""

from __future__ import annotations

import base64
from functools import lru_cache

import streamlit as st

from graph.exports.marks import line_mark, shape_marks
from graph.exports.markup import letter_on, mark_path
from graph.picture.appearance import THEMES, Theme, letter_of, shape_of


def theme_name() -> str:
    """``light`` or ``dark``, as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def theme() -> Theme:
    """Colours of the page's theme."""
    return THEMES[theme_name()]


@lru_cache(maxsize=512)
def category_icon(category: str, mode: str) -> str:
    """A category's shape and colour as a data URI."""
    colours, radius = THEMES[mode], 6.0
    marks = shape_marks(shape_of(category), 0.0, 0.0, radius, colours.category(category), colours)
    outlines = "".join(mark_path(mark) for mark in marks)
    return _picture(
        16, "-8 -8 16 16", outlines + letter_on(letter_of(category), 0.0, 0.0, radius, colours)
    )


@lru_cache(maxsize=512)
def line_icon(group: str, status: str, mode: str, directed: bool = True) -> str:
    """A link's colour and dash as a data URI; without a group, in neutral ink."""
    colours = THEMES[mode]
    stroke = colours.group(group) if group else colours.muted
    line = line_mark(f"M1 8H{20 if directed else 27}", stroke, 2.0, status, colours)
    head = f'<path d="M27 8l-7-3.4 1.8 3.4-1.8 3.4z" fill="{stroke}"/>' if directed else ""
    return _picture(28, "0 0 28 16", mark_path(line) + head)


@lru_cache(maxsize=64)
def cluster_icon(number: int, mode: str) -> str:
    """A cluster's colour as a data URI."""
    colours = THEMES[mode]
    marks = shape_marks("disc", 0.0, 0.0, 6.0, colours.cluster(number), colours)
    return _picture(16, "-8 -8 16 16", "".join(mark_path(mark) for mark in marks))


def icon_md(uri: str) -> str:
    """A picture of ours in a markdown label."""
    return f"![]({uri})"


def _picture(width: int, box: str, marks: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="16" viewBox="{box}">'
        f"{marks}</svg>"
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
