"""``export``: a view as a picture, a page or tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from contextlib import suppress
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


def export_(arguments: argparse.Namespace) -> bool:
    """Answer ``export``."""
    from graph.exports import export_view
    from graph.exports.manifest import Figure, manifest, manifest_json
    from graph.views.view import build_view
    from graph.wording import counts_in_words

    store = opened(arguments)
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
    files = {out: made.data}
    if arguments.format == "csv" and (Path(arguments.out).is_dir() or out.suffix.lower() == ".csv"):
        from graph.exports.tables import csv_pair

        tables = csv_pair(view, store.sources())
        files = {out.with_name(f"{out.stem}_{name}"): data for name, data in tables.items()}
    _write(files)
    if arguments.write_manifest:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        content = manifest_json(manifest(store, view, figure, made=now))
        _write({Path(arguments.write_manifest): content.encode()})
    if arguments.json:
        answer_json(
            {
                "file": str(next(iter(files))),
                "files": [str(path) for path in files],
                "format": arguments.format,
                "bytes": sum(map(len, files.values())),
                "entities": view.counts.entities,
                "relations": view.counts.links,
            }
        )
    else:
        answer(*map(str, files))
        say(f"{counts_in_words(view.counts)}. {view.truncated}".rstrip())
    return True


def _view_of(arguments: argparse.Namespace, store: Queries) -> tuple[ViewState, Figure]:
    from graph.exports.manifest import Figure, read_manifest

    if not arguments.manifest:
        return state_of(arguments, store), Figure()
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


def _write(files: Mapping[Path, bytes]) -> None:
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
