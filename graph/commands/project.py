"""``project``: a data folder with its saved views and notes as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from graph.terminal import answer, answer_json, say


def project_(arguments: argparse.Namespace) -> bool:
    """Answer ``project``."""
    from graph.editing import Case
    from graph.editing.project import SUFFIX, write_project
    from graph.editing.saving import write_file
    from graph.views.story import read_story

    folder = Path(arguments.folder)
    case = Case.open(folder)
    data = write_project(case, read_story(folder))
    out = Path(arguments.out)
    if not out.name.endswith(SUFFIX):
        out = out.with_name(f"{out.name.removesuffix('.zip')}{SUFFIX}")
    write_file(out, data)
    report = case.dataset.report
    if arguments.json:
        answer_json({"file": str(out), "bytes": len(data), **report.to_dict()})
    else:
        answer(str(out))
        say(f"{report.entities:,} entities, {report.relations:,} relations.")
    return True
