"""The picture of a timeline: a bar for each dated link, soft where a date is partial."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from graph.exports.escaping import one_line
from graph.exports.markup import tag, text_line, words
from graph.model import Entity, PartialDate, type_words
from graph.picture.appearance import Theme
from graph.picture.fonts import advance
from graph.timeline import Span, Timeline
from graph.wording.sentences import name_of

WIDTH: Final = 460.0
MOST_BARS: Final = 400
"""Bars that are drawn; the table holds the rest."""

_NAMED: Final = 12
_ROW: Final = 17.0
_THIN: Final = 5.0
_GUTTER: Final = 196.0
_EDGE: Final = 10.0
_TOP: Final = 22.0
_SIZE: Final = 11.0
_SOFT: Final = 0.35
_DOT: Final = 4.5


@dataclass(frozen=True)
class Strip:
    """The picture as SVG, and how many of the dated links it draws."""

    svg: str
    drawn: int
    total: int

    @property
    def uri(self) -> str:
        """The picture as a data URI."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


@dataclass(frozen=True)
class _Scale:
    first: date
    days: float
    left: float

    def at(self, day: date) -> float:
        room = WIDTH - _EDGE - self.left
        return self.left + room * (day - self.first).days / self.days


def strip(
    line: Timeline,
    entities: Mapping[str, Entity],
    theme: Theme,
    *,
    days: Sequence[PartialDate] = (),
    marks: Mapping[str, str] | None = None,
) -> Strip:
    """Draw a timeline.

    Up to a dozen links stand under one another with their words; more are packed as thin bars.

    Parameters
    ----------
    line : Timeline
        What is dated.
    entities : Mapping of str to Entity
        For names.
    theme : Theme
        Colours.
    days : sequence of PartialDate
        Dates that are marked: the as-of date, or two that are compared.
    marks : Mapping of str to str, optional
        What became of each link between two dates, by relation id.

    Returns
    -------
    Strip

    Examples
    --------
    >>> from graph.picture.appearance import THEMES
    >>> from graph.model import Relation
    >>> from graph.timeline import timeline
    >>> line = timeline([Relation("r2", "a", "b", "owns", since=PartialDate(2020))])
    >>> drawn = strip(line, {}, THEMES["light"])
    >>> drawn.drawn, drawn.total, "a owns b" in drawn.svg
    (1, 1, True)
    """
    spans = line.spans[:MOST_BARS]
    named = len(spans) <= _NAMED
    scale = _scale(line, days, _GUTTER if named else _EDGE)
    lanes = list(range(len(spans))) if named else _packed(spans, scale)
    row = _ROW if named else _THIN
    foot = _TOP + row * (max(lanes, default=0) + 1)
    parts = [_axis(line, scale, theme, foot)]
    for span, lane in zip(spans, lanes, strict=True):
        y = _TOP + row * (lane + 0.5)
        mark = (marks or {}).get(span.relation.id, "")
        faded = bool(marks) and not mark
        colour = theme.mark(mark) if mark else theme.group(span.relation.group)
        if faded:
            colour = theme.blended(colour, _SOFT)
        told = _told(span, entities)
        parts.append(_bar(span, scale, y, colour, theme, told, thin=not named))
        if named:
            name = _fitted(told)
            wide = advance(name, _SIZE)
            parts.append(text_line(name, 0, y + 4, size=_SIZE, fill=theme.ink, width=wide))
    parts += [_cursor(day, scale, theme, foot) for day in days]
    high = foot + 4
    svg = tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=high,
        viewBox=f"0 0 {WIDTH:g} {high:g}",
        font_family="sans-serif",
    )
    return Strip(svg, len(spans), len(line.spans))


def _scale(line: Timeline, days: Sequence[PartialDate], left: float) -> _Scale:
    ends = [day for when in days for day in (when.earliest(), when.latest())]
    first = min([*ends, *([line.first] if line.first else [])], default=date(2000, 1, 1))
    last = max([*ends, *([line.last] if line.last else [])], default=first)
    # Air at both ends shows what began before and lasts beyond.
    air = max((last - first) / 12, timedelta(days=1))
    start = first - air if first - date.min > air else first
    end = last + air if date.max - last > air else last
    return _Scale(start, max((end - start).days, 1), left)


def _axis(line: Timeline, scale: _Scale, theme: Theme, foot: float) -> str:
    parts = []
    taken = 0.0
    for when in line.steps:
        x = scale.at(when.earliest())
        parts.append(
            tag(
                "path", d=f"M{x:.1f} {_TOP - 4:.1f}V{foot:.1f}", stroke=theme.soft_rule, fill="none"
            )
        )
        label = str(when)
        half = advance(label, _SIZE) / 2
        middle = min(max(x, scale.left + half), WIDTH - half)
        if middle - half > taken:
            parts.append(_text(label, middle, _TOP - 9, theme.muted))
            taken = middle + half + 6
    return "".join(parts)


def _text(text: str, x: float, y: float, colour: str) -> str:
    return text_line(
        text, x, y, size=_SIZE, fill=colour, width=advance(text, _SIZE), anchor="middle"
    )


def _bar(
    span: Span, scale: _Scale, y: float, colour: str, theme: Theme, told: str, *, thin: bool
) -> str:
    high = 3.0 if thin else 7.0
    pale = theme.blended(colour, _SOFT)
    right = WIDTH - _EDGE
    start = scale.left if span.start_first is None else scale.at(span.start_first)
    sure = scale.left if span.start_last is None else scale.at(span.start_last)
    unsure = right if span.end_first is None else scale.at(span.end_first)
    end = right if span.end_last is None else scale.at(span.end_last)
    parts = [words("title", told)]
    if span.start_first == span.end_last and span.start_first is not None:
        parts.append(tag("circle", cx=start, cy=y, r=high / 2 + 1 if thin else _DOT, fill=colour))
        return tag("g", *parts)
    end = max(end, start + 2)
    parts.append(_rect(start, end, y, high, pale))
    if unsure > sure:
        parts.append(_rect(sure, unsure, y, high, colour))
    if span.start_first is not None:
        parts.append(tag("circle", cx=start, cy=y, r=high / 2 + 1, fill=colour))
    return tag("g", *parts)


def _rect(left: float, right: float, y: float, high: float, colour: str) -> str:
    return tag("rect", x=left, y=y - high / 2, width=right - left, height=high, fill=colour)


def _cursor(day: PartialDate, scale: _Scale, theme: Theme, foot: float) -> str:
    left, right = scale.at(day.earliest()), scale.at(day.latest())
    line = tag(
        "path",
        d=f"M{left:.1f} {_TOP - 6:.1f}V{foot:.1f}M{right:.1f} {_TOP - 6:.1f}V{foot:.1f}",
        stroke=theme.accent,
        stroke_width=1.5,
        fill="none",
    )
    return tag("g", words("title", str(day)), line)


def _packed(spans: Sequence[Span], scale: _Scale) -> list[int]:
    """For each span the first lane that is free from where it begins."""
    free: list[float] = []
    lanes = []
    for span in spans:
        start = scale.left if span.start_first is None else scale.at(span.start_first)
        end = WIDTH if span.end_last is None else scale.at(span.end_last)
        lane = next((place for place, until in enumerate(free) if until < start), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = max(end, start) + 4
        lanes.append(lane)
    return lanes


def _told(span: Span, entities: Mapping[str, Entity]) -> str:
    link = span.relation
    ends = [
        name_of(entities[key]) if key in entities else key for key in (link.source, link.target)
    ]
    return one_line(f"{ends[0]} {type_words(link.type)} {ends[1]}")


def _fitted(text: str) -> str:
    room = _GUTTER - 14
    if advance(text, _SIZE) <= room:
        return text
    keep = len(text)
    while keep and advance(text[:keep] + "…", _SIZE) > room:
        keep -= 1
    return text[:keep].rstrip() + "…"
