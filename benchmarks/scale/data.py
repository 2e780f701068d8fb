"""Data sets of three sizes, from 2,500 to 2.4 million entities, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Size:
    """How large a data set is."""

    name: str
    entities: int
    relations: int


SIZES: Final = (
    Size("2.5k", 2_500, 6_000),
    Size("250k", 250_000, 600_000),
    Size("2.4M", 2_400_000, 6_000_000),
)

_CATEGORIES: Final = np.array(["company", "person", "role", "institution", "state", "group"])
_CATEGORY_PARTS: Final = (0.5, 0.36, 0.06, 0.05, 0.01, 0.02)
_TYPES: Final = np.array(
    ["holds_data_on", "linked_to", "board_member_of", "member_of", "relative_of", "controls"]
)
_TYPE_PARTS: Final = (0.4, 0.2, 0.15, 0.15, 0.05, 0.05)
_STATUSES: Final = np.array(["stated", "inferred", "alleged", "proposed", ""])
_STATUS_PARTS: Final = (0.6, 0.15, 0.1, 0.05, 0.1)
_FIRST: Final = np.array(
    [
        "Anna",
        "Bo",
        "Chen",
        "Dirk",
        "Eva",
        "Femke",
        "Guo",
        "Hanna",
        "Ivo",
        "Jan",
        "Kim",
        "Lena",
        "Mao",
        "Noor",
        "Otto",
    ]
)
_LAST: Final = np.array(
    [
        "Adema",
        "Bakker",
        "Cheng",
        "Dekker",
        "Evers",
        "Fang",
        "Groot",
        "Huang",
        "Jansen",
        "Klein",
        "Lin",
        "Mulder",
    ]
)
_FIRM: Final = np.array(
    ["Holding", "Trading", "Shipping", "Data", "Energy", "Capital", "Media", "Systems", "Steel"]
)
_TO_HUBS: Final = 0.22
"""Part of the other links that prefers whoever has links already."""

_OWNED: Final = 0.35
"""Part of the links that are ownership, in chains with shares."""


def write_data(folder: Path, size: Size, seed: int = 1) -> Path:
    """Write ``entities.csv``, ``relations.csv`` and ``sources.csv``.

    Hubs as a power law makes them (the largest has some 40,000 links at 2.4 million), chains of
    owners with shares, a loop for each thousand of them, parallel links of other types, dates on
    a third of the links.

    Parameters
    ----------
    folder : Path
        Made when it is not there.
    size : Size
        How many rows.
    seed : int
        The same seed gives the same rows.

    Returns
    -------
    Path
        `folder`.
    """
    draw = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    sources = pd.DataFrame({"id": [f"s{one}" for one in range(40)]})
    sources["title"] = "Register " + sources["id"]
    sources["kind"] = "register"
    _write(folder / "sources.csv", sources)
    _write(folder / "entities.csv", _entities(size.entities, draw))
    _write(folder / "relations.csv", _relations(size, draw))
    return folder


def _entities(count: int, draw: np.random.Generator) -> pd.DataFrame:
    numbers = np.arange(count)
    category = draw.choice(_CATEGORIES, count, p=_CATEGORY_PARTS)
    person = np.char.add(np.char.add(draw.choice(_FIRST, count), " "), draw.choice(_LAST, count))
    firm = np.char.add(np.char.add(draw.choice(_LAST, count), " "), draw.choice(_FIRM, count))
    label = np.char.add(
        np.char.add(np.where(category == "company", firm, person), " "), numbers.astype(str)
    )
    aliased = draw.random(count) < 0.1
    return pd.DataFrame(
        {
            "id": np.char.add("e", numbers.astype(str)),
            "label": label,
            "category": category,
            "aliases": np.where(aliased, np.char.add("Alias ", label), ""),
            "country": draw.choice(np.array(["NL", "CN", "DE", "US", ""]), count),
            "reference": _references(count, draw),
        }
    )


def _relations(size: Size, draw: np.random.Generator) -> pd.DataFrame:
    count, nodes = size.relations, size.entities
    owned = int(count * _OWNED)
    source, target = _hubs(count - owned, nodes, draw)
    owners, held = _chains(owned, nodes, draw)
    kind = np.concatenate(
        [draw.choice(_TYPES, count - owned, p=_TYPE_PARTS), np.full(owned, "owns")]
    )
    share = np.concatenate([np.full(count - owned, ""), draw.integers(1, 50, owned).astype(str)])
    year = draw.integers(1990, 2024, count).astype(str)
    dated = draw.random(count) < 1 / 3
    ended = dated & (draw.random(count) < 0.2)
    table = pd.DataFrame(
        {
            "source": np.char.add("e", np.concatenate([source, owners]).astype(str)),
            "target": np.char.add("e", np.concatenate([target, held]).astype(str)),
            "type": kind,
            "share": share,
            "status": draw.choice(_STATUSES, count, p=_STATUS_PARTS),
            "since": np.where(dated, year, ""),
            "until": np.where(ended, "2024", ""),
            "reference": _references(count, draw),
            "locator": np.char.add("row ", np.arange(count).astype(str)),
        }
    )
    return table.iloc[draw.permutation(count)]


def _hubs(count: int, nodes: int, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Links whose targets follow a power law; a part of them is there twice, by another type."""
    rank = (nodes ** draw.random(count)).astype(np.int64) - 1
    # Spread over the ids, so that the hubs are not the first rows.
    target = np.where(
        draw.random(count) < _TO_HUBS, (rank * 7_919) % nodes, draw.integers(0, nodes, count)
    )
    source = draw.integers(0, nodes, count)
    again = count // 20
    source[-again:], target[-again:] = source[:again], target[:again]
    return source, target


def _chains(count: int, nodes: int, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Owners a few places up from what they own; each thousandth link closes a loop."""
    held = draw.integers(1, nodes, count)
    up = np.minimum(1 + draw.geometric(0.2, count), held)
    owner = held - up
    back = np.arange(count) % 1_000 == 0
    return np.where(back, held, owner), np.where(back, owner, held)


def _references(count: int, draw: np.random.Generator) -> NDArray[Any]:
    return np.char.add("s", draw.integers(0, 40, count).astype(str))


def _write(path: Path, table: pd.DataFrame) -> None:
    with duckdb.connect() as engine:
        engine.register("rows", table)
        engine.execute(f"COPY rows TO '{path}' (HEADER, DELIMITER ',')")
