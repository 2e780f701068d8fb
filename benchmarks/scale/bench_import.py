"""Import of a large folder beside the engine's bare reading of the same files, in one run.

``python -m benchmarks.scale.bench_import FOLDER`` prints seconds and peak memory of each, every
one in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def bare(folder: Path, out: Path) -> None:
    """Read the files into tables of text, without any check."""
    import duckdb

    with duckdb.connect(str(out)) as connection:
        for name in ("entities", "relations", "sources"):
            if (folder / f"{name}.csv").exists():
                connection.execute(
                    f"CREATE TABLE {name} AS SELECT * FROM "
                    f"read_csv('{folder / name}.csv', all_varchar = true)"
                )


def checked(folder: Path, out: Path) -> None:
    """Import the folder, telling what takes how long."""
    from graph.store import build_store_file

    start = time.perf_counter()

    def tell(step: str, rows: int) -> None:
        print(f"{time.perf_counter() - start:8.2f} s  {step} ({rows:,})", file=sys.stderr)

    build_store_file(folder, out, tell=tell)


WAYS = {"bare": bare, "import": checked}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Run one way in a process of its own; its seconds, peak memory and size of file in MB."""
    with TemporaryDirectory() as beside:
        out = Path(beside) / "out.duckdb"
        command = [sys.executable, "-m", "benchmarks.scale.bench_import", str(folder)]
        told = subprocess.run(
            [*command, "--way", way, "--out", str(out)], check=True, stdout=subprocess.PIPE
        )
        found: dict[str, float] = json.loads(told.stdout)
        return found | {"file_mb": out.stat().st_size / 1e6}


def main() -> None:
    """Measure both, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.way:
        start = time.perf_counter()
        WAYS[given.way](given.folder, given.out)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak_mb": peak}))
        return
    found = {way: measured(way, given.folder) for way in WAYS}
    for way, numbers in found.items():
        print(way, *(f"{name} {value:,.1f}" for name, value in numbers.items()), sep="  ")
    print(f"ratio {found['import']['seconds'] / found['bare']['seconds']:.1f}")


if __name__ == "__main__":
    main()
