"""Ten networks measured with a ruler: no label covers a label, a shape or an arrowhead."""

from __future__ import annotations

import pytest

from benchmarks.boxes import Picture, read_svg
from benchmarks.networks import networks
from graph.exports import export_view
from graph.loading import Dataset
from graph.store import Store
from graph.views.viewstate import ViewState

NETWORKS = {data.name: data for data in networks()}


def picture(data: Dataset) -> Picture:
    return read_svg(export_view(Store.of(data), ViewState(), "svg").data, data)


@pytest.mark.parametrize("name", list(NETWORKS))
def test_labels_cover_nothing_and_hardly_any_is_missing(name: str) -> None:
    data = NETWORKS[name]
    found = picture(data)
    assert found.label_on_label() == 0
    assert found.label_on_node() == 0
    assert found.label_on_head() == 0
    assert found.shown >= 95


@pytest.mark.parametrize("name", list(NETWORKS))
def test_links_keep_clear_of_nodes_where_they_can(name: str) -> None:
    data = NETWORKS[name]
    assert picture(data).link_through_node() <= len(data.relations) // 100


def test_the_ruler_sees_what_covers_what() -> None:
    covered = Picture(
        labels={"a": [(0, 0, 50, 10)], "b": [(40, 5, 90, 15)]},
        nodes={"c": (45, 0, 55, 10)},
        heads=[(80, 8, 84, 12)],
        links=[
            (frozenset("ab"), [(0, 5), (100, 5)]),
            (frozenset("cd"), [(70, -20), (70, 20)]),
        ],
        wanted=4,
    )
    assert covered.label_on_label() == 1
    assert covered.label_on_node() == 2
    assert covered.label_on_head() == 1
    assert covered.link_through_node() == 1
    assert covered.crossings() == 1
    assert covered.shown == 50
