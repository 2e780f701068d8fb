"""Rules that need more than one row: repeated ids, unknown ends, own words, sums of shares."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final

from graph.loading.hidden import NO_WIDTH
from graph.loading.report import Problem
from graph.loading.tables import Row
from graph.loading.validation import suggestion
from graph.model import RELATION_GROUPS, PartialDate, Relation, Share, is_indirect

_BLANKS: Final = dict.fromkeys(map(ord, " \t\r\x0b\x0c\x1c\x1d\x1e\x1f"))


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
        self._files: dict[str, str] = {}

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def line_of(self, known: str) -> int:
        """The line an id stands on."""
        return self._lines[known]

    def add(self, new: str, line: int, file: str = "") -> Problem | None:
        """Note an id; an error when it is there already, a warning when one looks like it.

        `file` is that of the row, in a table put together from several.
        """
        if new in self._lines:
            return Problem(
                "error",
                self._file,
                line,
                "id",
                new,
                f"The id “{new}” is already in {self._row(new)}; this row was not read.",
                "Give this row an id of its own, or take it out.",
            )
        self._lines[new] = line
        if file:
            self._files[new] = file
        first = self._bare.setdefault(bare_id(new), new)
        if first == new:
            return None
        return Problem(
            "warning",
            self._file,
            line,
            "id",
            new,
            f"The id looks like “{first}” in {self._row(first)}: only capitals, blanks or "
            "the form of letters differ. They are kept as two.",
            "If they are one, use one id and join the rows.",
        )

    def _row(self, known: str) -> str:
        of = f" of {self._files[known]}" if known in self._files else ""
        return f"row {self._lines[known]}{of}"

    def add_all(self, new: Sequence[str], lines: Sequence[int]) -> bool:
        """Note many ids at once; only when none of them is, or looks like, another."""
        text = "\n".join(new)
        if not text.isascii():
            return False
        # As `bare_id` does, at one go: in ASCII nothing but capitals and blanks can differ.
        bare = text.lower().translate(_BLANKS).split("\n")
        if len(set(bare)) < len(new) or not self._bare.keys().isdisjoint(bare):
            return False
        self._lines.update(zip(new, lines, strict=True))
        self._bare.update(zip(bare, new, strict=True))
        return True

    def forget(self, some: Iterable[str]) -> None:
        """Take ids off again."""
        for one in some:
            del self._lines[one]
            self._bare.pop(bare_id(one), None)

    def unknown(self, wanted: set[str]) -> set[str]:
        """Those that are not among the ids."""
        return wanted.difference(self._lines)

    def like(self, unknown: str) -> str:
        """A known id that differs only in case, blanks or Unicode form; blank without one."""
        return self._bare.get(bare_id(unknown), "")


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

    def own(self, cells: set[str]) -> set[str]:
        """Those of the cells that hold a word of the data set's own."""
        return {cell for cell in cells if cell.strip() not in self._known}

    def add(self, word: str, line: int) -> None:
        """Note the word of a row."""
        if word not in self._known:
            seen = self._rows[word]
            seen[0] = min(seen[0] or line, line)
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


Holding = tuple[str, str, str, Share | None, PartialDate | None]
"""Source, target, type, share and beginning of an ownership link."""

_WHOLE: Final = 100 + 1e-9


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
        self._totals: dict[str, float] = {}
        self._over: set[str] = set()
        self._most: dict[str, float] = {}
        self._noted: list[tuple[int, Holding, str, tuple[str, int] | None]] = []
        self._told: dict[Hashable, str | Counter[str]] = {}

    def add(self, file: str, relation: Relation) -> Problem | None:
        """Note a relation; a warning at the one that passes 100."""
        if not self._counts(relation):
            return None
        found = self._hold(relation.row, _holding_of(relation), relation.reference)
        return found and replace(found, file=file)

    def note_relation(self, relation: Relation, row: Row) -> None:
        """Note a relation for `problems`."""
        if self._counts(relation):
            at = (row.file, row.line) if row.file else None
            self.note(relation.row, _holding_of(relation), relation.reference, at)

    def note(
        self, line: int, holding: Holding, reference: str, at: tuple[str, int] | None = None
    ) -> None:
        """Note a holding that counts, for `problems`; `at` is its place in a file of its own."""
        target, share = holding[1], holding[3]
        # What repeats another is in this sum too: only where it passes 100 a closer look is due.
        self._most[target] = self._most.get(target, 0.0) + (share.min if share else 0.0)
        self._noted.append((line, holding, reference, at))

    def problems(self, file: str) -> Iterator[Problem]:
        """A warning for each target at the row that passes 100, over all that was noted."""
        over = {target for target, most in self._most.items() if most > _WHOLE}
        if not over:
            return
        wanted = [one for one in self._noted if one[1][1] in over]
        for line, holding, reference, at in sorted(wanted, key=itemgetter(0)):
            found = None if holding[1] in self._over else self._hold(line, holding, reference)
            if found is not None:
                place = at or (file, line)
                yield replace(found, file=place[0], row=place[1])

    @staticmethod
    def _counts(relation: Relation) -> bool:
        return (
            relation.type in RELATION_GROUPS["ownership"]
            and relation.share is not None
            and relation.status != "proposed"
            and relation.until is None
            # A conclusion from other links, which are added already.
            and not is_indirect(relation.extra)
        )

    def _hold(self, line: int, holding: Holding, reference: str) -> Problem | None:
        told = self._told.get(holding)
        if told is None:
            # Most holdings are told once: a text takes less room than a count of texts.
            self._told[holding] = reference
        else:
            if isinstance(told, str):
                told = self._told[holding] = Counter({told: 1})
            most = max(told.values())
            told[reference] += 1
            if told[reference] <= most:
                return None
        target, share = holding[1], holding[3]
        total = self._totals.get(target, 0.0) + (share.min if share else 0.0)
        self._totals[target] = total
        if total <= _WHOLE or target in self._over:
            return None
        self._over.add(target)
        return Problem(
            "warning",
            "",
            line,
            "share",
            f"{total:.10g}",
            f"Up to this row the shares held in “{target}” add up to at least "
            f"{total:.10g} %, over 100.",
            "Check the rows that name it as target: rows side by side are added.",
        )


def _holding_of(relation: Relation) -> Holding:
    return relation.source, relation.target, relation.type, relation.share, relation.since


def bare_id(text: str) -> str:
    """What a reader sees of an id: no case, blanks, signs without width or Unicode forms.

    `text` itself when that is alike.
    """
    bare = "".join(NO_WIDTH.sub("", unicodedata.normalize("NFKC", text)).casefold().split())
    return text if bare == text else bare
