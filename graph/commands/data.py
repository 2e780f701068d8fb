"""``check``, ``search`` and ``import``: the data set itself."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from graph.commands.asking import opened
from graph.commands.bar import Bar
from graph.errors import DataError
from graph.queries import shorten
from graph.terminal import answer, answer_json, say

if TYPE_CHECKING:
    from graph.loading import LoadReport


def check_(arguments: argparse.Namespace) -> bool:
    """Answer ``check``."""
    from graph.loading import LoadReport, Problem, RefusedData

    try:
        report = _report(arguments.data)
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


def _report(data: str) -> LoadReport:
    from graph.store.spark import is_address

    place = Path(data)
    if is_address(data) or place.is_file():
        from graph.store import open_store

        return open_store(data).report
    from graph.loading import read_folder
    from graph.loading.reading import Nowhere

    return read_folder(place, Nowhere())[0]


def search_(arguments: argparse.Namespace) -> bool:
    """Answer ``search``."""
    store = opened(arguments)
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


def import_(arguments: argparse.Namespace) -> bool:
    """Answer ``import``."""
    from graph.store import build_store_file

    bar = Bar(quiet=arguments.quiet)
    try:
        report = build_store_file(arguments.folder, arguments.out, tell=bar)
    finally:
        bar.end()
    if arguments.json:
        answer_json({"file": arguments.out, **report.to_dict()})
    else:
        answer(arguments.out)
        say(f"{report.entities:,} entities, {report.relations:,} relations.")
    return True


def tables_(arguments: argparse.Namespace) -> bool:
    """Answer ``tables``."""
    from graph.store.spark_tables import STATEMENTS, write_tables

    made = write_tables(arguments.file, arguments.out, arguments.schema, arguments.location)
    statements = str(Path(arguments.out) / STATEMENTS)
    if arguments.json:
        answer_json({"folder": arguments.out, "statements": made})
    else:
        answer(statements)
        say("Run these statements on Spark; docs/scale.md says how.")
    return True
