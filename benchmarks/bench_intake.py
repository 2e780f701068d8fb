"""The load report of a large file beside pandas, which only reads it: time and memory."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd

from benchmarks.report import Row
from graph.loading import read_folder
from graph.loading.reading import Nowhere
from scripts.serving import ROOT

ROUNDS = 7
BOUND = 3
COLUMNS = (
    "source",
    "target",
    "type",
    "share",
    "status",
    "since",
    "until",
    "evidence",
    "reference",
    "locator",
)


def write_relations(folder: Path, nodes: int, links: int, seed: int = 1) -> Path:
    """A data folder with every usual column filled, one row in a hundred at fault."""
    draw = random.Random(seed)
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "label", "category"])
        writer.writerows([f"e{n}", f"Entity {n}", "company"] for n in range(nodes))
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(links):
            fault = number % 100 == 99
            writer.writerow(
                [
                    f"e{draw.randrange(nodes)}",
                    f"e{draw.randrange(nodes)}",
                    draw.choice(("owns", "linked_to", "member_of", "controls")),
                    "130" if fault else draw.choice(("", "1", "2.5", "5-10")),
                    draw.choice(("stated", "alleged", "")),
                    draw.choice(("", "2020", "2020-05")),
                    "",
                    f"Annual report, note {number}" if number % 4 else f"Annual report {number}",
                    "",
                    f"p. {draw.randrange(100)}",
                ]
            )
    return folder


def with_pandas(folder: Path) -> None:
    """Read the relations as pandas does, every cell text."""
    pd.read_csv(folder / "relations.csv", dtype=str)


def with_longarm(folder: Path) -> None:
    """The whole report."""
    read_folder(folder, Nowhere())


READERS: dict[str, Callable[[Path], None]] = {"pandas": with_pandas, "longarm": with_longarm}


def taken(folder: Path) -> tuple[float, float]:
    """Median processor time of both in turn, in milliseconds: ours, theirs."""
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(ROUNDS):
        for name, read in READERS.items():
            begun = time.process_time()
            read(folder)
            times[name].append(1000 * (time.process_time() - begun))
    return median(times["longarm"]), median(times["pandas"])


def grown(read: Callable[[Path], None], folder: Path) -> float:
    """What a reading adds to the most memory that this process held, in MB; Linux alone tells."""
    # Importing takes more for a moment than stays: the mark is set back first.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _held("VmRSS")
    read(folder)
    return (_held("VmHWM") - before) / 1024


def _held(what: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))


def peak(name: str, folder: Path) -> float:
    """What one reading adds to the peak of a fresh process, in MB."""
    command = [sys.executable, "-m", "benchmarks.bench_intake", name, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def measured(scratch: Path) -> list[Row]:
    """Time and memory of the report of 100,000 relations, one row in a hundred at fault."""
    scratch.mkdir(parents=True, exist_ok=True)
    folder = write_relations(scratch, 20_000, 100_000)
    ours, theirs = taken(folder)
    read = "pandas.read_csv, dtype=str"
    return [
        Row("Report of 100,000 relations", ours, read, theirs, bound_ratio=BOUND),
        Row(
            "Memory for that report",
            peak("longarm", folder),
            read,
            peak("pandas", folder),
            bound_ratio=BOUND,
            unit="MB",
        ),
    ]


def main() -> int:
    """Measure and print; with a reader and a folder, the memory of one reading alone."""
    if len(sys.argv) == 3:
        print(grown(READERS[sys.argv[1]], Path(sys.argv[2])))
        return 0
    with tempfile.TemporaryDirectory() as name:
        for row in measured(Path(name)):
            print(f"{row.name}: {row.ours:.0f}, {row.theirs:.0f}: {row.ratio:.2f}; {row.verdict()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
