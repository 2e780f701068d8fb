"""What stands behind “n of N”: each filter with what it alone hides."""

from __future__ import annotations

from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.test_page import page, words
from ui.panels.counted import hidden_by


def test_without_a_filter_nothing_is_hidden() -> None:
    store = open_store("data")
    assert hidden_by(store, build_view(store, ViewState())) == ()


def test_each_filter_is_told_with_what_comes_back_without_it() -> None:
    store = open_store("data")
    now = ViewState(categories=("state", "company"), as_of="2020", undated=False)
    hidden = hidden_by(store, build_view(store, now))
    assert [row[0][:8] for row in hidden] == ["Entities", "As of 20"]
    only = build_view(store, ViewState(categories=("state", "company"))).counts
    both = build_view(store, now).counts
    assert hidden[1][1:] == (only.entities - both.entities, only.links - both.links)


def test_a_click_on_the_counts_tells_what_they_count() -> None:
    test = page(category="state,company")
    test.button(key="counts_open").click().run()
    assert not test.exception
    assert "of 78</b> entities" in words(test)
    assert any("Filter" in table.value for table in test.dataframe)
