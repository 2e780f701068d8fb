"""The shapes of categories as closed outlines, one table for the canvas and every picture.

Outlines stand around (0, 0) with radius 1, x to the right and y downwards; each outline closes on
itself. Hollow shapes are stroked with a line whose width is given as a part of the radius.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from graph.picture.scene import PathStep, Point

Outline = tuple[PathStep, ...]

# Length of the handles with which four cubic curves make a circle.
_KAPPA: Final = 0.552_284_749_8
_BEARINGS: Final = 96
_LEAST_RIM: Final = 0.7


@dataclass(frozen=True, slots=True)
class Shape:
    """A sign on the canvas.

    Attributes
    ----------
    outlines : tuple of Outline
        Closed outlines around (0, 0) with radius 1.
    hollow : bool
        Stroked with `line` instead of filled.
    line : float
        Width of the stroke as a part of the radius; 0 for filled shapes.
    """

    outlines: tuple[Outline, ...]
    hollow: bool = False
    line: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The shape as plain lists, text and numbers, fit for JSON."""
        outlines = [[list(step) for step in outline] for outline in self.outlines]
        return {"outlines": outlines, "hollow": self.hollow, "line": self.line}


def _polygon(points: Sequence[Point]) -> Outline:
    first, *others = [(round(x, 4), round(y, 4)) for x, y in points]
    return (("M", *first), *(("L", *point) for point in others))


def _regular(corners: int, radius: float, turn: float = -90.0, inner: float = 0.0) -> Outline:
    """A regular polygon, or a star when `inner` is given."""
    rings = (radius, inner) if inner else (radius,)
    count = corners * len(rings)
    angles = [math.radians(turn + 360 * index / count) for index in range(count)]
    return _polygon(
        [
            (
                rings[index % len(rings)] * math.cos(angle),
                rings[index % len(rings)] * math.sin(angle),
            )
            for index, angle in enumerate(angles)
        ]
    )


def _ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    kx, ky = rx * _KAPPA, ry * _KAPPA
    return _rounded(
        ("M", x + rx, y),
        ("C", x + rx, y + ky, x + kx, y + ry, x, y + ry),
        ("C", x - kx, y + ry, x - rx, y + ky, x - rx, y),
        ("C", x - rx, y - ky, x - kx, y - ry, x, y - ry),
        ("C", x + kx, y - ry, x + rx, y - ky, x + rx, y),
    )


def _rounded(*steps: PathStep) -> Outline:
    return tuple(
        tuple(part if isinstance(part, str) else round(part, 4) for part in step) for step in steps
    )


def _cylinder() -> tuple[Outline, ...]:
    """A lid, and a body whose upper edge follows the lid at a small distance."""
    rx, ry, top, bottom, gap = 0.9, 0.3, -0.72, 0.74, 0.17
    kx, ky = rx * _KAPPA, ry * _KAPPA
    upper = top + gap
    body = _rounded(
        ("M", -rx, upper),
        ("C", -rx, upper + ky, -kx, upper + ry, 0.0, upper + ry),
        ("C", kx, upper + ry, rx, upper + ky, rx, upper),
        ("L", rx, bottom),
        ("C", rx, bottom + ky, kx, bottom + ry, 0.0, bottom + ry),
        ("C", -kx, bottom + ry, -rx, bottom + ky, -rx, bottom),
    )
    return _ellipse(0.0, top, rx, ry), body


def _flag() -> tuple[Outline, ...]:
    pole = _polygon([(-0.92, -1.0), (-0.74, -1.0), (-0.74, 1.05), (-0.92, 1.05)])
    cloth = _polygon([(-0.74, -1.0), (0.98, -1.0), (0.58, -0.4), (0.98, 0.2), (-0.74, 0.2)])
    return pole, cloth


SHAPES: Final[dict[str, Shape]] = {
    "pentagon": Shape((_regular(5, 1.1),)),
    "star": Shape((_regular(5, 1.25, inner=0.5),)),
    "hexagon": Shape((_regular(6, 1.08, turn=0),)),
    "square": Shape((_polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),)),
    "disc": Shape((_ellipse(0, 0, 1, 1),)),
    "cylinder": Shape(_cylinder()),
    "discs": Shape((_ellipse(-0.56, 0, 0.68, 0.68), _ellipse(0.76, 0, 0.54, 0.54))),
    "ring": Shape((_ellipse(0, 0, 0.8, 0.8),), hollow=True, line=0.42),
    "triangle-down": Shape((_regular(3, 1.2, turn=90),)),
    "triangle-up": Shape((_regular(3, 1.2, turn=-90),)),
    "page": Shape(
        (_polygon([(-0.78, -1.0), (0.26, -1.0), (0.78, -0.48), (0.78, 1.0), (-0.78, 1.0)]),)
    ),
    "diamond": Shape((_regular(4, 0.95),), hollow=True, line=0.38),
    "flag": Shape(_flag()),
}
"""Shapes by name."""


def shape_path(shape: str, x: float, y: float, r: float) -> tuple[Outline, ...]:
    """Closed outlines of a shape at a place.

    Parameters
    ----------
    shape : str
        Key of `SHAPES`; an unknown one is drawn as a disc.
    x, y, r : float
        Centre and radius.

    Returns
    -------
    tuple of Outline
        Steps as in `graph.picture.scene.PathStep`; every outline closes on itself.

    Examples
    --------
    >>> shape_path("square", 10, 10, 10)[0][0]
    ('M', 1.0, 1.0)
    """
    return tuple(
        tuple(_moved(step, x, y, r) for step in outline)
        for outline in SHAPES.get(shape, SHAPES["disc"]).outlines
    )


def rim(shape: str, angle: float) -> float:
    """How far a shape of radius 1 reaches from its centre in a direction.

    Parameters
    ----------
    shape : str
        Key of `SHAPES`.
    angle : float
        Direction in radians, clockwise from the right.

    Examples
    --------
    >>> round(rim("square", 0.0), 2), rim("square", 0.8) > 1.2
    (0.9, True)
    """
    return _rims(shape)[round(angle / math.tau * _BEARINGS) % _BEARINGS]


def _moved(step: PathStep, x: float, y: float, r: float) -> PathStep:
    command, *numbers = step
    moved = [float(number) * r + (y if index % 2 else x) for index, number in enumerate(numbers)]
    return (command, *moved)


@lru_cache(maxsize=32)
def _rims(shape: str) -> tuple[float, ...]:
    """Reach of a shape by bearing, from its outlines cut into short stretches."""
    known = SHAPES.get(shape, SHAPES["disc"])
    points = [point for outline in known.outlines for point in _sampled(outline)]
    reach = [0.0] * _BEARINGS
    for px, py in points:
        bearing = round(math.atan2(py, px) / math.tau * _BEARINGS) % _BEARINGS
        reach[bearing] = max(reach[bearing], math.hypot(px, py))
    # Where a shape draws in (beside the pole of a flag, between two discs) lines end sooner.
    return tuple(max(value + known.line / 2, _LEAST_RIM) for value in reach)


def _sampled(outline: Outline) -> list[Point]:
    points: list[Point] = []
    here = start = (0.0, 0.0)
    for command, *numbers in (*outline, ("L", *outline[0][1:])):
        values = [float(number) for number in numbers]
        end = (values[-2], values[-1])
        if command == "M":
            start = end
        for index in range(1, 65):
            t = index / 64
            if command == "C":
                points.append(_cubic(here, values, t))
            elif command == "L":
                points.append((here[0] + (end[0] - here[0]) * t, here[1] + (end[1] - here[1]) * t))
        here = end
    return [*points, start]


def _cubic(start: Point, values: Sequence[float], t: float) -> Point:
    ax, ay, bx, by, x, y = values
    s = 1 - t
    return (
        s**3 * start[0] + 3 * s * s * t * ax + 3 * s * t * t * bx + t**3 * x,
        s**3 * start[1] + 3 * s * s * t * ay + 3 * s * t * t * by + t**3 * y,
    )
