"""Where BODS statements come from: publishers, registers and declarations as rows of sources."""

from __future__ import annotations

from typing import Any, Final

from graph.formats.bods_values import day, joined, part, text
from graph.loading.columns import SOURCE_COLUMNS
from graph.loading.tables import Row, Table

KINDS: Final = {
    "officialRegister": "register",
    "selfDeclaration": "declaration",
    "thirdParty": "third party",
    "primaryResearch": "research",
    "verified": "verified",
}
"""Types of source as kinds."""


class Sources:
    """Collects the sources of statements; equal ones are one.

    Parameters
    ----------
    file : str
        The file that the statements are from.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._ids: dict[tuple[str, ...], str] = {}
        self._rows: list[Row] = []

    def of(self, number: int, statement: dict[str, Any]) -> str:
        """The id of the source of a statement; blank when it tells none."""
        source, published = statement.get("source"), statement.get("publicationDetails")
        types = types if isinstance(types := part(source, "type"), list) else []
        cells = {
            "title": text(part(source, "description")),
            "publisher": text(part(part(published, "publisher"), "name")),
            "url": text(part(source, "url")) or text(part(part(published, "publisher"), "url")),
            "kind": joined(KINDS.get(kind, kind) for kind in map(text, types)),
            "license": text(part(published, "license")),
        }
        key = tuple(cells.values())
        if not any(key):
            return ""
        if key not in self._ids:
            self._ids[key] = f"s{len(self._ids) + 1}"
            cells["title"] = cells["title"] or cells["publisher"] or cells["url"]
            cells |= {
                "id": self._ids[key],
                "date": day(part(published, "publicationDate")),
            }
            found = {name: cell for name, cell in cells.items() if cell}
            self._rows.append(Row(number, found))
        return self._ids[key]

    def table(self) -> Table:
        """The sources; a row stands where the first statement of it does."""
        return Table(self._file, (*SOURCE_COLUMNS, "license"), tuple(self._rows))
