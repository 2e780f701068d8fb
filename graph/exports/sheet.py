"""Text set down a page: paragraphs, rules and numbered discs as markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graph.exports.escaping import one_line
from graph.exports.markup import tag, text_line
from graph.picture.appearance import Theme
from graph.picture.fonts import advance, wrap

MARGIN: Final = 52.0
"""Empty edge of a page."""


@dataclass
class Sheet:
    """Elements set from the top down, with the pen's place.

    Attributes
    ----------
    theme : Theme
        Colours.
    y : float
        Where the pen is: the next baseline.
    elements : list of str
        What was set so far.
    """

    theme: Theme
    y: float = MARGIN
    elements: list[str] = field(default_factory=list)

    def paragraph(
        self,
        text: str,
        x: float,
        width: float,
        *,
        size: float,
        line: float,
        weight: int = 400,
        fill: str = "",
    ) -> None:
        """Wrapped text; the pen ends on the next baseline."""
        for row in broken(text, size, weight, width):
            if row:
                self.word(row, x, self.y, size=size, weight=weight, fill=fill)
                self.y += line

    def word(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        weight: int = 400,
        fill: str = "",
        anchor: str = "start",
    ) -> None:
        """One line of text."""
        self.elements.append(
            text_line(
                text,
                x,
                y,
                size=size,
                weight=weight,
                fill=fill or self.theme.ink,
                width=advance(one_line(text), size, weight),
                anchor=anchor,
            )
        )

    def rule(self, x: float, width: float, *, fill: str, height: float = 1.0) -> None:
        """A horizontal line at the pen."""
        self.elements.append(tag("rect", x=x, y=self.y, width=width, height=height, fill=fill))


def broken(text: str, size: float, weight: int, width: float) -> list[str]:
    """Text in lines none of which is wider than `width`, however long its words are.

    Examples
    --------
    >>> all(advance(line, 12) <= 60 for line in broken("W" * 7, 12, 400, 60))
    True
    """
    lines: list[str] = []
    for line in wrap(one_line(text), size, weight, width):
        rest = line
        while advance(rest, size, weight) > width and len(rest) > 1:
            fits = len(rest) - 1
            while fits > 1 and advance(rest[:fits], size, weight) > width:
                fits -= 1
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines


def number_disc(number: int, x: float, y: float, relation_group: str, theme: Theme) -> list[str]:
    """A numbered disc, as it stands on a link and in the key."""
    text = str(number)
    colour = theme.group(relation_group)
    return [
        tag("circle", cx=x, cy=y, r=11, fill=theme.ground, stroke=colour, stroke_width=1.6),
        text_line(
            text,
            x,
            y + 4.4,
            size=12.5,
            weight=700,
            fill=theme.tone(f"group:{relation_group}"),
            width=advance(text, 12.5, 700),
            anchor="middle",
        ),
    ]
