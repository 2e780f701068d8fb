"""The address bar: opens a view, follows the view, survives nonsense."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.e2e.look import counts, listed_ids, option

OpenView = Callable[..., Page]


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ({"focus": "cetc"}, ViewState(focus=("cetc",))),
        ({"focus": "cetc", "hops": 2}, ViewState(focus=("cetc",), hops=2)),
        ({"category": "company,state"}, ViewState(categories=("company", "state"))),
        ({"type": "owns"}, ViewState(types=("owns",))),
        ({"status": "alleged"}, ViewState(statuses=("alleged",))),
        ({"hide": "ccp,cetc"}, ViewState(hidden=("ccp", "cetc"))),
        ({"asof": "2020-09-14"}, ViewState(as_of="2020-09-14")),
        ({"layout": "concentric"}, ViewState(layout="concentric")),
    ],
)
def test_an_address_opens_the_view_that_the_library_builds(
    open_view: OpenView, query: dict[str, object], state: ViewState
) -> None:
    page = open_view(**query)
    graph = build_view(open_store("data"), state).graph
    assert counts(page) == (graph.number_of_nodes(), graph.number_of_edges())
    assert listed_ids(page) == set(graph.nodes)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"focus": "nobody-here"}, "nobody-here"),
        ({"select": "nobody-here"}, "nobody-here"),
        ({"hops": "many"}, "many"),
        ({"layout": "spiral"}, "spiral"),
        ({"asof": "2020-99"}, "2020-99"),
        ({"status": "rumoured"}, "rumoured"),
        ({"hide": "![x](http://example.com/x.png)"}, "example.com"),
    ],
)
def test_nonsense_gets_one_message_and_the_app_lives(
    open_view: OpenView, query: dict[str, object], named: str
) -> None:
    page = open_view(**query)
    message = page.locator('[data-testid="stAlert"]')
    expect(message).to_have_count(1)
    expect(message).to_contain_text(named)
    option(page, "cetc").dispatch_event("click")
    expect(page.locator(".st-key-inspector")).to_contain_text("Chinese state")


def test_two_visitors_do_not_share_a_view(open_view: OpenView, page: Page, app_url: str) -> None:
    open_view(select="cetc")
    assert page.context.browser is not None
    other = page.context.browser.new_context()
    try:
        second = other.new_page()
        second.goto(app_url)
        second.wait_for_selector('[data-testid="canvas"][data-ready="true"]', state="attached")
        assert second.locator('[role="option"][aria-selected="true"]').count() == 0
    finally:
        other.close()
