"""Owners and holdings as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from graph.exports.escaping import safe_cell
from graph.model import Entity
from graph.ownership import Range, Sheet, Stake
from graph.ownership.words import (
    chain_names,
    product_in_words,
    reading_of,
    share_in_words,
    stated_in_words,
)

COLUMNS: Final = (
    "of",
    "direction",
    "id",
    "name",
    "stated",
    "share",
    "share_min",
    "share_max",
    "reading",
    "threshold",
    "direct",
    "end",
    "in_loop",
    "controller",
    "chains",
    "strongest_chain",
    "strongest_chain_share",
    "weakest",
    "places",
    "as_of",
    "statuses",
    "rule",
)


def ownership_csv(sheets: Iterable[Sheet], entities: Mapping[str, Entity]) -> bytes:
    """Sheets as one table, a row for each owner or holding.

    Parameters
    ----------
    sheets : iterable of Sheet
        Owners, holdings or both.
    entities : Mapping of str to Entity
        At least everyone in the sheets.

    Returns
    -------
    bytes
        UTF-8, RFC 4180; cells that a spreadsheet would run as a formula are guarded.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.ownership import owners
    >>> sheet = owners(open_store("data"), "cetc")
    >>> ownership_csv([sheet], {}).decode().splitlines()[1].split(",")[2:6]
    ['chinese-state', 'chinese-state', '100 %', '100 %']
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sheet in sheets:
        for stake in sheet.stakes:
            writer.writerow([safe_cell(cell) for cell in _row(sheet, stake, entities)])
    return text.getvalue().encode("utf-8", "replace")


def _row(sheet: Sheet, stake: Stake, entities: Mapping[str, Entity]) -> list[str]:
    label = entities[stake.id].label if stake.id in entities else stake.id
    low, high = _ends(stake.share, unknown=stake.unknown)
    row = [
        sheet.entity,
        sheet.direction,
        stake.id,
        label,
        stated_in_words(stake),
        share_in_words(stake.share, unknown=stake.unknown),
        low,
        high,
        reading_of(stake.share, sheet.threshold),
        f"{sheet.threshold:g}",
        _yes(stake.direct),
        _yes(stake.ultimate),
        _yes(stake.in_loop),
        "yes" if stake.controller else "possibly" if stake.possible_controller else "",
        str(stake.chains_total),
    ]
    row += ["", "", "", ""]
    if stake.chains:
        chain = stake.chains[0]
        places = dict.fromkeys(
            link.locator for step in chain.steps for link in step.relations if link.locator
        )
        row[-4:] = [
            chain_names(chain.nodes, entities),
            product_in_words(chain),
            chain.weakest,
            "; ".join(places),
        ]
    return [*row, sheet.as_of, ";".join(sheet.statuses), sheet.rule]


def _ends(share: Range, *, unknown: bool) -> tuple[str, str]:
    """Both ends as numbers; blank where nothing is known, so that no 0 passes for a finding."""
    if share.min is None or share.max is None:
        return "", ""
    low = "" if unknown and share.min <= 0 else f"{share.min:.6g}"
    high = "" if unknown and share.max >= 100 else f"{share.max:.6g}"
    return low, high


def _yes(value: bool) -> str:
    return "yes" if value else ""
