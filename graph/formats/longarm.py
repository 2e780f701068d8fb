"""Project files: a data set with its saved views, screen and notes, in one zip."""

from __future__ import annotations

from pathlib import Path

from graph.editing.project import is_project, read_project
from graph.loading.tables import Tables


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a project, by its content."""
    return head.startswith(b"PK\x03\x04") and is_project(path)


def read(path: Path) -> Tables:
    """The data of a project; `graph.editing.project.read_project` gives the rest as well."""
    return read_project(path).case.tables
