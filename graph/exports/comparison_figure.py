"""A comparison as a file: the picture with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from graph.compare import STATE_WORDS, STATES, Comparison
from graph.compare.picture import MARK_OF, SIGNS, comparison_picture
from graph.errors import ExportError
from graph.exports import FORMATS, Exported
from graph.exports.escaping import file_name, one_line
from graph.exports.raster import render_pdf, render_png
from graph.exports.svg import render_svg
from graph.model import Source
from graph.picture.scene import LegendRow, Scene

PICTURES: Final = ("svg", "png", "pdf")
"""Formats of the picture."""


def comparison_figure(
    comparison: Comparison,
    sources: Iterable[Source],
    fmt: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    everything: bool = False,
) -> Exported:
    """Save the picture of a comparison.

    Parameters
    ----------
    comparison : Comparison
        What is compared.
    sources : iterable of Source
        For the words of links and the lines on sources.
    fmt : str
        One of `PICTURES`.
    theme : str, optional
        ``light``, ``dark`` or ``print``.
    scale : float, optional
        Pixels of a PNG for each px of the drawing.
    everything : bool, optional
        Whether what is the same is drawn too, dimmed.

    Returns
    -------
    Exported

    Raises
    ------
    ExportError
        When there is no such format, or nothing to be drawn.
    LimitExceeded
        When the picture would be too large.

    Examples
    --------
    >>> from graph.compare import compare
    >>> from graph.loading import Dataset
    >>> from graph.model import Entity
    >>> firm = Entity("f", "Firm", "company")
    >>> old, new = Dataset("old", (), ()), Dataset("new", (firm,), ())
    >>> made = comparison_figure(compare(old, new), (), "svg")
    >>> made.file_name, b"1 entity added." in made.data
    ('old_to_new.svg', True)
    """
    if fmt not in PICTURES:
        raise ExportError(
            f"A comparison cannot be saved as “{one_line(fmt)}”.",
            fix=f"Choose one of {', '.join(PICTURES)}.",
        )
    drawn = comparison_picture(comparison, sources, everything=everything)
    if not drawn.drawn:
        raise ExportError("Nothing differs, so that there is nothing to draw.")
    form = FORMATS[fmt]
    name = file_name(comparison_stem(comparison), form.suffix)
    scene = _told(drawn.scene, comparison, drawn.drawn, drawn.total)
    svg = render_svg(scene, theme=theme)
    if fmt == "svg":
        data = svg.encode("utf-8", "replace")
    elif fmt == "png":
        data = render_png(svg, scale)
    else:
        data = render_pdf(svg, title=scene.caption.title)
    return Exported(name, form.mime, data)


def comparison_stem(comparison: Comparison) -> str:
    """What a file of a comparison is called, without the end.

    Examples
    --------
    >>> comparison_stem(Comparison("Old data", "New", (), ()))
    'Old data_to_New'
    """
    return f"{comparison.before or 'before'}_to_{comparison.after or 'after'}"


def counted(comparison: Comparison) -> str:
    """What was added, removed and changed, in a sentence.

    Examples
    --------
    >>> counted(Comparison("a", "b", (), ()))
    'Nothing differs.'
    """
    parts = [
        f"{number:,} {one if number == 1 else many} {STATE_WORDS[state].lower()}"
        for kind, one, many in (("entities", "entity", "entities"), ("relations", "link", "links"))
        for state in STATES[:3]
        if (number := comparison.counts[kind][state])
    ]
    return f"{', '.join(parts)}." if parts else "Nothing differs."


def _told(scene: Scene, comparison: Comparison, drawn: int, total: int) -> Scene:
    """With words of the comparison around it."""
    before, after = comparison.before or "Before", comparison.after or "After"
    caption = replace(
        scene.caption,
        title=f"What differs: {before} → {after}",
        subtitle=counted(comparison),
        counts=f"{drawn:,} of {total:,} entities drawn",
        view="Comparison",
    )
    return replace(scene, caption=caption, legend=tuple(map(_row, scene.legend)))


def _row(row: LegendRow) -> LegendRow:
    for state, mark in MARK_OF.items():
        if row.kind == "mark" and row.key == mark:
            return replace(row, words=f"{SIGNS[state]} {STATE_WORDS[state]}")
    return row
