"""A comparison as a table for a spreadsheet: one row for each difference."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from graph.compare import STATES, Comparison, FieldChange
from graph.exports.contents import evidence_of
from graph.exports.escaping import safe_cell
from graph.model import Entity

COLUMNS: Final = (
    "what",
    "change",
    "id",
    "name",
    "category",
    "source",
    "type",
    "target",
    "share",
    "status",
    "field",
    "before",
    "after",
    "reference",
    "locator",
    "compared",
)


def fields_in_words(fields: Iterable[FieldChange]) -> str:
    """What reads otherwise, on one line.

    Examples
    --------
    >>> fields_in_words([FieldChange("share", "25", "50"), FieldChange("until", "", "2020")])
    'share: 25 → 50; until: blank → 2020'
    """
    return "; ".join(
        f"{one.field}: {one.before or 'blank'} → {one.after or 'blank'}" for one in fields
    )


def comparison_csv(comparison: Comparison, entities: Mapping[str, Entity]) -> bytes:
    """What was added, removed and changed, a row for each field that changed.

    Parameters
    ----------
    comparison : Comparison
        What is compared.
    entities : Mapping of str to Entity
        For the names of links' ends.

    Returns
    -------
    bytes
        UTF-8, RFC 4180; cells that a spreadsheet would run as a formula are guarded. Evidence that
        is withheld from other exports is withheld here.

    Examples
    --------
    >>> from graph.compare import compare
    >>> from graph.loading import Dataset
    >>> found = compare(Dataset("a", (), ()), Dataset("b", (Entity("f", "Firm", "company"),), ()))
    >>> comparison_csv(found, {}).decode().splitlines()[1]
    'entity,added,f,Firm,company,,,,,,,,,,,a → b'
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    between = f"{comparison.before} → {comparison.after}"
    for row in _rows(comparison, entities):
        cells = {name: safe_cell(cell) for name, cell in (row | {"compared": between}).items()}
        writer.writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


def _rows(comparison: Comparison, entities: Mapping[str, Entity]) -> Iterable[dict[str, str]]:
    for state in STATES[:3]:
        for row in comparison.entities(state):
            about = {
                "what": "entity",
                "change": state,
                "id": row.id,
                "name": row.entity.label,
                "category": row.entity.category,
            }
            yield from _by_field(about, row.fields)
    for state in STATES[:3]:
        for change in comparison.relations(state):
            link = change.relation
            about = {
                "what": "link",
                "change": state,
                "source": _name(link.source, entities),
                "type": link.type,
                "target": _name(link.target, entities),
                "share": link.share.to_cell() if link.share else "",
                "status": link.status,
                "reference": link.reference,
                "locator": link.locator,
            }
            withheld = any(
                one is not None and evidence_of(one) != one.evidence
                for one in (change.before, change.after)
            )
            fields = [one for one in change.fields if not (withheld and one.field == "evidence")]
            yield from _by_field(about, fields)


def _by_field(about: dict[str, str], fields: Iterable[FieldChange]) -> Iterable[dict[str, str]]:
    told = [{"field": one.field, "before": one.before, "after": one.after} for one in fields]
    for field in told or [{}]:
        yield about | field


def _name(key: str, entities: Mapping[str, Entity]) -> str:
    return entities[key].label if key in entities else key
