"""What every test may use."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

# A shared or slow machine must not turn a law into a race.
settings.register_profile("longarm", deadline=None)
settings.load_profile("longarm")

ROOT = Path(__file__).resolve().parent.parent

Row = dict[str, str]
WriteFolder = Callable[..., Path]


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return ROOT


def write_table(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Write rows as CSV, with every column that a row brings."""
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """A factory of data folders: ``write_folder([{"id": "a", …}], [{"source": …}])``."""

    def write(entities: Sequence[Row], relations: Sequence[Row] = (), name: str = "folder") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        write_table(folder / "entities.csv", entities, ("id", "label", "category"))
        write_table(folder / "relations.csv", relations, ("source", "target", "type"))
        return folder

    return write
