"""A project in one file: data, saved views, the screen with its positions, and notes.

A ``.longarm.zip`` holds ``project.json`` (format, version, name, the screen), ``views.json`` and
under ``data/`` the files of a data folder.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from graph.editing.case import Case
from graph.editing.changes import FILES, Content
from graph.editing.following import follow
from graph.editing.saving import files_of, renumbered
from graph.errors import DataError
from graph.exports.escaping import strict_json
from graph.exports.manifest import state_from_dict, state_to_dict
from graph.exports.tables import zipped
from graph.formats.unpacking import is_zip, unpack
from graph.loading.report import Findings
from graph.views.story import FILE_NAME as VIEWS_FILE
from graph.views.story import Story, story_from_json, story_to_json
from graph.views.viewstate import ViewState

SUFFIX: Final = ".longarm.zip"
FORMAT: Final = "longarm-project"
FORMAT_VERSION: Final = 1

_HEAD: Final = "project.json"
_DATA: Final = "data/"
_LONGEST_TEXT: Final = 64 << 20
_FIX: Final = "Choose a file that was saved as a project."


@dataclass(frozen=True, slots=True)
class Project:
    """What a project file holds.

    Attributes
    ----------
    case : Case
        Data and notes; it has no folder.
    story : Story
        The saved views.
    state : ViewState
        The screen when it was saved, with the nodes moved by hand.
    """

    case: Case
    story: Story
    state: ViewState


def write_project(case: Case, story: Story | None = None, state: ViewState | None = None) -> bytes:
    """A project as a file; the same project gives the same bytes.

    What was done and taken back stays behind: the file holds the case as it is now.
    """
    story, state = story or Story(), state or ViewState()
    content, renamed = renumbered(case.content)
    if renamed:
        views = (replace(one, state=follow(one.state, links=renamed)) for one in story.views)
        story, state = replace(story, views=tuple(views)), follow(state, links=renamed)
    head = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "name": case.name,
        "leave_out": _left_out(case, content),
        "state": state_to_dict(state),
    }
    files = {
        _HEAD: (strict_json(head, indent=2) + "\n").encode(),
        VIEWS_FILE: story_to_json(story).encode("utf-8", "replace"),
    }
    files |= {f"{_DATA}{name}": data for name, data in files_of(content).items()}
    return zipped(files)


def read_project(path: Path | str) -> Project:
    """Open a project file.

    Raises
    ------
    DataError
        When it is none, is broken, or was made by a later version.

    Examples
    --------
    >>> file = Path(TemporaryDirectory().name + SUFFIX)
    >>> _ = file.write_bytes(write_project(Case.open("data"), state=ViewState(hops=2)))
    >>> read_project(file).state.hops
    2
    """
    place = Path(path)
    if not is_project(place):
        raise DataError("This is no project file.", where=place.name, fix=_FIX)
    findings = Findings()
    wanted = {_HEAD, VIEWS_FILE, *(f"{_DATA}{name}" for name in FILES.values())}
    with TemporaryDirectory(prefix="longarm-") as scratch:
        packed, folder = Path(scratch, "packed"), Path(scratch, "data")
        packed.mkdir()
        folder.mkdir()
        texts: dict[str, str] = {}
        seen: set[str] = set()
        for name, file in unpack(place, packed, (".csv", ".json"), findings):
            if name not in wanted or name in seen:
                continue
            seen.add(name)
            if name.startswith(_DATA):
                file.replace(folder / name.removeprefix(_DATA))
            else:
                texts[name] = _text(file, place.name)
        _refuse(findings, place.name)
        head = _head(texts.get(_HEAD, ""), place.name)
        leave_out = _pairs(head.get("leave_out", []), place.name)
        case = Case.open(folder, leave_out=leave_out)
    state = _state(head.get("state", {}), place.name)
    story = story_from_json(texts.get(VIEWS_FILE, "{}"), where=f"{place.name}, {VIEWS_FILE}")
    name = str(head.get("name") or place.name.removesuffix(SUFFIX))
    return Project(replace(case, name=name, folder=None, stamps={}), story, state)


def is_project(path: Path | str) -> bool:
    """Whether a file is a project, by its content."""
    place = Path(path)
    try:
        if not place.is_file() or not is_zip(place):
            return False
        with zipfile.ZipFile(place) as packed:
            names = set(packed.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError):
        return False
    return _HEAD in names and f"{_DATA}{FILES['entities']}" in names


def _left_out(case: Case, content: Content) -> list[list[Any]]:
    """The rows that are passed by, under their lines in the file."""
    fresh: list[list[Any]] = []
    for kind, table in case.content.tables.items() if case.leave_out else ():
        for old, new in zip(table.rows, content.rows(kind), strict=True):
            if (old.file or table.file, old.line) in case.leave_out:
                fresh.append([FILES[kind], new.line])
    return fresh


def _text(file: Path, where: str) -> str:
    if file.stat().st_size > _LONGEST_TEXT:
        raise DataError("A part of the project is too large.", where=where, fix=_FIX)
    try:
        text = file.read_text(encoding="utf-8")
        # Half a letter, written as an escape, is JSON, but no page can show it.
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    except UnicodeError:
        raise DataError("A part of the project is not text.", where=where, fix=_FIX) from None
    except (ValueError, RecursionError):
        raise DataError("A part of the project is not JSON.", where=where, fix=_FIX) from None
    return text


def _refuse(findings: Findings, where: str) -> None:
    """Anything wrong with the archive is refused: a project is written by this program alone."""
    for problem in findings.found():
        if problem.severity == "error":
            raise DataError(problem.problem, where=where, fix=_FIX)


def _head(text: str, where: str) -> Mapping[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError(f"{_HEAD} is not JSON.", where=where, fix=_FIX) from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise DataError("This is no project file.", where=where, fix=_FIX)
    if head.get("version") != FORMAT_VERSION:
        raise DataError(
            f"The project has the format version {str(head.get('version'))[:20]}, this program "
            f"reads {FORMAT_VERSION}.",
            where=where,
            fix="Use the version of the program that made it.",
        )
    return head


def _state(content: Any, where: str) -> ViewState:
    try:
        return state_from_dict(content)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise DataError(
            f"The screen of the project is broken ({error}).", where=where, fix=_FIX
        ) from None


def _pairs(content: Any, where: str) -> tuple[tuple[str, int], ...]:
    try:
        return tuple((str(file), int(line)) for file, line in content)
    except (TypeError, ValueError, OverflowError):
        raise DataError("The rows left out are broken.", where=where, fix=_FIX) from None
