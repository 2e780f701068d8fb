"""FollowTheMoney: what its files become here, and what its library makes of ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError, ExportError
from graph.formats import ftm, ftm_library
from graph.formats.package import Package
from graph.loading import Dataset, load_folder, load_tables
from graph.model import Entity, PartialDate, Relation, Share, Source
from tests.statement_samples import HOSTILE, packages

followthemoney = pytest.importorskip(
    "followthemoney", reason="followthemoney is not installed (requirements-formats.txt)"
)

FIRM, ANN, BODY = (
    Entity("firm", "Firm", "company", country="NL"),
    Entity("ann", "Ann Ax", "person"),
    Entity("body", "Ministry", "state"),
)


def kept(data: bytes) -> dict[str, Any]:
    """The records as the library holds them, when it takes every value as it is."""
    found = {}
    for line in data.decode().splitlines():
        raw = json.loads(line)
        proxy = followthemoney.model.get_proxy(raw, cleaned=False)
        assert proxy.id == raw["id"]
        assert proxy.schema.name == raw["schema"]
        given_ = {name: sorted(values) for name, values in raw["properties"].items()}
        assert {name: sorted(values) for name, values in proxy.properties.items()} == given_
        assert proxy.to_dict().get("longarm") == raw.get("longarm")
        followthemoney.model.get(raw["schema"]).validate(raw)
        assert raw["id"] not in found, "ids differ"
        found[raw["id"]] = proxy
    for proxy in found.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity" and value in found:
                assert found[value].schema.is_a(prop.range), (proxy.schema.name, prop.name)
    return found


def link_of(package: Package) -> Any:
    """The one edge of a package."""
    (edge,) = [one for one in kept(ftm.write(package)).values() if one.schema.edge]
    return edge


def owns(target: str = "firm", **values: Any) -> Relation:
    return Relation("r2", "ann", target, "owns", **({"status": "stated"} | values))


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Dataset]:
    """Records as a data set, through a file; a text is a line as it stands."""

    def made(*records: Any) -> Dataset:
        file = tmp_path / "in.json"
        lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
        file.write_text("\n".join(lines), encoding="utf-8")
        return load_tables(ftm.read(file))

    return made


def record(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": properties}


def test_an_owner_of_a_firm_is_an_ownership() -> None:
    link = owns(share=Share(25, 50), since=PartialDate(2020, 9), evidence="Register, page 3.")
    edge = link_of(Package("x", (FIRM, ANN), (link,)))
    assert edge.schema.name == "Ownership"
    assert (edge.get("owner"), edge.get("asset")) == (["ann"], ["firm"])
    assert (edge.get("percentage"), edge.get("startDate")) == (["25-50"], ["2020-09"])
    assert edge.get("description") == ["Register, page 3."]
    assert edge.get("status") == ["stated"]


@pytest.mark.parametrize(
    ("source", "target", "verb", "schema"),
    [
        ("ann", "firm", "owns", "Ownership"),
        ("ann", "body", "owns", "UnknownLink"),
        ("ann", "body", "controls", "Control"),
        ("ann", "firm", "board_member_of", "Directorship"),
        ("ann", "ann", "board_member_of", "UnknownLink"),
        ("firm", "body", "member_of", "Membership"),
        ("ann", "firm", "employed_by", "Employment"),
        ("firm", "body", "employed_by", "UnknownLink"),
        ("ann", "ann", "relative_of", "Family"),
        ("ann", "firm", "relative_of", "UnknownLink"),
        ("ann", "ann", "linked_to", "Associate"),
        ("ann", "firm", "linked_to", "UnknownLink"),
        ("ann", "firm", "has_interest_in", "UnknownLink"),
        ("ann", "mayor", "holds_office_in", "Occupancy"),
        ("body", "firm", "surveils", "UnknownLink"),
        ("ann", "gone", "owns", "UnknownLink"),
    ],
)
def test_a_link_is_what_its_ends_allow(source: str, target: str, verb: str, schema: str) -> None:
    mayor = Entity("mayor", "Mayor", "role")
    link = Relation("r2", source, target, verb, status="stated")
    edge = link_of(Package("x", (FIRM, ANN, BODY, mayor), (link,)))
    assert edge.schema.name == schema
    assert list(edge.edgepairs()) == [(source, target)]


def test_an_indirect_share_says_so() -> None:
    edge = link_of(Package("x", (FIRM, ANN), (owns(extra={"indirect": "yes"}),)))
    assert edge.get("ownershipType") == ["indirect"]


@pytest.mark.parametrize("status", ["alleged", "proposed"])
def test_what_is_not_sure_does_not_read_as_a_fact(status: str) -> None:
    package = Package("x", (FIRM, ANN), (owns(status=status, share=Share(60, 60)),))
    edge = link_of(package)
    assert edge.schema.name == "UnknownLink"
    assert edge.get("role") == [f"{status}: owns"]
    assert f"1 {status} link" in str(ftm.losses(package)[0])


def test_an_office_is_a_position_with_its_holder() -> None:
    mayor = Entity("mayor", "Mayor", "role", holder="Ben Bo", holder_tense="former")
    package = Package("x", (mayor,))
    records = kept(ftm.write(package))
    assert records["mayor"].schema.name == "Position"
    assert records["mayor-holder"].get("name") == ["Ben Bo"]
    assert records["mayor-occupancy"].get("status") == ["ended"]
    assert any("holders" in one.what for one in ftm.losses(package))


def test_ids_are_made_legal_kept_apart_and_come_back(tmp_path: Path) -> None:
    ids = ("a_b", "a b", "a:b", "é", "-a", "a-", "a-b", "link-r2", " ")
    entities = tuple(Entity(one, "Label", "company") for one in ids)
    links = (Relation("r2", "a_b", "é", "owns"), Relation("r3", "a:b", "a b", "owns"))
    package = Package("x", entities, links)
    assert {one.schema.name for one in kept(ftm.write(package)).values()} == {
        "Company",
        "Ownership",
    }
    back = returned(package, tmp_path)
    assert [one.id for one in back.entities] == [*ids[:-1], back.entities[-1].id]
    assert [(one.source, one.target) for one in back.relations] == [("a_b", "é"), ("a:b", "a b")]


def returned(package: Package, folder: Path) -> Dataset:
    file = folder / "out.ftm.json"
    file.write_bytes(ftm.write(package))
    assert ftm.recognises(file, file.read_bytes()[:4096]) or not package.entities
    return load_tables(ftm.read(file))


def test_the_default_data_comes_back_as_it_was(root: Path, tmp_path: Path) -> None:
    before = load_folder(root / "data")
    package = Package.of(before)
    assert ftm.write(package) == ftm.write(package)
    kept(ftm.write(package))
    after = returned(package, tmp_path)
    assert [replace(one, row=0) for one in after.entities] == [
        replace(one, row=0, extra={name: cell for name, cell in one.extra.items() if cell})
        for one in before.entities
    ]
    assert [replace(one, id="", row=0) for one in after.relations] == [
        replace(one, id="", row=0, extra={name: cell for name, cell in one.extra.items() if cell})
        for one in before.relations
    ]
    assert [one.id for one in after.sources] == [one.id for one in before.sources]
    assert [one.url for one in after.sources] == [one.url for one in before.sources]


def test_what_other_tools_leave_of_a_record_is_still_read(tmp_path: Path) -> None:
    article = Source("s", "Article", "Paper", "2020-09-14", "https://example.org/a", kind="press")
    link = owns(share=Share(10, 10), since=PartialDate(2020), reference="s")
    file = tmp_path / "x.json"
    lines = []
    for line in ftm.write(Package("x", (FIRM, ANN), (link,), (article,))).decode().splitlines():
        one = json.loads(line)
        one.pop("longarm", None)
        lines.append(json.dumps(one))
    file.write_text("\n".join(lines))
    data = load_tables(ftm.read(file))
    assert [(one.id, one.label, one.category) for one in data.entities] == [
        ("firm", "Firm", "company"),
        ("ann", "Ann Ax", "person"),
    ]
    (back,) = data.relations
    assert (back.type, back.share, back.status, str(back.since)) == (
        "owns",
        Share(10, 10),
        "stated",
        "2020",
    )
    assert [(one.id, one.title, one.url) for one in data.sources] == [
        (back.reference, "Article", "https://example.org/a")
    ]


def test_files_of_others_become_entities_and_links(load: Callable[..., Dataset]) -> None:
    data = load(
        record("p", "Person", name=["Ann Ax", "Anna Ax"], alias=["AA"], nationality=["nl", "be"])
        | {"datasets": ["leak"], "referents": ["p1", "p2"], "caption": "Ann Ax"},
        record("c", "Company", name="Firm", jurisdiction="nl", leiCode=["529900T8BM49AURSDO55"]),
        record("d", "Directorship", director=["p"], organization=["c"], role=["secretary"]),
        record("o", "Ownership", owner=["p", "q"], asset=["c"], percentage=["25-50"]),
        record("s", "Sanction", entity=["p"], authority=["EU"]),
        record("v", "Vessel", name=["Ship"]),
    )
    ann, firm = data.entities[0], data.entities[1]
    assert (ann.label, ann.aliases, ann.country) == ("Ann Ax", ("Anna Ax", "AA"), "NL")
    assert ann.extra["nationality"] == "nl; be"
    assert (ann.extra["ftm_datasets"], ann.extra["ftm_referents"]) == ("leak", "p1; p2")
    assert (firm.country, firm.extra["leiCode"]) == ("NL", "529900T8BM49AURSDO55")
    assert {one.id: one.category for one in data.entities if not one.placeholder} == {
        "p": "person",
        "c": "company",
        "s": "sanction",
        "v": "vessel",
    }
    assert [(one.source, one.target, one.type, str(one.share or "")) for one in data.relations] == [
        ("p", "c", "board_member_of", ""),
        ("p", "c", "owns", "25–50 %"),
        ("q", "c", "owns", "25–50 %"),
        ("s", "p", "concerns", ""),
    ]
    assert data.relations[0].extra["role"] == "secretary"
    assert len({one.id for one in data.relations}) == 4
    assert data.relations[0].status == "ungraded"


def test_a_percentage_that_is_no_share_is_kept_as_text(load: Callable[..., Dataset]) -> None:
    ends = {"owner": ["p"], "asset": ["c"]}
    data = load(
        record("p", "Person", name=["P"]),
        record("c", "Company", name=["C"]),
        record("o", "Ownership", percentage=["more than 25%"], **ends),
        record("o2", "Ownership", percentage=["10", "20"], **ends),
        record("o3", "Ownership", startDate=["2020", "2019-05"], endDate=["2021-01-02"], **ends),
    )
    assert [one.share for one in data.relations] == [None, None, None]
    assert [one.extra.get("percentage") for one in data.relations[:2]] == [
        "more than 25%",
        "10; 20",
    ]
    assert (str(data.relations[2].since), str(data.relations[2].until)) == ("2019-05", "2021-01-02")
    assert data.relations[2].extra["startDate"] in ("2020; 2019-05", "2019-05; 2020")


def test_every_value_that_the_library_drops_has_its_line(load: Callable[..., Dataset]) -> None:
    data = load(
        record("p", "Person", name=["P"], birthDate=["2020-13-45"], country=["XX"]),
        record("c", "Company", name=["C"], website=["javascript:alert(1)"], colour=["red"]),
        record("o", "Ownership", owner=["a_b"], asset=["c"]),
        record("x", "Starship", name=["Enterprise"], crew=["400", "30"]),
        record("n", "Company"),
        "{broken",
        "[1]",
        record("", "Person"),
        record("p", "Person", name=["Another"]),
        {"id": "m", "schema": "Interval", "properties": {}},
    )
    said = {(one.row, one.column): one.severity for one in data.report.problems if one.row}
    assert said[1, "birthDate"] == said[1, "country"] == said[2, "website"] == "warning"
    assert said[2, "colour"] == said[4, "schema"] == said[5, "name"] == "info"
    assert said[3, "owner"] == said[3, ""] == said[6, ""] == said[7, ""] == said[8, ""] == "warning"
    assert said[9, "id"] == "warning"
    by_id = {one.id: one for one in data.entities}
    assert by_id["p"].extra["ftm_birthDate"] == "2020-13-45"
    assert by_id["p"].extra["ftm_country"] == "XX"
    assert by_id["c"].extra["ftm_colour"] == "red"
    assert (by_id["x"].category, by_id["x"].label) == ("starship", "Enterprise")
    assert by_id["x"].extra["ftm_crew"] == "400; 30"
    assert by_id["n"].label == "n"
    assert data.relations == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No FollowTheMoney entity"),
        (b"{", "not JSON"),
        (b"7", "No FollowTheMoney entity"),
        (b'{"id": "a", "schema": "Person", "prop": "name", "value": "A"}', "statements"),
        (b'{"id": "a", "schema": "Person", "properties": []}', "No FollowTheMoney entity"),
        (b"\xff\xff{", "not text"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_ftm_is_refused_with_a_reason(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(DataError) as refused:
        ftm.read(file)
    assert said in str(refused.value)


def test_without_the_library_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    ftm_library._loaded.cache_clear()
    file = tmp_path / "x.json"
    file.write_text(json.dumps(record("a", "Person")))
    assert ftm.recognises(file, file.read_bytes())
    with pytest.raises(DataError, match="requirements-formats"):
        ftm.read(file)
    for asked in (ftm.write, ftm.losses):
        with pytest.raises(ExportError, match="libicu-dev"):
            asked(Package("x"))
    monkeypatch.undo()
    ftm_library._loaded.cache_clear()


def test_what_is_kept_beside_the_properties_is_checked_like_the_rest(
    load: Callable[..., Dataset],
) -> None:
    data = load(
        record("p", "Person", name=["P"]) | {"longarm": {"category": " ", "id": "q", "x": 7}},
        record("q", "Company", name=["Q"]) | {"longarm": ["not", "ours"]},
        record("o", "Ownership", owner=["p"], asset=["q"])
        | {"longarm": {"type": "", "source": "z", "share": "999", "status": "certain"}},
    )
    assert [(one.id, one.category) for one in data.entities] == [("p", "person"), ("q", "company")]
    (link,) = data.relations
    assert (link.source, link.type, link.share, link.status) == ("p", "owns", None, "ungraded")
    assert {one.column for one in data.report.of("warning")} == {"share", "status"}


def test_a_first_line_longer_than_the_head_is_recognised(tmp_path: Path) -> None:
    long = json.dumps(record("a", "Document", bodyText=["x" * 9_000]), sort_keys=True).encode()
    file = tmp_path / "x.json"
    assert ftm.recognises(file, long[:4096])
    assert not ftm.recognises(file, b'{"nodes": [{"id": 1}], "links": [' + b" " * 4096)


def test_one_entity_over_several_lines_and_a_list_are_read(load: Callable[..., Dataset]) -> None:
    ann = record("a", "Person", name=["Ann"])
    assert [one.id for one in load(json.dumps(ann, indent=1)).entities] == ["a"]
    assert [
        one.id
        for one in load(json.dumps([ann, record("b", "Person", name="B")], indent=1)).entities
    ] == ["a", "b"]
    damaged = load("rubbish", ann)
    assert [one.id for one in damaged.entities] == ["a"]
    assert [one.row for one in damaged.report.of("warning")] == [1]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    entities = tuple(
        Entity(text, " ".join(text.split()), text, description=text, extra={"note": text})
        for text in HOSTILE
        if text.strip()
    )
    package = Package("x", entities)
    kept(ftm.write(package))
    back = {one.id: one for one in returned(package, tmp_path).entities}
    for one in entities:
        assert (back[one.id].label, back[one.id].extra["note"]) == (one.label, one.extra["note"])


def comparable(one: Entity | Relation) -> dict[str, Any]:
    """What is compared of a row: all but its place, blanks and case of no meaning."""
    cells = {name: getattr(one, name) for name in one.__slots__}
    for gone in ("row", "placeholder"):
        cells.pop(gone, None)
    if isinstance(one, Relation):
        cells.pop("id")
    cells["extra"] = {name: cell for name, cell in one.extra.items() if cell}
    return cells


@settings(max_examples=60)
@given(package=packages())
def test_every_package_comes_back_as_it_was(
    package: Package, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept(ftm.write(package))
    assert ftm.write(package) == ftm.write(package)
    assert all(one.count > 0 for one in ftm.losses(package))
    back = returned(package, tmp_path_factory.mktemp("ftm"))
    entities = [one for one in back.entities if not one.placeholder]
    assert [comparable(one) for one in entities] == [comparable(one) for one in package.entities]
    assert [comparable(one) for one in back.relations] == [
        comparable(one) for one in package.relations
    ]
    assert [(one.id, one.title, one.date) for one in back.sources] == [
        (one.id, one.title, one.date) for one in package.sources
    ]


SCHEMATA = st.sampled_from(
    (
        "Person",
        "Company",
        "Ownership",
        "UnknownLink",
        "Document",
        "Sanction",
        "Starship",
        "Interval",
    )
)
PROPERTIES = st.sampled_from(
    [
        *("name", "owner", "asset", "subject", "object", "proof", "percentage", "startDate"),
        *("country", "status", "alias", "entity", "birthDate", "phone", "website", "parent"),
        "ownershipOwner",
    ]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
scalars |= st.sampled_from(("a", "b", "c", "2020-01-01", "10-20", "\ud800", "nl"))
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
records = st.fixed_dictionaries(
    {"id": st.sampled_from("abcde") | scalars, "schema": SCHEMATA | scalars},
    optional={
        "properties": st.dictionaries(PROPERTIES | st.text(max_size=3), values, max_size=5)
        | scalars,
        "longarm": st.dictionaries(
            st.sampled_from(("id", "category", "made_for", "table", "type", "status", "x")), values
        )
        | scalars,
        "datasets": values,
    },
)


def read_or_refuse(file: Path) -> None:
    try:
        tables = ftm.read(file)
    except DataError:
        return
    load_tables(tables)


@settings(max_examples=150)
@given(some=st.lists(records, min_size=1, max_size=6))
def test_any_records_give_tables_or_a_reason(
    some: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "x.json"
    file.write_text("\n".join(json.dumps(one) for one in some), encoding="utf-8")
    read_or_refuse(file)


@settings(max_examples=100)
@given(data=st.data())
def test_damaged_bytes_give_tables_or_a_reason(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = bytearray(ftm.write(Package("x", (FIRM, ANN), (owns(share=Share(10, 20)),))))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    file = tmp_path_factory.mktemp("fuzz") / "x.json"
    file.write_bytes(bytes(raw))
    ftm.recognises(file, bytes(raw[:4096]))
    read_or_refuse(file)
