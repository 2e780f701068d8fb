"""Bars from 0 to 100 %: surely held, possibly held, unexplained, with the threshold as a tick."""

from __future__ import annotations

import base64

from markupsafe import Markup

from graph.exports.marks import num
from graph.exports.markup import tag
from graph.ownership import Range
from graph.picture.appearance import Theme
from ui.safe import html


def share_bar(
    share: Range,
    threshold: float,
    colours: Theme,
    words: str,
    *,
    width: int = 280,
    height: int = 12,
) -> Markup:
    """A share as a picture.

    Solid is surely held, hatched with a dashed edge possibly held, empty unexplained.

    Parameters
    ----------
    share : Range
        Percent; without ends the bar is a dashed frame.
    threshold : float
        Where the tick stands, in percent.
    colours : Theme
        Colours of the page.
    words : str
        The same in words, for who cannot see it.
    width, height : int
        Size in px.
    """
    svg = bar_svg(share, threshold, colours, width, height)
    return html(
        "<img class='pg-bar' width='{width}' height='{height}' alt='{words}' src='{uri}'>",
        width=width,
        height=height + 6,
        words=words,
        uri="data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
    )


def bar_svg(share: Range, threshold: float, colours: Theme, width: int, height: int) -> str:
    """The bar as SVG; the tick reaches 3 px over it at either side."""
    ink = colours.group("ownership")
    room = width - 2.0

    def at(value: float) -> float:
        return 1 + room * max(0.0, min(100.0, value)) / 100

    known = share.min is not None and share.max is not None
    low, high = at(share.min or 0.0), at(share.max or 0.0)
    parts = [
        tag(
            "rect",
            x=1.0,
            y=3.5,
            width=room,
            height=height - 1.0,
            fill=colours.ground,
            stroke=colours.muted,
            stroke_width=1.0,
            stroke_dasharray=None if known else "3 2",
        )
    ]
    if known and high > low:
        parts.append(_hatched(low, high, height, ink))
    if known and low > 1:
        parts.append(tag("rect", x=1.0, y=3.0, width=low - 1, height=float(height), fill=ink))
    tick = at(threshold)
    for wide, colour in ((3.5, colours.ground), (1.5, colours.ink)):
        line = f"M{num(tick)} 0V{num(height + 6)}"
        parts.append(tag("path", d=line, stroke=colour, stroke_width=wide))
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=float(width),
        height=float(height + 6),
        viewBox=f"0 0 {width} {height + 6}",
    )


def _hatched(low: float, high: float, height: int, ink: str) -> str:
    """Slanting strokes, cut at both ends, and a dashed edge."""
    top, bottom = 3.5, height + 2.5
    slant = bottom - top
    strokes = []
    start = low - slant
    while start < high:
        left, right = max(start, low), min(start + slant, high)
        if right > left:
            strokes.append(
                f"M{num(left)} {num(bottom - (left - start))}"
                f"L{num(right)} {num(bottom - (right - start))}"
            )
        start += 5
    edge = tag(
        "rect",
        x=low + 0.5,
        y=top,
        width=max(high - low - 1, 0.5),
        height=slant,
        fill="none",
        stroke=ink,
        stroke_width=1.0,
        stroke_dasharray="4 2.5",
    )
    return tag("path", d="".join(strokes), stroke=ink, stroke_width=1.2, fill="none") + edge
