"""Measure the questions of an analyst beside plain baselines; print a table.

Processor time, so that another program on the machine changes little; the ratios count.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import networkx as nx

from benchmarks.generated import write_folder
from benchmarks.report import Row, _time
from graph.model import Relation
from graph.ownership import owners
from graph.paths import find_paths
from graph.paths.connecting import connecting_links
from graph.sanctions import what_if
from graph.store import Store, open_store

ROUNDS = 5
BOUND = 1_000


def write_owners(folder: Path, links: int, loops: int, seed: int = 1) -> Path:
    """A company with `links` ownership links upstream, `loops` of them closing a circle."""
    draw = random.Random(seed)
    nodes, rows = ["c"], list[tuple[str, str, str, str]]()
    place = 0
    while len(rows) < links - loops:
        owned, left = nodes[place], 100
        for _ in range(draw.randint(1, 4)):
            if draw.random() < 0.25 and place > 20:
                owner = draw.choice(nodes[max(place + 1, len(nodes) - 60) :])
            else:
                owner = f"e{len(nodes)}"
                nodes.append(owner)
            most = draw.randint(1, max(1, left // 2))
            left -= most
            least = max(0, most - draw.choice((0, 0, 10)))
            share = "" if draw.random() < 0.1 else f"{least}-{most}"
            rows.append((owner, owned, share, draw.choice(("stated", "stated", "alleged"))))
        place += 1
    for owner, owned, *_ in draw.sample(rows[: len(rows) // 2], loops):
        rows.append((owned, owner, "5-10", "stated"))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("id", "label", "category"), *((n, n, "company") for n in nodes)]
        )
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("source", "target", "type", "share", "status"))
        writer.writerows((a, b, "owns", share, status) for a, b, share, status in rows)
    return folder


def taken(question: Callable[[], Any]) -> float:
    """Median processor time of a question in milliseconds, the first time left out."""
    question()
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        question()
        times.append(1000 * (time.process_time() - begun))
    return median(times)


def whole(store: Store) -> list[Relation]:
    """Every relation of a store, as a plain read gives them."""
    return store.links_among(store.entity_ids(store.entity_count))


def ownership(scratch: Path) -> list[Row]:
    """The sheet and the what-if of 10,000 links with 100 loops, beside a plain read."""
    store = open_store(write_owners(scratch / "owners", 10_000, 100))
    sheet = owners(store, "c")
    plain = taken(lambda: whole(store))
    read = "reading the links"
    top = [stake.id for stake in sheet.stakes if stake.ultimate][:20]
    return [
        Row(
            "Ownership sheet, 10,000 links and 100 loops",
            taken(lambda: owners(store, "c")),
            read,
            plain,
            BOUND,
        ),
        Row(
            "What if 20 owners were listed", taken(lambda: what_if(store, top)), read, plain, BOUND
        ),
    ]


def ten_shortest(graph: nx.Graph[str], a: str, b: str) -> list[list[str]]:
    """Ten paths as NetworkX gives them, by length alone."""
    return list(islice(nx.shortest_simple_paths(graph, a, b), 10))


def paths(scratch: Path) -> list[Row]:
    """Ten ranked paths and a connecting subgraph in 2,000/6,000, beside NetworkX."""
    store = open_store(write_folder(scratch / "paths", 2_000, 6_000))
    graph: nx.Graph[str] = nx.Graph((link.source, link.target) for link in whole(store))
    rows = []
    for name, a, b in (("two leaves", "e1998", "e1999"), ("two hubs", "e0", "e1")):
        rows.append(
            Row(
                f"Paths between {name}, 2,000 nodes and 6,000 links",
                taken(partial(find_paths, store, a, b)),
                "networkx, ten shortest simple paths",
                taken(partial(ten_shortest, graph, a, b)),
                BOUND,
            )
        )
    ends = ["e1", "e5", "e100", "e900", "e1500", "e1999"]
    steiner = nx.algorithms.approximation.steiner_tree
    rows.append(
        Row(
            "Links that tie six entities",
            taken(lambda: connecting_links(store, ends)),
            "networkx steiner_tree",
            taken(lambda: steiner(graph, ends, method="mehlhorn")),
            BOUND,
        )
    )
    return rows


def measured(scratch: Path) -> list[Row]:
    """Every question once; processor time in milliseconds."""
    return [*ownership(scratch), *paths(scratch)]


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(Path(folder))
    for row in rows:
        print(
            f"{row.name}: {_time(row.ours)} ({row.ratio:.1f} × {row.baseline}, "
            f"{_time(row.theirs)}); bound {row.verdict()}"
        )
    return 0 if all(row.ours <= BOUND for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
