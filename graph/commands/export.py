"""``export``: a view as a picture, a page or tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.commands.asking import opened, state_of
from graph.errors import DataError
from graph.queries import Queries, shorten
from graph.terminal import answer, answer_json, say
from graph.views.viewstate import ViewState

if TYPE_CHECKING:
    from graph.exports.manifest import Figure
    from graph.exports.redaction import Redaction


def export_(arguments: argparse.Namespace) -> bool:
    """Answer ``export``."""
    from graph.exports import export_view, losses_of
    from graph.exports.contents import withheld_in_words
    from graph.exports.leaks import leaks, refuse
    from graph.exports.manifest import Figure, manifest, manifest_json
    from graph.exports.redaction import Redacted, redaction_lines
    from graph.views.view import build_view
    from graph.wording import counts_in_words

    data = opened(arguments)
    state, figure, redaction, is_shown = _view_of(arguments, data)
    store: Queries = Redacted(data, redaction) if redaction else data
    figure = Figure(
        title=arguments.title or figure.title,
        subtitle=figure.subtitle,
        theme=arguments.theme or figure.theme,
        scale=arguments.scale or figure.scale,
    )
    if isinstance(store, Redacted):
        state = state if is_shown else store.state(state)
        figure = replace(
            figure, title=store.text(figure.title), subtitle=store.text(figure.subtitle)
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
    lost = losses_of(store, state, arguments.format)
    out = Path(arguments.out)
    out = out / made.file_name if out.is_dir() else out
    files = {out: made.data}
    if arguments.format == "csv" and (Path(arguments.out).is_dir() or out.suffix.lower() == ".csv"):
        from graph.exports.tables import csv_pair

        tables = csv_pair(view, store.sources())
        files = {out.with_name(f"{out.stem}_{name}"): data for name, data in tables.items()}
    write_whole(files)
    if arguments.write_manifest:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        content = manifest_json(manifest(store, view, figure, made=now)).encode()
        if isinstance(store, Redacted):
            refuse(leaks(content, "json", store.roll), "manifest")
        write_whole({Path(arguments.write_manifest): content})
    if arguments.json:
        answer_json(
            {
                "file": str(next(iter(files))),
                "files": [str(path) for path in files],
                "format": arguments.format,
                "bytes": sum(map(len, files.values())),
                "entities": view.counts.entities,
                "relations": view.counts.links,
                "losses": [asdict(loss) for loss in lost],
                "redaction": list(redaction_lines(store, view)),
                "withheld": withheld_in_words(view),
                "unread": made.unread,
            }
        )
    else:
        answer(*map(str, files))
        say(f"{counts_in_words(view.counts)}. {view.truncated}".rstrip())
        told = (*redaction_lines(store, view), withheld_in_words(view), made.unread)
        for line in (*(f"{one}." for one in told if one), *map(str, lost)):
            say(line)
    return True


def redaction_of(arguments: argparse.Namespace) -> Redaction:
    """What the options ask to redact."""
    from graph.exports.redaction import Redaction

    return Redaction(
        categories=tuple(dict.fromkeys(arguments.redact_category or ())),
        entities=tuple(dict.fromkeys(arguments.redact or ())),
        evidence=not arguments.redact_evidence,
        withheld=arguments.with_withheld,
    )


def _view_of(
    arguments: argparse.Namespace, store: Queries
) -> tuple[ViewState, Figure, Redaction, bool]:
    """View, figure and redaction, and whether the view is in the names that are shown."""
    from graph.exports.manifest import Figure, read_manifest

    asked = redaction_of(arguments)
    if not arguments.manifest:
        return state_of(arguments, store), Figure(), asked, False
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
    redaction, is_shown = _as_in_manifest(text, asked, store)
    return state, figure, redaction, is_shown


def _as_in_manifest(text: str, asked: Redaction, store: Queries) -> tuple[Redaction, bool]:
    """The redaction that the manifest tells, with the entities it only knows by other names."""
    from graph.exports.manifest import redaction_in
    from graph.exports.redaction import Redacted, as_written

    held, shown = redaction_in(text)
    if not held and not shown:
        return asked, False
    whole = replace(held, entities=asked.entities)
    if list(as_written(whole, Redacted(store, whole).roll)["entities"]) != sorted(shown):
        number = len(shown)
        raise DataError(
            f"In this figure {number} {'entity is' if number == 1 else 'entities are'} shown under "
            f"another name ({', '.join(shown[:5])}), and the manifest does not say who.",
            where="The manifest",
            fix="Name the same entities again with --redact ID.",
        )
    return whole, True


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files whole or not at all: none takes its place before all are on the disk."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    path = next(iter(files))
    try:
        for path, part in parts.items():
            part.write_bytes(files[path])
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        # Name the file that was asked for, not the one beside it.
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
