"""What stands when something is left out, what disagrees, and what is missing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import FilterError, NotFound
from graph.evidence import (
    Drop,
    Without,
    candidates,
    contradictions,
    depends_on,
    drop_one_out,
    gaps,
    gaps_around,
    relations_in,
    what_stands,
)
from graph.model import Entity, PartialDate, Relation, Share
from graph.ownership import owners
from graph.ownership.chains import strongest_chains
from graph.ownership.direct import direct_holdings
from graph.paths import find_paths
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState


def tie(row: int, ends: str, reference: str = "", locator: str = "", **more: object) -> Relation:
    """A link such as ``tie(2, "a>b", "press", "p. 1")``."""
    source, target = ends.split(">")
    fields = {"type": "owns", "status": "stated", **more}
    return Relation(
        f"r{row}",
        source,
        target,
        reference=reference,
        locator=locator,
        row=row,
        **fields,  # type: ignore[arg-type]
    )


CHAIN = [
    tie(2, "a>b", "press", "p1", share=Share(60, 60)),
    tie(3, "a>b", "register", "p9", share=Share(10, 10)),
    tie(4, "b>c", "press", "p2; p3", status="alleged", share=Share(50, 50)),
    tie(5, "d>c", "register", "p9", share=Share(20, 20)),
]


def test_every_source_place_and_status_is_left_out_once() -> None:
    assert [(drop.kind, drop.key) for drop in candidates(CHAIN)] == [
        ("source", "press"),
        ("source", "register"),
        ("place", "press#p1"),
        ("place", "register#p9"),
        ("place", "press#p2"),
        ("place", "press#p3"),
        ("status", "stated"),
        ("status", "alleged"),
    ]
    with pytest.raises(FilterError):
        Drop("colour", "red")


def test_a_chain_stands_while_each_step_keeps_a_link() -> None:
    chain = strongest_chains(direct_holdings(CHAIN), "c", up=True).chains["a"][0]
    assert chain.nodes == ("a", "b", "c")
    tested = {fallout.drops[0].key: fallout for fallout in drop_one_out(chain)}
    assert [key for key, fallout in tested.items() if not fallout.stands] == [
        "press",
        "stated",
        "alleged",
    ]
    assert tested["press"].fallen == ("r2", "r4")
    assert tested["press"].broken == (("b", "c"),)
    assert tested["press"].cut_off == ("c",)
    assert (tested["press"].links, tested["press"].entities) == (3, 3)
    assert tested["register"].fallen == ("r3",)
    # A link that cites two places falls with both, not with one.
    assert tested["press#p2"].fallen == ()
    both = what_stands(chain, [Drop("place", "press#p2"), Drop("place", "press#p3")])
    assert both.fallen == ("r4",) and not both.stands


def test_a_path_is_cut_at_its_first_broken_step() -> None:
    links = [tie(2, "a>b", "s"), tie(3, "c>b", "t"), tie(4, "c>d", "s")]
    path = find_paths(_Store(links), "a", "d").paths[0]
    tested = what_stands(path, [Drop("source", "t")])
    assert tested.broken == (("b", "c"),)
    assert tested.cut_off == ("c", "d")
    assert what_stands(path, [Drop("source", "s")]).cut_off == ("b", "c", "d")


def test_in_a_view_the_smaller_part_or_what_leaves_the_anchor_is_cut_off() -> None:
    press = Drop("source", "press")
    assert what_stands(CHAIN, [press]).cut_off == ("c", "d")
    assert what_stands([*CHAIN, tie(6, "c>e", "law")], [press]).cut_off == ("a", "b")
    assert what_stands(CHAIN, [press], anchors=["d"]).cut_off == ("a", "b")
    assert what_stands(CHAIN, [press], anchors=["a", "d"]).stands
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for link in CHAIN:
        graph.add_edge(link.source, link.target, link.id, relation=link)
    graph.add_node("alone")
    assert what_stands(graph, [press]).entities == 5
    assert what_stands(graph, [press]).cut_off == ("c", "d")
    ring = [tie(2, "a>b", "s"), tie(3, "b>c", "t"), tie(4, "c>a", "t")]
    assert what_stands(ring, [Drop("source", "s")]).stands


def test_owners_can_be_asked_again_without_a_paragraph() -> None:
    store = open_store("data")
    before = {stake.id for stake in owners(store, "zhenhua-data").stakes}
    assert {"cetc", "zhenhua-electronics", "chinese-state"} <= before
    without = Without(store, [Drop("place", "article#¶13")])
    assert owners(without, "zhenhua-data").stakes == ()
    assert [stake.id for stake in owners(without, "cetc").stakes] == ["chinese-state"]


def test_the_view_of_the_article_rests_on_one_source() -> None:
    view = build_view(open_store("data"), ViewState())
    tested = {fallout.drops[0].key: fallout for fallout in drop_one_out(view.graph)}
    assert len(tested["article"].fallen) == view.graph.number_of_edges()
    assert not tested["article"].stands
    # The same answer as the filter on the canvas gives.
    left = build_view(open_store("data"), ViewState(dropped=("article#¶13",))).graph
    shown = {link.id for link in relations_in(left)}
    everything = {link.id for link in relations_in(view.graph)}
    assert set(tested["article#¶13"].fallen) == everything - shown


def test_what_rests_on_a_link() -> None:
    chain = strongest_chains(direct_holdings(CHAIN), "c", up=True).chains["a"][0]
    other = strongest_chains(direct_holdings(CHAIN), "c", up=True).chains["d"][0]
    answer = depends_on("r4", CHAIN, connections=[other, chain])
    assert answer.bridge and answer.beside == () and answer.bare == ()
    assert answer.cut_off == ("c", "d")
    assert depends_on("r4", CHAIN, anchors=["d"]).cut_off == ("a", "b")
    assert (answer.passing, answer.breaking) == ((1,), (1,))
    backed = depends_on("r2", CHAIN, connections=[chain])
    assert backed.beside == ("r3",)
    assert not backed.bridge and backed.cut_off == ()
    assert (backed.passing, backed.breaking) == ((0,), ())
    last = depends_on("r5", CHAIN)
    assert last.bare == ("d",) and last.cut_off == ("d",)
    ring = [tie(2, "a>b"), tie(3, "b>c"), tie(4, "c>a"), tie(5, "a>a")]
    assert not depends_on("r2", ring).bridge
    assert not depends_on("r5", ring).bridge
    with pytest.raises(NotFound, match="r99"):
        depends_on("r99", ring)


@pytest.mark.parametrize(
    ("links", "kinds"),
    [
        ([{"share": "100", "reference": "s"}, {"share": "25-50", "reference": "t"}], ["share"]),
        ([{"share": "40-60", "reference": "s"}, {"share": "50", "reference": "t"}], []),
        ([{"share": "60", "reference": "s"}, {"share": "40", "reference": "s"}], ["share"]),
        ([{"share": "20", "reference": "s"}, {"share": "20", "reference": "s"}], []),
        ([{"share": "10-20", "reference": "s"}, {"share": "30", "reference": "s"}], []),
        ([{"share": "60", "reference": "s"}, {"share": "60", "reference": "s"}], ["share"]),
        ([{"share": "60", "reference": "s"}, {"share": "60", "reference": "t"}], []),
        ([{"share": "10", "reference": "s"}, {"share": "", "reference": "t"}], []),
        (
            [
                {"share": "10", "reference": "s", "until": "2018"},
                {"share": "20", "reference": "t", "since": "2019"},
            ],
            [],
        ),
        (
            [
                {"share": "10", "reference": "s", "until": "2019-06"},
                {"share": "20", "reference": "s", "since": "2019-05"},
            ],
            ["dates"],
        ),
        ([{"since": "2020", "until": "2019-12"}], ["dates"]),
        ([{"since": "2019-12", "until": "2019"}], []),
        ([{"since": "2015", "reference": "s"}, {"since": "2017", "reference": "t"}], ["dates"]),
        ([{"since": "2015", "reference": "s"}, {"since": "2015-03", "reference": "t"}], []),
        ([{"since": "2015", "reference": "s"}, {"since": "2017", "reference": "s"}], []),
        (
            [
                {"since": "2015", "until": "2016", "reference": "s"},
                {"since": "2018", "reference": "t"},
            ],
            [],
        ),
        ([{"share": "60"}, {"share": "60", "back": "yes"}], ["direction"]),
        ([{"share": "20"}, {"share": "60", "back": "yes"}], []),
        ([{"type": "part_of"}, {"type": "part_of", "back": "yes"}], ["direction"]),
        ([{"type": "surveils"}, {"type": "surveils", "back": "yes"}], []),
        (
            [
                {"type": "controls", "until": "2010"},
                {"type": "controls", "since": "2011", "back": "yes"},
            ],
            [],
        ),
    ],
)
def test_contradictions(links: Sequence[dict[str, str]], kinds: Sequence[str]) -> None:
    relations = [
        tie(
            row,
            "b>a" if "back" in link else "a>b",
            link.get("reference", ""),
            type=link.get("type", "owns"),
            share=Share.parse(link.get("share", "")),
            since=PartialDate.parse(link.get("since", "")),
            until=PartialDate.parse(link.get("until", "")),
        )
        for row, link in enumerate(links, start=2)
    ]
    found = contradictions(relations)
    assert [one.kind for one in found] == kinds
    for one in found:
        assert one.first.row <= one.second.row and one.reason


def test_what_several_sources_give_may_be_more_than_a_whole() -> None:
    def held(row: int, ends: str, share: str, reference: str) -> Relation:
        return tie(row, ends, reference, share=Share.parse(share))

    links = [held(2, "a>c", "60", "s"), held(3, "a>c", "60", "t"), held(4, "b>c", "50.5", "t")]
    (found,) = contradictions(links)
    assert (found.kind, found.first.id, found.second.id) == ("share", "r2", "r4")
    assert "110.5 %" in found.reason
    assert contradictions(links[:2]) == ()
    sold = replace(links[2], until=PartialDate(2020))
    assert contradictions([*links[:2], sold]) == ()
    assert contradictions([*links[:2], replace(links[2], status="proposed")]) == ()
    # What is over the whole comes from the smaller links of one source.
    parts = [held(row, "a>c", "35", "s") for row in (2, 3, 4)]
    vague = [*parts, held(5, "a>c", "100", "t"), held(6, "a>c", "", "t")]
    assert any("105 %" in one.reason for one in contradictions(vague))


def test_the_article_does_not_contradict_itself() -> None:
    store = open_store("data")
    assert contradictions(store.links_of(store.entity_ids(1000))) == ()


def test_gaps_are_counted_of_all() -> None:
    links = [
        tie(2, "a>b", "s", "p1", evidence="Said.", since=PartialDate(2020)),
        tie(3, "b>c", "t", evidence=" "),
        tie(4, "c>d"),
    ]
    found = gaps(links, [Entity("d", "D", "company"), Entity("e", "E", "company", reference="t")])
    assert found.no_evidence == ("r3", "r4")
    assert found.no_reference == ("r4",)
    assert found.no_locator == ("r3", "r4")
    assert found.no_date == ("r3", "r4")
    assert found.one_source == (("a", "s"), ("c", "t"), ("e", "t"))
    assert found.no_source == ("d",)
    assert found.counts["one_source"] == (3, 5)
    assert found.counts["no_date"] == (2, 3)


def test_gaps_of_the_default_data() -> None:
    store = open_store("data")
    view = build_view(store, ViewState())
    found = gaps(view.graph)
    assert found.counts["no_locator"] == (0, store.relation_count)
    assert found.counts["one_source"] == (store.entity_count, store.entity_count)
    assert found.counts["no_date"][0] == store.counts().undated
    one = gaps_around(store, ["cetc"])
    assert one.counts["one_source"] == (1, 1)
    assert one.links == store.degrees(["cetc"])["cetc"]


class _Store:
    """A store with nothing but links, enough for paths."""

    name, data_hash = "links", ""

    def __init__(self, links: Sequence[Relation]) -> None:
        self._links = links
        ends = {end for link in links for end in (link.source, link.target)}
        self._entities = {end: Entity(end, end, "company") for end in ends}
        self.entity_count, self.relation_count = len(ends), len(links)

    def entities(self, ids: Sequence[str]) -> dict[str, Entity]:
        return {key: self._entities[key] for key in ids if key in self._entities}

    def links_of(self, ids: Sequence[str]) -> list[Relation]:
        return [link for link in self._links if {link.source, link.target} & set(ids)]

    def degrees(self, ids: Sequence[str]) -> dict[str, int]:
        return {key: len(self.links_of([key])) for key in ids}


@st.composite
def any_links(draw: st.DrawFn) -> list[Relation]:
    links = []
    for row in range(2, 2 + draw(st.integers(0, 12))):
        ends = f"{draw(st.sampled_from('abcdef'))}>{draw(st.sampled_from('abcdef'))}"
        links.append(
            tie(
                row,
                ends,
                draw(st.sampled_from(["", "s", "t"])),
                draw(st.sampled_from(["", "p1", "p2", "p1; p2"])),
                type=draw(st.sampled_from(["owns", "linked_to", "part_of"])),
                status=draw(st.sampled_from(["stated", "alleged"])),
                share=draw(st.sampled_from([None, Share(60, 60), Share(20, 40)])),
            )
        )
    return links


@settings(max_examples=80)
@given(any_links())
def test_dropping_nothing_drops_nothing_and_everything_drops_all_that_is_cited(
    links: list[Relation],
) -> None:
    nothing = what_stands(links, [])
    assert (nothing.fallen, nothing.broken, nothing.stands) == ((), (), True)
    every = what_stands(links, candidates(links, kinds=["source"]))
    assert set(every.fallen) == {link.id for link in links if link.reference}
    whole = what_stands(links, candidates(links, kinds=["status"]))
    assert len(whole.fallen) == len(links)


@settings(max_examples=80)
@given(any_links(), st.randoms(use_true_random=False))
def test_order_does_not_matter(links: list[Relation], chance: random.Random) -> None:
    shuffled = list(links)
    chance.shuffle(shuffled)
    assert drop_one_out(links) == drop_one_out(shuffled)
    assert contradictions(links) == contradictions(shuffled)
    assert gaps(links) == gaps(shuffled)


@settings(max_examples=80)
@given(any_links())
def test_leaving_out_more_never_mends_and_agrees_with_networkx(links: list[Relation]) -> None:
    first, both = Drop("source", "s"), [Drop("source", "s"), Drop("status", "alleged")]
    assert set(what_stands(links, [first]).fallen) <= set(what_stands(links, both).fallen)
    for fallout in drop_one_out(links):
        left: nx.Graph[str] = nx.Graph()
        left.add_nodes_from(end for link in links for end in (link.source, link.target))
        before = nx.number_connected_components(nx.Graph((k.source, k.target) for k in links))
        left.add_edges_from((k.source, k.target) for k in links if k.id not in fallout.fallen)
        assert fallout.stands == (nx.number_connected_components(left) == before)
    bridges = {
        frozenset(pair) for pair in nx.bridges(nx.Graph((k.source, k.target) for k in links))
    }
    for link in links:
        answer = depends_on(link.id, links)
        alone = frozenset((link.source, link.target)) in bridges and not answer.beside
        assert answer.bridge == alone
