"""``compare``: two data sets side by side."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.commands.asking import named_with_id
from graph.commands.export import write_whole
from graph.errors import DataError, ExportError
from graph.model import Entity, Source
from graph.terminal import answer, answer_json, say

if TYPE_CHECKING:
    from graph.compare import Comparison, RelationChange
    from graph.compare.matching import FieldChange
    from graph.views.story import Story

_SIGNS = (("added", "+"), ("removed", "-"), ("changed", "~"))


def compare_(arguments: argparse.Namespace) -> bool:
    """Answer ``compare``."""
    from graph.compare import compare, side_of
    from graph.compare.views import story_changes
    from graph.store import open_store

    before, after = open_store(arguments.a), open_store(arguments.b)
    found = compare(side_of(before, name=str(arguments.a)), side_of(after, name=str(arguments.b)))
    if arguments.out:
        _save(found, (*after.sources().values(), *before.sources().values()), arguments)
    views = story_changes(before, _story(arguments.a), after, _story(arguments.b))
    if arguments.json:
        answer_json(found.to_dict() | {"views": [one.to_dict() for one in views]})
    else:
        sources = dict(before.sources()) | dict(after.sources())
        _tell(found, sources)
        signs = dict(_SIGNS)
        for one in views:
            if one.state in signs:
                answer(f"{signs[one.state]} view “{one.name}”{_fields(one.fields)}")
    return True


def _story(data: str) -> Story:
    """The views beside a data set; a file that cannot be read is told and left out."""
    from graph.views.story import Story, read_story

    try:
        return read_story(data)
    except (DataError, OSError, ValueError) as error:
        say(str(error))
        return Story()


def _save(found: Comparison, sources: Iterable[Source], arguments: argparse.Namespace) -> None:
    from graph.exports.comparison_figure import PICTURES, comparison_figure
    from graph.exports.comparison_table import comparison_csv

    path = Path(arguments.out)
    form = path.suffix.lower().removeprefix(".")
    if form == "csv":
        data = comparison_csv(found, {row.id: row.entity for row in found.entity_rows})
    elif form in PICTURES:
        told = {source.id: source for source in sources}
        data = comparison_figure(
            found,
            told.values(),
            form,
            theme=arguments.theme,
            everything=arguments.everything,
        ).data
    else:
        raise ExportError(
            "The end of the name says what is saved.",
            where=arguments.out,
            fix=f"Let it end in {', '.join(f'.{one}' for one in (*PICTURES, 'csv'))}.",
        )
    write_whole({path: data})
    say(f"Saved {path}.")


def _tell(found: Comparison, sources: Mapping[str, Source]) -> None:
    if found.empty:
        answer(f"{found.before} and {found.after} say the same.")
        return
    answer(f"From {found.before} to {found.after}:")
    for words, counts in (
        ("entities", found.counts["entities"]),
        ("links", found.counts["relations"]),
    ):
        told = ", ".join(f"{counts[state]:,} {state}" for state, _ in _SIGNS)
        answer(f"{told}, {counts['same']:,} unchanged {words}")
    entities = {row.id: row.entity for row in found.entity_rows}
    for state, sign in _SIGNS:
        for row in found.entities(state):
            answer(f"{sign} {named_with_id(entities, row.id)}{_fields(row.fields)}")
    for state, sign in _SIGNS:
        for change in found.relations(state):
            answer(f"{sign} {_link(change, entities, sources)}{_fields(change.fields)}")


def _link(
    change: RelationChange, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> str:
    from graph.wording import relation_sentence

    return relation_sentence(change.relation, entities, sources)


def _fields(fields: Iterable[FieldChange]) -> str:
    told = [f"{one.field}: {one.before or 'nothing'} → {one.after or 'nothing'}" for one in fields]
    return f" [{'; '.join(told)}]" if told else ""
