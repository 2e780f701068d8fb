"""Data sets of a given size, the same for the same seed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

CATEGORIES = ("company", "company", "company", "person", "person", "state", "role", "institution")
TYPES = (
    "owns",
    "owns",
    "board_member_of",
    "linked_to",
    "member_of",
    "holds_data_on",
    "relative_of",
)
STATUSES = ("stated", "stated", "stated", "inferred", "alleged", "proposed", "")


def write_folder(folder: Path, nodes: int, links: int, seed: int = 1) -> Path:
    """Write ``entities.csv`` and ``relations.csv`` with hubs, as networks of influence have them.

    Parameters
    ----------
    folder : Path
        Made when it is not there.
    nodes, links : int
        How many of each.
    seed : int
        The same seed gives the same files.

    Returns
    -------
    Path
        `folder`.
    """
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    ids = [f"e{number}" for number in range(nodes)]
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "label", "category"])
        for number, one in enumerate(ids):
            writer.writerow([one, f"Entity {number} of the sample", draw.choice(CATEGORIES)])
    # Whoever has links already is likelier to get the next: a few hubs, many leaves.
    ends = ids[:5]
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "target", "type", "share", "status"])
        for number in range(links):
            source = ids[number] if number < nodes else draw.choice(ids)
            target = draw.choice(ends)
            if source == target:
                target = draw.choice(ids)
            kind = draw.choice(TYPES)
            share = str(draw.randint(1, 40)) if kind == "owns" else ""
            writer.writerow([source, target, kind, share, draw.choice(STATUSES)])
            ends += [source, target]
    return folder
