"""The CSV files of a view: what is visible, in the columns that the loader reads."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from graph.exports.contents import entities_of, evidence_of, relations_of, sources_used
from graph.exports.escaping import safe_cell
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.model import Entity, Relation, Source
from graph.views.view import View

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def csv_pair(
    view: View, sources: Mapping[str, Source] | None = None, *, safe: bool = True
) -> dict[str, bytes]:
    """The visible entities and relations, and the sources they cite, as CSV files.

    Parameters
    ----------
    view : View
        What is visible.
    sources : Mapping of str to Source, optional
        The data set's sources; without them there is no ``sources.csv``.
    safe : bool, optional
        Whether cells that a spreadsheet would run as a formula get a leading apostrophe; the
        loader takes it off again.

    Returns
    -------
    dict of str to bytes
        File contents by name, UTF-8, RFC 4180, in the order of the data.
    """
    entities, relations = entities_of(view), relations_of(view)
    shown = [replace(relation, evidence=evidence_of(relation)) for relation in relations]
    return csv_files(entities, shown, sources_used(view, sources or {}), safe=safe)


def csv_files(
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    sources: Sequence[Source],
    *,
    safe: bool = True,
) -> dict[str, bytes]:
    """Entities, relations and sources, as they are, as CSV files; see `csv_pair`."""
    files = grids(entities, relations, sources)
    return {f"{name}.csv": _table(grid, safe) for name, grid in files.items()}


def grids(
    entities: Sequence[Entity], relations: Sequence[Relation], sources: Sequence[Source]
) -> dict[str, list[list[str]]]:
    """The tables of a data set as rows of cells, the header first; no sources, no table of them.

    Examples
    --------
    >>> grids([Entity("a", "A", "company", extra={"lei": "7"})], [], [])["entities"][1]
    ['a', 'A', 'company', '', '', '', '', '', '', '', '7']
    """
    named = {end for relation in relations for end in (relation.source, relation.target)}
    # An entity that the loader made up is made up again from the relation that names it; as a row
    # it would pass for something the data says.
    own = [entity for entity in entities if not (entity.placeholder and entity.id in named)]
    tables = {
        "entities": _grid(ENTITY_COLUMNS, [(_entity_row(one), one.extra) for one in own]),
        "relations": _grid(RELATION_COLUMNS, [(_relation_row(r), r.extra) for r in relations]),
    }
    if sources:
        rows = [(_source_row(one), one.extra) for one in sources]
        tables["sources"] = _grid(SOURCE_COLUMNS, rows)
    return tables


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files packed into one archive that is the same, byte for byte, each time.

    Examples
    --------
    >>> zipped({"a.csv": b"id"}) == zipped({"a.csv": b"id"})
    True
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()


def _entity_row(entity: Entity) -> list[str]:
    return [
        ";".join(entity.aliases) if name == "aliases" else getattr(entity, name)
        for name in ENTITY_COLUMNS
    ]


def _relation_row(relation: Relation) -> list[str]:
    return [
        relation.source,
        relation.target,
        relation.type,
        relation.share.to_cell() if relation.share else "",
        "" if relation.status == "ungraded" else relation.status,
        str(relation.since or ""),
        str(relation.until or ""),
        relation.evidence,
        relation.said_by,
        relation.reference,
        relation.locator,
    ]


def _source_row(source: Source) -> list[str]:
    return [getattr(source, name) for name in SOURCE_COLUMNS]


def _grid(
    columns: Sequence[str], rows: Sequence[tuple[list[str], Mapping[str, str]]]
) -> list[list[str]]:
    """The rows under our columns and those of the data set's own."""
    names = list(dict.fromkeys(name for _, extra in rows for name in extra if name not in columns))
    body = [[*cells, *(extra.get(name, "") for name in names)] for cells, extra in rows]
    return [[*columns, *_headers(names, columns)], *body]


def _headers(names: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Attributes as headers that the loader tells apart from our columns and from each other."""
    headers: list[str] = []
    for name in names:
        header = " ".join(name.split()) or "column"
        while header.lower() in columns or header in headers:
            header = f"{header} (file)"
        headers.append(header)
    return headers


def _table(grid: list[list[str]], safe: bool) -> bytes:
    guard = safe_cell if safe else str
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([guard(c) for c in row] for row in grid)
    return text.getvalue().encode("utf-8", "replace")
