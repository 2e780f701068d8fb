"""``convert``: data of any format that is read, into any that is written."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.commands.export import redaction_of, write_whole
from graph.errors import DataError, ExportError
from graph.terminal import answer, answer_json, say
from graph.usage import CONVERTED

if TYPE_CHECKING:
    from graph.exports.redaction_roll import Roll
    from graph.formats import Loss, Package
    from graph.loading import Dataset, LoadReport, Tables

FOLDER: Final = "folder"
"""CSV files side by side, as a data folder has them."""

_DUCKDB: Final = b"DUCK"
_MAGIC_AT: Final = 8


def convert_(arguments: argparse.Namespace) -> bool:
    """Answer ``convert``."""
    from graph.exports.redaction import redacted_dataset

    source, out = Path(arguments.source), Path(arguments.out)
    fmt = format_of(arguments.out, arguments.format or "")
    _keep_apart(source, out, fmt)
    data = _read(source, without_bad_rows=arguments.without_bad_rows)
    if not data.report.ok:
        _refused(data.report, as_json=arguments.json)
        return False
    redaction = redaction_of(arguments)
    told: tuple[str, ...] = ()
    roll = None
    if redaction:
        data, roll, summary = redacted_dataset(data, redaction)
        told = summary.lines()
    package, losses = _packed(data)
    files, lost = _written(package, fmt, out)
    losses = (*losses, *lost)
    if roll is not None:
        _search(files, fmt, roll, package)
    if fmt == FOLDER:
        out.mkdir(parents=True, exist_ok=True)
    write_whole(files)
    if arguments.json:
        answer_json(
            {
                "entities": len(package.entities),
                "relations": len(package.relations),
                "losses": [asdict(loss) for loss in losses],
                "out": str(out),
                "format": fmt,
                "files": [str(path) for path in files],
                "redaction": list(told),
            }
        )
    else:
        answer(*map(str, files))
        say(f"{len(package.entities):,} entities, {len(package.relations):,} relations.")
    for line in (*(f"{one}." for one in told), *map(str, losses)):
        say(line)
    return True


def format_of(out: str, asked: str = "") -> str:
    """The format that a file name asks for.

    Raises
    ------
    ExportError
        When nothing is written under such a name.

    Examples
    --------
    >>> [format_of(name) for name in ("a.bods.json", "a.json", "a.ZIP", "folder/", "b")]
    ['bods', 'json', 'csv', 'folder', 'folder']
    """
    from graph.formats import FORMATS

    path = Path(out)
    if asked and not (asked == "csv" and (path.is_dir() or not path.suffix)):
        return asked
    if path.is_dir() or out.endswith(("/", "\\")) or not path.suffix:
        return FOLDER
    ways = [(FORMATS[name].suffix, name) for name in CONVERTED]
    for suffix, name in sorted(ways, key=lambda way: -len(way[0])):
        if path.name.lower().endswith(f".{suffix}"):
            return name
    known = ", ".join(dict.fromkeys(f".{suffix}" for suffix, _ in ways))
    raise ExportError(
        f"No format is known by the end of the name “{path.name}”.",
        fix=f"End it in {known}, name a folder, or give --format.",
    )


def _keep_apart(source: Path, out: Path, fmt: str) -> None:
    """Never write over what is read."""
    here, there = source.resolve(), out.resolve()
    inside = there.exists() and here.is_dir() and here in there.parents
    same = here == there or (source.exists() and out.exists() and source.samefile(out))
    if same or inside or (fmt == FOLDER and here.parent == there):
        raise ExportError(
            "This would write over the data that is read.", fix="Name another file or folder."
        )


def _read(source: Path, *, without_bad_rows: bool) -> Dataset:
    from graph.loading import load_tables, rows_at_fault

    if _is_store(source):
        return _from_store(source)
    tables = _tables(source)
    data = load_tables(tables)
    if data.report.ok or not without_bad_rows:
        return data
    bad = rows_at_fault(data.report)
    for problem in data.report.of("error"):
        say(f"left out: {problem}")
    return load_tables(tables, leave_out=bad) if bad else data


def _tables(source: Path) -> Tables:
    if source.is_dir():
        from graph.loading import folder_tables

        return folder_tables(source)
    from graph.formats import read_any

    try:
        return read_any(source)
    except ImportError as error:
        raise DataError(
            f"A part that reads formats is missing: {error}.",
            where=str(source),
            fix="Install what requirements.txt lists.",
        ) from error


def _is_store(source: Path) -> bool:
    if not source.is_file():
        return False
    with source.open("rb") as file:
        return file.read(_MAGIC_AT + len(_DUCKDB))[_MAGIC_AT:] == _DUCKDB


def _from_store(source: Path) -> Dataset:
    from graph.errors import LimitExceeded
    from graph.loading import Dataset
    from graph.queries import FETCH_LIMIT
    from graph.store import open_store

    store = open_store(source)
    if max(store.entity_count, store.relation_count) > FETCH_LIMIT:
        raise LimitExceeded(
            f"The store holds {store.entity_count:,} entities and {store.relation_count:,} "
            f"relations; {FETCH_LIMIT:,} of each is the most.",
            fix="Convert the folder it was built from, or export a view of it.",
        )
    ids = store.entity_ids(store.entity_count)
    return Dataset(
        store.name,
        tuple(sorted(store.entities(ids).values(), key=lambda one: (one.row == 0, one.row))),
        tuple(store.links_of(ids)),
        tuple(store.sources().values()),
        store.report,
        store.data_hash,
    )


def _refused(report: LoadReport, *, as_json: bool) -> None:
    if as_json:
        answer_json(report.to_dict())
    for problem in report.of("error"):
        say(f"error: {problem}")
    say(
        "The data is refused. --without-bad-rows leaves out the rows at fault, where that mends it."
    )


def _packed(data: Dataset) -> tuple[Package, tuple[Loss, ...]]:
    """The content, without the evidence that the data keeps out of files."""
    from graph.exports.contents import evidence_of, is_withheld
    from graph.formats import Loss, Package

    package = Package.of(data)
    kept_back = sum(map(is_withheld, data.relations))
    if not kept_back:
        return package, ()
    relations = tuple(replace(one, evidence=evidence_of(one)) for one in data.relations)
    words = "passage" if kept_back == 1 else "passages"
    loss = Loss(
        f"{words} that the data keeps out of files", kept_back, "left out; --with-withheld keeps it"
    )
    return replace(package, relations=relations), (loss,)


def _written(
    package: Package, fmt: str, out: Path
) -> tuple[Mapping[Path, bytes], tuple[Loss, ...]]:
    from graph.exports import writer_of

    if fmt == FOLDER:
        from graph.exports.tables import csv_files

        files = csv_files(package.entities, package.relations, package.sources)
        return {out / name: data for name, data in files.items()}, ()
    writer = writer_of(fmt)
    return {out: writer.write(package)}, tuple(writer.losses(package))


def _search(files: Mapping[Path, bytes], fmt: str, roll: Roll, package: Package) -> None:
    """Refuse files in which a redacted name is left."""
    from graph.exports.leaks import leaks, own_words, refuse

    kind = "txt" if fmt == FOLDER else fmt
    if not any(leaks(data, kind, roll) for data in files.values()):
        return
    bare, _ = _written(_bare(package), fmt, Path("bare"))
    own = frozenset[tuple[str, ...]]().union(
        *(own_words(data, kind, roll) for data in bare.values())
    )
    for path, data in files.items():
        refuse(leaks(data, kind, roll, own=own), f"file “{path.name}”")


def _bare(package: Package) -> Package:
    """As many rows of the same kinds, without a word of the data."""
    from graph.formats import Package as Packed
    from graph.model import CATEGORIES, TYPE_WORDS, Entity, Relation

    ids = {entity.id: str(number) for number, entity in enumerate(package.entities, start=1)}
    entities = [
        Entity(ids[one.id], ids[one.id], one.category if one.category in CATEGORIES else "company")
        for one in package.entities
    ]
    relations = [
        Relation(
            one.id,
            ids.get(one.source, "0"),
            ids.get(one.target, "0"),
            one.type if one.type in TYPE_WORDS else "linked_to",
            one.share,
            one.status,
            one.since,
            one.until,
        )
        for one in package.relations
    ]
    return Packed("data", tuple(entities), tuple(relations))
