"""One table of colours, shapes, dashes and widths: the canvas, the SVG and the legend read it.

Colours were chosen so that two relation groups can be told apart by colour-blind readers too: every
pair of lines is at least 18 (light) or 23 (dark) CIE76 apart under normal sight and simulated
deuteranopia, protanopia and tritanopia (Machado, Oliveira & Fernandes 2009); the tests compute it.
The colour of ``association`` was found by searching the whole RGB cube on those terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final

from graph.model import CATEGORIES, RELATION_GROUPS
from graph.picture.shapes import SHAPES, Shape, rim, shape_path
from graph.picture.strokes import (
    DASHES,
    HEAD_STOP,
    ORDER,
    arrowhead,
    blend_of,
    head_length,
    order_of,
    pale_width_of,
    width_of,
)

__all__ = [
    "DASHES",
    "HEAD_STOP",
    "ORDER",
    "SHAPES",
    "SIGNS",
    "THEMES",
    "Shape",
    "Theme",
    "appearance_table",
    "arrowhead",
    "blend_of",
    "head_length",
    "letter_of",
    "order_of",
    "pale_width_of",
    "rim",
    "shape_of",
    "shape_path",
    "width_of",
]


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance of the page or of print.

    Attributes
    ----------
    name : str
        ``light``, ``dark`` or ``print``.
    ground, panel, ink, muted, faint, rule, soft_rule, accent, accent_ground : str
        Hex colours; `faint` is for zone titles alone.
    categories, groups, group_texts : Mapping of str to str
        Colours of shapes, lines and words on lines.
    marks : Mapping of str to str
        Colours of what appeared, ended or changed between two dates.
    clusters : tuple of str
        Colours of the largest clusters; the smaller ones share `own`.
    own : str
        Colour of categories and groups that the vocabulary does not list.
    """

    name: str
    ground: str
    panel: str
    ink: str
    muted: str
    faint: str
    rule: str
    soft_rule: str
    accent: str
    accent_ground: str
    own: str
    categories: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    group_texts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    clusters: tuple[str, ...] = ()

    def category(self, name: str) -> str:
        """Colour of a category's shape."""
        return self.categories.get(name, self.own)

    def group(self, name: str) -> str:
        """Colour of a relation group's lines."""
        return self.groups.get(name, self.own)

    def mark(self, name: str) -> str:
        """Colour of a mark."""
        return self.marks.get(name, self.own)

    def cluster(self, number: int) -> str:
        """Colour of a cluster, numbered from 1.

        Examples
        --------
        >>> THEMES["light"].cluster(1), THEMES["light"].cluster(99) == THEMES["light"].own
        ('#0033BB', True)
        """
        return self.clusters[number - 1] if 0 < number <= len(self.clusters) else self.own

    def tone(self, name: str) -> str:
        """Colour of text.

        ``ink``, ``muted``, ``faint``, ``accent``, ``group:<relation group>`` or ``mark:<mark>``.

        Examples
        --------
        >>> THEMES["light"].tone("group:surveillance"), THEMES["light"].tone("muted")
        ('#A25400', '#56606A')
        """
        if name.startswith("group:"):
            return self.group_texts.get(name.removeprefix("group:"), self.own)
        if name.startswith("mark:"):
            return self.mark(name.removeprefix("mark:"))
        plain = {"muted": self.muted, "faint": self.faint, "accent": self.accent}
        return plain.get(name, self.ink)

    def blended(self, colour: str, amount: float) -> str:
        """A colour mixed into the ground: opaque, so that bundles of lines do not darken.

        Parameters
        ----------
        colour : str
            Hex colour.
        amount : float
            1 for the full colour, 0 for the ground.

        Examples
        --------
        >>> THEMES["light"].blended("#000000", 0.2)
        '#CCCCCC'
        """
        if amount >= 1:
            return colour
        mixed = (
            round(ground + (top - ground) * max(amount, 0.0))
            for top, ground in zip(_channels(colour), _channels(self.ground), strict=True)
        )
        return "#" + "".join(f"{value:02X}" for value in mixed)

    def to_dict(self) -> dict[str, Any]:
        """The theme as plain dicts and text, fit for JSON."""
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in values.items()
        }


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# Category: shape, colour on light, colour on dark.
_CATEGORY_SIGNS: Final = {
    "state": ("pentagon", "#751A30", "#E88A84"),
    "party": ("star", "#B5341F", "#FF7A66"),
    "intelligence": ("hexagon", "#5E3C7E", "#BFA0E6"),
    "company": ("square", "#17407F", "#5F98F9"),
    "person": ("disc", "#2B2F36", "#D5D9DE"),
    "database": ("cylinder", "#0B6E69", "#5CCFC4"),
    "group": ("discs", "#8A4600", "#F7C77E"),
    "role": ("ring", "#B35F00", "#F0B056"),
    "press": ("triangle-down", "#0A7A4B", "#6FD3A0"),
    "institution": ("triangle-up", "#48606E", "#9FB7C4"),
    "event": ("page", "#6B5B4B", "#CDB9A0"),
    "measure": ("diamond", "#567200", "#B7D46A"),
    "country": ("flag", "#5F6B78", "#A9B4C0"),
}

# Relation group: line on light, line on dark, text on light, text on dark.
_GROUP_SIGNS: Final = {
    "ownership": ("#12305F", "#4F8DF8", "#12305F", "#7DACFB"),
    "control": ("#751A30", "#E35B52", "#751A30", "#F0857D"),
    "association": ("#A28A54", "#F4E274", "#75601F", "#F4E274"),
    "surveillance": ("#D4750B", "#F29412", "#A25400", "#F5A73A"),
    "affiliation": ("#888E95", "#868E95", "#56606A", "#A9B2BB"),
    "family": ("#AC57BA", "#C58DD6", "#8D3F9B", "#D3A6E0"),
    "disclosure": ("#135E6C", "#70E7DA", "#135E6C", "#70E7DA"),
    "response": ("#4B5E13", "#C1E19E", "#4B5E13", "#C1E19E"),
}

# What became of a link between two dates: on light, on dark. Found by searching the RGB cube for
# the largest distance under every sight; read as text too, so at least 4.5:1 on the ground.
_MARK_SIGNS: Final = {
    "appeared": ("#1464D2", "#3FE0F0"),
    "ended": ("#CF3A00", "#FF6A3C"),
    "changed": ("#5A1450", "#B47CFF"),
}

# Clusters, largest first: on light, on dark. Searched in the same way for eight at once.
_CLUSTER_SIGNS: Final = (
    ("#0033BB", "#66FFFF"),
    ("#EE3300", "#FF00CC"),
    ("#551133", "#FFDD99"),
    ("#CC7788", "#AA00FF"),
    ("#992222", "#AAFF00"),
    ("#885599", "#EE8899"),
    ("#6688FF", "#11BB00"),
    ("#000044", "#886633"),
)

_LIGHT: Final = Theme(
    name="light",
    ground="#FFFFFF",
    panel="#F7F6F2",
    ink="#1C2127",
    muted="#56606A",
    faint="#69727C",
    rule="#DFDCD4",
    soft_rule="#EFEDE7",
    accent="#0B5CAD",
    accent_ground="#E6F0FA",
    own="#5F6B78",
    categories=MappingProxyType({name: sign[1] for name, sign in _CATEGORY_SIGNS.items()}),
    groups=MappingProxyType({name: sign[0] for name, sign in _GROUP_SIGNS.items()}),
    group_texts=MappingProxyType({name: sign[2] for name, sign in _GROUP_SIGNS.items()}),
    marks=MappingProxyType({name: sign[0] for name, sign in _MARK_SIGNS.items()}),
    clusters=tuple(sign[0] for sign in _CLUSTER_SIGNS),
)
_DARK: Final = Theme(
    name="dark",
    ground="#14181D",
    panel="#1B2026",
    ink="#ECEAE4",
    muted="#A9B2BB",
    faint="#8C96A1",
    rule="#323941",
    soft_rule="#262C33",
    accent="#6CB2FF",
    accent_ground="#1C3248",
    own="#A9B4C0",
    categories=MappingProxyType({name: sign[2] for name, sign in _CATEGORY_SIGNS.items()}),
    groups=MappingProxyType({name: sign[1] for name, sign in _GROUP_SIGNS.items()}),
    group_texts=MappingProxyType({name: sign[3] for name, sign in _GROUP_SIGNS.items()}),
    marks=MappingProxyType({name: sign[1] for name, sign in _MARK_SIGNS.items()}),
    clusters=tuple(sign[1] for sign in _CLUSTER_SIGNS),
)

THEMES: Final[Mapping[str, Theme]] = MappingProxyType(
    {"light": _LIGHT, "dark": _DARK, "print": replace(_LIGHT, name="print")}
)
"""Themes by name."""

SIGNS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "halo": 3.0,
        "casing": 2.4,
        "ring_gap": 7.0,
        "ring_width": 2.0,
        "ring_ground": 0.14,
        "dim_shape": 0.22,
        "dim_link": 0.13,
        "dim_label": 0.4,
        "ghost_link": 0.5,
        "selected_width": 0.5,
        "lit_width": 1.1,
        "print_dash": 1.6,
    }
)
"""Measures of states: widths in px, the others parts of the full colour."""


def shape_of(category: str) -> str:
    """Shape of a category: key of `SHAPES`; a disc for one the vocabulary does not list.

    Examples
    --------
    >>> shape_of("database"), shape_of("shell_company")
    ('cylinder', 'disc')
    """
    return _CATEGORY_SIGNS[category][0] if category in _CATEGORY_SIGNS else "disc"


def letter_of(category: str) -> str:
    """Letter on the disc of a category the vocabulary does not list, else blank.

    Examples
    --------
    >>> letter_of("shell_company"), letter_of("person")
    ('S', '')
    """
    if category in CATEGORIES:
        return ""
    return next((character.upper() for character in category if character.isalnum()), "?")[:1]


def appearance_table() -> dict[str, Any]:
    """Themes, shapes, dashes and measures as plain values: what a drawing outside Python needs.

    Examples
    --------
    >>> sorted(appearance_table())
    ['categories', 'dashes', 'groups', 'order', 'shapes', 'signs', 'themes']
    """
    return {
        "themes": {name: theme.to_dict() for name, theme in THEMES.items()},
        "shapes": {name: shape.to_dict() for name, shape in SHAPES.items()},
        "categories": {name: shape_of(name) for name in CATEGORIES},
        "groups": list(RELATION_GROUPS),
        "dashes": {name: list(dash) for name, dash in DASHES.items()},
        "order": list(ORDER),
        "signs": dict(SIGNS),
    }
