"""Blocks of rows: which of them need a closer look, and what becomes of all the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from graph.errors import DataError
from graph.loading.blocks import Block
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS
from graph.loading.registers import ShareSums
from graph.loading.tables import Kind
from graph.loading.validation import HOLDER_TENSES
from graph.model import RELATION_GROUPS, STATUSES, Entity, PartialDate, Relation, Share

PLACEHOLDER_CATEGORY: Final = "unknown"
"""Category of a body that only a relation names."""

REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "sources": ("id",),
    "entities": ("id", "label", "category"),
    "relations": ("source", "target", "type"),
}
"""Columns that must be there and filled."""

_MOST_KEPT: Final = 100_000


class Bulk:
    """Reads blocks; texts that come again and again are read once.

    The rows that `suspicious`, `odd_values` and `tenses` leave out are those of which the rules
    for a row have nothing to say; only what `entities` and `relations` make of those counts.
    """

    def __init__(self) -> None:
        self._shares: dict[str, Share | None] = {}
        self._dates: dict[str, PartialDate | None] = {}

    def suspicious(self, block: Block, kind: Kind) -> set[int]:
        """Rows with signs that nobody sees, or without what is required."""
        found = block.unseen()
        for name in REQUIRED[kind]:
            # The ends of links are looked up anyway: a blank one is no entity.
            if name not in {"source", "target"}:
                found |= block.blank(name)
        return found

    def tenses(self, block: Block) -> set[int]:
        """Rows of entities with a tense that is none."""
        return block.where(
            "holder_tense", lambda text: text.strip().lower() not in {"", *HOLDER_TENSES}
        )

    def odd_values(self, block: Block) -> set[int]:
        """Rows of relations with a share, status or date that cannot be."""
        found = block.where("share", self._bad_share)
        found |= block.where("status", lambda text: text.strip().lower() not in {"", *STATUSES})
        for name in ("since", "until"):
            found |= block.where(name, self._bad_date)
        found |= block.where("indirect", lambda text: bool(text.strip()))
        pairs = list(zip(block.column("since"), block.column("until"), strict=False))
        odd = {pair for pair in set(pairs) if self._backwards(*pair)}
        if odd:
            found |= {place for place, pair in enumerate(pairs) if pair in odd}
        return found

    def _bad_share(self, text: str) -> bool:
        if text in self._shares:
            return False
        try:
            share = Share.parse(text)
        except DataError:
            return True
        if len(self._shares) < _MOST_KEPT:
            self._shares[text] = share
        return False

    def _bad_date(self, text: str) -> bool:
        if text in self._dates:
            return False
        try:
            when = PartialDate.parse(text)
        except DataError:
            return True
        if len(self._dates) < _MOST_KEPT:
            self._dates[text] = when
        return False

    def _backwards(self, since: str, until: str) -> bool:
        if self._bad_date(since) or self._bad_date(until):
            return True
        first, last = self._date(since), self._date(until)
        return first is not None and last is not None and first.earliest() > last.latest()

    def _share(self, text: str) -> Share | None:
        try:
            return self._shares[text]
        except KeyError:
            return None if self._bad_share(text) else Share.parse(text)

    def _date(self, text: str) -> PartialDate | None:
        try:
            return self._dates[text]
        except KeyError:
            return None if self._bad_date(text) else PartialDate.parse(text)

    def note_holdings(self, block: Block, but: set[int], sums: ShareSums) -> None:
        """Note the ownership links that count in sums of shares, but for those at some places."""
        shares, types = block.column("share"), block.column("type")
        own = {kind for kind in set(types) if kind.strip() in RELATION_GROUPS["ownership"]}
        some = [
            place
            for place, (kind, share) in enumerate(zip(types, shares, strict=False))
            if share and kind in own and place not in but
        ]
        if not some:
            return
        blank = ("",) * len(block)
        sources, targets = block.column("source"), block.column("target")
        since, until = block.column("since") or blank, block.column("until") or blank
        status = block.column("status") or blank
        cited = block.column("reference") or blank
        proposed = {one for one in set(status) if one.strip().lower() == "proposed"}
        for place in some:
            share = self._share(shares[place])
            if share is None or status[place] in proposed or until[place].strip():
                continue
            begun = self._date(since[place]) if since[place] else None
            sums.note(
                block.lines[place],
                (sources[place], targets[place], types[place].strip(), share, begun),
                cited[place].strip(),
            )

    def relations(self, block: Block) -> Iterator[Relation]:
        """Every row as a relation."""
        cells = zip(
            block.lines,
            block.column("source"),
            block.column("target"),
            block.stripped("type"),
            block.stripped("share"),
            block.stripped("status"),
            block.stripped("since"),
            block.stripped("until"),
            block.stripped("evidence"),
            block.stripped("said_by"),
            block.stripped("reference"),
            block.stripped("locator"),
            block.extras(RELATION_COLUMNS),
            strict=True,
        )
        for line, a, b, kind, share, status, since, until, said, by, cited, at, extra in cells:
            yield Relation(
                id=f"r{line}",
                source=a,
                target=b,
                type=kind,
                share=self._share(share) if share else None,
                status=status.lower() or "ungraded",
                since=self._date(since) if since else None,
                until=self._date(until) if until else None,
                evidence=said,
                said_by=by,
                reference=cited,
                locator=at,
                extra=extra,
                row=line,
            )

    def entities(self, block: Block) -> Iterator[Entity]:
        """Every row as an entity."""
        cells = zip(
            block.lines,
            block.column("id"),
            block.column("label"),
            block.stripped("category"),
            block.stripped("aliases"),
            block.stripped("holder"),
            block.stripped("holder_tense"),
            block.stripped("country"),
            block.stripped("description"),
            block.stripped("reference"),
            block.stripped("locator"),
            block.extras(ENTITY_COLUMNS),
            strict=True,
        )
        for line, key, label, word, names, holder, tense, land, about, cited, at, extra in cells:
            yield Entity(
                id=key,
                label=" ".join(label.split()) or key,
                category=word or PLACEHOLDER_CATEGORY,
                aliases=parts_of(names) if names else (),
                holder=holder,
                holder_tense=tense.lower(),
                country=land,
                description=about,
                reference=cited,
                locator=at,
                extra=extra,
                row=line,
            )


def parts_of(cell: str) -> tuple[str, ...]:
    """Names between semicolons, each once.

    Examples
    --------
    >>> parts_of("A; B;A;")
    ('A', 'B')
    """
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))
