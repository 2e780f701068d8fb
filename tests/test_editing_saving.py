"""Saving: what is written comes back, and no crash harms the files that were there."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.editing import Add, Case, Edit, SecondSource, SetCells, dead_end, save_folder
from graph.editing.saving import PREVIOUS, files_of
from graph.errors import ExportError
from graph.loading import Row, Table, Tables, load_folder
from tests.test_editing import CASE, EDITS, plain, run

ENTITIES = "id,label,category,colour\r\na,Alpha,company,red\r\nb,'=1+1,company,\r\n"
RELATIONS = "source,target,type,mood\r\na,b,owns,calm\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    (place / "entities.csv").write_bytes(ENTITIES.encode())
    (place / "relations.csv").write_bytes(RELATIONS.encode())
    return place


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.glob("*.csv")}


def test_saving_writes_what_changed_and_keeps_the_version_before(folder: Path) -> None:
    before = content(folder)
    case = Case.open(folder).do(SetCells("entities", "a", {"label": "Beta"}))
    assert content(folder) == before
    saved = save_folder(case)
    assert saved.case.unsaved == ()
    assert content(folder)["entities.csv"] == ENTITIES.replace("Alpha", "Beta").encode()
    assert content(folder)["relations.csv"] == RELATIONS.encode()
    assert saved.previous == folder / PREVIOUS
    assert content(folder / PREVIOUS) == before
    assert sorted(one.name for one in folder.iterdir()) == sorted([*before, PREVIOUS])


def test_a_save_can_be_undone_and_saved_again(folder: Path) -> None:
    before = content(folder)
    case = save_folder(Case.open(folder).do(SetCells("entities", "a", {"label": "Beta"}))).case
    back = case.undo()
    assert back.unsaved == ("Undone: Set label of “Alpha”",)
    save_folder(back)
    assert content(folder) == before


def test_notes_come_back_and_links_keep_theirs(folder: Path) -> None:
    case = Case.open(folder).do(dead_end("a", "Register, page 3\nand 4", "Ann", "2021"))
    case = case.do(SecondSource("r2", "book")).do(SetCells("relations", "r2", {"mood": "x\ny"}))
    saved = save_folder(case)
    assert saved.renamed == {"r3": "r4"}
    again = Case.open(folder)
    assert again.notes == case.notes
    assert [link.id for link in again.dataset.relations] == ["r2", "r4"]
    assert again.dataset.report.ok


def test_files_that_changed_since_are_not_written_over(folder: Path, tmp_path: Path) -> None:
    case = Case.open(folder).do(SetCells("entities", "a", {"label": "Mine"}))
    (folder / "relations.csv").write_text(RELATIONS.replace("calm", "theirs"))
    before = content(folder)
    with pytest.raises(ExportError, match=r"relations\.csv changed on the disk"):
        save_folder(case)
    assert content(folder) == before
    save_folder(case, tmp_path / "elsewhere")
    assert load_folder(tmp_path / "elsewhere").entities[0].label == "Mine"
    save_folder(case, overwrite=True)
    assert content(folder / PREVIOUS) == before


def test_another_data_set_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is a data set already"):
        save_folder(CASE, folder)
    with pytest.raises(ExportError, match="no folder yet"):
        save_folder(CASE)


def test_what_could_not_be_read_is_not_lost_by_saving(folder: Path) -> None:
    (folder / "relations.csv").write_text(RELATIONS + 'a,b,owns,"never closed\n')
    case = Case.open(folder).do(SetCells("entities", "a", {"label": "Mine"}))
    with pytest.raises(ExportError, match="could not be read") as refused:
        save_folder(case)
    assert "relations.csv" in refused.value.where


STEPS = ("fsync", "replace", "rename", "mkdir", "open")


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("after", range(8))
def test_a_failure_at_any_step_leaves_the_files_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: int
) -> None:
    save_folder(Case.open(folder).do(SetCells("entities", "b", {"label": "Once"})))
    before = content(folder)
    case = Case.open(folder).do(SetCells("entities", "a", {"label": "Twice"}))
    real, calls = getattr(os, name), []

    def fails(*arguments: object, **options: object) -> object:
        calls.append(arguments)
        if len(calls) == after + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, fails)
    with contextlib.suppress(ExportError):
        save_folder(case)
        # The step that fails came after the last file, or is one that may fail.
        assert b"Twice" in content(folder)["entities.csv"]
        return
    assert content(folder) == before
    assert not list(folder.glob(".*.part"))


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="the disk is full") as refused:
        save_folder(Case.open(folder))
    assert refused.value.fix == "Make room, or save to another disk."


_KILLED = """
import os, signal, sys
from graph.editing import Case, SetCells, save_folder
case = Case.open(sys.argv[1]).do(SetCells("entities", "a", {"label": "Twice"}))
case = case.do(SetCells("relations", "r2", {"mood": "new"}))
left = [int(sys.argv[2])]
def counted(real):
    def call(*arguments, **options):
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*arguments, **options)
    return call
for name in ("fsync", "replace", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))
save_folder(case)
"""


@pytest.mark.parametrize("step", range(0, 14, 2))
def test_a_process_that_is_killed_leaves_whole_files(folder: Path, step: int) -> None:
    save_folder(Case.open(folder).do(SetCells("entities", "b", {"label": "Once"})))
    old = content(folder)
    new = files_of(
        Case.open(folder)
        .do(SetCells("entities", "a", {"label": "Twice"}))
        .do(SetCells("relations", "r2", {"mood": "new"}))
        .content
    )
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), str(step)], check=False, timeout=60
    )
    now = content(folder)
    assert all(now[name] in (old[name], new[name]) for name in old)
    if ended.returncode == 0:
        assert now == new
        return
    assert ended.returncode == -signal.SIGKILL
    kept = content(folder / PREVIOUS) if (folder / PREVIOUS).exists() else {}
    assert now == old or kept == old
    again = Case.open(folder)
    if any(folder.glob(".*.part")):
        assert any("interrupted" in one.problem for one in again.problems)
    save_folder(again.do(Add("entities", {"id": "z", "label": "Z", "category": "x"})))
    assert not list(folder.glob(".*.part"))
    assert [one.problem for one in Case.open(folder).problems] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="could not be saved"):
        save_folder(CASE, tmp_path / "file" / "data")


_cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8) | st.sampled_from(
    ["=1+1", "'=1", "-5", "'-5", "+a", "@x", "01", "NA", "1e5", 'a"b', "a,b", "a\nb", "a\r\nb"]
)


def test_a_case_that_no_file_holds_is_unsaved_until_it_is_saved(tmp_path: Path) -> None:
    made = replace(CASE, made="Combined two")
    assert made.unsaved == ("Combined two",)
    assert made.do(dead_end("a", "x")).undo().unsaved == ("Combined two",)
    assert save_folder(made, tmp_path / "new").case.unsaved == ()


def test_a_first_source_and_note_that_are_undone_after_a_save_leave_the_files(
    folder: Path,
) -> None:
    case = Case.open(folder).do(Add("sources", {"id": "s1", "title": "T"})).do(dead_end("a", "x"))
    saved = save_folder(case).case
    assert (len(Case.open(folder).notes), len(load_folder(folder).sources)) == (1, 1)
    again = save_folder(saved.undo().undo()).case
    assert (len(Case.open(folder).notes), len(load_folder(folder).sources)) == (0, 0)
    assert load_folder(folder).report.ok
    assert save_folder(again.redo()).case.unsaved == ()
    assert len(load_folder(folder).sources) == 1


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["label", "x y", "=f", "aliases"]), _cells)),
    st.lists(EDITS, max_size=4),
)
def test_what_is_saved_is_what_is_opened(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], edits: list[Edit]
) -> None:
    entities = tuple(
        Row(line, {"id": f"e{line}", "category": "x", "label": "L", **row})
        for line, row in enumerate(rows, 2)
    )
    columns = ("id", "label", "category", "x y", "=f", "aliases")
    start = Case.of(Tables("x", Table("e", columns, entities), Table("r")))
    for case in (start, run(CASE, edits)):
        place = tmp_path_factory.mktemp("save")
        saved = save_folder(case, place)
        again = Case.open(place)
        assert again.stamps == saved.case.stamps
        for kind, table in case.content.tables.items():
            opened = again.content.tables[kind]
            assert opened.columns[: len(table.columns)] == table.columns
            assert [
                {name: cell for name, cell in row.cells.items() if cell.strip()}
                for row in table.rows
            ] == [dict(row.cells) for row in opened.rows]
        assert plain(save_folder(again).case.content) == plain(again.content)
