"""Rules that need more than one row: repeated ids, unknown ends, own words, sums of shares."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.loading.hidden import NO_WIDTH
from graph.loading.report import Problem
from graph.loading.validation import suggestion
from graph.model import RELATION_GROUPS, Relation


class IdRegister:
    """The ids of one file: finds repeats, and ids that a reader takes for the same.

    Examples
    --------
    >>> ids = IdRegister("entities.csv")
    >>> ids.add("cetc", 2), ids.add("CETC", 3).severity, ids.add("cetc", 4).severity
    (None, 'warning', 'error')
    >>> ids.like("Cetc "), "cetc" in ids
    ('cetc', True)
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[str, int] = {}
        self._bare: dict[str, str] = {}

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def line_of(self, known: str) -> int:
        """The line an id stands on."""
        return self._lines[known]

    def add(self, new: str, line: int) -> Problem | None:
        """Note an id; an error when it is there already, a warning when one looks like it."""
        if new in self._lines:
            return Problem(
                "error",
                self._file,
                line,
                "id",
                new,
                f"The id “{new}” is already in row {self._lines[new]}; this row was not read.",
                "Give this row an id of its own, or take it out.",
            )
        self._lines[new] = line
        first = self._bare.setdefault(_bare(new), new)
        if first == new:
            return None
        return Problem(
            "warning",
            self._file,
            line,
            "id",
            new,
            f"The id looks like “{first}” in row {self._lines[first]}: only capitals, blanks or "
            "the form of letters differ. They are kept as two.",
            "If they are one, use one id and join the rows.",
        )

    def like(self, unknown: str) -> str:
        """A known id that differs only in case, blanks or Unicode form; blank without one."""
        return self._bare.get(_bare(unknown), "")


def unknown_end(file: str, line: int, column: str, end: str, ids: IdRegister) -> Problem:
    """The warning for a relation to nowhere."""
    like = ids.like(end)
    hint = (
        f" Did you mean “{like}” (row {ids.line_of(like)})? Only capitals, blanks or the form of "
        "letters differ."
        if like
        else ""
    )
    return Problem(
        "warning",
        file,
        line,
        column,
        end,
        f"“{end}” is not in entities.csv. It is shown as a body that nothing else is known of.",
        f"Add it to entities.csv, or mend the id here.{hint}",
    )


class OwnWords:
    """Categories or types of the data set's own: counted, and told once each."""

    def __init__(self, file: str, column: str, known: Sequence[str]) -> None:
        self._file = file
        self._column = column
        self._known = known
        self._rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, word: str, line: int) -> None:
        """Note the word of a row."""
        if word not in self._known:
            seen = self._rows[word]
            seen[0] = seen[0] or line
            seen[1] += 1

    def problems(self) -> Iterator[Problem]:
        """A line for each own word, at the first row that has it."""
        for word, (line, times) in self._rows.items():
            rows = "1 row" if times == 1 else f"{times} rows"
            yield Problem(
                "info",
                self._file,
                line,
                self._column,
                word,
                f"The {self._column} “{word}” is the data set's own ({rows}); it gets its own "
                "filter and colour.",
                f"Nothing, if it is meant.{suggestion(word, self._known)}",
            )


@dataclass(slots=True)
class _Sum:
    total: float = 0.0
    told: bool = False


_INDIRECT: Final = frozenset({"yes", "true", "1", "indirect"})


class ShareSums:
    """The shares held in each body: together they cannot surely pass 100.

    Only what holds today as far as the data says counts: no proposals, nothing with an end. The
    same holding told by a second source corroborates the first and is not added again.

    Examples
    --------
    >>> from graph.model import Share
    >>> sums = ShareSums()
    >>> sums.add("relations.csv", Relation("r2", "a", "x", "owns", Share(60, 60), row=2))
    >>> sums.add("relations.csv", Relation("r3", "b", "x", "owns", Share(50, 70), row=3)).value
    '110'
    """

    def __init__(self) -> None:
        self._sums: defaultdict[str, _Sum] = defaultdict(_Sum)
        self._told: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)

    def add(self, file: str, relation: Relation) -> Problem | None:
        """Note a relation; a warning at the one that passes 100."""
        counts = relation.type in RELATION_GROUPS["ownership"] and relation.share is not None
        if not counts or relation.status == "proposed" or relation.until is not None:
            return None
        # A conclusion from other links, which are added already.
        if relation.extra.get("indirect", "").strip().casefold() in _INDIRECT:
            return None
        held = self._sums[relation.target]
        told = self._told[
            relation.source, relation.target, relation.type, relation.share, relation.since
        ]
        most = max(told.values(), default=0)
        told[relation.reference] += 1
        if told[relation.reference] <= most:
            return None
        held.total += relation.share.min if relation.share else 0.0
        if held.told or held.total <= 100 + 1e-9:
            return None
        held.told = True
        return Problem(
            "warning",
            file,
            relation.row,
            "share",
            f"{held.total:.10g}",
            f"Up to this row the shares held in “{relation.target}” add up to at least "
            f"{held.total:.10g} %, over 100.",
            "Check the rows that name it as target: rows side by side are added.",
        )


def _bare(text: str) -> str:
    """What a reader sees of an id: no case, blanks, signs without width or Unicode forms.

    `text` itself when that is alike.
    """
    bare = "".join(NO_WIDTH.sub("", unicodedata.normalize("NFKC", text)).casefold().split())
    return text if bare == text else bare
