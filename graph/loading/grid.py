"""From rows of cells to rows under column names: the header, and cells that stand beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.exports.escaping import unsafe_cell
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row


class Grid:
    """A table while it is read, row by row.

    Parameters
    ----------
    file : str
        The name that the report gives.
    known, required : sequence of str
        Columns with a meaning, whatever their capitals; those of them that must be there.
    findings : Findings
        Takes what is wrong.
    guarded : bool, optional
        Whether an apostrophe before a formula is a spreadsheet's guard and no part of the text.

    Attributes
    ----------
    readable : bool
        Whether the header could be used; set by `header`.
    columns : tuple of str
        The names in the header; set by `header`.

    Examples
    --------
    >>> grid = Grid("x.csv", ("id",), ("id",), Findings())
    >>> grid.header(1, ["ID", "Lei", ""])
    >>> grid.columns, grid.readable, grid.row(2, ["a", " ", "x"]).cells
    (('id', 'Lei'), True, {'id': 'a', 'column 3': 'x'})
    """

    def __init__(
        self,
        file: str,
        known: Sequence[str],
        required: Sequence[str],
        findings: Findings,
        *,
        guarded: bool = True,
    ) -> None:
        self.file = file
        self.readable = False
        self.columns: tuple[str, ...] = ()
        self._known = known
        self._required = required
        self._findings = findings
        self._guarded = guarded

    def note(
        self, severity: Severity, line: int, problem: str, fix: str = "", *, value: str = ""
    ) -> None:
        """Note a problem of a row, or of the whole table with line 0."""
        self._findings.add(Problem(severity, self.file, line, "", value, problem, fix))

    def header(self, line: int, cells: Sequence[str]) -> None:
        """Take the first row."""
        names = [(unsafe_cell(cell) if self._guarded else cell).strip() for cell in cells]
        if names:
            # Two programs may each have put a mark before the file; nobody could see the second.
            names[0] = names[0].lstrip("\ufeff").strip()
        names = [name.lower() if name.lower() in self._known else name for name in names]
        while names and not names[-1]:
            names.pop()
        repeated = {name: n for name, n in Counter(filter(None, names)).items() if n > 1}
        missing = [name for name in self._required if name not in names]
        for name, times in repeated.items():
            self._findings.add(
                Problem(
                    "error",
                    self.file,
                    line,
                    name,
                    name,
                    f"The column “{name}” is there {times} times.",
                    "Keep one of them, or give the others their own names.",
                )
            )
        for name in missing:
            found = ", ".join(filter(None, names[:50]))
            self._findings.add(
                Problem(
                    "error",
                    self.file,
                    line,
                    name,
                    "",
                    f"The column “{name}” is missing; found: {found}.",
                    f"Add a column “{name}” to the first row.",
                )
            )
        self.readable = not repeated and not missing
        unnamed = [place for place, name in enumerate(names, 1) if not name]
        if unnamed:
            places = ", ".join(map(str, unnamed))
            self.note(
                "info",
                line,
                f"A column has no name (place {places}); it is kept under its place.",
                "Give it a name in the first row.",
            )
        self.columns = tuple(name or f"column {place}" for place, name in enumerate(names, 1))

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """Take a row after the first."""
        header = self.columns
        # A table that was saved for spreadsheets guards its formulas with an apostrophe.
        plain = (
            [unsafe_cell(cell) if cell[:1] == "'" else cell for cell in cells]
            if self._guarded
            else list(cells)
        )
        content = {
            name: cell
            for name, cell in zip(header, plain, strict=False)
            if cell and not cell.isspace()
        }
        if len(cells) < len(header):
            self.note(
                "warning",
                line,
                f"The row has {len(cells)} cells, the header {len(header)}; the missing ones are "
                "read as blank.",
                "Check that each cell stands in its own column.",
            )
        elif len(cells) > len(header):
            surplus = {
                f"column {place}": cell
                for place, cell in enumerate(plain[len(header) :], len(header) + 1)
                if cell.strip()
            }
            if surplus:
                self.note(
                    "error",
                    line,
                    f"The row has {len(cells)} cells, the header {len(header)}: cells stand in the "
                    "wrong columns.",
                    "Put quotation marks around a cell that holds a separator.",
                    value=next(iter(surplus.values())),
                )
            content |= surplus
        return Row(line, content)
