"""The CSV files of a view: what is visible, in the columns that the loader reads."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
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
    named = {end for relation in relations for end in (relation.source, relation.target)}
    # An entity that the loader made up is made up again from the relation that names it; as a row
    # it would pass for something the data says.
    rows = [e for e in entities if not (e.placeholder and e.id in named)]
    files = {
        "entities.csv": _table(ENTITY_COLUMNS, [_entity_row(e) for e in rows], safe),
        "relations.csv": _table(RELATION_COLUMNS, [_relation_row(r) for r in relations], safe),
    }
    used = sources_used(view, sources or {})
    if used:
        files["sources.csv"] = _table(SOURCE_COLUMNS, [_source_row(s) for s in used], safe)
    return files


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


def _entity_row(entity: Entity) -> dict[str, str]:
    row = {name: str(getattr(entity, name)) for name in ENTITY_COLUMNS if name != "aliases"}
    return row | {"aliases": ";".join(entity.aliases)} | _extras(entity.extra, ENTITY_COLUMNS)


def _relation_row(relation: Relation) -> dict[str, str]:
    row = {
        "source": relation.source,
        "target": relation.target,
        "type": relation.type,
        "share": relation.share.to_cell() if relation.share else "",
        "status": "" if relation.status == "ungraded" else relation.status,
        "since": str(relation.since or ""),
        "until": str(relation.until or ""),
        "evidence": evidence_of(relation),
        "said_by": relation.said_by,
        "reference": relation.reference,
        "locator": relation.locator,
    }
    return row | _extras(relation.extra, RELATION_COLUMNS)


def _source_row(source: Source) -> dict[str, str]:
    row = {name: str(getattr(source, name)) for name in SOURCE_COLUMNS}
    return row | _extras(source.extra, SOURCE_COLUMNS)


def _extras(extra: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in extra.items() if name not in known}


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], safe: bool) -> bytes:
    rows = list(rows)
    header = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    guard = safe_cell if safe else str
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(name) for name in header])
    writer.writerows([guard(row.get(name, "")) for name in header] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
