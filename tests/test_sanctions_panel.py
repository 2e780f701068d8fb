"""The sanctions drawer: who is listed, two rules side by side, what is proposed beyond."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.exports.sanction_table import COLUMNS, sanctions_csv
from graph.sanctions import RULES, proposed_targets, what_if
from graph.store import open_store
from tests.conftest import WriteFolder
from tests.test_page import state_of, words

_SCRIPT = """
import streamlit as st
from graph.store import open_store
from ui.page import render
from ui.panels.sanctions import drawer
render({data!r})
drawer(open_store({data!r}))
"""


def opened(data: Path | str = "data", **query: str) -> AppTest:
    """The page with the drawer open."""
    test = AppTest.from_string(_SCRIPT.format(data=str(data)), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def listed(test: AppTest) -> tuple[str, ...]:
    found: tuple[str, ...] = test.session_state["sanctions_listed"]
    return found


def counts(test: AppTest) -> dict[str, list[int]]:
    """Entities by outcome, one number for each rule."""
    found: dict[str, list[int]] = {}
    for kind, number in re.findall(r"pg-outcome pg-(\w+)'.*?<span>(\d+)</span>", words(test)):
        found.setdefault(kind, []).append(int(number))
    return found


def test_the_proposed_targets_leave_zhenhua_undetermined_under_both_rules() -> None:
    test = opened()
    assert "Nobody is listed yet" in words(test)
    test.button(key="sanctions_proposed").click().run()
    assert set(listed(test)) == {"meng-ya-ping", "cetc", "zhenhua-electronics"}
    assert counts(test) == {
        "certain": [0, 0],
        "possible": [0, 0],
        "undeterminable": [1, 1],
        "clear": [0, 0],
    }
    said = words(test)
    assert "Cannot be determined" in said
    assert "size unknown" in said
    assert "Least certain step: alleged" in said
    assert "0–100" not in said
    assert said.count("Not legal advice.") >= 2


def test_each_rule_stands_with_its_text_date_and_sources() -> None:
    test = opened()
    test.button(key="sanctions_proposed").click().run()
    said = words(test)
    for rule in RULES.values():
        assert rule.name in said
        for source in rule.sources:
            assert source.title in said and source.date in said


def test_what_names_nobody_for_listing_stands_apart() -> None:
    said = words(opened())
    rows = re.findall(r"<tr><th scope='row'>(.*?)<", said)
    assert set(rows) == {"Meng Ya Ping", "CETC", "Zhenhua Electronics"}
    rest = said[said.index("Aimed at none of these targets") :]
    for measure in ("Expulsion of diplomats", "Technology export ban", "Stricter visas"):
        assert measure in rest
    assert "applies to Chinese state" in rest
    for effect in ("EU entry ban", "Freeze of EU assets"):
        assert effect in rest


def test_the_selection_and_the_search_add_and_a_chip_takes_away() -> None:
    test = opened(select="cetc")
    test.button(key="sanctions_selection").click().run()
    assert listed(test) == ("cetc",)
    test.text_input(key="sanctions_search").set_value("meng ya").run()
    test.button(key="sanctions_hit_meng-ya-ping").click().run()
    assert listed(test) == ("cetc", "meng-ya-ping")
    assert test.text_input(key="sanctions_search").value == ""
    test.multiselect(key="sanctions_pick").unselect("cetc").run()
    assert listed(test) == ("meng-ya-ping",)


def test_a_certain_fall_a_possible_one_and_control_are_told_apart(
    write_folder: WriteFolder,
) -> None:
    names = ("x", "half", "range", "ruled", "less")
    entities = [{"id": name, "label": name.title(), "category": "company"} for name in names]
    held = {"half": "50", "range": "25-50", "less": "20"}
    relations = [
        {"source": "x", "target": one, "type": "owns", "share": share, "status": "stated"}
        for one, share in held.items()
    ]
    relations.append({"source": "x", "target": "ruled", "type": "controls", "status": "stated"})
    test = opened(write_folder(entities, relations), select="x")
    test.button(key="sanctions_selection").click().run()
    assert counts(test) == {
        "certain": [1, 2],
        "possible": [1, 1],
        "undeterminable": [0, 0],
        "clear": [2, 1],
    }


def test_a_fall_that_rests_on_what_is_alleged_stands_under_its_own_heading(
    write_folder: WriteFolder,
) -> None:
    entities = [{"id": name, "label": name.title(), "category": "company"} for name in "xyz"]
    relations = [
        {"source": "x", "target": "y", "type": "owns", "share": "60", "status": "stated"},
        {"source": "x", "target": "z", "type": "owns", "share": "60", "status": "alleged"},
    ]
    test = opened(write_folder(entities, relations), select="x")
    test.button(key="sanctions_selection").click().run()
    heads = re.findall(r"</i>([^<]*)<span>(\d+)</span></h4>", words(test))
    assert heads[:2] == [
        ("Falls under the rule", "1"),
        ("Would fall under the rule, if what is alleged holds", "1"),
    ]


def test_leaving_the_alleged_out_leaves_nothing_to_fall() -> None:
    test = opened()
    test.button(key="sanctions_proposed").click().run()
    pills = test.get("button_group")[0] if not test.pills else test.pills[0]
    pills.set_value(["stated"]).run()
    assert counts(test)["undeterminable"] == [0, 0]


@pytest.mark.parametrize("alone", [False, True])
def test_a_chain_is_lit_and_filters_that_hide_it_are_taken_off(alone: bool) -> None:
    test = opened(group="family")
    test.button(key="sanctions_proposed").click().run()
    key = f"{'alone' if alone else 'light'}_ofac_zhenhua-data_0"
    test.button(key=key).click().run()
    now = state_of(test)
    lit = open_store("data").relations(now.emphasis)
    assert [(link.source, link.target) for link in lit.values()] == [("cetc", "zhenhua-data")]
    assert now.groups is None
    assert now.only == (("cetc", "zhenhua-data") if alone else None)


def test_hostile_names_stay_text(write_folder: WriteFolder) -> None:
    bad = "![x](http://example.org/x.png)<script>=1+1"
    folder = write_folder(
        [
            {"id": "a", "label": bad, "category": "company"},
            {"id": "b", "label": bad, "category": "company"},
            {"id": "m", "label": bad, "category": "measure"},
        ],
        [
            {"source": "a", "target": "b", "type": "owns", "evidence": bad, "status": "alleged"},
            {
                "source": "m",
                "target": "a",
                "type": "targets",
                "evidence": bad,
                "status": "proposed",
            },
        ],
    )
    test = opened(folder)
    test.button(key="sanctions_proposed").click().run()
    assert "<script" not in words(test)
    assert not any("![x]" in one.label for one in test.button)


def test_the_table_has_a_row_for_each_verdict_and_guards_its_cells(
    write_folder: WriteFolder,
) -> None:
    store = open_store("data")
    answers = [what_if(store, proposed_targets(store).ids, rule) for rule in RULES]
    ids = ["zhenhua-data", "cetc", "zhenhua-electronics"]
    rows = list(
        csv.DictReader(
            io.StringIO(sanctions_csv(answers, store.entities(ids), store.sources()).decode())
        )
    )
    assert tuple(rows[0]) == COLUMNS
    assert [(row["id"], row["outcome"]) for row in rows] == [
        ("zhenhua-data", "Cannot be determined")
    ] * 2
    assert "size unknown, alleged, ¶13" in rows[0]["chain"]
    assert "Not legal advice." in rows[0]["basis"]
    folder = write_folder(
        [{"id": one, "label": "=1+1", "category": "company"} for one in "ab"],
        [{"source": "a", "target": "b", "type": "owns", "share": "60", "status": "stated"}],
    )
    bad = open_store(folder)
    text = sanctions_csv([what_if(bad, ["a"])], bad.entities(["a", "b"]), {}).decode()
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)
