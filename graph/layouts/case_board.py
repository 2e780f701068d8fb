"""The sheet on which the parts of the case layout are laid: places, titles, and what is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graph.layouts import Place, Route
from graph.layouts.case_cast import Cast, Net
from graph.layouts.case_text import SIDES, zone_title
from graph.layouts.common import HEIGHT, WIDTH
from graph.picture.label_text import Block, block_of, box_of
from graph.picture.scene import Box, Point, TextLine

MARGIN: Final = 14.0
AXIS: Final = 0.36 * WIDTH
GUTTER: Final = 0.68 * WIDTH
RIGHT: Final = 0.73 * WIDTH
BOTTOM: Final = HEIGHT - 8

CROWD: Final = 300
"""Links up to which each way is chosen among many, and words are sought a place."""

R_HUB: Final = 14.0
R_DATABASE: Final = 11.0
R_MAIN: Final = 8.5
R_BODY: Final = 7.0
R_MEMBER: Final = 5.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Heights of the rows that everything hangs on."""

    top: float
    bodies: float
    hub: float
    database: float
    bus: float
    groups: float

    @classmethod
    def lifted(cls, lift: float) -> Rows:
        """Rows of the default frame, drawn together upwards by `lift`."""
        return cls(
            top=62 - lift * 0.1,
            bodies=150 - lift * 0.5,
            hub=262 - lift * 0.6,
            database=362 - lift,
            bus=420 - lift,
            groups=440 - lift,
        )


@dataclass
class Board:
    """What has been placed so far.

    Attributes
    ----------
    net : Net
    cast : Cast
    rows : Rows
    shift : float
        How far gutter and right side are moved because the columns take more than their part.
    places : dict of str to Place
    routes : dict of str to Route
    zones : list of TextLine
    """

    net: Net
    cast: Cast
    rows: Rows
    shift: float = 0.0
    places: dict[str, Place] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    zones: list[TextLine] = field(default_factory=list)

    @property
    def gutter(self) -> float:
        """Left edge of the gutter."""
        return GUTTER + self.shift

    @property
    def right(self) -> float:
        """Left edge of the right side."""
        return RIGHT + self.shift

    @property
    def width(self) -> float:
        """Width of the whole sheet."""
        return WIDTH + self.shift

    @property
    def crowded(self) -> bool:
        """Whether there are too many links to seek the best way for each."""
        return len(self.net.relations) > CROWD

    def block(self, node: str, tier: str, wrap: float) -> Block:
        """Label of a node, wrapped."""
        return block_of(self.net.entities[node], tier, wrap)

    def put(
        self,
        node: str,
        x: float,
        y: float,
        r: float,
        tier: str,
        wrap: float,
        side: str = "right",
    ) -> Block:
        """Place a node with its label at one of `SIDES`; return the label."""
        block = self.block(node, tier, wrap)
        x, y = round(x, 2), round(y, 2)
        self.places[node] = Place(x, y, r, tier, wrap, SIDES[side](block, x, y, r))
        return block

    def title(self, text: str, x: float, y: float) -> None:
        """Write the title of a region."""
        self.zones.append(zone_title(text, x, y))

    def at(self, node: str) -> Point:
        """Centre of a placed node."""
        place = self.places[node]
        return place.x, place.y

    def box(self, node: str) -> Box | None:
        """Bounds of a placed node's label."""
        return box_of(self.places[node].lines or ())

    def bottom(self) -> float:
        """Lower edge of everything placed so far."""
        return max((self.under(node) for node in self.places), default=0.0)

    def under(self, node: str) -> float:
        """Lower edge of a placed node and its label."""
        place, box = self.places[node], self.box(node)
        bottom = place.y + place.r
        return max(bottom, box[1] + box[3]) if box else bottom
