"""The Owners tab and the ownership sheet without a browser."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.exports.ownership_table import COLUMNS, ownership_csv
from graph.model import Share
from graph.ownership import Range, holdings, owners
from graph.ownership.words import (
    chain_count,
    chains_to_the_end,
    first_sentence,
    footnotes,
    reading_of,
    warnings_in_words,
)
from graph.picture.appearance import THEMES
from graph.store import Store, open_store
from tests.fakes import link, store_of
from tests.test_page import page, state_of, words
from ui.bars import bar_svg

PICTURE = r"!\[\]\(data:image/svg\+xml;base64,[A-Za-z0-9+/=]+\)"
LIGHT = THEMES["light"]


def owners_tab(data: Path | str = "data", **query: str) -> AppTest:
    """The page with the Owners tab open."""
    script = f"from ui.page import render\nrender({str(data)!r})\n"
    test = AppTest.from_string(script, default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    test.session_state["inspector_tab"] = "Owners"
    test.run()
    assert not test.exception
    return test


def folder(path: Path, *rows: str) -> Path:
    """A data folder with the links ``a > b 25-50 alleged``; ``?`` is an unknown share."""
    cells = [row.split() for row in rows]
    names = sorted({name for row in cells for name in (row[0], row[2])})
    entities = "".join(f"{name},{name.upper()} Ltd,company\n" for name in names)
    (path / "entities.csv").write_text(f"id,label,category\n{entities}", encoding="utf-8")
    links = "".join(
        f"{owner},{owned},owns,{'' if share == '?' else share},{status}\n"
        for owner, _, owned, share, status in (
            row if len(row) > 4 else [*row, "stated"] for row in cells
        )
    )
    (path / "relations.csv").write_text(
        f"source,target,type,share,status\n{links}", encoding="utf-8"
    )
    return path


def sentence(store: Store, entity: str, *, up: bool = True) -> str:
    sheet = (owners if up else holdings)(store, entity)
    ids = {entity, *(stake.id for stake in sheet.stakes)}
    return first_sentence(sheet, store.entities(sorted(ids)), store.sources())


def test_it_answers_in_a_sentence_first() -> None:
    said = words(owners_tab(select="zhenhua-data"))
    assert "The article gives no share in Zhenhua Data." in said
    assert "2 interests of unknown size are alleged" in said
    assert "size unknown" in said
    assert "0–100" not in said and "0 to 100 %" not in said


def test_what_is_left_out_counts_in_no_sheet() -> None:
    said = words(owners_tab(select="zhenhua-data", drop="article#¶13"))
    assert "2 interests of unknown size" not in said
    assert "Nobody is recorded as an owner of Zhenhua Data" in said


def test_undated_links_count_only_when_the_view_shows_them() -> None:
    whole = words(owners_tab(select="cetc", asof="2020")).replace("\u00a0", " ")
    assert "Chinese state holds 100 % of CETC" in whole
    without = words(owners_tab(select="cetc", asof="2020", undated="0"))
    assert "Nobody is recorded as an owner of CETC" in without


def test_a_stated_whole_reads_as_a_hundred_per_cent() -> None:
    said = words(owners_tab(select="cetc")).replace("\u00a0", " ")
    assert "Chinese state holds 100 % of CETC, the article says." in said
    assert "50 % or more" in said


def test_an_entity_without_owners_says_so() -> None:
    test = owners_tab(select="chinese-state")
    assert "Nobody is recorded as an owner of Chinese state." in words(test)
    assert "Holdings" in words(test)


def test_tabs_that_are_not_open_are_not_worked_out() -> None:
    said = words(page(select="zhenhua-data"))
    assert "no share in Zhenhua Data" not in said
    assert "gives no share" not in said


def test_a_click_lights_the_chain_and_says_what_it_falls_without() -> None:
    test = owners_tab(select="zhenhua-data")
    buttons = {b.key: b for b in test.button if str(b.key).startswith("chain_go_")}
    key = next(key for key, b in buttons.items() if "Chinese state" in b.label)
    buttons[key].click().run()
    assert state_of(test).emphasis == ("r9", "r93")
    assert state_of(test).selection == ("zhenhua-data",)
    assert "Falls without ¶3 or ¶13." in words(test)
    test.button(key=key).click().run()
    assert state_of(test).emphasis == ()


def test_a_chain_of_one_link_leaves_the_inspector_where_it_is() -> None:
    test = owners_tab(select="cetc")
    test.button(key="chain_go_0").click().run()
    assert len(state_of(test).emphasis) == 1
    assert "Falls without ¶3." in words(test)
    assert "relations.csv, line" not in words(test)


def test_only_this_path_is_kept_and_the_others_come_back() -> None:
    test = owners_tab(select="zhenhua-data")
    keys = [b.key for b in test.button if "Chinese state" in b.label and "chain_go" in str(b.key)]
    test.button(key=keys[0]).click().run()
    tools = keys[0].replace("_go", "")
    test.button(key=f"{tools}_keep").click().run()
    assert set(state_of(test).only or ()) == {"chinese-state", "cetc", "zhenhua-data"}
    test.button(key=f"{tools}_back").click().run()
    assert state_of(test).only is None


def test_the_threshold_is_part_of_the_view() -> None:
    test = owners_tab(select="cetc")
    (choice,) = [one for one in test.button_group if one.key == "tab_threshold"]
    choice.set_value(25.0).run()
    assert state_of(test).threshold == 25.0
    assert "25 % or more" in words(test)


def test_stated_alone_counts_only_what_is_stated() -> None:
    test = owners_tab(select="zhenhua-data")
    (choice,) = [one for one in test.button_group if one.key == "tab_count"]
    choice.set_value("stated").run()
    assert "Nobody is recorded as an owner of Zhenhua Data." in words(test)
    (choice,) = [one for one in test.button_group if one.key == "tab_count"]
    choice.set_value("all").run()
    assert "alleged" in words(test)


def test_proposed_shares_count_only_when_they_are_chosen(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 40 proposed")
    assert "Nobody is recorded" in words(owners_tab(data, select="b"))
    assert "is proposed" in words(owners_tab(data, select="b", status="proposed"))


def test_the_as_of_date_counts(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,company\nb,B,company\n")
    (tmp_path / "relations.csv").write_text(
        "source,target,type,share,status,since,until\na,b,owns,60,stated,2001,2005\n"
    )
    assert "Nobody is recorded" in words(owners_tab(tmp_path, select="b"))
    said = words(owners_tab(tmp_path, select="b", asof="2003")).replace("\u00a0", " ")
    assert "As of 2003: A holds 60 % of B" in said


def test_the_layout_draws_owners_and_holdings_alone() -> None:
    test = owners_tab(select="zhenhua-data")
    test.button(key="own_layout").click().run()
    state = state_of(test)
    assert state.layout == "layered" and state.groups == ("ownership", "control")
    assert set(state.focus) == {"zhenhua-data", "cetc", "chinese-state", "zhenhua-electronics"}
    assert "4 of 78 entities · 3 of 121 links" in words(test)


def test_what_somebody_controls_can_be_lit() -> None:
    test = owners_tab(select="cetc")
    test.button(key="own_group_chinese-state").click().run()
    assert state_of(test).emphasis == ("r9",)


def test_control_without_a_share_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,company\nb,B,company\n")
    (tmp_path / "relations.csv").write_text("source,target,type,status\na,b,controls,stated\n")
    test = owners_tab(tmp_path, select="b")
    test.button(key="own_group_a").click().run()
    assert state_of(test).emphasis == ("r2",)
    test = owners_tab(tmp_path, select="a")
    assert "(1)" in test.button(key="own_group_light").label


def test_the_sheet_opens_with_drawing_bars_and_table() -> None:
    test = owners_tab(select="zhenhua-data")
    test.button(key="own_sheet").click().run()
    said = words(test)
    assert "Who owns Zhenhua Data?" in said
    assert "One step up: CETC" in said
    assert "China Zhenhua Electronics Group" in said
    assert "They cannot all be large at once" in said
    test.button(key="own_show").click().run()
    assert state_of(test).emphasis == ("r9", "r93", "r94")


def test_loops_are_named_lit_and_undetermined_when_closed(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 100", "b > a 100", "b > c 60")
    test = owners_tab(data, select="c")
    said = words(test)
    assert "A Ltd and B Ltd hold each other in a circle." in said
    assert "undetermined" in said
    test.button(key="own_loop_up_0").click().run()
    assert state_of(test).emphasis == ("r2", "r3")


def test_more_than_a_hundred_per_cent_is_a_warning_by_name(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > c 70", "b > c 60")
    said = words(owners_tab(data, select="c"))
    assert "The direct shares in C Ltd add up to more than 100 %: 130 %." in said


def test_every_number_opens_into_its_links_and_its_rule(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 50", "a > d 20", "b > c 40", "d > c 10")
    said = words(owners_tab(data, select="c"))
    assert "<summary><b>22 %</b></summary>" in said
    assert "50 % × 40 % = 20 %" in said and "20 % × 10 % = 2 %" in said
    assert "The shares of each chain are multiplied, and the chains added up." in said


def test_a_share_above_its_chain_names_the_loop_that_comes_on_top(tmp_path: Path) -> None:
    data = folder(tmp_path, "o > a 80", "a > b 20", "b > a 20")
    said = words(owners_tab(data, select="a"))
    assert "<summary><b>83.33 %</b></summary>" in said
    assert "What goes round the loop comes on top: A Ltd, B Ltd." in said
    # B holds 20 % and no more: nothing comes on top of its own chain.
    own = said.split("<summary><b>20 %</b></summary>")[1].split("</details>")[0]
    assert "One chain: its shares are multiplied." in own and "on top" not in own


def test_a_share_above_its_chain_names_the_holding_in_itself(tmp_path: Path) -> None:
    said = words(owners_tab(folder(tmp_path, "o > c 80", "c > c 20"), select="c"))
    opened = said.split("<summary><b>100 %</b></summary>")[1].split("</details>")[0]
    assert "One chain: its shares are multiplied." in opened
    assert "C Ltd holds a part of itself, which comes on top." in opened
    assert "20\u00a0%" in opened or "20 %" in opened


def test_what_is_declared_opens_into_its_links(tmp_path: Path) -> None:
    said = words(owners_tab(folder(tmp_path, "a > c 30", "b > c ? alleged"), select="c"))
    found = re.findall(r"<summary>declared: (.*?)</summary>(.*?)</details>", said, re.DOTALL)
    assert [one for one, _ in found] == [
        "30 % · unexplained: 70 %",
        "30 % or more · unexplained: size unknown, at most 70 %",
    ]
    assert "A Ltd" in found[0][1] and "B Ltd" not in found[0][1] and "B Ltd" in found[1][1]
    assert "anything up to" not in said


def test_the_sheet_draws_each_loop_and_says_how_many(tmp_path: Path) -> None:
    pairs = [f"{a} > {b} 10" for one in ("de", "fg", "hi", "jk") for a, b in (one, one[::-1])]
    data = folder(tmp_path, *pairs, "l > l 5", *(f"{owner} > c 10" for owner in "dfhjl"))
    test = owners_tab(data, select="c")
    test.button(key="own_sheet").click().run()
    drawn = re.findall(r"alt='([^']*holds[^']*)'|alt=\"([^\"]*holds[^\"]*)\"", words(test))
    assert len([one for one in drawn if "holds 10 % of" in "".join(one)]) == 4
    assert "4 of 5 loops drawn" in test.button(key="own_loop_room_up_more").label
    assert "L Ltd holds 5 % of L Ltd" not in words(test)
    test.session_state["own_loop_room_up"] = 20
    test.button(key="own_sheet").click().run()
    assert "L Ltd holds 5 % of L Ltd" in words(test)


def test_a_click_on_a_drawn_loop_lights_it(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 10", "b > a 10", "a > c 20")
    test = owners_tab(data, select="c")
    test.button(key="own_sheet").click().run()
    test.button(key="own_ring_go_up_0").click().run()
    assert set(state_of(test).emphasis) == {"r2", "r3"}


def test_direct_owners_with_owners_of_their_own_are_counted(tmp_path: Path) -> None:
    rows = [row for name in "defgh" for row in (f"{name} > c 10", f"x > {name} 60")]
    test = owners_tab(folder(tmp_path, *rows), select="c")
    test.button(key="own_sheet").click().run()
    assert words(test).count("One step up:") > 0 and "One step up: H Ltd" not in words(test)
    assert test.button(key="own_steps_more").label.startswith("3 of 5 direct owners")
    test.session_state["own_steps_room"] = 15
    test.button(key="own_sheet").click().run()
    assert "One step up: H Ltd" in words(test)


def test_a_layout_of_many_owners_says_how_many_it_draws(tmp_path: Path) -> None:
    test = owners_tab(folder(tmp_path, *(f"o{n} > c 0.1" for n in range(152))), select="c")
    test.button(key="own_layout").click().run()
    assert len(state_of(test).focus) == 151
    assert "150 of 152 owners and holdings are drawn." in test.session_state["notices"]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    bad = "![x](http://example.org/x.png)<script>alert(1)</script>"
    (tmp_path / "entities.csv").write_text(
        f'id,label,category\na,"{bad}",company\nb,"{bad}",company\n', encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text(
        f'source,target,type,share,status,locator\na,b,owns,30,alleged,"{bad}"\n', encoding="utf-8"
    )
    test = owners_tab(tmp_path, select="b")
    test.button(key="own_sheet").click().run()
    assert "<script" not in words(test)
    for label in [button.label for button in test.button]:
        assert not re.search(r"(?<!\\)[<\[]", re.sub(PICTURE, "", label))


@pytest.mark.parametrize(
    ("share", "threshold", "said"),
    [
        (Range(50, 50), 50, "50 % or more"),
        (Range(49.9, 49.9), 50, "under 50 %"),
        (Range(10, 60), 50, "possibly 50 % or more"),
        (Range(None, None), 50, "cannot be determined"),
    ],
)
def test_a_threshold_is_or_more(share: Range, threshold: float, said: str) -> None:
    assert reading_of(share, threshold) == said


def test_sentences_for_ranges_parts_and_holdings(tmp_path: Path) -> None:
    rows = ("a > c 25-50", "b > c ? alleged", "c > d 10", "d > e 100")
    store = open_store(folder(tmp_path, *rows))
    up = sentence(store, "c")
    assert "A Ltd holds 25 to 50 % of C Ltd, the source says." in up
    assert "An interest is alleged: B Ltd (size unknown, at most 75 %)." in up
    down = sentence(store, "c", up=False)
    assert down == "C Ltd holds 10 % of D Ltd, the source says. Through these, 1 more."


def test_what_is_alleged_is_not_told_as_stated(tmp_path: Path) -> None:
    store = open_store(folder(tmp_path, "a > c 30", "a > c 40 alleged"))
    up, down = sentence(store, "c"), sentence(store, "a", up=False)
    assert up.startswith("A Ltd holds 30 % of C Ltd, the source says.")
    assert "An interest is alleged: A Ltd (40 % more)." in up
    assert down.startswith("A Ltd holds 30 % of C Ltd, the source says.")
    assert "An interest in C Ltd (40 % more) is alleged." in down
    assert "70 %" not in up + down


@pytest.mark.parametrize(
    ("share", "said"), [("30", ""), ("", ""), ("40", " An interest is alleged: A Ltd (40 %).")]
)
def test_what_another_source_alleges_is_told_by_itself(
    tmp_path: Path, share: str, said: str
) -> None:
    data = folder(tmp_path, "a > c 30")
    with (data / "relations.csv").open("w", encoding="utf-8") as file:
        file.write("source,target,type,share,status,reference\n")
        file.write(f"a,c,owns,30,stated,reg\na,c,owns,{share},alleged,press\n")
    assert sentence(open_store(data), "c") == f"A Ltd holds 30 % of C Ltd, the source says.{said}"


def test_an_interest_is_of_unknown_kind_and_size(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > c ?", "b > c 60")
    rows = (data / "relations.csv").read_text(encoding="utf-8")
    changed = rows.replace("a,c,owns", "a,c,has_interest_in")
    (data / "relations.csv").write_text(changed, encoding="utf-8")
    said = sentence(open_store(data), "c")
    assert "A Ltd has an interest of unknown kind and size, at most 40 %, in C Ltd" in said
    assert "holds a part" not in said


def test_an_unknown_size_never_reads_as_anything_up_to_a_percentage(tmp_path: Path) -> None:
    store = open_store(folder(tmp_path, "a > c ? alleged", "b > c ? alleged"))
    assert sentence(store, "c").endswith(
        "2 interests of unknown size are alleged: A Ltd and B Ltd."
    )


def test_more_loops_than_are_named_are_counted(tmp_path: Path) -> None:
    pairs = [
        f"{one} > {two} 10" for a, b in ("de", "fg", "hi", "jk") for one, two in (a + b, b + a)
    ]
    store = open_store(folder(tmp_path, *pairs, *(f"{owner} > c 10" for owner in "dfhj")))
    notes = footnotes(owners(store, "c"), store.entities(sorted("cdefghijk")))
    assert "3 of 4 loops named." in notes


def test_chains_to_the_top_are_counted_and_a_ring_without_top_has_some(tmp_path: Path) -> None:
    store = open_store(folder(tmp_path, "a > b 50", "b > a 50", "b > c 60"))
    sheet = owners(store, "c")
    assert [chain.nodes for chain in chains_to_the_end(sheet)] == [("b", "c"), ("a", "b", "c")]
    assert chain_count(sheet)[0] == 2
    notes = footnotes(sheet, store.entities(["a", "b", "c"]))
    assert any("hold each other in a circle" in note for note in notes)


def test_sources_that_disagree_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,company\nb,B,company\n")
    (tmp_path / "relations.csv").write_text(
        "source,target,type,share,status,reference\na,b,owns,30,stated,x\na,b,owns,60,stated,y\n"
    )
    store = open_store(tmp_path)
    said = warnings_in_words(owners(store, "b"), store.entities(["a", "b"]))
    assert any(one.startswith("A and B: ") and "30 %" in one for one in said)


def test_the_table_is_guarded_and_leaves_the_unknown_blank() -> None:
    store = open_store("data")
    sheet = owners(store, "zhenhua-data")
    entities = store.entities(["cetc", "chinese-state", "zhenhua-data", "zhenhua-electronics"])
    rows = list(csv.DictReader(io.StringIO(ownership_csv([sheet], entities).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert {row["share"] for row in rows} == {"size unknown"}
    assert {(row["share_min"], row["share_max"]) for row in rows} == {("", "")}
    state = next(row for row in rows if row["id"] == "chinese-state")
    assert state["places"] == "¶3; ¶13" and state["weakest"] == "alleged"


def test_a_bar_tells_sure_possible_and_unexplained_apart() -> None:
    sure = bar_svg(Range(100, 100), 50, LIGHT, 200, 10)
    maybe = bar_svg(Range(0, 100), 50, LIGHT, 200, 10)
    empty = bar_svg(Range(0, 0), 50, LIGHT, 200, 10)
    ink = LIGHT.group("ownership")
    assert f'fill="{ink}"' in sure and "dasharray" not in sure
    assert f'fill="{ink}"' not in maybe and f'stroke="{ink}"' in maybe and "dasharray" in maybe
    assert ink not in empty and "dasharray" not in empty
    assert "dasharray" in bar_svg(Range(None, None), 50, LIGHT, 200, 10)
    assert bar_svg(Range(0, 0), 25, LIGHT, 200, 10) != empty


def test_ranges_that_do_not_fit_are_told_by_name() -> None:
    rows = [
        replace(link(f"{name} owns firm", row), share=share)
        for row, (name, share) in enumerate(
            {"a": Share(30, 60), "b": Share(50, 80), "z": Share(10, 20)}.items(), start=2
        )
    ]
    store = store_of(*rows)
    said = " ".join(
        warnings_in_words(owners(store, "firm"), store.entities(["a", "b", "z", "firm"]))
    )
    assert "do not fit together" in said and "60 %" in said and "at most 40 %" in said
