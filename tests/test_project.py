"""A project in one file: it opens as the same screen, and nothing hostile gets in."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from graph.cli import main
from graph.editing import Case, SecondSource, dead_end
from graph.editing.project import is_project, read_project, write_project
from graph.errors import DataError
from graph.formats import read_any, reader_of
from graph.layouts import arrange
from graph.loading import Dataset
from graph.store import Store
from graph.views.story import SavedView, Story
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.test_editing import CASE, plain

STATE = ViewState(
    focus=("a",), hops=2, layout="force", emphasis=("r4",), pins=(("a", 12.5, -3.0),), hidden=("d",)
)
STORY = Story("A case", (SavedView("One", "Why", STATE),))


def packed(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def rows_of(dataset: Dataset) -> tuple[object, ...]:
    return dataset.entities, dataset.relations, dataset.sources


def test_opening_a_project_gives_the_same_screen(tmp_path: Path) -> None:
    case = CASE.do(dead_end("c", "Register", "Ann", "2021"))
    file = tmp_path / "case.longarm.zip"
    file.write_bytes(write_project(case, STORY, STATE))
    project = read_project(file)
    assert (project.state, project.story) == (STATE, STORY)
    assert project.case.name == "case"
    assert project.case.folder is None
    assert project.case.notes == case.notes
    assert plain(project.case.content)["relations"] == plain(case.content)["relations"]
    assert rows_of(project.case.dataset) == rows_of(case.dataset)
    screens = [
        arrange(build_view(Store.of(one.dataset), STATE)).places for one in (case, project.case)
    ]
    assert screens[0] == screens[1]


def test_the_same_project_gives_the_same_bytes() -> None:
    assert write_project(CASE, STORY, STATE) == write_project(CASE, STORY, STATE)


def test_lit_links_are_followed_where_rows_are_numbered_anew(tmp_path: Path) -> None:
    case = CASE.do(SecondSource("r2", "art", "¶9"))
    lit = {link.id: link.target for link in case.dataset.relations}["r4"]
    file = tmp_path / "case.longarm.zip"
    file.write_bytes(write_project(case, STORY, STATE))
    project = read_project(file)
    (link,) = project.state.emphasis
    assert link == "r5"
    assert {one.id: one.target for one in project.case.dataset.relations}[link] == lit
    assert project.story.views[0].state.emphasis == (link,)


def test_rows_that_were_left_out_stay_left_out(tmp_path: Path) -> None:
    case = Case.of(CASE.tables, leave_out=[("relations.csv", 3)])
    file = tmp_path / "case.longarm.zip"
    file.write_bytes(write_project(case))
    assert rows_of(read_project(file).case.dataset) == rows_of(case.dataset)
    assert len(case.dataset.relations) == 3


def test_a_project_is_known_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "any.zip"
    file.write_bytes(write_project(CASE))
    assert is_project(file)
    assert reader_of(file) == "longarm"
    assert read_any(file).entities is not None
    assert not is_project(tmp_path)
    assert not is_project(tmp_path / "nothing")
    (tmp_path / "text").write_text("PK")
    assert not is_project(tmp_path / "text")


def test_a_project_of_a_later_version_is_refused(tmp_path: Path) -> None:
    files = packed(write_project(CASE))
    head = json.loads(files["project.json"]) | {"version": 99}
    file = written(tmp_path / "x.zip", files | {"project.json": json.dumps(head).encode()})
    with pytest.raises(DataError, match="version 99"):
        read_project(file)


@pytest.mark.parametrize(
    "changed",
    [
        {"project.json": b"{"},
        {"project.json": b"[" * 100_000},
        {"project.json": b"\xff\xfe"},
        {"project.json": b'{"format": "other"}'},
        {"../../evil.csv": b"id,label,category\n"},
        {"/etc/evil.csv": b"id,label,category\n"},
        {"views.json": b"[1, 2"},
        {"views.json": b'{"title": "\\ud800", "views": []}'},
    ],
)
def test_a_broken_or_hostile_project_is_refused(tmp_path: Path, changed: dict[str, bytes]) -> None:
    file = written(tmp_path / "x.longarm.zip", packed(write_project(CASE)) | changed)
    with pytest.raises(DataError) as refused:
        read_project(file)
    assert refused.value.where.startswith("x.longarm.zip")
    assert [one.name for one in tmp_path.rglob("*evil*")] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", {"hops": "many"}),
        ("state", {"no": 1}),
        ("state", 3),
        ("leave_out", [1]),
        ("leave_out", [["a", float("inf")]]),
        ("name", "\ud800"),
    ],
)
def test_a_broken_part_of_the_head_is_refused(tmp_path: Path, field: str, value: object) -> None:
    files = packed(write_project(CASE))
    head = json.loads(files["project.json"]) | {field: value}
    file = written(tmp_path / "x.zip", files | {"project.json": json.dumps(head).encode()})
    with pytest.raises(DataError):
        read_project(file)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    files = packed(write_project(CASE)) | {"data/notes.csv": b"a" * (40 << 20)}
    with pytest.raises(DataError):
        read_project(written(tmp_path / "x.longarm.zip", files))


def test_what_does_not_belong_to_a_project_is_passed_by(tmp_path: Path) -> None:
    files = packed(write_project(CASE)) | {"readme.txt": b"Hello", "data/more/x.csv": b"id\n1\n"}
    project = read_project(written(tmp_path / "x.longarm.zip", files))
    assert rows_of(project.case.dataset) == rows_of(CASE.dataset)


def test_the_command_line_makes_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "zhenhua.longarm.zip"
    assert main(["project", "data", "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"]
    assert answer["file"] == str(out)
    assert read_project(out).case.dataset.entities == Case.open("data").dataset.entities
    assert main(["project", str(tmp_path), "--out", str(out)]) == 1
    assert "entities.csv" in capsys.readouterr().err
