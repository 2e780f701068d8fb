"""The Paths tab without a browser."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from graph.evidence.words import falls_without
from graph.paths import find_paths
from graph.store import open_store
from tests.test_page import state_of, words

PICTURE = r"!\[\]\(data:image/svg\+xml;base64,[A-Za-z0-9+/=]+\)"


def paths_tab(data: Path | str = "data", to: str = "", **query: str) -> AppTest:
    """The page with the Paths tab open, the other end chosen perhaps."""
    script = f"from ui.page import render\nrender({str(data)!r})\n"
    test = AppTest.from_string(script, default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    test.session_state["inspector_tab"] = "Paths"
    if to:
        test.session_state["path_to"] = to
    test.run()
    assert not test.exception
    return test


def path_buttons(test: AppTest) -> list[str]:
    return [
        re.sub(r"\\", "", button.label)
        for button in test.button
        if re.fullmatch(r"path_\d+_go", str(button.key))
    ]


def test_the_other_end_is_searched_for_and_chosen() -> None:
    test = paths_tab(select="chinese-state")
    assert not path_buttons(test)
    test.text_input(key="path_search").set_value("halsema").run()
    test.button(key="path_hit_mayor-amsterdam").click().run()
    first = path_buttons(test)[0]
    assert first.startswith("Chinese state – CETC – Zhenhua Data") and "Halsema" in first
    assert "least certain step" in words(test) and "partly mere association" in words(test)


def test_choices_of_categories_read_as_words(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,non-profit\nb,B,company\n")
    (tmp_path / "relations.csv").write_text("source,target,type\na,b,owns\n")
    test = paths_tab(tmp_path, select="a")
    options = test.multiselect(key="path_avoid").options
    assert "Non-profit" in options
    assert not any("\\" in option for option in options)


def test_a_search_without_a_hit_names_the_nearest() -> None:
    test = paths_tab(select="cetc")
    test.text_input(key="path_search").set_value("zzzzqqqq").run()
    assert "No entity matches “zzzzqqqq”." in words(test)


def test_a_click_lights_a_path_and_gives_sentences_to_copy() -> None:
    test = paths_tab(select="chinese-state", to="zhenhua-data")
    test.button(key="path_0_go").click().run()
    assert state_of(test).emphasis == ("r9", "r8", "r93")
    (code,) = [one.value for one in test.code if one.value.startswith("1. ")]
    assert code.splitlines() == [
        "1. Chinese state owns CETC wholly (the article says, ¶3).",
        "2. CETC is linked to Zhenhua Data (the article says, ¶3).",
    ]
    assert "Stands without ¶13." in words(test)
    test.button(key="path_0_keep").click().run()
    assert set(state_of(test).only or ()) == {"chinese-state", "cetc", "zhenhua-data"}


def test_two_selected_entities_need_no_search() -> None:
    test = paths_tab(select="chinese-state,zhenhua-data")
    assert path_buttons(test)[0].startswith("Chinese state – CETC – Zhenhua Data")


def test_more_than_two_are_tied_together() -> None:
    test = paths_tab(select="chinese-state,zhenhua-data,ccp")
    said = words(test)
    assert "What ties these together" in said
    test.button(key="ties_go").click().run()
    assert {"r7", "r8", "r9"} <= set(state_of(test).emphasis)


def test_the_ties_are_numbered_and_can_be_copied() -> None:
    test = paths_tab(select="chinese-state,zhenhua-data,ccp")
    texts = [one.value for one in test.code]
    (ties,) = [text for text in texts if "1. " in text and "Communist Party" in text]
    lines = ties.splitlines()
    assert [line.partition(".")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    assert all("¶" in line for line in lines)


def test_of_several_each_pair_has_its_ranked_paths() -> None:
    test = paths_tab(select="chinese-state,zhenhua-data,ccp")
    assert "Best evidenced first" in words(test)
    assert path_buttons(test)[0].startswith("Chinese state – CETC – Zhenhua Data")
    pair = test.selectbox(key="path_pair")
    assert len(pair.options) == 3
    pair.select_index(2).run()
    assert path_buttons(test)[0].startswith("Zhenhua Data – ")


def test_no_path_says_why_and_offers_more() -> None:
    test = paths_tab(select="chinese-state", to="mayor-amsterdam")
    test.number_input(key="path_max_hops").set_value(2).run()
    assert "No path of at most 2 steps" in words(test)
    test.button(key="path_allow").click().run()
    assert path_buttons(test)


def test_choices_narrow_the_walk() -> None:
    test = paths_tab(select="chinese-state", to="zhenhua-data")
    test.multiselect(key="path_groups").set_value(["ownership"]).run()
    assert path_buttons(test) == ["Chinese state – CETC – Zhenhua Data"]
    assert "ownership or control throughout" in words(test)
    test.multiselect(key="path_groups").set_value([]).run()
    test.multiselect(key="path_avoid").set_value(["company"]).run()
    assert all("CETC" not in label for label in path_buttons(test))
    test.multiselect(key="path_avoid").set_value([]).run()
    test.multiselect(key="path_through").set_value(["person"]).run()
    assert all("Meng" in label for label in path_buttons(test))


def test_along_the_arrows_only() -> None:
    test = paths_tab(select="zhenhua-database", to="zhenhua-data")
    test.toggle(key="path_directed").set_value(True).run()
    assert "along the arrows" in words(test)
    test.button(key="path_undirected").click().run()
    assert path_buttons(test)


def test_ready_made_walks_light_what_they_go_over() -> None:
    test = paths_tab(select="zhenhua-data")
    test.button(key="walk_owners").click().run()
    assert set(state_of(test).emphasis) == {"r9", "r93", "r94"}
    assert "3 found over 3 links" in test.button(key="walk_light").label
    test.button(key="walk_holdings").click().run()
    assert "Nobody is recorded that way." in words(test)
    test.button(key="walk_watched").click().run()
    assert "Mayor of Amsterdam" in words(test)
    test.button(key="walk_watched").click().run()
    assert state_of(test).emphasis == ()


def test_the_walk_to_party_bodies_lists_paths() -> None:
    test = paths_tab(select="meng-ya-ping")
    test.button(key="walk_party").click().run()
    labels = [b.label for b in test.button if re.fullmatch(r"walk_\d+_go", str(b.key))]
    assert labels and all("Meng" in label for label in labels)


def test_what_is_not_drawn_can_be_drawn() -> None:
    test = paths_tab(select="chinese-state", to="zhenhua-data", focus="ccp", hops="0")
    test.button(key="path_0_go").click().run()
    test.button(key="path_0_draw").click().run()
    state = state_of(test)
    assert state.focus == ("chinese-state", "cetc", "zhenhua-data") and state.hops == 0
    assert state.emphasis == ("r9", "r8", "r93")


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    bad = "![x](http://example.org/x.png)<script>alert(1)</script>"
    (tmp_path / "entities.csv").write_text(
        f'id,label,category\na,"{bad}","{bad}"\nb,"{bad}",company\nc,C,company\n', encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text(
        f'source,target,type,status,locator\na,b,"{bad}",stated,"{bad}"\nb,c,owns,,\n',
        encoding="utf-8",
    )
    test = paths_tab(tmp_path, select="a", to="c")
    test.button(key="path_0_go").click().run()
    test.button(key="walk_owners").click().run()
    assert "<script" not in words(test)
    for label in [*(b.label for b in test.button), *(c.label for c in test.multiselect)]:
        assert not re.search(r"(?<!\\)[<\[]", re.sub(PICTURE, "", label))


def test_an_end_of_its_own_is_asked_for_again() -> None:
    test = paths_tab(select="cetc", to="cetc")
    assert not path_buttons(test)
    assert test.text_input(key="path_search") is not None


def test_what_a_path_falls_without_in_words(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,x\nb,B,x\nc,C,x\n")
    (tmp_path / "relations.csv").write_text(
        "source,target,type,status,reference,locator\n"
        "a,b,owns,stated,s1,p. 1\na,b,owns,stated,s2,p. 9\nb,c,owns,alleged,s1,p. 2\n"
    )
    (tmp_path / "sources.csv").write_text("id,title\ns1,First\ns2,Second\n")
    store = open_store(tmp_path)
    path = find_paths(store, "a", "c").paths[0]
    assert falls_without(path, store.sources()) == (
        "Falls without “First”.",
        "Falls without p. 2 of “First”.",
        "Stands without p. 1 of “First” or p. 9 of “Second”.",
        "Falls without what is alleged.",
    )
