"""From a folder of CSV files to entities, relations, sources and a report on what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import DataError
from graph.loading.csvfile import CsvFile
from graph.loading.reading import ENTITIES_FILE, Folder, Reading, Sink
from graph.loading.report import Findings, LoadReport, Problem, RefusedData, in_order
from graph.loading.tables import KINDS, Table, Tables
from graph.model import Entity, Relation, Source

__all__ = [
    "Dataset",
    "LoadReport",
    "Problem",
    "RefusedData",
    "Sink",
    "folder_tables",
    "load_folder",
    "load_tables",
    "read_folder",
    "rows_at_fault",
]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set in memory.

    Attributes
    ----------
    name : str
        Name of the folder.
    entities, relations, sources : tuple
        In the order of the files; placeholders come last.
    report : LoadReport
        What the loader found; with errors in it the data set is incomplete.
    data_hash : str
        First 12 hex digits of the SHA-256 over the content of the files. Encoding, separator,
        line ends and blank rows leave it alone.
    """

    name: str
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...] = ()
    report: LoadReport = field(default_factory=LoadReport)
    data_hash: str = ""


def load_folder(path: Path | str) -> Dataset:
    r"""Read ``entities.csv``, ``relations.csv`` and, when it is there, ``sources.csv``.

    Every cell is text: ``01``, ``NA`` and ``1e5`` stay as they are. Every row is loaded or
    named in the report.

    Parameters
    ----------
    path : Path or str
        The folder.

    Returns
    -------
    Dataset
        Also when ``report.ok`` is false: then it holds what could be read.

    Raises
    ------
    DataError
        When there is no such folder, or no ``entities.csv`` in it.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "entities.csv").write_text("id,label,category\n01,Firm,company\n")
    >>> _ = (folder / "relations.csv").write_text("source,target,type\n01,02,owns\n")
    >>> data = load_folder(folder)
    >>> [entity.id for entity in data.entities], [str(one) for one in data.report.of("error")]
    (['01', '02'], [])
    """
    sink = _Lists()
    return sink.dataset(Path(path).resolve().name, *read_folder(path, sink))


def load_tables(tables: Tables, *, leave_out: Collection[tuple[str, int]] = ()) -> Dataset:
    """Apply the rules to tables of text, as `load_folder` does to files.

    Parameters
    ----------
    tables : Tables
        What a reader of some format found; its problems come first in the report.
    leave_out : collection of (str, int), optional
        Rows to pass by, as file and line; see `rows_at_fault`.

    Returns
    -------
    Dataset
        Also when ``report.ok`` is false: then it holds what could be read.

    Examples
    --------
    >>> from graph.loading.tables import Row, Table, Tables
    >>> firm = Row(2, {"id": "a", "label": "A", "category": "company"})
    >>> link = Row(2, {"source": "a", "target": "", "type": "owns"})
    >>> both = Tables("x", Table("e.csv", rows=(firm,)), Table("r.csv", rows=(link,)))
    >>> refused = load_tables(both)
    >>> rows_at_fault(refused.report)
    (('r.csv', 2),)
    >>> load_tables(both, leave_out=rows_at_fault(refused.report)).report.ok
    True
    """
    sink = _Lists()
    report, data_hash = Reading(tables, sink, leave_out).run()
    problems = in_order((*_settled(tables, leave_out), *report.problems))
    return sink.dataset(tables.name, replace(report, problems=problems), data_hash)


def _settled(tables: Tables, leave_out: Collection[tuple[str, int]]) -> Iterator[Problem]:
    """What reading found; an error of a row that was left out no longer refuses the data."""
    held = (tables.entities, tables.relations, tables.sources)
    readable = all(table.readable for table in held if table is not None)
    for found in tables.problems:
        problem = found if found.fix else replace(found, fix="Nothing, or change it in the file.")
        left = (problem.file, problem.row) in leave_out
        if readable and left and problem.severity == "error":
            yield replace(problem, severity="warning", fix=f"It was left out. {problem.fix}")
        else:
            yield problem


def folder_tables(path: Path | str) -> Tables:
    r"""Read a data folder as text: every column, and the line of each row.

    Parameters
    ----------
    path : Path or str
        The folder.

    Returns
    -------
    Tables
        With what reading the files found in `problems`. `load_tables` makes of them what
        `load_folder` makes of the folder, report included.

    Raises
    ------
    DataError
        When there is no such folder, or no ``entities.csv`` in it.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "entities.csv").write_text("id,label,category,lei\n01,Firm,company,7\n")
    >>> tables = folder_tables(folder)
    >>> tables.entities.columns, tables.entities.rows[0].line, tables.entities.rows[0]["lei"]
    (('id', 'label', 'category', 'lei'), 2, '7')
    """
    folder = Path(path)
    _require(folder)
    findings = Findings()
    origin = Folder(folder)
    entities, relations, sources = (
        None if (file := origin.table(kind, findings)) is None else as_table(file) for kind in KINDS
    )
    return Tables(
        folder.resolve().name, entities, relations, sources, findings.found(), str(folder)
    )


def as_table(file: CsvFile) -> Table:
    """A whole CSV file as a table; what is wrong goes to the findings of the file."""
    rows = tuple(file.rows())
    return Table(file.file, file.columns, rows, file.readable)


def rows_at_fault(report: LoadReport) -> tuple[tuple[str, int], ...]:
    """The rows, as file and line, that errors of a report stand in; each once, in order.

    Errors of a whole file (row 0) are not among them: leaving out a row does not mend those.
    """
    found = ((one.file, one.row) for one in report.of("error") if one.row)
    return tuple(dict.fromkeys(found))


def read_folder(path: Path | str, sink: Sink) -> tuple[LoadReport, str]:
    """Read a folder row by row into a sink, so that its size does not matter.

    Parameters
    ----------
    path : Path or str
        The folder.
    sink : Sink
        Takes sources, then entities, then relations; placeholders just before the relation that
        names them.

    Returns
    -------
    report : LoadReport
    data_hash : str
        See `Dataset`.

    Raises
    ------
    DataError
        When there is no such folder, or no ``entities.csv`` in it.
    """
    folder = Path(path)
    _require(folder)
    return Reading(Folder(folder), sink).run()


def _require(folder: Path) -> None:
    """Stop early when there is nothing to read."""
    try:
        if (folder / ENTITIES_FILE).exists():
            return
        there = folder.is_dir()
        others = sorted(one.name for one in folder.glob("*.[cC][sS][vV]")) if there else []
    except OSError as error:
        raise DataError(
            f"The folder cannot be read: {error.strerror}.",
            where=str(folder),
            fix="Check who may read it.",
        ) from error
    if not there:
        problem = f"There is no folder “{folder}”."
        fix = "Give a folder that holds entities.csv and relations.csv."
    else:
        problem = f"The folder “{folder}” has no entities.csv."
        found = f" (It has: {', '.join(others[:10])}.)" if others else ""
        fix = f"Put one there, with the columns id, label and category.{found}"
    missing = Problem("error", ENTITIES_FILE, 0, "", "", problem, fix)
    raise RefusedData(LoadReport((missing,)), str(folder))


@dataclass
class _Lists:
    sources: list[Source] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def dataset(self, name: str, report: LoadReport, data_hash: str) -> Dataset:
        """What was taken, as a data set."""
        return Dataset(
            name,
            tuple(self.entities),
            tuple(self.relations),
            tuple(self.sources),
            report,
            data_hash,
        )

    def source(self, source: Source) -> None:
        self.sources.append(source)

    def entity(self, entity: Entity) -> None:
        self.entities.append(entity)

    def relation(self, relation: Relation) -> None:
        self.relations.append(relation)
