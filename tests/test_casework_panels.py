"""Working on a case from the page: names, likely duplicates, notes, reading, combining."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.editing import Case
from tests.conftest import Row, WriteFolder
from tests.test_page import page, state_of, words
from ui import drawers
from ui.panels.casework import NEW
from ui.panels.casework_link import link_edit

HOSTILE = "![x](http://example.org/a.png)<img src=x onerror=alert(1)>"


def opened(data: Path | str, tool: str, **query: str) -> AppTest:
    """The page with the drawer of a tool open."""
    test = page(data, **query)
    test.session_state[drawers.OPEN] = tool
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    return run(test)


def case_of(test: AppTest) -> Case:
    case = test.session_state["opened"].case
    assert isinstance(case, Case)
    return case


def key_like(test: AppTest, start: str) -> str:
    return next(str(one.key) for one in test.button if str(one.key).startswith(start))


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    """Two spellings of one firm, a person, and a text of the source of their link."""
    entities: list[Row] = [
        {"id": "a", "label": "Gazprom OAO", "category": "company"},
        {"id": "b", "label": "Газпром", "category": "company"},
        {"id": "c", "label": "Ann Other", "category": "person"},
    ]
    links: list[Row] = [
        {"source": "c", "target": "a", "type": "owns", "reference": "paper", "locator": "¶2"},
        {"source": "b", "target": "a", "type": "linked_to", "reference": "paper", "locator": "¶3"},
    ]
    path = write_folder(entities, links)
    (path / "sources.csv").write_text("id,title\npaper,The Paper\nlost,No text\n", "utf-8")
    (path / "paper.md").write_text("# Head\n\nOne.\n\nTwo <b>bold</b>.\n\nThree.\n", "utf-8")
    return path


def looked_up(data: Path | str, names: str) -> AppTest:
    test = opened(data, "names")
    test.text_area(key="names_text").set_value(names)
    return press(test, "names_look")


def test_a_list_of_names_is_sorted_into_hits_near_hits_and_misses() -> None:
    test = looked_up("data", "HALSEMA, Femke\nZhenhua Dta\n\nNobody Atall")
    said = words(test)
    assert "3 names: 1 found, 1 near hit, 1 not found" in said
    near = next(one for one in test.button if str(one.key) == "name_2_0")
    assert "of 100 alike" in near.label


def test_a_name_shows_its_entity_and_those_found_can_stand_alone(folder: Path) -> None:
    test = looked_up(folder, "Ann Other\nGazprom OAO")
    press(test, "name_1_0")
    assert state_of(test).selection == ("c",)
    press(test, "names_only")
    assert state_of(test).only is not None
    assert set(state_of(test).only or ()) == {"a", "b", "c"}


def test_a_miss_is_noted_as_a_dead_end_with_where_by_and_on(folder: Path) -> None:
    test = looked_up(folder, f"Zed Nowhere\n{HOSTILE}")
    test.text_input(key="names_where").set_value("Trade register")
    test.text_input(key="names_by").set_value("Bo")
    press(test, "names_note")
    notes = case_of(test).notes
    assert [(note.kind, note.by, bool(note.on)) for note in notes] == [("dead_end", "Bo", True)] * 2
    assert notes[0].text == "Zed Nowhere — Trade register"
    assert case_of(test).unsaved
    assert "searched, not found: Trade register, Bo" in words(test)
    assert "<img src=x" not in words(test)
    assert not (folder / "notes.csv").exists()


def test_a_dead_end_without_a_place_is_refused(folder: Path) -> None:
    test = looked_up(folder, "Zed Nowhere")
    press(test, "names_note")
    assert "Say where you searched" in test.error[0].value
    assert "opened" not in test.session_state


def test_likely_duplicates_are_noted_taken_back_and_merged(folder: Path) -> None:
    test = opened(folder, "same")
    assert "1 of 1 pairs" in words(test) and "100 of 100" in words(test)
    press(test, key_like(test, "same_no_"))
    assert [note.kind for note in case_of(test).notes] == ["not_same_as"]
    assert "No two entities look like one" in words(test)
    press(test, key_like(test, "same_remove_"))
    assert case_of(test).notes == ()
    assert "2 links moved" in words(test) or "1 link moved" in words(test)
    press(test, key_like(test, "same_do_"))
    assert [one.id for one in case_of(test).dataset.entities] == ["a", "c"]
    assert "1 link now leads from the entity to itself" in words(test)
    press(test, "casework_undo")
    assert [one.id for one in case_of(test).dataset.entities] == ["a", "b", "c"]


def test_same_as_stays_listed(folder: Path) -> None:
    test = opened(folder, "same")
    press(test, key_like(test, "same_yes_"))
    assert "Noted as the same" in words(test)
    assert [note.kind for note in case_of(test).notes] == ["same_as"]


def test_a_source_is_read_at_its_place_and_a_link_added_from_it(folder: Path) -> None:
    test = opened(folder, "read")
    place = next(one for one in test.text_input if str(one.key).startswith("reading_place"))
    place.set_value("¶2")
    run(test)
    said = words(test)
    assert "<mark>Two &lt;b&gt;bold&lt;/b&gt;.</mark>" in said
    _choose(test, "link_from_", "Ann Other")
    _choose(test, "link_to_", "Газпром")
    press(test, "link_add")
    fresh = case_of(test).dataset.relations[-1]
    assert (fresh.source, fresh.target, fresh.type) == ("c", "b", "owns")
    assert (fresh.reference, fresh.locator) == ("paper", "¶2")


def _keys(test: AppTest) -> list[str]:
    return [str(one.key) for one in test.button]


def _choose(test: AppTest, start: str, name: str) -> None:
    field = next(one for one in test.selectbox if str(one.key).startswith(start))
    field.set_value(name)
    run(test)


def test_the_card_of_a_link_opens_its_source(folder: Path) -> None:
    test = page(folder, lit="r2")
    press(test, "open_source")
    assert "<mark>Two" in words(test)
    test = page(folder, lit="r3")
    press(test, "open_source")
    assert "<mark>Three" in words(test)


def test_a_link_without_both_ends_is_refused(folder: Path) -> None:
    test = opened(folder, "read")
    press(test, "link_add")
    assert "both ends" in test.error[0].value


def test_reading_closes_and_says_how_when_there_is_no_text(write_folder: WriteFolder) -> None:
    bare = write_folder([{"id": "a", "label": "A", "category": "company"}])
    test = opened(bare, "read")
    assert "No source of these data has a text" in words(test)
    test.session_state[drawers.OPEN] = None
    press(test, "reading_close")
    assert "No source of these data" not in words(test)


def test_another_folder_is_combined_after_its_report(
    folder: Path, write_folder: WriteFolder
) -> None:
    other = write_folder(
        [
            {"id": "a", "label": "Another A", "category": "company"},
            {"id": "d", "label": "Dee", "category": "person"},
        ],
        [{"source": "d", "target": "a", "type": "owns"}],
        name="other",
    )
    with (other / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "kind", "entity", "text"], ["n1", "note", "a", "Look"]])
    test = opened(folder, "combine")
    test.text_input(key="combine_path").set_value(str(other))
    run(test)
    assert "other-a" in words(test)
    assert "Together: Read: 5 entities, 3 links" in words(test)
    press(test, "combine_open")
    case = case_of(test)
    assert [note.entity for note in case.notes] == ["other-a"]
    assert len(case.dataset.entities) == 5
    assert sorted(one.name for one in other.iterdir()) == [
        "entities.csv",
        "notes.csv",
        "relations.csv",
    ]


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    test = opened(folder, "combine")
    test.text_input(key="combine_path").set_value("/no/such/folder")
    run(test)
    assert test.error


def test_notes_of_an_entity_stand_in_its_card_and_go_again(folder: Path) -> None:
    test = page(folder, select="c")
    test.text_area(key="entity_note_text_0_c").set_value(HOSTILE)
    press(test, "entity_note_add")
    assert [note.entity for note in case_of(test).notes] == ["c"]
    assert "<img src=x" not in words(test) and "&lt;img src=x" in words(test)
    press(test, "entity_remove_n1")
    assert case_of(test).notes == ()


def test_the_selected_ones_are_taken_into_the_form(folder: Path) -> None:
    test = opened(folder, "read", select="c,b")
    press(test, "link_take")
    press(test, "link_add")
    fresh = case_of(test).dataset.relations[-1]
    assert (fresh.source, fresh.target) == ("c", "b")


def test_new_names_become_entities_with_their_link_in_one_step(folder: Path) -> None:
    cells = {"source": f"{NEW}{HOSTILE}", "target": f"{NEW}New Firm", "type": "owns"}
    given = cells | {"reference": "paper", "locator": "¶3"}
    kinds = {f"{NEW}{HOSTILE}": "person", f"{NEW}New Firm": "company"}
    case = Case.open(folder).do(link_edit(Case.open(folder), given, kinds))
    one, other = case.dataset.entities[-2:]
    assert (one.label, one.category, one.locator) == (HOSTILE, "person", "¶3")
    assert (other.label, other.category) == ("New Firm", "company")
    link = case.dataset.relations[-1]
    assert (link.source, link.target) == (one.id, other.id)
    assert len(case.unsaved) == 1


def test_an_id_that_begins_with_a_plus_is_no_new_name(write_folder: WriteFolder) -> None:
    rows: list[Row] = [{"id": key, "label": key, "category": "company"} for key in ("+31", "b")]
    case = Case.open(write_folder(rows))
    case = case.do(link_edit(case, {"source": "+31", "target": "b", "type": "owns"}, {}))
    assert len(case.dataset.entities) == 2
    assert case.dataset.relations[-1].source == "+31"
