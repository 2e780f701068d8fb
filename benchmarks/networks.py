"""Ten networks that try the placing of labels: hubs, chains, clusters, long names, many scripts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

from graph.loading import Dataset
from graph.model import Entity, Relation, Share

Pairs = list[tuple[int, int]]

_GIVEN: Final = ("North", "Silver", "Harbour", "Delta", "Orion", "Blue", "Atlas", "Meridian")
_KIND: Final = (
    "Holding",
    "Trading",
    "Shipping",
    "Data",
    "Energy",
    "Capital",
    "Foundation",
    "Media",
)
_FORM: Final = ("Ltd", "B.V.", "S.A.", "GmbH", "N.V.", "plc")
_LONG: Final = (
    "International Association for the Study of Cross-Border Ownership and Control",
    "Ministry of Industry, Information Technology and State Assets Supervision",
    "Joint Stock Company for the Development of Northern Harbours and Waterways",
)
_SCRIPTS: Final = (
    "中国电子科技集团公司",
    "Газпром экспорт",
    "شركة الخليج للتجارة",
    "חברת החשמל",
    "ソニーグループ株式会社",
    "Ελληνικά Πετρέλαια",
    "საქართველოს ბანკი",
    "삼성전자 주식회사",
)
_CATEGORIES: Final = ("company", "company", "company", "person", "state", "institution", "role")
_TYPES: Final = ("owns", "owns", "linked_to", "board_member_of", "member_of", "controls")


def networks() -> Iterator[Dataset]:
    """The ten networks, from 20 to 300 nodes; the same each time."""
    yield _network("star of 20", 20, _star)
    yield _network("chain of 30", 30, _chain)
    yield _network("dense cluster of 40", 40, _dense(3.0))
    yield _network("two hubs, 50", 50, _hubs(2))
    yield _network("long labels, 60", 60, _hubs(3), _LONG)
    yield _network("scripts, 60", 60, _dense(1.4), _SCRIPTS)
    yield _network("ownership tree of 80", 80, _tree)
    yield _network("four clusters, 100", 100, _clusters(4))
    yield _network("hubs, 200", 200, _hubs(5))
    yield _network("clusters, 300", 300, _clusters(9))


def _star(count: int, draw: random.Random) -> Pairs:
    return [(0, other) for other in range(1, count)]


def _chain(count: int, draw: random.Random) -> Pairs:
    return [(one, one + 1) for one in range(count - 1)] + [(3, 9), (12, 20), (25, 25)]


def _tree(count: int, draw: random.Random) -> Pairs:
    return [((other - 1) // 3, other) for other in range(1, count)]


def _dense(links_each: float) -> Callable[[int, random.Random], Pairs]:
    def make(count: int, draw: random.Random) -> Pairs:
        pairs = [(draw.randrange(other), other) for other in range(1, count)]
        while len(pairs) < count * links_each:
            pairs.append((draw.randrange(count), draw.randrange(count)))
        return pairs

    return make


def _hubs(hubs: int) -> Callable[[int, random.Random], Pairs]:
    def make(count: int, draw: random.Random) -> Pairs:
        pairs = [(draw.randrange(hubs), other) for other in range(hubs, count)]
        pairs += [(one, (one + 1) % hubs) for one in range(hubs)]
        pairs += [(draw.randrange(count), draw.randrange(count)) for _ in range(count // 4)]
        return pairs

    return make


def _clusters(clusters: int) -> Callable[[int, random.Random], Pairs]:
    def make(count: int, draw: random.Random) -> Pairs:
        size = count // clusters
        pairs: Pairs = []
        for other in range(count):
            first = other // size * size
            times = range(2 if other > first else 0)
            pairs.extend((draw.randrange(first, other), other) for _ in times)
        pairs += [(draw.randrange(count), draw.randrange(count)) for _ in range(clusters * 2)]
        return pairs

    return make


def _network(
    name: str,
    count: int,
    make: Callable[[int, random.Random], Pairs],
    labels: tuple[str, ...] = (),
) -> Dataset:
    draw = random.Random(name)
    entities = tuple(
        Entity(f"e{one}", _label(one, draw, labels), draw.choice(_CATEGORIES), row=one + 2)
        for one in range(count)
    )
    relations = []
    for number, (source, target) in enumerate(make(count, draw), 2):
        kind = draw.choice(_TYPES)
        share = Share(10, 10) if kind == "owns" else None
        relations.append(
            Relation(f"r{number}", f"e{source}", f"e{target}", kind, share, "stated", row=number)
        )
    return Dataset(name, entities, tuple(relations))


def _label(one: int, draw: random.Random, labels: tuple[str, ...]) -> str:
    if labels and one % 2 == 0:
        return f"{draw.choice(labels)} {one}"
    return f"{draw.choice(_GIVEN)} {draw.choice(_KIND)} {one} {draw.choice(_FORM)}"
