"""The Data page without a browser: files in three steps, the report, the way back."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.editing.case import Case
from graph.editing.project import write_project
from graph.loading.report import LoadReport, Problem
from graph.views.story import SavedView, Story
from graph.views.viewstate import ViewState
from tests.test_page import page, state_of, words
from ui.panels.report import findings_in_words, in_words

HOSTILE = '![x](http://example.org/a.png)<img src=x onerror=alert(1)>:red[x]"'

ENTITIES = b"id,label,category\na,Alpha,company\nb,Beta,company\n"
LINKS = b"source,target,type,share\na,b,owns,60\nb,c,owns,130\n"
FAULTY = b"id,label,category\na,Alpha,company\na,Again,company\n,Nobody,company\n"

File = tuple[str, bytes]


def drop(test: AppTest, *files: File) -> AppTest:
    """Drop files on the page."""
    given = [(name, content, "application/octet-stream") for name, content in files]
    test.file_uploader[0].set_value(given).run()
    assert not test.exception
    return test


def dropped(*files: File) -> AppTest:
    """The Data page with files dropped on it."""
    return drop(page(view="data"), *files)


def load(test: AppTest) -> AppTest:
    """Press the button of the third step."""
    test.button(key="data_load").click().run()
    assert not test.exception
    return test


def has(test: AppTest, key: str) -> bool:
    return any(button.key == key for button in test.button)


def test_the_bar_leads_there_and_back() -> None:
    test = page(select="cetc")
    test.button(key="open_data").click().run()
    assert test.query_params["view"] in ("data", ["data"])
    assert "Load report of" in words(test) and "78 entities" in words(test)
    test.button(key="leave_data").click().run()
    assert "view" not in test.query_params
    assert state_of(test).selection == ("cetc",)


def test_the_table_comes_back_as_table() -> None:
    test = page(view="table")
    test.button(key="open_data").click().run()
    test.button(key="leave_data").click().run()
    assert test.dataframe


def test_the_column_on_the_left_counts_and_leads_to_the_report(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_bytes(ENTITIES)
    (tmp_path / "relations.csv").write_bytes(LINKS)
    test = page(tmp_path)
    assert "Read: 2 entities, 2 links · 2 warnings" in words(test)
    assert not test.dataframe
    test.button(key="see_report").click().run()
    said = words(test)
    assert "130" in said and "How to mend it" in said


def test_the_page_says_what_it_takes_and_how_much() -> None:
    said = words(page(view="data"))
    assert "1 GB" in said and "GEXF" in said and ".xlsx" in said


def test_two_tables_are_recognised_mapped_and_opened() -> None:
    test = dropped(("people.csv", ENTITIES), ("links.csv", LINKS))
    said = words(test)
    assert "UTF-8 · comma" in said and "2 rows" in said
    assert "Read: 2 entities, 2 links · 2 warnings" in said
    load(test)
    assert "3 of 3 entities · 2 of 2 links" in words(test)
    assert "People" in words(test)
    assert state_of(test) == ViewState()
    assert not test.session_state["history"].can_undo


def test_semicolons_and_the_letters_of_windows_are_said_and_read() -> None:
    rows = "van;naar;soort;aandeel\nMüller & Zn;Société;owns;12,5\n".encode("cp1252")
    test = dropped(("verbanden.csv", rows))
    said = words(test)
    assert "cp1252 · semicolon" in said
    assert "Müller &amp; Zn" in said
    assert test.selectbox(key="map_0_0_relations_source").value == "van"
    assert test.selectbox(key="map_0_0_relations_share").value == "aandeel"


def test_links_alone_are_loaded_after_a_question() -> None:
    test = dropped(("links.csv", LINKS))
    assert not has(test, "data_load")
    assert "no table of entities" in words(test)
    test.checkbox(key="make_0").check().run()
    load(test)
    assert "3 of 3 entities · 2 of 2 links" in words(test)


def test_a_mapping_can_be_changed_before_loading() -> None:
    rows = b"one,two,what\na,b,owns\n"
    test = dropped(("x.csv", rows))
    test.selectbox(key="kind_0_0").set_value("relations").run()
    for name, column in (("source", "two"), ("target", "one"), ("type", "what")):
        test.selectbox(key=f"map_0_0_relations_{name}").set_value(column).run()
    test.checkbox(key="make_0").check().run()
    load(test)
    test.button(key="open_data").click().run()
    assert "two → source" in words(test)


def test_a_kind_of_link_can_be_chosen_for_all() -> None:
    test = dropped(("links.csv", b"source,target\na,b\n"))
    test.checkbox(key="make_0").check().run()
    assert not has(test, "data_load")
    test.selectbox(key="default_0_0_relations").set_value("owns").run()
    assert "owns" in str(load(test).session_state["opened"].store.links_among(["a", "b"]))


def test_errors_refuse_and_the_rows_in_error_can_be_left_out() -> None:
    test = dropped(("people.csv", FAULTY), ("links.csv", b"source,target,type\na,a,owns\n"))
    assert not has(test, "data_load")
    said = words(test)
    assert "cannot be loaded as they are: 2 errors" in said
    assert "The id is blank." in said
    assert test.button(key="data_load_without").label == "Load without these 2 rows"
    test.button(key="data_load_without").click().run()
    assert not test.exception
    assert "1 of 1 entit" in words(test)
    test.button(key="see_report").click().run()
    assert "2 rows were left out on request" in words(test)


def test_rows_beyond_what_a_report_lists_are_left_out_too() -> None:
    rows = b"id,label,category\na,Alpha,company\n" + b",Nobody,company\n" * 1500
    test = dropped(("people.csv", rows), ("links.csv", b"source,target,type\na,a,owns\n"))
    assert test.button(key="data_load_without").label == "Load without these 1,500 rows"
    test.button(key="data_load_without").click().run()
    assert not test.exception
    assert "1 of 1 entit" in words(test)


def test_a_picture_named_csv_is_refused_in_words() -> None:
    test = dropped(("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4))
    assert "1 error" in words(test)
    assert not has(test, "data_load") and not has(test, "data_load_without")


def test_files_can_be_set_aside() -> None:
    test = dropped(("links.csv", LINKS))
    test.button(key="data_aside").click().run()
    assert "Load report of" in words(test)
    assert "links.csv" not in words(test)


def test_the_default_data_come_back() -> None:
    test = load(dropped(("people.csv", ENTITIES), ("links.csv", LINKS)))
    test.button(key="open_data").click().run()
    assert "opened by you" in words(test)
    test.button(key="open_default").click().run()
    assert "78 entities" in words(test) and not has(test, "open_default")
    test.button(key="leave_data").click().run()
    assert "78 of 78 entities" in words(test)


def test_the_report_calls_a_file_as_it_was_called() -> None:
    network = b'{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b"}]}'
    test = dropped(("network.json", network))
    said = words(test)
    assert "network.json" in said and "u0" not in said


def test_what_one_session_opens_no_other_sees() -> None:
    load(dropped(("people.csv", ENTITIES), ("links.csv", LINKS)))
    assert "78 of 78 entities" in words(page())


def test_an_address_of_files_that_are_gone_says_so_once() -> None:
    test = page(opened="people", focus="b", select="b")
    (message,) = test.warning
    assert "people" in message.value and "Data" in message.value
    assert "opened" not in test.query_params
    assert state_of(test) == ViewState()


def test_views_of_opened_files_live_in_the_session() -> None:
    test = load(dropped(("people.csv", ENTITIES), ("links.csv", LINKS)))
    shelf = test.session_state["stories"]
    assert shelf.work == Story() and not shelf.beside


def test_a_project_opens_with_its_views_and_its_screen() -> None:
    shown = ViewState(focus=("cetc",), hops=1)
    story = Story("Case", (SavedView("One", "", shown),))
    test = dropped(("case.longarm.zip", write_project(Case.open("data"), story, shown)))
    assert "1 saved view" in words(test)
    load(test)
    assert state_of(test) == shown
    assert test.session_state["stories"].work == story


def test_data_that_are_refused_at_the_start_leave_the_page_open(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_bytes(FAULTY)
    (tmp_path / "relations.csv").write_text("source,target,type\n", encoding="utf-8")
    test = page(tmp_path)
    assert "The id is blank." in words(test)
    load(drop(test, ("people.csv", ENTITIES), ("links.csv", LINKS)))
    assert "3 of 3 entities" in words(test)


def test_hostile_names_and_cells_stay_text() -> None:
    name = f"{HOSTILE}.csv"
    rows = io.StringIO()
    csv.writer(rows).writerows([[HOSTILE, "target", "type"], [HOSTILE, "b\u202e", "owns"]])
    test = dropped((name, rows.getvalue().encode()))
    test.selectbox(key="kind_0_0").set_value("relations").run()
    test.selectbox(key="map_0_0_relations_source").set_value(HOSTILE).run()
    assert not test.exception
    said = words(test)
    assert "<img src=x" not in said and "&lt;img src=x" in said
    assert "⟨U+202E⟩" in said
    labels = [*(b.label for b in test.button), *(e.label for e in test.expander)]
    for label in [*labels, *(s.label for s in test.selectbox), *(m.value for m in test.markdown)]:
        assert not re.search(r"(?<!\\)(<img|!\[x)", label)


def test_every_format_out_tells_first_what_it_cannot_hold() -> None:
    test = page(view="data")
    saved = {str(one.proto.label) for one in test.get("download_button")}
    assert {"Save GEXF", "Save GraphML", "Save Node-link JSON", "Save Excel workbook"} <= saved
    assert "1 evidence text left out" in words(test)


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], "no problems"),
        (["error"], "1 error"),
        (["info", "warning", "warning"], "2 warnings, 1 note"),
    ],
)
def test_counts_in_words(severities: list[str], expected: str) -> None:
    problems = json.loads(json.dumps(severities))
    report = LoadReport(tuple(Problem(one, "x.csv", 2, "", "", "Odd.") for one in problems), 1, 2)
    assert findings_in_words(report) == expected
    assert in_words(report) == f"Read: 1 entity, 2 links · {expected}"
