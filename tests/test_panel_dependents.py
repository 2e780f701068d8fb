"""What depends on a link, on the card of the link."""

from __future__ import annotations

import re
from pathlib import Path

from tests.test_page import page, state_of, words
from tests.test_panel_ownership import folder


def test_a_bridge_says_whom_it_cuts_off_and_which_chains_fall(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 60", "b > c 100", "c > d 100")
    test = page(data, lit="r4")
    said = words(test)
    assert "without it 1 of the entities drawn is cut off" in said
    assert "D Ltd" in said and "No other link ties the two." in said
    assert "Missing: evidence text, source, place in the source, date." in said
    buttons = {re.sub(r"[\\*]", "", b.label): b for b in test.button if "depends_go" in str(b.key)}
    assert set(buttons) == {
        "C Ltd → D Ltd",
        "B Ltd → C Ltd → D Ltd",
        "A Ltd → B Ltd → C Ltd → D Ltd",
    }
    assert said.count("Falls without it.") == 3
    buttons["B Ltd → C Ltd → D Ltd"].click().run()
    assert set(state_of(test).emphasis) == {"r3", "r4"}


def test_in_the_case_another_reading_stands_beside_the_tie_to_cetc() -> None:
    said = words(page(lit="r8"))
    assert "Nobody is cut off without it." in said
    assert "Another link ties the two:" in said
    assert "Missing: date." in said


def test_parallel_links_are_listed(tmp_path: Path) -> None:
    data = folder(tmp_path, "a > b 60", "a > b 10 alleged")
    said = words(page(data, lit="r2"))
    assert "Nobody is cut off without it." in said
    assert "Another link ties the two:" in said
    assert "10" in said
    assert "Stands on another link without it." in said
