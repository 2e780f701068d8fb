"""From text to FollowTheMoney records: JSON lines, and what stands beside the properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.errors import DataError
from graph.formats import ftm_terms as terms
from graph.formats.bods_parsing import parse, reason_of
from graph.formats.bods_values import joined, text, texts
from graph.formats.ftm_cells import Cells
from graph.loading.report import Severity


def objects_of(
    file: str, content: str, note: Callable[[Severity, int, str, str], None]
) -> list[tuple[int, Any]]:
    """The objects of a file, one to a line; a whole JSON list of them will do.

    Raises
    ------
    DataError
        When nothing in it is JSON.
    """
    found: list[tuple[int, Any]] = []
    broken: list[tuple[int, ValueError]] = []
    for line, one in enumerate(content.split("\n"), start=1):
        if one.strip():
            try:
                found.append((line, parse(one)))
            except ValueError as error:
                broken.append((line, error))
    if broken and not any(isinstance(one, dict) and "schema" in one for _, one in found):
        try:
            whole = parse(content)
        except ValueError as error:
            raise DataError(
                f"This is not JSON: {reason_of(error)}.",
                where=file,
                fix="Save it as FollowTheMoney JSON lines: one entity to a line.",
            ) from error
        found, broken = [(1, whole)], []
    if len(found) == 1 and isinstance(found[0][1], list):
        found = list(enumerate(found[0][1], start=1))
    for line, wrong in broken:
        note(
            "warning",
            line,
            f"This line is not JSON ({reason_of(wrong)}). It is left out.",
            "Mend the line.",
        )
    return found


def kept_of(value: Any) -> Cells:
    """What an export of ours kept beside the properties; anything else is passed by."""
    if not isinstance(value, Mapping):
        return {}
    return {
        text(key): _whole(cell)
        for key, cell in value.items()
        if isinstance(key, str) and isinstance(cell, str) and text(key)
    }


def _whole(cell: str) -> str:
    """A text with its blanks, without halves of character pairs."""
    return cell.encode("utf-8", "replace").decode() if not cell.isascii() else cell


def context_of(one: Mapping[str, Any]) -> Cells:
    """Data set, referents and what else stands beside the properties."""
    found = {}
    for key, value in one.items():
        if key not in ("id", "schema", "properties", "caption", terms.KEPT):
            cell = cell_of(value)
            if cell:
                found[f"ftm_{text(key)}"] = cell
    return found


def cell_of(value: Any) -> str:
    """The values of a property as one cell."""
    return joined(texts(value)) if isinstance(value, list) else text(value)
