"""SVG elements as text: every attribute and every word passes the one escaping place."""

from __future__ import annotations

from collections.abc import Iterable

from graph.exports.escaping import one_line, xml_text
from graph.exports.marks import Mark, letter_line, num
from graph.picture.appearance import Theme

Attribute = str | float | None


def tag(name: str, *children: str, **attributes: Attribute) -> str:
    """An element with its children, which are markup already.

    Underscores in attribute names become hyphens, a trailing one is dropped (``class_``), and
    attributes that are ``None`` are left out.

    Examples
    --------
    >>> tag("path", d="M0 0L9 9", stroke_width=1.5, class_="rule")
    '<path d="M0 0L9 9" stroke-width="1.5" class="rule"/>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None:
            continue
        text = xml_text(value) if isinstance(value, str) else num(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{text}"')
    opening = " ".join(parts)
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


def group(children: Iterable[str], **attributes: Attribute) -> str:
    """A ``<g>`` with one child on each line; nothing when there are no children."""
    lines = [child for child in children if child]
    return tag("g", "\n", "\n".join(lines), "\n", **attributes) if lines else ""


def words(name: str, text: str) -> str:
    """An element that holds words, such as ``<title>``; nothing when there are none.

    Examples
    --------
    >>> words("title", "A < B"), words("title", " ")
    ('<title>A &lt; B</title>', '')
    """
    return tag(name, xml_text(text)) if one_line(text) else ""


def text_line(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    fill: str,
    weight: int = 400,
    width: float = 0.0,
    anchor: str = "start",
    halo: str = "",
    halo_width: float = 0.0,
    spaced: bool = False,
) -> str:
    """One line of text that keeps its measured width in whatever font it is shown.

    Parameters
    ----------
    text : str
        Raw text.
    x, y : float
        Anchor on the baseline.
    size, weight : float, int
        Type.
    fill : str
        Hex colour.
    width : float
        Measured advance width; 0 leaves it to the font.
    anchor : str
        ``start``, ``middle`` or ``end``.
    halo, halo_width : str, float
        Colour and width of the outline that is painted under the letters.
    spaced : bool
        Whether a difference in width goes between the letters rather than into them.
    """
    if not one_line(text):
        return ""
    shift = {"middle": width / 2, "end": width}.get(anchor, 0.0) if width else 0.0
    return tag(
        "text",
        xml_text(text),
        x=x - shift,
        y=y,
        font_size=size,
        font_weight=None if weight == 400 else str(weight),
        fill=fill,
        text_anchor=anchor if anchor != "start" and not width else None,
        textLength=width or None,
        lengthAdjust="spacingAndGlyphs" if width and not spaced else None,
        stroke=halo or None,
        stroke_width=halo_width if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )


def mark_path(mark: Mark, **attributes: Attribute) -> str:
    """A mark as a ``<path>``."""
    return tag(
        "path",
        d=mark.d,
        fill=mark.fill or "none",
        stroke=mark.stroke or None,
        stroke_width=mark.width if mark.stroke else None,
        stroke_dasharray=" ".join(num(value) for value in mark.dash) or None,
        stroke_linecap="round" if mark.round else None,
        stroke_linejoin="round" if mark.stroke else None,
        **attributes,
    )


def letter_on(letter: str, x: float, y: float, r: float, theme: Theme) -> str:
    """The letter of an unknown category on its disc; nothing for a known one."""
    line = letter_line(letter, x, y, r)
    return text_line(
        letter, line.x, line.y, size=line.size, weight=700, fill=theme.ground, width=line.width
    )
