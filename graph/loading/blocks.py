"""Rows by the thousand: what holds for most of them is found column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from graph.loading.tables import Row

SIZE: Final = 8192
"""Rows of a block."""

CELL_END: Final = "\x1f"
ROW_END: Final = "\x1e"
"""Signs between cells and rows; neither is left in a cell when they are joined."""


@dataclass(slots=True)
class Block:
    r"""Some rows of a file, each as wide as its header and none of them blank.

    Attributes
    ----------
    names : tuple of str
        The columns.
    lines : sequence of int
        The line each row starts on.
    columns : sequence of sequence of str
        The cells, column by column.
    text : str
        All cells, row by row, joined by `CELL_END` and `ROW_END`.
    printable : bool
        Whether it is known that every sign is printed.

    Examples
    --------
    >>> block = Block(("id", "label"), [2, 3], [["a", "b"], ["A", " "]], "a\x1fA\x1eb\x1f ")
    >>> block.where("label", lambda text: not text.strip()), block.row(1)
    ({1}, Row(line=3, cells={'id': 'b'}, file=''))
    """

    names: tuple[str, ...]
    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    text: str
    printable: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[str]:
        """The cells of a column; nothing when there is none of that name."""
        return self.columns[self.names.index(name)] if name in self.names else ()

    def stripped(self, name: str) -> Iterator[str]:
        """The cells of a column without blanks around them; blank ones without such a column."""
        cells = self.column(name)
        return map(str.strip, cells) if cells else repeat("", len(self))

    def having(self, name: str, values: set[str]) -> set[int]:
        """The places of rows whose cell is one of these."""
        if not values:
            return set()
        return {place for place, cell in enumerate(self.column(name)) if cell in values}

    def where(self, name: str, test: Callable[[str], bool]) -> set[int]:
        """The places of rows whose cell passes a test, asked once for each different cell."""
        return self.having(name, {cell for cell in set(self.column(name)) if test(cell)})

    def blank(self, name: str) -> set[int]:
        """The places of rows whose cell is blank."""
        if all(map(str.strip, self.column(name))):
            return set()
        return self.where(name, lambda text: not text.strip())

    def unseen(self) -> set[int]:
        """The places of rows with signs that are not printed, line ends included."""
        if self.printable or self.text.replace(CELL_END, "").replace(ROW_END, "").isprintable():
            return set()
        joined = map("".join, zip(*self.columns, strict=True))
        return {place for place, text in enumerate(joined) if not text.isprintable()}

    def row(self, place: int) -> Row:
        """One row."""
        cells = ((name, held[place]) for name, held in zip(self.names, self.columns, strict=True))
        return Row(
            self.lines[place], {name: cell for name, cell in cells if cell and not cell.isspace()}
        )

    def rows(self) -> Iterator[Row]:
        """All rows."""
        names = self.names
        for line, cells in zip(self.lines, zip(*self.columns, strict=True), strict=True):
            content = {
                name: cell
                for name, cell in zip(names, cells, strict=True)
                if cell and not cell.isspace()
            }
            yield Row(line, content)

    def extras(self, known: Sequence[str]) -> Iterator[dict[str, str]]:
        """The attributes of each row: what stands in other columns and is not blank."""
        # Not one column by its name after the other: a file may have a hundred thousand.
        held = {n: c for n, c in zip(self.names, self.columns, strict=True) if n not in known}
        own = tuple(held)
        if not own:
            for _ in self.lines:
                yield {}
            return
        for cells in zip(*(map(str.strip, column) for column in held.values()), strict=True):
            yield {name: cell for name, cell in zip(own, cells, strict=True) if cell}
