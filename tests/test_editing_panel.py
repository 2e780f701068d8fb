"""Editing on the page: forms, marks, merging, cells, undo apart from the view, saving."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from graph.editing import Case
from graph.editing.project import read_project
from tests.test_page import page, state_of, words

HOSTILE = '![x](http://example.org/a.png)<img src=x onerror=alert(1)>:red[x]"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "case"
    place.mkdir()
    (place / "sources.csv").write_text("id,title\npress,The Daily\nregister,The register\n")
    (place / "entities.csv").write_text(
        "id,label,category,country,aliases\na,Alfa,state,NL,\nb,Beta,company,,Bee\nc,Coda,company,DE,\n"
    )
    (place / "relations.csv").write_text(
        "source,target,type,share,status,reference,locator\n"
        "a,b,owns,60,stated,press,p. 1\n"
        "b,c,owns,25-50,stated,press,p. 2\n"
    )
    return place


def press(test: AppTest, key: str) -> AppTest:
    """Press a button, in a form or not."""
    (button,) = (one for one in test.button if one.key == key)
    button.click().run()
    assert not test.exception
    return test


def opened(folder: Path, name: str, **query: str) -> tuple[AppTest, str]:
    """The page with a form open, and how the keys of its widgets begin."""
    test = press(page(folder, **query), f"edit_open_{name}")
    return test, f"edit_{test.session_state['edit_form'].number}_"


def case_of(test: AppTest) -> Case:
    case = test.session_state["opened"].case
    assert isinstance(case, Case)
    return case


def cells(test: AppTest, kind: Any, key: str) -> dict[str, str]:
    row = case_of(test).content.row(kind, key)
    assert row is not None
    return dict(row.cells)


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_an_entity_is_edited_and_only_what_was_changed(folder: Path) -> None:
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_label").set_value("Beta Holding")
    press(test, f"{form}submit")
    assert cells(test, "entities", "b") == {
        "id": "b",
        "label": "Beta Holding",
        "category": "company",
        "aliases": "Bee",
    }
    assert case_of(test).unsaved == ("Set label of “Beta”",)
    assert "1 unsaved change" in words(test) and "Beta Holding" in words(test)
    assert not test.get("form")
    assert "Beta Holding" not in (folder / "entities.csv").read_text()


def test_a_new_id_is_followed_by_the_view_and_its_history(folder: Path) -> None:
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_id").set_value("beta")
    press(test, f"{form}submit")
    assert state_of(test).selection == ("beta",)
    assert "<h2 class='pg-title'>Beta</h2>" in words(test)
    press(test, "edit_undo")
    assert state_of(test).selection == ("b",)
    assert case_of(test).unsaved == ()


def test_what_breaks_a_rule_is_refused_with_where_and_the_way_out(folder: Path) -> None:
    test, form = opened(folder, "edit", lit="r2")
    test.text_input(key=f"{form}c_share").set_value("130")
    press(test, f"{form}submit")
    (message,) = (one.value.replace("\\", "") for one in test.error)
    assert "relations.csv, row 2, column share" in message and "0 to 100" in message
    assert "opened" not in test.session_state
    test.text_input(key=f"{form}c_share").set_value("70")
    press(test, f"{form}submit")
    assert cells(test, "relations", "r2")["share"] == "70"
    assert not test.error


def test_a_link_is_added_to_what_a_search_finds_with_a_new_source(folder: Path) -> None:
    test, form = opened(folder, "link", select="a")
    test.text_input(key=f"{form}search").set_value("coda").run()
    test.text_input(key=f"{form}c_share").set_value("5")
    test.text_input(key=f"{form}c_locator").set_value("p. 9")
    test.text_input(key=f"{form}new_title").set_value("The Weekly")
    press(test, f"{form}submit")
    made = case_of(test).content.rows("relations")[-1]
    assert (made["source"], made["target"], made["share"]) == ("a", "c", "5")
    assert (made["reference"], made["locator"]) == ("the-weekly", "p. 9")
    assert len(case_of(test).unsaved) == 1
    assert "3 of 3 links" in words(test)


def test_a_link_without_another_end_is_refused(folder: Path) -> None:
    test, form = opened(folder, "link", select="a")
    press(test, f"{form}submit")
    assert "no other end" in test.error[0].value.replace("\\", "")


def test_an_entity_is_added_and_chosen_and_undo_lets_go_of_it(folder: Path) -> None:
    test, form = opened(folder, "entity")
    test.text_input(key=f"{form}c_label").set_value("Delta Works")
    press(test, f"{form}submit")
    assert state_of(test).selection == ("delta-works",)
    assert "4 of 4 entities" in words(test)
    press(test, "edit_undo")
    assert state_of(test).selection == ()
    assert "3 of 3 entities" in words(test)
    press(test, "edit_redo")
    assert "4 of 4 entities" in words(test)


def test_deleting_says_first_how_many_links_go(folder: Path) -> None:
    test, form = opened(folder, "delete", select="b")
    assert "2 links deleted with it" in words(test)
    assert "opened" not in test.session_state
    press(test, f"{form}delete")
    assert state_of(test).selection == ()
    assert "2 of 2 entities" in words(test) and "0 of 0 links" in words(test)
    press(test, "edit_undo")
    assert "3 of 3 entities" in words(test) and "2 of 2 links" in words(test)


def test_a_second_source_is_a_second_row(folder: Path) -> None:
    test, form = opened(folder, "second", lit="r2")
    test.selectbox(key=f"{form}c_reference").set_value("register")
    press(test, f"{form}submit")
    references = [row["reference"] for row in case_of(test).content.rows("relations")]
    assert references == ["press", "register", "press"]


def test_a_mark_is_seen_on_the_card_and_who_is_remembered(folder: Path) -> None:
    test, form = opened(folder, "mark", lit="r2")
    test.text_input(key=f"{form}by").set_value("Ann")
    test.text_input(key=f"{form}on").set_value("2021-03-05")
    press(test, f"{form}disputed")
    assert "<b>Disputed</b> by Ann, 2021-03-05" in words(test)
    assert "Reviewed by: Ann" not in words(test)
    press(test, "edit_open_mark")
    number = test.session_state["edit_form"].number
    assert test.text_input(key=f"edit_{number}_by").value == "Ann"
    press(test, f"edit_{number}_rejected")
    assert "1 of 2 links" in words(test)
    test.checkbox(key="filter_reviews_rejected").check().run()
    assert "2 of 2 links" in words(test)


def test_a_rejected_entity_is_brought_back_by_the_filter(folder: Path) -> None:
    test, form = opened(folder, "mark", select="a")
    press(test, f"{form}rejected")
    assert "2 of 3 entities" in words(test)
    test.checkbox(key="filter_reviews_rejected").check().run()
    assert "3 of 3 entities" in words(test)


def test_nothing_was_looked_at_and_no_filter_stands_there(folder: Path) -> None:
    assert not [box for box in page(folder).checkbox if "reviews" in str(box.key)]


def test_two_are_merged_after_a_look_at_what_that_does(folder: Path) -> None:
    test, form = opened(folder, "merge", select="a,b")
    said = words(test)
    assert "1 link now leads" in said and "Also called from then on: " in said
    test.selectbox(key=f"{form}keep").set_value("b").run()
    test.selectbox(key=f"{form}win_category_b").set_value("a").run()
    press(test, f"{form}merge")
    kept = cells(test, "entities", "b")
    assert (kept["label"], kept["category"], kept["country"]) == ("Beta", "state", "NL")
    assert kept["aliases"].split(";") == ["Bee", "Alfa", "a"]
    assert state_of(test).selection == ("b",)
    press(test, "edit_undo")
    assert "3 of 3 entities" in words(test)


def test_undo_of_the_view_leaves_the_data_alone(folder: Path) -> None:
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_label").set_value("Beta Holding")
    press(test, f"{form}submit")
    before = state_of(test)
    test.session_state["history"] = test.session_state["history"].push(before.with_(hops=2)).undo()
    test.run()
    assert case_of(test).unsaved and state_of(test) == before
    press(test, "edit_undo")
    assert state_of(test) == before


def test_saving_writes_the_folder_and_keeps_the_version_before(folder: Path) -> None:
    old = (folder / "entities.csv").read_text()
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_label").set_value("Beta Holding")
    press(test, f"{form}submit")
    press(test, "edit_save")
    assert "No unsaved changes" in words(test)
    assert [row["label"] for row in rows_of(folder / "entities.csv")][1] == "Beta Holding"
    assert (folder / "previous" / "entities.csv").read_text() == old
    press(test, "edit_undo")
    assert case_of(test).unsaved == ("Undone: Set label of “Beta”",)


def test_files_changed_by_somebody_else_are_not_replaced_unasked(folder: Path) -> None:
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_label").set_value("Beta Holding")
    press(test, f"{form}submit")
    theirs = (folder / "entities.csv").read_text() + "d,Delta,company,,\n"
    (folder / "entities.csv").write_text(theirs)
    press(test, "edit_save")
    assert "changed on the disk" in test.error[0].value.replace("\\", "")
    assert (folder / "entities.csv").read_text() == theirs
    press(test, "edit_save_over")
    assert "Beta Holding" in (folder / "entities.csv").read_text()
    assert (folder / "previous" / "entities.csv").read_text() == theirs


def test_other_data_wait_until_the_changes_may_go(folder: Path) -> None:
    test, form = opened(folder, "edit", select="b")
    test.text_input(key=f"{form}c_label").set_value("Beta Holding")
    press(test, f"{form}submit")
    press(test, "open_data")
    assert any("1 unsaved change" in one.value for one in test.warning)
    given = [("entities.csv", b"id,label,category\nx,Xi,company\n", "text/csv")]
    links = ("relations.csv", b"source,target,type\nx,x,owns\n", "text/csv")
    test.file_uploader[0].set_value([*given, links]).run()
    assert test.button(key="data_load").disabled
    test.checkbox(key="leave_unsaved").check().run()
    press(test, "data_load")
    assert test.session_state["opened"].case is None
    assert "data-unsaved" not in words(test)


def test_what_was_dropped_is_edited_and_has_no_folder_to_save_in(folder: Path) -> None:
    test = page(folder, view="data")
    given = [
        (f"{name}.csv", (folder / f"{name}.csv").read_bytes(), "text/csv")
        for name in ("entities", "relations", "sources")
    ]
    test.file_uploader[0].set_value(given).run()
    press(test, "data_load")
    press(test, "edit_open_entity")
    form = f"edit_{test.session_state['edit_form'].number}_"
    test.text_input(key=f"{form}c_label").set_value("Delta")
    press(test, f"{form}submit")
    keys = {str(button.key) for button in test.button}
    assert "edit_undo" in keys and "edit_save" not in keys
    assert "4 of 4 entities" in words(test)


def _files(folder: str, out: str) -> None:
    from pathlib import Path

    from graph.editing import Add
    from graph.store import open_store
    from ui import editing, state, stories

    editing.started_with(folder)
    state.sync(open_store(folder))
    stories.sync(folder)
    editing.do(Add("entities", {"label": "Delta", "category": "company"}))
    Path(out, "a.longarm.zip").write_bytes(editing.project_file())
    Path(out, "a.zip").write_bytes(editing.csv_file())


def test_both_files_hold_what_is_not_saved(folder: Path, tmp_path: Path) -> None:
    test = AppTest.from_function(_files, args=(str(folder), str(tmp_path))).run()
    assert not test.exception
    labels = [
        row["label"]
        for row in read_project(tmp_path / "a.longarm.zip").case.content.rows("entities")
    ]
    assert labels == ["Alfa", "Beta", "Coda", "Delta"]
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert b"Delta" in packed.read("entities.csv")
    assert "Delta" not in (folder / "entities.csv").read_text()


def _cells(folder: str) -> None:
    from graph.store import open_store
    from ui import editing, state
    from ui.panels.editing_cells import take_cells

    editing.started_with(folder)
    state.sync(open_store(folder))
    take_cells("entities", {"a": {"country": "BE"}, "b": {"country": "FR", "label": "Beth"}})
    take_cells("entities", {"a": {"label": ""}})


def test_cells_of_the_table_are_edits_and_a_blank_name_is_refused(folder: Path) -> None:
    test = AppTest.from_function(_cells, args=(str(folder),)).run()
    assert not test.exception
    assert cells(test, "entities", "b")["label"] == "Beth"
    assert cells(test, "entities", "a") == {
        "id": "a",
        "label": "Alfa",
        "category": "state",
        "country": "BE",
    }
    assert case_of(test).unsaved == ("Set cells of 2 rows",)
    assert "label" in test.session_state["edit_refused"]


def test_the_table_shows_its_cells_for_editing(folder: Path) -> None:
    test = page(folder, view="table")
    test.toggle(key="edit_cells_relations").set_value(True).run()
    assert not test.exception
    assert {frame.proto.editing_mode for frame in test.dataframe} == {0, 1}


@pytest.mark.parametrize("name", ["edit", "link", "mark", "delete"])
def test_hostile_text_stays_text_in_every_form(folder: Path, name: str) -> None:
    with (folder / "entities.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "label", "category", HOSTILE))
        writer.writerow(("a", HOSTILE, HOSTILE, HOSTILE))
        writer.writerow(("b", HOSTILE, "company", ""))
        writer.writerow(("c", HOSTILE, "company", ""))
    test, _ = opened(folder, name, select="a")
    assert "<img src=x" not in words(test)
    labels = [str(one.label) for one in (*test.text_input, *test.selectbox, *test.button)]
    labels += [str(one.value) for one in (*test.error, *test.warning)]
    assert not [label for label in labels if "![x](" in label or "<img src=x" in label]
