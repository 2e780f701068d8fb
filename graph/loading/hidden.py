"""Signs that nobody sees: what drives a terminal, turns text around or takes no room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph.loading.report import Problem
from graph.loading.tables import Row

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters of both ranges, but for tab and line ends; halves of characters."""

NO_WIDTH: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Signs without width. Joiners are not among them: some scripts cannot be written without."""

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def is_plain(row: Row) -> bool:
    r"""Whether every sign of a row is seen; most rows pass this quick look.

    Examples
    --------
    >>> is_plain(Row(2, {"label": "Alpha"})), is_plain(Row(2, {"label": "Al\u200bpha"}))
    (True, False)
    """
    return "".join((*row.cells, *row.cells.values())).isprintable()


def without_control(row: Row) -> Row:
    r"""The row with each control character shown as �.

    Examples
    --------
    >>> without_control(Row(2, {"label": "Al\x00pha"}))["label"]
    'Al�pha'
    """
    cells = {
        CONTROL.sub("\ufffd", name): CONTROL.sub("\ufffd", cell) for name, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def hidden_signs(file: str, row: Row) -> Iterator[Problem]:
    r"""A problem for each cell with signs that nobody sees; they are kept.

    Examples
    --------
    >>> cells = {"id": "a\u202eb", "label": "Al\u200bpha", "note": "a\x00"}
    >>> [(one.severity, one.column) for one in hidden_signs("x.csv", Row(2, cells))]
    [('warning', 'id'), ('info', 'label'), ('warning', 'note')]
    """
    for column, cell in row.cells.items():
        if CONTROL.search(column + cell):
            yield Problem(
                "warning",
                file,
                row.line,
                CONTROL.sub("\ufffd", column),
                CONTROL.sub("\ufffd", cell),
                "The cell has control characters; each is shown as �.",
                "Take them out.",
            )
        if _TURNING.search(cell):
            yield Problem(
                "warning",
                file,
                row.line,
                column,
                _TURNING.sub("\ufffd", cell),
                "The cell has signs that turn the direction of text around, so that it may read as "
                "something else. They are kept; figures leave them out.",
                "Take them out (here each is written �).",
            )
        if NO_WIDTH.search(cell):
            yield Problem(
                "info",
                file,
                row.line,
                column,
                NO_WIDTH.sub("\ufffd", cell),
                "The cell has signs without width, which nobody sees.",
                "Take them out if they are not meant (here each is written �).",
            )
