"""The page without a browser: panels answer to clicks, state and address stay one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.views.viewstate import ViewState

_PICTURE = r"!\[\]\(data:image/svg\+xml;base64,[A-Za-z0-9+/=]+\)"


def page(data: Path | str = "data", **query: str) -> AppTest:
    """The page as it stands after it was opened."""
    script = f"from ui.page import render\nrender({str(data)!r})\n"
    test = AppTest.from_string(script, default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def state_of(test: AppTest) -> ViewState:
    """The ViewState of the session."""
    state = test.session_state["history"].present
    assert isinstance(state, ViewState)
    return state


def address(test: AppTest, name: str) -> str:
    """One parameter of the address bar."""
    value = test.query_params.get(name, "")
    return value if isinstance(value, str) else ",".join(value)


def words(test: AppTest) -> str:
    """Everything the page says in HTML blocks."""
    return "\n".join(str(block.proto.body) for block in test.get("html"))


def test_it_opens_on_everything() -> None:
    test = page()
    assert not test.exception
    assert state_of(test) == ViewState()
    assert "78 of 78 entities" in words(test)
    assert "Choose a person or body" in words(test)


def test_a_filter_narrows_and_stands_in_the_address() -> None:
    test = page()
    test.checkbox(key="filter_groups_surveillance").uncheck().run()
    assert "surveillance" not in (state_of(test).groups or ())
    assert "78 of 78 entities · 121" not in words(test)
    assert "ownership" in address(test, "group")
    assert "surveillance" not in address(test, "group")
    test.button(key="show_all").click().run()
    assert state_of(test).groups is None
    assert address(test, "group") == ""


def test_hide_all_then_one_kind() -> None:
    test = page()
    test.button(key="all_groups").click().run()
    assert state_of(test).groups == ()
    test.checkbox(key="filter_groups_surveillance").check().run()
    assert state_of(test).groups == ("surveillance",)
    assert "27 of 121 links" in words(test)


def test_the_inspector_says_who_owns_cetc_and_neighbours_can_be_clicked() -> None:
    test = page(select="cetc")
    said = words(test)
    assert "China Electronics Technology Group Corporation" in said
    assert "is owned by 100 %" in said and "the article says" in said and "¶3" in said
    (owner,) = (button for button in test.button if "Chinese state" in button.label)
    assert "←" in owner.label
    owner.click().run()
    assert state_of(test).selection == ("chinese-state",)
    assert address(test, "select") == "chinese-state"


def test_search_finds_a_holder_despite_a_typo_and_selects() -> None:
    test = page()
    test.text_input(key="search_text").set_value("halsma").run()
    test.button(key="hit_mayor-amsterdam").click().run()
    assert state_of(test).selection == ("mayor-amsterdam",)
    assert test.text_input(key="search_text").value == ""


def test_an_unknown_id_gets_one_message_and_the_page_lives() -> None:
    test = page(focus="nobody", select="cetc")
    assert not test.exception
    (message,) = test.warning
    assert "nobody" in message.value
    assert state_of(test).selection == ("cetc",)
    test.button(key="dismiss").click().run()
    assert not test.warning


def test_a_broken_date_says_so_and_shows_all_dates() -> None:
    test = page()
    test.text_input(key="as_of").set_value("2020-13-01").run()
    assert "2020" in test.warning[0].value
    assert state_of(test).as_of == ""


def test_the_address_wins_over_the_session() -> None:
    test = page(select="cetc")
    test.query_params["select"] = "ccp"
    test.run()
    assert state_of(test).selection == ("ccp",)


def test_a_folder_without_entities_gets_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "relations.csv").write_text("source,target,type\n", encoding="utf-8")
    test = page(tmp_path)
    assert not test.exception
    (message,) = test.error
    assert "entities" in message.value


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    bad = "![x](http://example.org/x.png)<script>alert(1)</script>"
    (tmp_path / "entities.csv").write_text(
        f'id,label,category\na,"{bad}","{bad}"\nb,B,company\n', encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text(
        f'source,target,type,evidence\na,b,"{bad}","{bad}"\n', encoding="utf-8"
    )
    test = page(tmp_path, select="b")
    assert not test.exception
    for label in [*(b.label for b in test.button), *(c.label for c in test.checkbox)]:
        assert not re.search(r"(?<!\\)[<\[]", re.sub(_PICTURE, "", label))
    assert "<script" not in words(test)


@pytest.mark.parametrize("mode", ["table", "graph"])
def test_table_and_graph_can_be_opened_by_address(mode: str) -> None:
    test = page(view=mode)
    assert not test.exception
    assert bool(test.dataframe) is (mode == "table")


def test_the_table_is_saved_through_the_guarded_export_alone() -> None:
    test = page(view="table")
    saved = [str(one.proto.label) for one in test.get("download_button")]
    assert "Save these tables" in saved
    rules = (Path(__file__).parents[1] / "ui/page.css").read_text(encoding="utf-8")
    bar = '[data-testid="stDataFrame"] [data-testid="stElementToolbar"]'
    assert re.search(re.escape(bar) + r" \{ display: none !important; \}", rules)


def test_those_who_hold_the_same_office_are_told_apart() -> None:
    test = page(select="chamber-members")
    labels = [button.label for button in test.button if "House of Representatives" in button.label]
    for holder in ("Sjoerd Sjoerdsma", "Henk Nijboer", "Jan Paternotte"):
        (only,) = (label for label in labels if holder in label)
        assert re.sub(r"\\", "", only).endswith(f"Representatives ({holder})")
    test.text_input(key="search_text").set_value("Member of the House of Rep").run()
    hits = [button.label for button in test.button if str(button.key).startswith("hit_mp-")]
    assert len(hits) == len(set(hits)) == 3


def test_a_former_name_that_was_found_stands_beside_the_hit() -> None:
    test = page()
    test.text_input(key="search_text").set_value("Tweede Kamerlid Paternotte").run()
    label = test.button(key="hit_mp-paternotte").label
    assert "Jan Paternotte" in label and "*Tweede Kamerlid, Jan Paternotte*" in label


def test_the_title_of_a_story_stays_text_in_the_menu(tmp_path: Path) -> None:
    for name in ("entities.csv", "relations.csv"):
        (tmp_path / name).write_bytes(Path("data", name).read_bytes())
    story = {
        "title": "![x](https://example.org/x.png)",
        "views": [{"name": "One", "note": "", "state": {}}],
    }
    (tmp_path / "views.json").write_text(json.dumps(story), encoding="utf-8")
    test = page(tmp_path)
    assert not test.exception and not test.warning
    menus = [str(one.proto) for one in test.get("menu_button")]
    options = "".join(menus)
    assert "example" in options
    assert "![x](" not in options


def test_answers_have_a_place_before_somebody_is_chosen() -> None:
    said = words(page())
    assert "Choose an entity to see its owners." in said
    assert "Choose one to find paths from it" in said


def test_the_copied_address_says_what_it_leaves_out_and_keeps_the_table() -> None:
    test = page(view="table", select="cetc")
    (code,) = (one.value for one in test.code if "select=cetc" in one.value)
    assert "view=table" in code
    assert "This address opens exactly this view:" in words(test)
    history = test.session_state["history"]
    moved = history.present.with_(pins=(("cetc", 1.0, 2.0),))
    test.session_state["history"] = history.push(moved)
    test.run()
    assert "This address opens this view, without places moved by hand:" in words(test)
    assert "view=" not in next(one.value for one in page(select="cetc").code)
