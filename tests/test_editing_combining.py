"""Two data sets put together: nothing is lost, nothing is mixed up, all of it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.editing import combine
from graph.errors import DataError
from graph.loading import Row, Table, Tables, load_tables


def tables(
    name: str,
    entities: list[dict[str, str]],
    links: list[tuple[str, str]] = [],  # noqa: B006 - never changed
    sources: list[dict[str, str]] | None = None,
) -> Tables:
    return Tables(
        name,
        Table("entities.csv", (), tuple(Row(n, one) for n, one in enumerate(entities, 2))),
        Table(
            "relations.csv",
            ("source", "target", "type", "reference"),
            tuple(
                Row(n, {"source": a, "target": b, "type": "owns", "reference": "s"})
                for n, (a, b) in enumerate(links, 2)
            ),
        ),
        None
        if sources is None
        else Table("sources.csv", (), tuple(Row(n, one) for n, one in enumerate(sources, 2))),
    )


def one(key: str, label: str, **more: str) -> dict[str, str]:
    return {"id": key, "label": label, "category": "company", **more}


FIRST = tables("first", [one("a", "Alpha"), one("b", "Beta")], [("a", "b")], [{"id": "s"}])


def test_the_same_id_with_other_content_is_kept_apart_and_its_links_follow() -> None:
    second = tables("Second set", [one("a", "Another")], [("a", "a")])
    both, told = combine(FIRST, second)
    dataset = load_tables(both)
    assert [entity.id for entity in dataset.entities] == ["a", "b", "second-set-a"]
    assert (dataset.relations[1].source, dataset.relations[1].target) == ("second-set-a",) * 2
    assert dataset.report.ok
    assert told.renamed == {"a": "second-set-a"}
    assert any("a → second-set-a" in problem.problem for problem in both.problems)


def test_what_agrees_is_joined_and_fills_what_was_blank() -> None:
    second = tables("two", [one("a", " Alpha ", lei="L1")], [("a", "b")])
    both, told = combine(FIRST, second)
    dataset = load_tables(both)
    assert told.joined == ("a",)
    assert told.renamed == {}
    assert dataset.entities[0].extra == {"lei": "L1"}
    assert len(dataset.relations) == 2


def test_ids_that_are_said_to_be_one_are_joined_with_their_names() -> None:
    second = tables("two", [one("x", "Alfa", aliases="Al")], [("x", "b")])
    both, told = combine(FIRST, second, same={"x": "a"})
    dataset = load_tables(both)
    assert dataset.entities[0].aliases == ("Alfa", "x", "Al")
    assert dataset.entities[0].label == "Alpha"
    assert dataset.relations[1].source == "a"
    assert told.joined == ("a",)
    with pytest.raises(DataError, match="nobody"):
        combine(FIRST, second, same={"x": "nobody"})


def test_sources_that_clash_are_kept_apart_and_what_cites_them_follows() -> None:
    first = tables("one", [one("a", "A")], [("a", "a")], [{"id": "s", "title": "This"}])
    second = tables(
        "two", [one("b", "B", reference="s")], [("b", "b")], [{"id": "s", "title": "T"}]
    )
    both, told = combine(first, second, prefix="x-")
    dataset = load_tables(both)
    assert [source.id for source in dataset.sources] == ["s", "x-s"]
    assert told.sources == {"s": "x-s"}
    assert [link.reference for link in dataset.relations] == ["s", "x-s"]
    assert dataset.entities[1].reference == "x-s"


_keys = st.sampled_from(["a", "b", "c"])
_sets = st.builds(
    lambda ids, links: tables("t", [one(key, label) for key, label in ids.items()], links),
    st.dictionaries(_keys, st.sampled_from(["X", "Y"])),
    st.lists(st.tuples(_keys, _keys), max_size=4),
)


@given(_sets, _sets)
def test_no_link_is_lost_and_each_keeps_the_names_of_its_ends(a: Tables, b: Tables) -> None:
    both, told = combine(a, b)
    dataset = load_tables(both)
    names = {entity.id: entity.label for entity in dataset.entities}
    assert dataset.report.ok
    first, second = load_tables(a), load_tables(b)
    assert len(dataset.relations) == len(first.relations) + len(second.relations)
    for old, new in zip((*first.relations, *second.relations), dataset.relations, strict=True):
        origin = first if new.row <= len(first.relations) + 1 else second
        labels = {entity.id: entity for entity in origin.entities}
        for end in ("source", "target"):
            was = labels[getattr(old, end)]
            # An end without a row is whoever has that id in the other data set.
            assert was.placeholder or names[getattr(new, end)] == was.label
    assert told.added["relations"] == len(second.relations)
