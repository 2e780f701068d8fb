"""What a view hands to the writers of other formats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.exports.packages import package_of
from graph.loading import load_folder
from graph.picture.compose import compose
from graph.store import Store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.scene_samples import cetc_scene, cetc_view, sample_store


@pytest.fixture(scope="module")
def default_store() -> Store:
    return Store.of(load_folder("data"))


def test_it_holds_what_is_visible_where_it_is_drawn(default_store: Store) -> None:
    view = build_view(default_store, ViewState(focus=("cetc",), types=("owns",)))
    scene = compose(default_store, view)
    package = package_of(default_store, view, scene=scene)
    assert {entity.id for entity in package.entities} == set(view.graph)
    assert {relation.type for relation in package.relations} == {"owns"}
    assert package.positions == {node.id: (node.x, node.y) for node in scene.nodes}
    assert package == package_of(default_store, view)
    assert scene.caption.counts in package.notes
    assert set(scene.caption.filters) <= set(package.notes)


def test_what_is_withheld_is_blank_and_counted() -> None:
    view = cetc_view()
    withheld = [one for *_, one in view.graph.edges(data="relation") if "withhold" in one.extra]
    assert withheld
    package = package_of(sample_store(), view, scene=cetc_scene())
    texts = {relation.id: relation.evidence for relation in package.relations}
    assert all(texts[one.id] == "" and one.evidence for one in withheld)
    assert any("1 " in note for note in package.notes[-1:])


def test_ghosts_are_no_content() -> None:
    view = cetc_view()
    scene = cetc_scene()
    ghost = replace(scene.nodes[0], id="left-out", ghost=True)
    package = package_of(sample_store(), view, scene=replace(scene, nodes=(*scene.nodes, ghost)))
    assert "left-out" not in package.positions
