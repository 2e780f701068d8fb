"""Merging entities into one, reversibly: names kept, links moved, self-links told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.editing import rules
from graph.editing.changes import Change, Content, RowChange, Step
from graph.editing.edits import columns_for, found, named, renamed
from graph.errors import DataError
from graph.loading.tables import Row
from graph.queries import shorten


@dataclass(frozen=True, slots=True)
class Merge:
    """Merge two or more entities into one.

    The names and ids that go become aliases, so that every old name still finds the entity.
    Parallel links stay side by side: they may rest on different sources.

    Attributes
    ----------
    keep : str
        Id that stays.
    others : tuple of str
        Ids that go.
    choose : Mapping of str to str
        By column, the id of the entity whose cell wins. Without a choice the cell of `keep`
        does, or where that is blank the first that is not.
    """

    keep: str
    others: tuple[str, ...]
    choose: Mapping[str, str] = field(default_factory=dict)

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        place, kept = found(content, "entities", self.keep)
        others = tuple(key for key in dict.fromkeys(self.others) if key != self.keep)
        where = f"{content.file('entities')}, row {kept.line}"
        if not others:
            raise DataError(
                "There is nothing to merge.", where=where, fix="Choose two or more entities."
            )
        rows = {self.keep: kept}
        for key in others:
            if key in content.places("entities"):
                rows[key] = found(content, "entities", key)[1]
            elif next(content.links_of(key), None) is None:
                found(content, "entities", key)
        self._refuse_told_apart(content, {self.keep, *others}, where)
        merged = Row(kept.line, self._cells(content, rows, others, where), kept.file)
        rules.check("entities", merged, ("label", "category"), content)
        names = dict.fromkeys(others, self.keep)
        moved = list(renamed(content, "relations", ("source", "target"), names))
        notes = list(renamed(content, "notes", ("entity", "other"), names))
        gone = sorted(content.places("entities")[key] for key in others if key in rows)
        changes: list[Change] = [
            *columns_for(content, "entities", merged.cells),
            RowChange("entities", place, kept, merged),
            *moved,
            *notes,
            *(
                RowChange("entities", at, content.rows("entities")[at], None)
                for at in reversed(gone)
            ),
        ]
        what = ", ".join(f"“{shorten(self._name(rows, key), 40)}”" for key in others[:3])
        more = f" and {len(others) - 3:,} more" if len(others) > 3 else ""
        return Step(
            f"Merged {what}{more} into {named(content, 'entities', merged)}",
            tuple(changes),
            (*_told(moved), *_lost(rows, merged)),
            tuple(names.items()),
        )

    def _refuse_told_apart(self, content: Content, together: set[str], where: str) -> None:
        for note in content.rows("notes"):
            pair = {note["entity"], note["other"]}
            if note.bare("kind") == "not_same_as" and len(pair) == 2 and pair <= together:
                who = f" by {shorten(note.bare('by'))}" if note.bare("by") else ""
                raise DataError(
                    f"“{shorten(note['entity'])}” and “{shorten(note['other'])}” are noted{who} "
                    "as not the same.",
                    where=where,
                    fix="Delete that note first, or leave them apart.",
                )

    @staticmethod
    def _name(rows: Mapping[str, Row], key: str) -> str:
        return (rows[key].bare("label") if key in rows else "") or key

    def _cells(
        self, content: Content, rows: Mapping[str, Row], others: tuple[str, ...], where: str
    ) -> dict[str, str]:
        for column, key in self.choose.items():
            if key not in rows:
                raise DataError(
                    f"The {column} cannot come from “{shorten(key)}”, which is not merged.",
                    where=where,
                    fix="Choose one of those that are merged.",
                )
        own = (name for row in rows.values() for name in row.cells)
        columns = dict.fromkeys((*content.columns("entities"), *self.choose, *own))
        cells = {}
        for column in columns:
            if column in ("id", "aliases"):
                continue
            if column in self.choose:
                cells[column] = rows[self.choose[column]][column]
            else:
                filled = (row[column] for row in rows.values() if row.bare(column))
                cells[column] = next(filled, "")
        cells["id"] = rows[self.keep]["id"]
        held = [name for row in rows.values() for name in row["aliases"].split(";")]
        labels = [self._name(rows, key) for key in (self.keep, *others)]
        spellings = (name.replace(";", ",").strip() for name in (*held, *labels, *others))
        known = ("", cells["label"].strip(), self.keep)
        cells["aliases"] = ";".join(dict.fromkeys(one for one in spellings if one not in known))
        return rules.tidy(cells)


def _lost(rows: Mapping[str, Row], merged: Row) -> tuple[str, ...]:
    """The columns in which something else stood, which is not kept."""
    names = dict.fromkeys(
        name
        for row in rows.values()
        for name in row.cells
        if name not in ("id", "label", "aliases")
        and row.bare(name)
        and row.bare(name) != merged.bare(name)
    )
    if not names:
        return ()
    listed = ", ".join(shorten(name, 30) for name in list(names)[:8])
    more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
    return (f"Only one text is kept of: {listed}{more}.",)


def _told(moved: list[RowChange]) -> tuple[str, ...]:
    """What happened to the links, in words."""
    fresh = [change.after for change in moved if change.after is not None]
    loops = [row for row in fresh if row["source"] == row["target"]]
    told = []
    if fresh:
        told.append(f"{len(fresh):,} {'link' if len(fresh) == 1 else 'links'} moved.")
    if loops:
        lines = ", ".join(str(row.line) for row in loops[:5])
        more = f" and {len(loops) - 5:,} more" if len(loops) > 5 else ""
        links = "1 link now leads" if len(loops) == 1 else f"{len(loops):,} links now lead"
        told.append(f"{links} from the entity to itself (row {lines}{more}): kept, please look.")
    return tuple(told)
