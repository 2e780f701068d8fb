"""BODS 0.4: what files of registers become, and what registers make of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.exports import export_view
from graph.formats import bods, read_any
from graph.formats.bods_terms import HELD_TYPES, NOT_HELD
from graph.formats.package import Package
from graph.loading import Dataset, load_folder, load_tables
from graph.model import Entity, PartialDate, Relation, Share, Source
from graph.ownership import owners
from graph.picture.compose import compose
from graph.store import Store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.statement_samples import packages

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "shared/data/bods_examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("*.json"))
Checked = tuple[list[Any], list[Any], dict[str, Any]]

needs_examples = pytest.mark.skipif(
    not NAMES, reason="the public examples are not beside the project"
)


def checked(path: Path) -> Checked:
    """What registers' own checker says: against the schema, by its rules, unknown fields."""
    from libcovebods import config, data_reader, run_tasks, schema
    from libcovebods.additionalfields import AdditionalFields
    from libcovebods.jsonschemavalidate import JSONSchemaValidator
    from libcovebods.tasks.checks import legacy_checks, record_based_checks

    # The list of registers would come from the network: an empty one takes its place.
    for module in (legacy_checks, record_based_checks):
        module.get_orgids_prefixes = lambda *_: []
    reader = data_reader.DataReader(str(path))
    rules = config.LibCoveBODSConfig()
    form = schema.SchemaBODS(reader, rules)
    errors = [error.json()["message"] for error in JSONSchemaValidator(form).validate(reader)]
    found = run_tasks.process_additional_checks(reader, rules, form, run_tasks.TASK_CLASSES)
    return errors, found["additional_checks"], AdditionalFields(form).process(reader)


def written(package: Package, folder: Path) -> list[dict[str, Any]]:
    """The statements of a package, after the checker found nothing."""
    file = folder / "out.bods.json"
    file.write_bytes(bods.write(package))
    assert checked(file) == ([], [], {})
    found: list[dict[str, Any]] = json.loads(file.read_bytes())
    return found


def person(key: str, **details: Any) -> dict[str, Any]:
    return statement(key, "person", {"isComponent": False, "personType": "knownPerson"} | details)


def body(key: str, **details: Any) -> dict[str, Any]:
    kind = {"entityType": {"type": "registeredEntity"}, "isComponent": False, "name": key.upper()}
    return statement(key, "entity", kind | details)


def link(key: str, source: Any, target: Any, *interests: dict[str, Any], **more: Any) -> Any:
    details = {"isComponent": False, "subject": target, "interestedParty": source}
    return statement(key, "relationship", details | {"interests": list(interests)}, **more)


def statement(key: str, kind: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"{key}-".ljust(32, "0"),
        "statementDate": "2020-01-01",
        "declarationSubject": key,
        "recordId": key,
        "recordType": kind,
        "recordStatus": "new",
        "recordDetails": details,
    } | more


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Dataset]:
    """Statements as a data set, through a file."""

    def made(*statements: Any) -> Dataset:
        file = tmp_path / "in.json"
        file.write_text(json.dumps(statements), encoding="utf-8")
        assert bods.recognises(file, file.read_bytes()[:4096])
        return load_tables(bods.read(file))

    return made


@needs_examples
@pytest.mark.parametrize("name", NAMES)
def test_public_examples_load_show_and_export(name: str, tmp_path: Path) -> None:
    data = load_tables(read_any(EXAMPLES / name))
    assert data.report.ok
    assert not [one for one in data.entities if one.placeholder and one.id in ("", "None")]
    store = Store.of(data)
    assert len({one.id for one in data.relations}) == len(data.relations)
    state = ViewState()
    view = build_view(store, state)
    assert view.graph.number_of_nodes() == len(data.entities)
    scene = compose(store, view)
    assert len(scene.nodes) == len(data.entities)
    assert b"<svg" in export_view(store, state, "svg").data
    store.close()
    records = {
        one["recordId"]
        for one in json.loads((EXAMPLES / name).read_bytes())
        if one["recordType"] != "relationship"
    }
    assert records <= {one.id for one in data.entities}
    written(Package.of(data), tmp_path)


@needs_examples
@pytest.mark.parametrize("name", NAMES)
def test_public_examples_come_back_the_same(name: str, tmp_path: Path) -> None:
    before = load_tables(read_any(EXAMPLES / name))
    file = tmp_path / name
    file.write_bytes(bods.write(Package.of(before)))
    after = load_tables(bods.read(file))
    assert [held_link(one) for one in after.relations] == sorted(
        (held_link(one) for one in before.relations if one.source != one.target),
        key=lambda one: bool(one[-1]),
    )
    assert {(one.id, one.label, one.category, one.country) for one in after.entities} == {
        (one.id, one.label, one.category, one.country) for one in before.entities
    }


def held_link(one: Relation) -> tuple[Any, ...]:
    extra = {name: one.extra.get(name, "") for name in ("interest", "indirect", "share_bounds")}
    if one.type == "has_interest_in":
        extra["interest"] = extra["interest"] or "unknownInterest"
    ends = one.source, one.target, one.type, one.share, one.status, one.since, one.until
    said = one.evidence, one.said_by, tuple(extra.values()), one.extra.get("components", "")
    return ends + said


def test_the_latest_statement_of_a_record_counts_and_the_older_is_named(
    load: Callable[..., Dataset],
) -> None:
    older = body("f", name="Old name")
    newer = body("f", name="New name") | {"statementDate": "2021-01-01", "recordStatus": "updated"}
    data = load(newer, older)
    assert [one.label for one in data.entities] == ["New name"]
    named = [one for one in data.report.problems if "newer of the same record" in one.problem]
    assert [(one.row, one.value) for one in named] == [(2, "f")]


def test_a_closed_relationship_has_ended(load: Callable[..., Dataset]) -> None:
    share = {"type": "shareholding", "share": {"exact": 40}}
    opened = link("l", "a", "b", share)
    closed = link("l", "a", "b", share, recordStatus="closed", statementDate="2022-03-04T10:00:00Z")
    data = load(body("a"), body("b"), opened, closed)
    (one,) = data.relations
    assert (str(one.until), one.row) == ("2022-03-04", 4)
    assert any("closed" in problem.problem for problem in data.report.problems)


def test_each_interest_is_a_link_of_its_own(load: Callable[..., Dataset]) -> None:
    data = load(
        person("p", names=[{"fullName": "Ann Ax"}]),
        body("f"),
        link(
            "l",
            "p",
            "f",
            {"type": "shareholding", "share": {"minimum": 25, "exclusiveMaximum": 50}},
            {"type": "votingRights", "share": {"exact": 30}},
            {"type": "boardChair", "startDate": "2020-02-03"},
            {"type": "votingRights", "share": {"exclusiveMinimum": 50, "maximum": 75}},
        ),
    )
    assert [(one.type, one.share, str(one.since)) for one in data.relations] == [
        ("owns", Share(25, 50), "None"),
        ("holds_votes_in", Share(30, 30), "None"),
        ("board_member_of", None, "2020-02-03"),
        ("controls", Share(50, 75), "None"),
    ]
    assert data.relations[0].extra["share_bounds"] == "less than the maximum"
    assert len({one.id for one in data.relations}) == 4
    assert {one.source for one in data.relations} == {"p"}


def test_votes_are_not_added_to_shares(load: Callable[..., Dataset]) -> None:
    data = load(
        body("a"),
        body("b"),
        link(
            "l",
            "a",
            "b",
            {"type": "shareholding", "share": {"exact": 40}},
            {"type": "votingRights", "share": {"exact": 40}},
        ),
    )
    (row,) = owners(Store.of(data), "b").to_dict()["owners"]
    assert (row["min"], row["max"]) == (40, 40)


def test_an_indirect_interest_is_a_conclusion_and_not_counted_twice(
    load: Callable[..., Dataset],
) -> None:
    def share(size: float, how: str) -> dict[str, Any]:
        return {"type": "shareholding", "directOrIndirect": how, "share": {"exact": size}}

    end = link("l3", "p", "f", share(30, "indirect"))
    end["recordDetails"]["componentRecords"] = ["m", "l1", "l2"]
    parts = link("l1", "p", "m", share(60, "direct")), link("l2", "m", "f", share(50, "direct"))
    data = load(person("p", names=[{"fullName": "P"}]), body("m"), body("f"), *parts, end)
    assert [one.extra["indirect"] for one in data.relations] == ["no", "no", "yes"]
    assert data.relations[2].extra["components"] == "m; l1; l2"
    held = {one["id"]: one["min"] for one in owners(Store.of(data), "f").to_dict()["owners"]}
    assert held == {"m": 50, "p": 30}
    assert not data.report.of("warning")
    alone = load(person("p", names=[{"fullName": "P"}]), body("f"), end)
    assert "no chain of direct ones" in alone.report.of("warning")[0].problem


def test_people_who_are_not_named_are_never_merged(load: Callable[..., Dataset]) -> None:
    unknown = {"personType": "unknownPerson", "names": []}
    exempt = {"reason": "subjectExemptFromDisclosure", "description": "Listed abroad."}
    data = load(
        person("p", **unknown),
        person("q", **unknown),
        person("r", personType="anonymousPerson"),
        body("f"),
        link("l1", "p", "f"),
        link("l2", exempt, "f"),
        link("l3", exempt, "f"),
        link("l4", "q", {"reason": "unknown"}),
    )
    labels = {one.id: one.label for one in data.entities}
    assert labels == {
        "p": "Unknown person",
        "q": "Unknown person",
        "r": "Anonymous person",
        "f": "F",
        "l2-owner": "Not named (the subject is exempt from disclosure)",
        "l3-owner": "Not named (the subject is exempt from disclosure)",
        "l4-subject": "Not named (reason not known)",
    }
    described = {one.id: one.description for one in data.entities}
    assert described["l2-owner"] == "Listed abroad."
    assert {(one.source, one.target, one.type) for one in data.relations} == {
        ("p", "f", "has_interest_in"),
        ("l2-owner", "f", "has_interest_in"),
        ("l3-owner", "f", "has_interest_in"),
        ("q", "l4-subject", "has_interest_in"),
    }


def test_that_nobody_owns_is_no_owner(load: Callable[..., Dataset]) -> None:
    data = load(body("f"), link("l", {"reason": "noBeneficialOwners"}, "f"))
    assert data.relations == ()
    assert data.entities[0].extra["no_beneficial_owners"] == "yes"
    assert any(
        one.row == 2 and "no beneficial owners" in one.problem for one in data.report.problems
    )


def test_what_a_record_says_of_somebody_is_kept(load: Callable[..., Dataset]) -> None:
    data = load(
        person(
            "p",
            names=[
                {"type": "former", "fullName": "Old; Name"},
                {"type": "legal", "fullName": "Ann Ax"},
            ],
            nationalities=[{"name": "Ireland", "code": "ie"}, {"name": "Iraq", "code": "IQ"}],
            birthDate="1987-02",
            politicalExposure={"status": "isPep", "details": [{"reason": "Member"}]},
            identifiers=[{"id": "0691", "scheme": "IRL-TAXID"}],
            taxResidencies=[{"name": "Ukraine"}],
            addresses=[{"address": "1 High St", "postCode": "X1", "country": {"code": "GB"}}],
        ),
        body("t", entityType={"type": "arrangement", "subtype": "trust"}, name="Trust"),
        link("l", "p", "t", {"type": "trustee"}),
    )
    ann, trust = data.entities
    assert (ann.label, ann.aliases, ann.country) == ("Ann Ax", ("Old, Name",), "IE")
    assert dict(ann.extra) == {
        "nationalities": "IE; IQ",
        "birth_date": "1987-02",
        "pep_status": "isPep",
        "pep_details": "Member",
        "IRL-TAXID": "0691",
        "tax_residencies": "Ukraine",
        "addresses": "1 High St, X1, GB",
    }
    assert (trust.category, data.relations[0].type) == ("trust", "trustee_of")


def test_notes_of_the_publisher_stand_in_the_report(load: Callable[..., Dataset]) -> None:
    note = {"statementPointerTarget": "/recordDetails", "description": "Number missing."}
    data = load(body("f") | {"annotations": [note]}, link("l", "g", "f"))
    assert [
        (one.row, one.column) for one in data.report.problems if one.value == note["description"]
    ] == [(1, "/recordDetails")]


@pytest.mark.parametrize(
    ("share", "cell"),
    [
        ({"exact": 0}, Share(0, 0)),
        ({"exact": 12.5, "minimum": 10, "maximum": 20}, Share(12.5, 12.5)),
        ({"minimum": 75}, Share(75, 100)),
        ({"maximum": 5}, Share(0, 5)),
        ({"minimum": 60, "maximum": 40}, None),
        ({"exact": 130}, None),
        ({"exact": "50"}, None),
        ({"exact": True}, None),
        ({}, None),
    ],
)
def test_shares_are_ranges_and_what_is_none_is_said(
    load: Callable[..., Dataset], share: dict[str, Any], cell: Share | None
) -> None:
    data = load(body("a"), body("b"), link("l", "a", "b", {"type": "shareholding", "share": share}))
    assert data.relations[0].share == cell
    assert bool(data.report.of("warning")) is (cell is None and bool(share))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"[", "not JSON"),
        (b"[1, 2]", "No BODS statement"),
        (b'"x"', "no list of statements"),
        (b'[{"statementID": "x", "statementType": "personStatement"}]', "older BODS version"),
        (b'[{"statementID": "", "publicationDetails": {"bodsVersion": "0.2"}}]', "(0.2)"),
        (b'[{"recordType": NaN}]', "NaN"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\x00\xfe", "not text"),
        (b'{"recordType": "person"}\nrubbish', "line 2"),
    ],
)
def test_what_is_no_bods_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(DataError) as refused:
        bods.read(file)
    assert said in str(refused.value)


def test_statements_one_to_a_line_and_in_utf16_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    text = "\n".join(json.dumps(one) for one in (body("a"), body("b"), link("l", "a", "b")))
    file.write_bytes(text.encode("utf-16"))
    assert bods.recognises(file, file.read_bytes()[:4096])
    data = load_tables(bods.read(file))
    assert [one.row for one in data.entities] == [1, 2]
    assert data.report.ok


def test_statements_that_cannot_be_used_are_named(load: Callable[..., Dataset]) -> None:
    bad = [7, {"recordType": "ship"}, {"recordType": "person"}, person("p") | {"recordDetails": 1}]
    data = load(body("a"), *bad, link("l", "", "a"))
    warned = [one for one in data.report.of("warning") if "left out" in one.problem]
    assert [one.row for one in warned] == [2, 3, 4, 5, 6]


def test_half_a_character_pair_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([body("a", name="\ud800 <script>")]), encoding="utf-8")
    data = load_tables(bods.read(file))
    assert data.entities[0].label == "\ufffd <script>"


FIRM, OWNER = Entity("f", "Firm", "company"), Entity("o", "Owner", "person")


def test_only_ownership_and_control_is_written_and_the_rest_is_counted(tmp_path: Path) -> None:
    role = Entity("r", "Mayor", "role", holder="Somebody")
    links = (
        Relation("r2", "o", "f", "owns", Share(25, 50), "stated", PartialDate(2020, 9)),
        Relation("r3", "o", "f", "surveils"),
        Relation("r4", "r", "f", "controls", status="stated"),
        Relation("r5", "o", "f", "owns", Share(10, 10), "alleged"),
        Relation("r6", "o", "f", "owns", Share(10, 10), "proposed"),
        Relation("r7", "f", "f", "owns", Share(1, 1), "stated"),
        Relation("r8", "f", "o", "owns", status="stated"),
        Relation("r9", "o", "f", "trustee_of", status="stated"),
    )
    package = Package("x", (FIRM, OWNER, role), links)
    statements = written(package, tmp_path)
    only, _ = [one for one in statements if one["recordType"] == "relationship"]
    interest = only["recordDetails"]["interests"][0]
    assert interest["share"] == {"minimum": 25, "maximum": 50}
    assert interest["startDate"] == "2020-09-01"
    lost = {one.what: one.count for one in bods.losses(package)}
    assert lost["links that are neither ownership nor control"] == 1
    assert lost["ownership or control links with an end that BODS cannot hold"] == 2
    assert lost["alleged links, which would read as facts"] == 1
    assert lost["proposed links, which would read as facts"] == 1
    assert lost["links to oneself"] == 1
    assert lost["links that no kind of interest says exactly"] == 1
    assert lost["dates of which the day or month is not known"] == 1
    assert all(one.count > 0 for one in bods.losses(package))


def test_statements_are_dated_by_the_data_alone(tmp_path: Path) -> None:
    source = Source(
        "s", "Register", "The Registrar", "2021-05-06", "https://example.org/?q=1", kind="register"
    )
    owns = Relation("r2", "o", "f", "owns", status="stated", reference="s", said_by="Ann; Ben")
    last = written(Package("x", (FIRM, OWNER), (owns,), (source,)), tmp_path)[-1]
    assert last["statementDate"] == last["publicationDetails"]["publicationDate"] == "2021-05-06"
    assert last["publicationDetails"]["publisher"] == {"name": "The Registrar"}
    assert last["source"] == {
        "type": ["officialRegister"],
        "url": "https://example.org/?q=1",
        "description": "Register",
        "assertedBy": [{"name": "Ann"}, {"name": "Ben"}],
    }
    undated = Package("x", (FIRM,))
    assert written(undated, tmp_path)[0]["statementDate"] == "1970-01-01"
    assert any("1970-01-01" in str(one) for one in bods.losses(undated))


def test_components_stand_before_what_lists_them(tmp_path: Path) -> None:
    whole = Relation("r2", "o", "f", "owns", extra={"indirect": "yes", "components": "a; gone; m"})
    part = Relation("r3", "o", "m", "owns", extra={"record_id": "a", "indirect": "no"})
    middle = Entity("m", "Middle", "company")
    statements = written(Package("x", (FIRM, OWNER, middle), (whole, part)), tmp_path)
    records = [one["recordId"] for one in statements]
    assert records == ["f", "o", "m", "a", "link-r2"]
    assert statements[-1]["recordDetails"]["componentRecords"] == ["a", "m"]
    assert [one["recordDetails"]["isComponent"] for one in statements] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_the_default_data_is_valid_and_the_same_each_time(root: Path, tmp_path: Path) -> None:
    package = Package.of(load_folder(root / "data"))
    written(package, tmp_path)
    assert bods.write(package) == bods.write(package)


def expected(one: Relation) -> tuple[Any, ...]:
    """What BODS can hold of a link: dates as the widest span, those that contradict left out."""
    since = one.since.earliest() if one.since else None
    until = one.until.latest() if one.until else None
    if since and until and since > until:
        since = until = None
    said = "; ".join(
        dict.fromkeys(part.strip() for part in one.said_by.split("; ") if part.strip())
    )
    return one.source, one.target, one.share, one.status, str(since), str(until), one.evidence, said


def held(package: Package) -> tuple[dict[str, Entity], list[Relation]]:
    """What BODS can hold of a package."""
    entities = {one.id: one for one in package.entities if one.category not in NOT_HELD}
    links = [
        one
        for one in package.relations
        if one.type in HELD_TYPES
        and one.source in entities
        and one.target in entities
        and one.source != one.target
        and entities[one.target].category != "person"
        and one.status not in ("alleged", "proposed")
    ]
    return entities, links


@settings(max_examples=40)
@given(package=packages())
def test_what_bods_can_hold_is_valid_and_comes_back(
    package: Package, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bods")
    entities, links = held(package)
    if not entities:
        assert bods.write(package) == b"[]\n"
        return
    written(package, folder)
    assert bods.write(package) == bods.write(replace(package, positions={"x": (1.0, 2.0)}))
    data = load_tables(bods.read(folder / "out.bods.json"))
    assert data.report.ok
    assert [expected(one) for one in data.relations] == [expected(one) for one in links]
    for one in data.entities:
        before = entities[one.id]
        assert (one.label, one.category) == (before.label, before.category)
        assert one.country == before.country.upper() or one.country == before.country
        assert one.aliases == before.aliases
    # A type without a kind of interest of its own comes back as the kind that it was written as.
    for back, link_ in zip(data.relations, links, strict=True):
        subtype = entities[link_.target].category
        if link_.type != "trustee_of" or subtype == "trust":
            assert back.type == ("influences" if link_.type == "controls" else link_.type)


KEYS = ("statementId", "recordId", "recordType", "recordDetails", "recordStatus", "annotations")
KEYS += ("subject", "interestedParty", "interests", "share", "exact", "minimum", "names", "type")
KEYS += ("identifiers", "entityType", "source", "assertedBy", "publicationDetails", "startDate")
KEYS += ("componentRecords", "politicalExposure", "publicListing", "details", "reason", "addresses")
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
scalars |= st.sampled_from(("entity", "person", "relationship", "closed", "a", "b", "\ud800"))
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=30,
)


def read_or_refuse(file: Path) -> None:
    try:
        tables = bods.read(file)
    except DataError:
        return
    load_tables(tables)


@settings(max_examples=150)
@given(tree=trees, kind=st.sampled_from(("entity", "person", "relationship")))
def test_any_json_gives_tables_or_a_reason(
    tree: Any, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "x.json"
    details = tree if isinstance(tree, dict) else {"names": tree, "interests": tree}
    file.write_text(json.dumps([statement("k", kind, details), tree]), encoding="utf-8")
    read_or_refuse(file)


@settings(max_examples=100)
@given(data=st.data())
def test_damaged_bytes_give_tables_or_a_reason(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = json.dumps([body("a"), body("b"), link("l", "a", "b", {"type": "shareholding"})])
    raw = bytearray(whole.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    file = tmp_path_factory.mktemp("fuzz") / "x.json"
    file.write_bytes(bytes(raw))
    bods.recognises(file, bytes(raw[:4096]))
    read_or_refuse(file)
