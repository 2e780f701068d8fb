"""The commands behind `graph.cli`: each asks, answers, and says whether all was well."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import DataError, FilterError
from graph.model import CATEGORIES, RELATION_GROUPS, TYPE_WORDS, Entity
from graph.queries import Queries, known_entities, shorten
from graph.terminal import answer, answer_json, say
from graph.viewstate import ViewState

if TYPE_CHECKING:
    from graph.exports.manifest import Figure
    from graph.loading import LoadReport
    from graph.paths import Path as Connection
    from graph.store import Store


def check_(arguments: argparse.Namespace) -> bool:
    """Answer ``check``."""
    from graph.loading import LoadReport, Problem, RefusedData

    try:
        report = _report(Path(arguments.data))
    except DataError as error:
        problem = Problem("error", error.where, 0, "", "", error.problem, error.fix)
        refused = error.report if isinstance(error, RefusedData) else None
        report = refused or LoadReport((problem,))
    if arguments.json:
        answer_json(report.to_dict())
        return report.ok
    answer(*(f"{problem.severity}: {problem}" for problem in report.problems))
    found = Counter(problem.severity for problem in report.problems)
    answer(
        f"{report.entities:,} entities, {report.relations:,} relations; "
        f"{found['error']:,} errors, {found['warning']:,} warnings, {found['info']:,} remarks."
    )
    return report.ok


def _report(place: Path) -> LoadReport:
    if place.is_file():
        from graph.store import open_store

        return open_store(place).report
    from graph.loading import read_folder

    return read_folder(place, _Nowhere())[0]


class _Nowhere:
    """Takes rows that only need to be checked."""

    def source(self, source: object) -> None:
        """Leave a source."""

    def entity(self, entity: object) -> None:
        """Leave an entity."""

    def relation(self, relation: object) -> None:
        """Leave a relation."""


def search_(arguments: argparse.Namespace) -> bool:
    """Answer ``search``."""
    store = _open(arguments)
    found = store.search(arguments.text, limit=arguments.limit)
    if arguments.json:
        rows = [
            {"id": hit.id, "label": hit.label, "category": hit.category, "matched": hit.matched}
            for hit in found.results
        ]
        answer_json({"results": rows, "total": found.total})
        return True
    for hit in found.results:
        matched = "" if hit.matched == hit.label else f" · {hit.matched}"
        answer(f"{hit.id}: {hit.label} ({hit.category}){matched}")
    if not found.results:
        near = store.nearest(arguments.text)
        more = f" Nearest: {near.label} ({near.id})." if near else ""
        say(f"No entity matches “{shorten(arguments.text)}”.{more}")
    elif found.total > len(found.results):
        say(f"{len(found.results):,} of {found.total:,} shown; --limit shows more.")
    return True


def neighbors_(arguments: argparse.Namespace) -> bool:
    """Answer ``neighbors``."""
    from graph.walks import neighborhood

    store = _open(arguments)
    found = neighborhood(store, arguments.id, arguments.hops, _state(arguments, store))
    if arguments.json:
        answer_json(
            {
                "center": found.center,
                "nodes": list(found.nodes),
                "edges": found.edges,
                "shown": found.shown,
                "total": found.total,
            }
        )
    else:
        entities = store.entities([found.center, *found.nodes])
        answer(
            f"{_name(entities, found.center)}: {found.shown:,} of {found.total:,} entities within "
            f"{arguments.hops} {'step' if arguments.hops == 1 else 'steps'}, {found.edges:,} links"
        )
        answer(*(f"{key}: {_name(entities, key)}" for key in found.nodes))
    if not found.complete:
        say("Some entities have too many links to follow: there is more than is listed.")
    return True


def _name(entities: Mapping[str, Entity], key: str) -> str:
    from graph.wording import name_of

    return name_of(entities[key]) if key in entities else key


def path_(arguments: argparse.Namespace) -> bool:
    """Answer ``path``."""
    from graph.paths import find_paths

    store = _open(arguments)
    found = find_paths(
        store,
        arguments.a,
        arguments.b,
        max_paths=arguments.max_paths,
        max_hops=arguments.max_hops,
        directed=arguments.directed,
        filters=_state(arguments, store),
    )
    if arguments.json:
        paths = [
            {
                "nodes": list(path.nodes),
                "relations": [
                    {
                        "source": link.source,
                        "target": link.target,
                        "type": link.type,
                        "status": link.status,
                        "reference": link.reference,
                        "locator": link.locator,
                    }
                    for link in path.relations
                ],
                "weakest": path.weakest,
            }
            for path in found.paths
        ]
        answer_json({"paths": paths, "total": found.total, "complete": found.complete})
    else:
        _tell_paths(store, found.paths)
    if not found.paths:
        say(f"No path of at most {arguments.max_hops} steps. --max-hops allows more.")
    elif len(found.paths) < found.total or not found.complete:
        least = "" if found.complete else "at least "
        say(f"{len(found.paths):,} of {least}{found.total:,} paths. {found.note}".rstrip())
    return True


def _tell_paths(store: Queries, paths: Iterable[Connection]) -> None:
    from graph.wording import relation_sentence, status_in_words

    sources = store.sources()
    for number, path in enumerate(paths, start=1):
        entities = store.entities(path.nodes)
        way = " – ".join(_name(entities, key) for key in path.nodes)
        weakest = max(path.relations, key=lambda link: link.status == path.weakest)
        least = status_in_words(path.weakest, sources.get(weakest.reference))
        steps = "1 step" if path.length == 1 else f"{path.length} steps"
        answer(f"{number}. {way} ({steps}; least certain step: {least})")
        for link in path.relations:
            answer(f"   {relation_sentence(link, entities, sources)}")


def export_(arguments: argparse.Namespace) -> bool:
    """Answer ``export``."""
    from graph.exports import export_view
    from graph.exports.manifest import Figure, manifest, manifest_json
    from graph.view import build_view
    from graph.wording import counts_in_words

    store = _open(arguments)
    state, figure = _view_of(arguments, store)
    figure = Figure(
        title=arguments.title or figure.title,
        subtitle=figure.subtitle,
        theme=arguments.theme or figure.theme,
        scale=arguments.scale or figure.scale,
    )
    made = export_view(
        store,
        state,
        arguments.format,
        theme=figure.theme,
        scale=figure.scale,
        title=figure.title,
        subtitle=figure.subtitle,
    )
    view = build_view(store, state)
    out = Path(arguments.out)
    out = out / made.file_name if out.is_dir() else out
    _write(out, made.data)
    if arguments.write_manifest:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        content = manifest_json(manifest(store, view, figure, made=now))
        _write(Path(arguments.write_manifest), content.encode())
    if arguments.json:
        answer_json(
            {
                "file": str(out),
                "format": arguments.format,
                "bytes": len(made.data),
                "entities": view.counts.entities,
                "relations": view.counts.links,
            }
        )
    else:
        answer(str(out))
        say(f"{counts_in_words(view.counts)}. {view.truncated}".rstrip())
    return True


def _view_of(arguments: argparse.Namespace, store: Queries) -> tuple[ViewState, Figure]:
    from graph.exports.manifest import Figure, read_manifest

    if not arguments.manifest:
        return _state(arguments, store), Figure()
    path = Path(arguments.manifest)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError("The file is not text.", where=str(path)) from None
    state, figure, data_hash = read_manifest(text)
    if data_hash != store.data_hash:
        say(
            f"The data has changed since the manifest was made ({shorten(data_hash, 16)}, now "
            f"{store.data_hash}): the result may differ."
        )
    return state, figure


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        # Name the file that was asked for, not the one beside it.
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def import_(arguments: argparse.Namespace) -> bool:
    """Answer ``import``."""
    from graph.store import build_store_file

    report = build_store_file(arguments.folder, arguments.out)
    if arguments.json:
        answer_json({"file": arguments.out, **report.to_dict()})
    else:
        answer(arguments.out)
        say(f"{report.entities:,} entities, {report.relations:,} relations.")
    return True


def _open(arguments: argparse.Namespace) -> Store:
    from graph.store import open_store

    return open_store(arguments.data)


def _state(arguments: argparse.Namespace, store: Queries) -> ViewState:
    """The view that options ask for; their values must be known to the data or the vocabulary."""
    counts = store.counts()
    blank = ViewState()
    hidden = tuple(getattr(arguments, "hide", None) or ())
    known_entities(store, hidden)
    statuses = arguments.status
    hops = getattr(arguments, "hops", None)
    seed = getattr(arguments, "seed", None)
    return ViewState(
        focus=tuple(getattr(arguments, "focus", None) or ()),
        hops=blank.hops if hops is None else hops,
        hidden=hidden,
        layout=getattr(arguments, "layout", None) or "",
        seed=blank.seed if seed is None else seed,
        categories=_known("category", arguments.category, CATEGORIES, counts.categories),
        types=_known("type", arguments.type, TYPE_WORDS, counts.types),
        groups=_known("group", getattr(arguments, "group", None), RELATION_GROUPS, counts.groups),
        statuses=None if statuses is None else tuple(dict.fromkeys(statuses)),
        as_of=arguments.as_of,
    )


def _known(
    option: str, values: list[str] | None, vocabulary: Collection[str], present: Collection[str]
) -> tuple[str, ...] | None:
    if values is None:
        return None
    for value in values:
        if value not in vocabulary and value not in present:
            raise FilterError(
                f"“{shorten(value)}” is unknown.",
                where=f"--{option}",
                fix=f"The data has: {', '.join(sorted(present))}. Repeat --{option} for several.",
            )
    return tuple(dict.fromkeys(values))
