"""Redaction: the same other names everywhere, and none of the real ones in any file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from graph.errors import ExportError, FilterError, NotFound
from graph.exports import FORMATS, export_view, losses_of
from graph.exports.leaks import leaks
from graph.exports.manifest import manifest, manifest_json, read_manifest, redaction_in
from graph.exports.redaction import Redacted, Redaction, redacted_dataset
from graph.exports.redaction_names import kind_of
from graph.exports.redaction_roll import make_roll
from graph.loading import Dataset
from graph.model import Entity, Relation, Source
from graph.store import Store, open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState

ROOT = Path(__file__).resolve().parent.parent
PERSON = Redaction(categories=("person",))


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(str(ROOT / "data"))


def content(data: bytes, fmt: str) -> str:
    """Everything that can be read in a file, found without the code that is tested."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()]
        text = "\n".join(parts)
    elif fmt == "pdf":
        reader = PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            text += str(pdf.open_metadata())
    else:
        text = data.decode("utf-8", "replace")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return unescape(text)


def people(store: Store) -> set[str]:
    """Labels, aliases and ids of persons, and the names of who holds an office."""
    names: set[str] = set()
    for entity in store.entities(store.entity_ids(1_000)).values():
        if entity.category == "person":
            names |= {entity.label, entity.id, *entity.aliases}
        names |= {entity.holder, entity.holder.rpartition(" ")[2]}
    return names - {"", "Author"}


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_person_of_the_default_data_is_left_in_any_file(store: Store, fmt: str) -> None:
    try:
        made = export_view(store, ViewState(), fmt, redaction=PERSON)
        plain = content(export_view(store, ViewState(), fmt).data, fmt)
    except ExportError as error:
        if "No module named" in str(error):
            pytest.skip(str(error))
        raise
    text = content(made.data, fmt)
    named = people(store)
    left = [name for name in named if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    assert left == []
    if fmt not in ("png", "bods"):
        # The same search does find people in a file that is not redacted.
        assert sum(name in plain for name in named) > 10
        assert "person 1" in text and "person 28" in text


@pytest.mark.parametrize("fmt", [name for name in FORMATS if name != "png"])
def test_the_search_finds_names_in_files_that_are_not_redacted(store: Store, fmt: str) -> None:
    roll = Redacted(store, PERSON).roll
    state = ViewState(focus=("meng-ya-ping", "zhenhua-data"))
    try:
        data = export_view(store, state, fmt).data
    except ExportError as error:
        pytest.skip(str(error))
    assert leaks(data, fmt, roll) or fmt == "bods"


def test_the_search_reads_what_a_picture_and_a_pdf_say_about_themselves(store: Store) -> None:
    roll = Redacted(store, PERSON).roll
    safe = Redacted(store, PERSON)
    state = safe.state(ViewState(focus=("cetc",)))
    png = export_view(safe, state, "png", scale=1.0).data
    chunk = b"tEXt" + b"Author\0Pieter Omtzigt"
    told = len(chunk[4:]).to_bytes(4, "big") + chunk + b"\0\0\0\0"
    assert leaks(png, "png", roll) == ()
    assert leaks(png[:33] + told + png[33:], "png", roll) != ()
    pdf = export_view(safe, state, "pdf").data
    assert leaks(pdf, "pdf", roll) == ()
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as held:
        held.docinfo["/Subject"] = "About Pieter Omtzigt"
        held.save(changed)
    assert leaks(changed.getvalue(), "pdf", roll) != ()


def test_who_is_who_is_the_same_in_every_format(store: Store) -> None:
    state = ViewState(focus=("zhenhua-data",))
    links = json.loads(export_view(store, state, "json", redaction=PERSON).data)["links"]
    boards = {link["source"] for link in links if link["type"] == "board_member_of"}
    (member,) = boards
    svg = export_view(store, state, "svg", redaction=PERSON).data.decode()
    with zipfile.ZipFile(
        io.BytesIO(export_view(store, ViewState(), "csv", redaction=PERSON).data)
    ) as archive:
        rows = archive.read("relations.csv").decode()
    assert f"{member},zhenhua-data,board_member_of" in rows
    assert f'data-id="{member}"' in svg


def test_a_view_keeps_what_it_shows(store: Store) -> None:
    state = ViewState(
        focus=("jos-van-rey", "cetc"),
        hops=2,
        hidden=("pieter-omtzigt",),
        selection=("jos-van-rey",),
        pins=(("jos-van-rey", 1.0, 2.0),),
        expanded=("author",),
        only=("jos-van-rey", "former-politicians"),
        collapsed=("mayors",),
    )
    safe = Redacted(store, PERSON)
    shown = safe.state(state)
    assert shown.focus == ("person-2", "cetc") and shown.pins == (("person-2", 1.0, 2.0),)
    assert shown.only == ("person-2", "former-politicians") and shown.collapsed == ("mayors",)
    assert "pieter" not in repr(shown) and "rey" not in repr(shown)
    before, after = build_view(store, state), build_view(safe, shown)
    assert after.counts == before.counts
    assert {key for *_, key in after.graph.edges(keys=True)} == {
        key for *_, key in before.graph.edges(keys=True)
    }
    # What is remembered of one is not shown for the other.
    assert "jos-van-rey" in build_view(store, state).graph


def test_a_redacted_store_knows_nobody_by_the_real_id(store: Store) -> None:
    safe = Redacted(store, PERSON)
    assert safe.entities(["jos-van-rey", "mp-sjoerdsma"]) == {}
    assert safe.links_of(["jos-van-rey"]) == []
    assert [hit.id for hit in safe.search("jos van rey").results if "person" in hit.id] == []
    assert len(safe.links_of(["person-2"])) == len(store.links_of(["jos-van-rey"]))
    with pytest.raises(NotFound) as told:
        build_view(safe, ViewState(focus=("jos-van-rey",)))
    assert "Jos van Rey" not in str(told.value)


def small(*entities: Entity, relations: tuple[Relation, ...] = (), name: str = "small") -> Dataset:
    return Dataset(name, entities, relations, (Source("s", title="Talk with Jan Smit"),))


JAN = Entity(
    "jan", "Jan Smit", "person", ("J. Smit",), description="Baker", extra={"lei": "9"}, row=2
)


def test_texts_of_others_are_masked_and_counted() -> None:
    firm = Entity(
        "smit-holding",
        "Smit Holding",
        "company",
        ("Bakkerij Jan Smit",),
        description="Of JAN SMIT; see https://example.org/jan-smit/now.",
        extra={"site": "https://example.org/smit", "owner": "Smit, Jan"},
        row=3,
    )
    link = Relation(
        "r2", "jan", "smit-holding", "owns", evidence="Smit said so.", said_by="Jan Smit", row=2
    )
    made, _, told = redacted_dataset(small(JAN, firm, relations=(link,)), PERSON)
    person, other = made.entities
    assert (person.id, person.label) == ("person-1", "person 1")
    assert (person.aliases, person.description, dict(person.extra)) == ((), "", {})
    assert (other.id, other.label) == ("person-1-holding", "person 1 Holding")
    assert other.aliases == ("Bakkerij person 1",)
    assert other.description == "Of person 1; see "
    assert dict(other.extra) == {"owner": "person 1"}
    (row,) = made.relations
    assert (row.source, row.target) == ("person-1", "person-1-holding")
    assert (row.evidence, row.said_by) == ("person 1 said so.", "person 1")
    assert made.sources[0].title == "Talk with person 1"
    assert told.names == 1 and told.mentions >= 6


def test_holders_get_the_number_of_the_person_they_are() -> None:
    mayor = Entity("mayor", "Mayor", "role", holder="SMIT, Jan", row=3)
    other = Entity("clerk", "Clerk", "role", holder="An de Wit", row=4)
    made, *_ = redacted_dataset(small(JAN, mayor, other), PERSON)
    assert [one.holder for one in made.entities] == ["", "person 1", "person 2"]
    made, *_ = redacted_dataset(small(JAN, mayor, other), Redaction(entities=("clerk",)))
    assert [(one.label, one.holder) for one in made.entities] == [
        ("Jan Smit", ""),
        ("Mayor", "SMIT, Jan"),
        ("role 1", "person 1"),
    ]


def test_numbers_pass_over_what_the_data_has() -> None:
    taken = Entity("person-1", "Somebody", "company", row=3)
    alias = Entity("piet", "Piet", "person", ("person 2",), row=4)
    made, *_ = redacted_dataset(small(JAN, taken, alias), PERSON)
    ids = [one.id for one in made.entities]
    assert len(set(ids)) == 3 and ids[1] == "person-1" and "person-2" not in ids


def test_a_name_that_two_share_does_not_say_who() -> None:
    both = (JAN, Entity("jan2", "Jan Smit", "person", row=3))
    note = Entity("f", "Firm", "company", description="Of Jan Smit.", row=4)
    made, *_ = redacted_dataset(small(*both, note), PERSON)
    assert made.entities[2].description == "Of person (one of 2)."
    made, *_ = redacted_dataset(small(*both, note), Redaction(entities=("jan",)))
    assert made.entities[1].label == "person (name left out)"


def test_evidence_of_redacted_links_can_be_left_out() -> None:
    firm = Entity("f", "Firm", "company", row=3)
    links = (
        Relation("r2", "jan", "f", "owns", evidence="As he told.", row=2),
        Relation("r3", "f", "f", "linked_to", evidence="As known.", row=3),
    )
    redaction = Redaction(categories=("person",), evidence=False)
    made, _, told = redacted_dataset(small(JAN, firm, relations=links), redaction)
    assert [one.evidence for one in made.relations] == ["", "As known."]
    assert told.evidence == 1 and "1 passage about them left out" in told.lines()


@pytest.mark.parametrize("fmt", ["svg", "html", "json", "gexf", "xlsx", "csv"])
def test_withheld_passages_are_written_on_request_alone(store: Store, fmt: str) -> None:
    state = ViewState(focus=("former-politicians",))
    (secret,) = {
        one.evidence for one in store.links_of(["former-politicians"]) if one.extra.get("withhold")
    }
    words = secret.split(". ")[-1]
    kept = content(export_view(store, state, fmt).data, fmt)
    assert words not in kept
    if fmt != "xlsx":
        assert "1 passage left out to protect a person" in kept
    shown = export_view(store, state, fmt, redaction=Redaction(withheld=True)).data
    whole = content(shown, fmt)
    told = " ".join(re.sub(r"<[^>]*>", " ", whole).split())
    assert words in told or words in whole
    assert "left out to protect" not in whole


def test_a_manifest_names_nobody_and_makes_the_figure_again(store: Store) -> None:
    rule = Redaction(categories=("person",), entities=("cetc",))
    safe = Redacted(store, rule)
    state = safe.state(ViewState(focus=("jos-van-rey",), hops=2, hidden=("pieter-omtzigt",)))
    text = manifest_json(manifest(safe, build_view(safe, state)))
    assert leaks(text.encode(), "json", safe.roll) == ()
    assert not re.search("rey|omtzigt|cetc|electronics", text, re.IGNORECASE)
    again, figure, _ = read_manifest(text)
    held, shown = redaction_in(text)
    assert (held.categories, shown) == (("person",), ("company-1",))
    assert again == state
    one, two = (export_view(safe, what, "svg", title=figure.title).data for what in (state, again))
    assert one == two


def test_a_leak_is_refused_with_its_place(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.exports import redaction_rows

    monkeypatch.setattr(redaction_rows.Mask, "text", lambda _self, text: text)
    dutch = Entity("f", "Firm of Pieter Omtzigt", "company", row=2)
    data = Dataset("x", (dutch, Entity("p", "Pieter Omtzigt", "person", row=3)), ())
    for fmt in ("svg", "png", "html", "csv", "json", "gexf", "xlsx"):
        with pytest.raises(ExportError, match=r"redacted name is left in it .*person 1"):
            export_view(Store.of(data), ViewState(), fmt, redaction=PERSON)


@pytest.mark.parametrize("fmt", ["svg", "html", "json", "csv", "gexf", "xlsx", "pdf"])
def test_words_of_the_program_are_no_leak(fmt: str) -> None:
    names = ("Legend", "Shown", "Whole Data Set", "Data Version", "Link", "Search", "viewBox")
    rows = tuple(
        Entity(f"c{number}x", name, "company", row=number + 2) for number, name in enumerate(names)
    )
    data = Store.of(Dataset("x", rows, ()))
    made = export_view(data, ViewState(), fmt, redaction=Redaction(categories=("company",)))
    assert made.data


def test_unknown_categories_and_entities_are_refused(store: Store) -> None:
    with pytest.raises(FilterError, match="--redact-category"):
        Redacted(store, Redaction(categories=("persons",)))
    with pytest.raises(NotFound):
        Redacted(store, Redaction(entities=("nobody",)))
    with pytest.raises(FilterError, match="--redact"):
        redacted_dataset(small(JAN), Redaction(entities=("nobody",)))


def test_losses_are_told_of_formats_that_lose(store: Store) -> None:
    assert losses_of(store, ViewState(), "svg") == ()
    assert any("owner" in loss.what for loss in losses_of(store, ViewState(), "bods"))


LETTERS = st.characters(blacklist_categories=("Cs", "Cc"), min_codepoint=32, max_codepoint=0x2FFF)
NAME = st.one_of(
    st.text(LETTERS, min_size=1, max_size=14),
    st.sampled_from(
        [
            "A+B (C)* [x]{2}",
            "<b>Jan</b> & Söhne",
            '"Quoted" Name',
            "שלום כהן",
            "\u202eEvil Name",
            "E\u0301mile Zola",
            "李明",
            "Xi",
            "a",
            "</script><script>",
            "Jan\tSmit",
            "=cmd|' /C calc'!A0",
            "Łukasz Ångström",
            "constructor",
            "Person",
        ]
    ),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(NAME, NAME, st.sampled_from(["svg", "html", "csv", "json", "gexf", "graphml", "xlsx"]))
def test_hostile_names_are_in_no_file(name: str, alias: str, fmt: str) -> None:
    name, alias = name.strip() or "x", alias.strip() or "y"
    person = Entity(
        "secret-id-77", name, "person", (alias,), extra={"short": alias}, description=name, row=2
    )
    firm = Entity("firm", f"Firm {name}", "company", description=f"({alias}); {name}.", row=3)
    link = Relation(
        "r2", "secret-id-77", "firm", "owns", evidence=f"{name}/{alias}", said_by=name, row=2
    )
    data = Store.of(Dataset(f"case {name}", (person, firm), (link,), (Source("s", title=alias),)))
    state = ViewState(focus=("secret-id-77",), selection=("secret-id-77",), emphasis=("r2",))
    made = export_view(data, state, fmt, redaction=PERSON)
    text = content(made.data, fmt)
    assert "secret-id-77" not in text and "secret" not in made.file_name
    safe = Redacted(data, PERSON)
    blank = Redacted(data, Redaction(categories=("person", "company")))
    for one in (name, alias):
        if kind_of(one) == "sure" and one.isascii() and one.isalpha():
            own = content(export_view(blank, blank.state(state), fmt).data, fmt)
            pattern = rf"(?<!\w){re.escape(one)}(?!\w)"
            assert len(re.findall(pattern, text, re.I)) <= len(re.findall(pattern, own, re.I))
    assert not any(one in (person.label, person.id) for one in safe.entities(safe.entity_ids(9)))


def test_the_roll_follows_the_data_not_the_order_of_asking() -> None:
    rows = [Entity(f"p{n}", f"Person Nr{n}", "person", row=n) for n in range(2, 7)]
    there = make_roll(rows, ["person"], [], lambda key: False)
    back = make_roll(reversed(rows), ["person"], [], lambda key: False)
    assert there.shown == back.shown
    assert there.shown["p2"] == ("person-1", "person 1")
