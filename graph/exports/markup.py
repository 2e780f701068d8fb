"""SVG elements as text: every attribute and every word passes the one escaping place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from graph.exports.escaping import one_line, xml_text
from graph.exports.marks import Mark, letter_line, num
from graph.picture.appearance import Theme
from graph.picture.fonts import advance
from graph.picture.runs import Setting, setting_of, stack_of

Attribute = str | float | None

_RIGHT_TO_LEFT: Final = "&#8295;"
_AS_BEFORE: Final = "&#8297;"


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
        Measured advance width; 0 leaves it to the font, and so does text whose letters change their
        form beside others or are in no font of this machine.
    anchor : str
        ``start``, ``middle`` or ``end``.
    halo, halo_width : str, float
        Colour and width of the outline that is painted under the letters.
    spaced : bool
        Whether a difference in width goes between the letters rather than into them.
    """
    plain = one_line(text)
    if not plain:
        return ""
    setting = setting_of(plain, weight)
    if width and setting.exact and len(setting.runs) > 1 and setting.one_way:
        starts = _starts(setting, x, width, anchor, size, weight)
        anchor = "start"
    else:
        starts = []
    # A width that was only estimated would stretch the letters, and so do some programs where a
    # line has more than one font: the anchor then does what it can.
    held = width if setting.exact and len(setting.runs) == 1 else 0.0
    shift = {"middle": held / 2, "end": held}.get(anchor, 0.0)
    return tag(
        "text",
        *_run_texts(plain, setting, starts),
        x=x - shift,
        y=y,
        font_family=None if setting.plain else setting.stack,
        font_size=size,
        font_weight=None if weight == 400 else str(weight),
        fill=fill,
        text_anchor=anchor if anchor != "start" and not held else None,
        textLength=held or None,
        lengthAdjust="spacingAndGlyphs" if held and not spaced else None,
        stroke=halo or None,
        stroke_width=halo_width if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )


def _starts(
    setting: Setting, x: float, width: float, anchor: str, size: float, weight: int
) -> list[float]:
    """Where each run of a line begins, so that no program looks for one font for all of it."""
    at = x - {"middle": width / 2, "end": width}.get(anchor, 0.0)
    at += 0.0 if setting.rightward else width
    starts = []
    for run in setting.runs:
        wide = advance(run.text, size, weight)
        inked = wide if setting.rightward else advance(run.text.rstrip(), size, weight)
        starts.append(at if setting.rightward else at - inked)
        at += wide if setting.rightward else -wide
    return starts


def _run_texts(text: str, setting: Setting, starts: Sequence[float]) -> Iterator[str]:
    if len(setting.runs) == 1 and not setting.turned:
        yield xml_text(text)
        return
    # What draws PNG knows no direction but that of the characters. The signs stand apart, for it
    # would draw letters beside them in whatever font has the signs too.
    turned = setting.turned and not starts
    if turned:
        yield tag("tspan", _RIGHT_TO_LEFT)
    for run, start in zip_longest(setting.runs, starts):
        # A space at the end belongs to the run, but is folded away with the line breaks.
        part = xml_text(run.text) + (" " if run.text.endswith(" ") else "")
        yield tag("tspan", part, x=start, font_family=stack_of(run.family, own_first=False))
    if turned:
        yield tag("tspan", _AS_BEFORE)


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
