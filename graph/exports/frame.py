"""The figure around a drawing: title, numbered key, legend, what is shown, sources, data hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.exports.legend import GLYPH_R, GLYPH_X, Column, legend_columns
from graph.exports.markup import group, letter_on, mark_path, tag
from graph.exports.sheet import MARGIN, Sheet, number_disc
from graph.picture.appearance import Theme
from graph.picture.fonts import advance
from graph.picture.scene import Caption, Scene

INNER: Final = 1019.0
"""Least width between the margins: A4 across."""

ENLARGE: Final = 1.6
ROOM: Final = 520.0
"""Height up to which a small drawing is enlarged."""

KEY_MOST: Final = 8
"""Above this many links a drawing has no numbered key."""

_KEY_WIDTH: Final = 300.0
_SHOWN_WIDTH: Final = 290.0
_SUBTITLE_WIDTH: Final = 660.0
_ROW: Final = 20.0
_COLUMN_GAP: Final = 28.0
_BAND_GAP: Final = 16.0


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What one numbered link of a small figure rests on.

    Attributes
    ----------
    link : str
        Id of the relation.
    sentence, meta : str
        “The Chinese state owns CETC.” and “The source says, ¶3”.
    evidence : str
        What the source says; blank when it is withheld or unknown.
    """

    link: str
    sentence: str
    meta: str
    evidence: str = ""


@dataclass(frozen=True)
class Frame:
    """A page: its size, where the drawing goes, and everything around it.

    Attributes
    ----------
    width, height : float
        Of the page.
    scale, dx, dy : float
        The drawing is scaled, then moved.
    key : tuple of KeyEntry
        Entries whose numbers stand on the links; empty for larger drawings.
    parts : tuple of str
        Markup.
    """

    width: float
    height: float
    scale: float
    dx: float
    dy: float
    key: tuple[KeyEntry, ...]
    parts: tuple[str, ...]


def frame_around(
    scene: Scene, theme: Theme, key: Sequence[KeyEntry] = (), notes: Sequence[str] = ()
) -> Frame:
    """Lay a page out around a scene.

    The drawing keeps its size or grows up to `ENLARGE`; the page grows with it.

    Parameters
    ----------
    scene : Scene
        The drawing, its legend and its caption.
    theme : Theme
        Colours.
    key : sequence of KeyEntry, optional
        What each link rests on, shown when there are few.
    notes : sequence of str, optional
        Further lines under “Shown”.

    Returns
    -------
    Frame
    """
    left, top, wide, high = scene.bounds
    wide, high = max(wide, 1.0), max(high, 1.0)
    shown_key = tuple(key) if len(key) <= KEY_MOST else ()
    aside = _KEY_WIDTH + 2 * 26 if shown_key else 0.0
    inner = max(INNER, wide + aside)
    scale = min(max(min((inner - aside) / wide, ROOM / high), 1.0), ENLARGE)

    head = Sheet(theme)
    _heading(head, scene.caption, inner)
    drawing_top = head.y + 22
    side = Sheet(theme, y=drawing_top + 14)
    if shown_key:
        _key(side, shown_key, scene, MARGIN + inner - _KEY_WIDTH)
    drawing_height = max(high * scale, side.y - drawing_top)
    if shown_key:
        side.elements.append(
            tag(
                "rect",
                x=MARGIN + inner - _KEY_WIDTH - 26,
                y=drawing_top,
                width=1,
                height=drawing_height,
                fill=theme.rule,
            )
        )
    foot = Sheet(theme, y=drawing_top + drawing_height + 24)
    _legend(foot, scene, inner, notes)
    _sources(foot, scene.caption, inner)
    return Frame(
        width=inner + 2 * MARGIN,
        height=foot.y + MARGIN - 24,
        scale=scale,
        dx=MARGIN + (inner - aside - wide * scale) / 2 - left * scale,
        dy=drawing_top + (drawing_height - high * scale) / 2 - top * scale,
        key=shown_key,
        parts=(
            group(head.elements, class_="heading"),
            group(side.elements, class_="key"),
            group(foot.elements, class_="foot"),
        ),
    )


def _heading(sheet: Sheet, caption: Caption, inner: float) -> None:
    sheet.y = 40
    sheet.rule(MARGIN, 44, fill=sheet.theme.ink, height=4)
    sheet.y = 79
    sheet.paragraph(caption.title, MARGIN, inner * 0.86, size=30, line=35, weight=700)
    sheet.y -= 6
    sheet.paragraph(
        caption.subtitle, MARGIN, _SUBTITLE_WIDTH, size=15.5, line=21, fill=sheet.theme.muted
    )


def _key(sheet: Sheet, key: Sequence[KeyEntry], scene: Scene, x: float) -> None:
    theme = sheet.theme
    sheet.word("What each link rests on", x, sheet.y, size=14.5, weight=600)
    sheet.y += 34
    strokes = {link.id: link.stroke for link in scene.links}
    for number, entry in enumerate(key, start=1):
        stroke = strokes.get(entry.link, "")
        sheet.elements.extend(number_disc(number, x + 11, sheet.y - 5, stroke, theme))
        sheet.paragraph(entry.sentence, x + 34, _KEY_WIDTH - 34, size=14.5, line=19)
        sheet.paragraph(
            entry.evidence, x + 34, _KEY_WIDTH - 34, size=12.5, line=17, fill=theme.muted
        )
        sheet.paragraph(entry.meta, x + 34, _KEY_WIDTH - 34, size=12.5, line=17, fill=theme.muted)
        sheet.y += 14


def _legend(sheet: Sheet, scene: Scene, inner: float, notes: Sequence[str]) -> None:
    theme = sheet.theme
    sheet.rule(MARGIN, inner, fill=theme.ink, height=1.4)
    sheet.y += 22
    top = bottom = sheet.y
    for column, x, y in _flow(legend_columns(scene, theme), inner - _SHOWN_WIDTH - 24):
        bottom = max(bottom, _column(sheet, column, MARGIN + x, top + y))
    _shown(sheet, scene.caption, MARGIN + inner - _SHOWN_WIDTH, notes)
    sheet.y = max(bottom, sheet.y)


def _flow(columns: Sequence[Column], room: float) -> Iterator[tuple[Column, float, float]]:
    """Places of columns: side by side, a short one under the one before, else in a new band."""
    x = band = bottom = 0.0
    last_x = last_end = 0.0
    for column in columns:
        high = _ROW * (len(column.rows) + 1)
        if x and x + column.width > room:
            under = last_end + _BAND_GAP
            fits = under + high <= bottom and last_x + column.width <= room
            if column.title and fits:
                yield column, last_x, under
                last_end = under + high
                x = max(x, last_x + column.width + _COLUMN_GAP)
                continue
            x, band = 0.0, bottom + _BAND_GAP
        yield column, x, band
        last_x, last_end = x, band + high
        bottom = max(bottom, last_end)
        x += column.width + _COLUMN_GAP


def _column(sheet: Sheet, column: Column, x: float, y: float) -> float:
    if column.title:
        sheet.word(column.title, x, y, size=12.5, weight=600, fill=sheet.theme.muted)
    y += 3
    for row in column.rows:
        y += _ROW
        middle = y - 4.5
        sheet.elements.extend(map(mark_path, row.marks(x, middle)))
        sheet.elements.append(letter_on(row.letter, x + GLYPH_X, middle, GLYPH_R, sheet.theme))
        sheet.word(row.words, x + column.indent, y, size=13)
    return y + _ROW


def _shown(sheet: Sheet, caption: Caption, x: float, notes: Sequence[str]) -> None:
    sheet.word("Shown", x, sheet.y, size=12.5, weight=600, fill=sheet.theme.muted)
    sheet.y += _ROW + 3
    sheet.paragraph(caption.counts, x, _SHOWN_WIDTH, size=13, line=18, weight=600)
    for line in shown_lines(caption, notes):
        sheet.paragraph(line, x, _SHOWN_WIDTH, size=13, line=18)


def shown_lines(caption: Caption, notes: Sequence[str] = ()) -> list[str]:
    """What stands under “Shown” after the counts: filters, date, what was left out."""
    hidden = caption.hidden_labels
    labels = f"{hidden} {'label' if hidden == 1 else 'labels'} left out for want of room"
    filters = caption.filters or ("Every kind of entity and link",)
    lines = [*filters, caption.as_of, labels if hidden else "", *notes]
    return [line for line in lines if line]


def _sources(sheet: Sheet, caption: Caption, inner: float) -> None:
    theme = sheet.theme
    sheet.rule(MARGIN, inner, fill=theme.rule)
    sheet.y += 21
    for line in caption.sources:
        sheet.paragraph(line, MARGIN, inner, size=12.5, line=17, fill=theme.muted)
    mark = f"data version {_spaced(caption.data_hash)}"
    width = advance(mark, 12.5, 400)
    last = sheet.y
    sheet.paragraph(
        f"Longarm · {caption.view}" if caption.view else "Longarm",
        MARGIN,
        inner - width - 24,
        size=12.5,
        line=17,
        fill=theme.muted,
    )
    sheet.word(mark, MARGIN + inner, last, size=12.5, fill=theme.muted, anchor="end")


def _spaced(digest: str) -> str:
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
