"""What loading a data set found: problems with their place and a way out, and the report."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from graph.errors import DataError
from graph.exports.escaping import safe_cell

Severity = Literal["error", "warning", "info"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""Severities, the worst first. An error keeps a data set from being shown."""

MAX_ALIKE: Final = 1_000
"""Problems of one file, column and severity that are listed one by one; the rest is counted."""

FIRST_ROWS: Final = 10
"""Rows that a group of problems names."""

_VARIES: Final = re.compile(r"“[^”]*”|\d+")
_VALUE_LENGTH: Final = 200
_COLUMNS: Final = ("severity", "file", "row", "column", "value", "problem", "fix")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of the loader.

    Attributes
    ----------
    severity : {"error", "warning", "info"}
        Whether it keeps the data from being shown, changes what is shown, or is good to know.
    file : str
        Name of the file.
    row : int
        Line as an editor counts it, the header being 1; 0 when the whole file is meant.
    column, value : str
        The cell; blank when the whole row or file is meant.
    problem, fix : str
        What is wrong, and what to do about it.
    """

    severity: Severity
    file: str
    row: int
    column: str
    value: str
    problem: str
    fix: str = ""

    @property
    def where(self) -> str:
        """The place in words.

        Examples
        --------
        >>> Problem("warning", "relations.csv", 4, "share", "130", "Too large.").where
        'relations.csv, row 4, column share'
        """
        row = f", row {self.row}" if self.row else ""
        return f"{self.file}{row}{f', column {self.column}' if self.column else ''}"

    def to_dict(self) -> dict[str, Any]:
        """The problem as the command ``check`` gives it; a row of 0 becomes ``None``."""
        return {name: getattr(self, name) for name in _COLUMNS} | {"row": self.row or None}

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.fix}".rstrip()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Everything the loader found in a data set, the worst first.

    Attributes
    ----------
    problems : tuple of Problem
        What was found.
    entities, relations : int
        Rows that were read; placeholders, which stand in no file, are not counted.

    Examples
    --------
    >>> LoadReport((Problem("error", "entities.csv", 2, "id", "", "The id is blank."),)).ok
    False
    """

    problems: tuple[Problem, ...] = ()
    entities: int = 0
    relations: int = 0

    @property
    def ok(self) -> bool:
        """Whether the data set can be used: no error was found."""
        return not self.of("error")

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.problems if problem.severity == severity)

    def groups(self) -> tuple[Group, ...]:
        """Problems of one kind together, in the order of the report.

        Of one kind are those of one severity, file and column whose words differ only in what
        they quote and in their numbers.

        Examples
        --------
        >>> rows = [
        ...     Problem("warning", "r.csv", row, "share", "x", f"“{row}” is not a share.")
        ...     for row in (4, 7)
        ... ]
        >>> [(one.count, one.rows, one.problem) for one in LoadReport(tuple(rows)).groups()]
        [(2, (4, 7), '“4” is not a share.')]
        """
        held: dict[tuple[str, str, str, str], list[Problem]] = {}
        for one in self.problems:
            kind = _VARIES.sub("…", one.problem)
            held.setdefault((one.severity, one.file, one.column, kind), []).append(one)
        return tuple(Group(tuple(alike)) for alike in held.values())

    def to_dict(self) -> dict[str, Any]:
        """The report as the command ``check`` gives it."""
        return {
            "entities": self.entities,
            "relations": self.relations,
            "ok": self.ok,
            "problems": [problem.to_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> LoadReport:
        """Read what `to_dict` gave."""
        problems = tuple(
            Problem(**(entry | {"row": entry["row"] or 0})) for entry in content["problems"]
        )
        return cls(problems, content["entities"], content["relations"])

    def to_csv(self) -> str:
        """The problems as CSV; what a spreadsheet would take for a formula is made plain text."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for problem in self.problems:
            cells = [str(getattr(problem, name)) for name in _COLUMNS]
            cells[2] = str(problem.row or "")
            writer.writerow(safe_cell(cell) for cell in cells)
        return text.getvalue()


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind in one column of one file.

    Attributes
    ----------
    problems : tuple of Problem
        At least one.
    """

    problems: tuple[Problem, ...]

    @property
    def severity(self) -> Severity:
        """How bad they are."""
        return self.problems[0].severity

    @property
    def file(self) -> str:
        """The file they are in."""
        return self.problems[0].file

    @property
    def column(self) -> str:
        """The column; blank when the whole row or file is meant."""
        return self.problems[0].column

    @property
    def problem(self) -> str:
        """The first, in words."""
        return self.problems[0].problem

    @property
    def fix(self) -> str:
        """What to do about the first."""
        return self.problems[0].fix

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.problems)

    @property
    def rows(self) -> tuple[int, ...]:
        """The first rows they are in."""
        rows = (one.row for one in self.problems if one.row)
        return tuple(islice(dict.fromkeys(rows), FIRST_ROWS))


class RefusedData(DataError):
    """A data set with errors.

    Attributes
    ----------
    report : LoadReport
        All that was found, for a list on the screen.

    Examples
    --------
    >>> blank = Problem("error", "entities.csv", 2, "id", "", "The id is blank.", "Give it one.")
    >>> str(RefusedData(LoadReport((blank,)), "my folder"))
    'my folder: 1 error. entities.csv, row 2, column id: The id is blank. Give it one.'
    """

    def __init__(self, report: LoadReport, where: str) -> None:
        self.report = report
        errors = report.of("error")
        first = " ".join(str(error) for error in errors[:3])
        number = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        more = " The first three:" if len(errors) > 3 else ""
        super().__init__(f"{number}.{more} {first}", where=where)


class Findings:
    """Collects problems while files are read.

    A file with the same mistake in a million rows gives a report that can be read: after
    `MAX_ALIKE` problems of one file, column and severity the others are counted in one line.
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._alike: Counter[tuple[str, str, Severity]] = Counter()
        self._last: dict[tuple[str, str, Severity], Problem] = {}

    def add(self, problem: Problem | None) -> None:
        """Note a problem; ``None`` is no problem."""
        if problem is None:
            return
        key = (problem.file, problem.column, problem.severity)
        self._alike[key] += 1
        if self._alike[key] <= MAX_ALIKE:
            if len(problem.value) > _VALUE_LENGTH:
                short = problem.value[: _VALUE_LENGTH - 1] + "…"
                problem = Problem(**(problem.to_dict() | {"value": short, "row": problem.row}))
            self._problems.append(problem)
        else:
            self._last[key] = problem

    def report(self, entities: int, relations: int) -> LoadReport:
        """The report on what was collected."""
        rest = [
            Problem(
                last.severity,
                last.file,
                last.row,
                last.column,
                "",
                f"{self._alike[key] - MAX_ALIKE:,} more rows have a problem in this column, "
                f"row {last.row} being the last.",
                "Mend those above first and check again.",
            )
            for key, last in self._last.items()
        ]
        return LoadReport(in_order(self._problems + rest), entities, relations)

    def found(self) -> tuple[Problem, ...]:
        """The problems so far, as `report` would list them."""
        return self.report(0, 0).problems


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as a report lists them: the worst first, then by file and row."""
    return tuple(
        sorted(problems, key=lambda one: (SEVERITIES.index(one.severity), one.file, one.row))
    )
