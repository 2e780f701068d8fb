"""Edits of a case: what they do, what they refuse, and the laws of undo."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.editing import (
    Add,
    AddNote,
    Case,
    Content,
    Delete,
    Edit,
    Merge,
    Note,
    Review,
    SecondSource,
    SetCells,
    Together,
    dead_end,
    follow,
    free_note,
    not_same_as,
    remove_note,
    same_as,
)
from graph.errors import DataError, LongarmError, NotFound
from graph.loading import Row, Table, Tables, load_tables
from graph.views.viewstate import ViewState


def _table(name: str, columns: str, *rows: str) -> Table:
    names = tuple(columns.split(","))
    return Table(
        f"{name}.csv",
        names,
        tuple(
            Row(line, {k: v for k, v in zip(names, row.split(","), strict=True) if v})
            for line, row in enumerate(rows, 2)
        ),
    )


TABLES = Tables(
    "case",
    _table(
        "entities",
        "id,label,category,aliases,lei,country",
        "a,Alpha,company,First;Al,L1,NL",
        "b,Beta,company,,,",
        "c,Gamma,person,,,DE",
        "d,Delta,company,,L4,",
    ),
    _table(
        "relations",
        "source,target,type,share,since,until,reference,locator,mood",
        "a,b,owns,60,2019,,art,¶1,calm",
        "b,c,owns,,,,,,",
        "c,a,linked_to,,,,,,",
        "b,a,owns,5,,,art,¶2,",
    ),
    _table("sources", "id,title,url", "art,An article,https://example.org/a"),
)
CASE = Case.of(TABLES)


def plain(content: Content) -> dict[str, object]:
    """Tables as what a file holds of them."""
    return {
        kind: (table.file, table.columns, [(row.line, dict(row.cells)) for row in table.rows])
        for kind, table in content.tables.items()
    }


def cells(case: Case, kind: str, key: str) -> dict[str, str]:
    row = case.content.row(kind, key)  # type: ignore[arg-type]
    assert row is not None
    return dict(row.cells)


def test_a_cell_is_set_and_every_other_column_stays() -> None:
    case = CASE.do(SetCells("relations", "r2", {"share": "55-70", "until": ""}))
    assert cases_equal(cells(case, "relations", "r2"), share="55-70", mood="calm", since="2019")
    assert case.content.columns("relations") == CASE.content.columns("relations")
    assert case.unsaved == ("Set share of the link “Alpha owns Beta”",)
    assert str(case.dataset.relations[0].share) == "55–70 %"
    assert cells(CASE, "relations", "r2")["share"] == "60"


def cases_equal(found: dict[str, str], **wanted: str) -> bool:
    return {name: found.get(name, "") for name in wanted} == wanted


def test_a_new_column_is_put_at_the_end_and_goes_with_undo() -> None:
    case = CASE.do(SetCells("entities", "b", {"description": "A firm", "shoe size": "9"}))
    assert case.content.columns("entities")[-2:] == ("description", "shoe size")
    assert plain(case.undo().content) == plain(CASE.content)


def test_what_is_set_to_what_it_was_is_no_change() -> None:
    assert CASE.do(SetCells("entities", "a", {"label": "Alpha"})) is CASE


def test_a_new_id_takes_links_notes_and_the_screen_along() -> None:
    case = CASE.do(free_note("Look again", "a")).do(SetCells("entities", "a", {"id": "alpha"}))
    ends = [(row["source"], row["target"]) for row in case.content.rows("relations")]
    assert ends == [("alpha", "b"), ("b", "c"), ("c", "alpha"), ("b", "alpha")]
    assert case.notes[0].entity == "alpha"
    assert case.last is not None
    assert follow(ViewState(focus=("a",)), case.last.moved).focus == ("alpha",)
    assert case.dataset.report.of("warning") == ()


def test_rows_are_added_at_the_end_with_ids_of_their_own() -> None:
    case = CASE.do(Add("entities", {"label": "Beta & Co.", "category": "company"}))
    case = case.do(Add("entities", {"label": "Beta & Co.", "category": "company"}))
    assert [row["id"] for row in case.content.rows("entities")][-2:] == ["beta-co", "beta-co-2"]
    link = {"source": "beta-co", "target": "a", "type": "owns", "share": "10"}
    case = case.do(Add("relations", link)).do(Add("sources", {"title": "A book"}))
    assert case.dataset.report.ok
    assert case.dataset.relations[-1].source == "beta-co"
    assert case.dataset.sources[-1].id == "a-book"


def test_a_case_may_begin_with_nothing() -> None:
    case = Case.of(Tables("new")).do(Add("entities", {"label": "One", "category": "person"}))
    assert case.dataset.entities[0].id == "one"
    assert case.undo().content.tables == {}


@pytest.mark.parametrize(
    ("edit", "where", "says"),
    [
        (Add("entities", {"id": "a", "label": "X", "category": "x"}), "entities.csv", "already"),
        (Add("entities", {"id": "z", "category": "x"}), "column label", "label is blank"),
        (Add("relations", {"source": "a", "target": "zz", "type": "owns"}), "column target", "zz"),
        (Add("relations", {"source": "a", "target": "b"}), "column type", "type is blank"),
        (SetCells("entities", "a", {"label": " "}), "entities.csv, row 2", "label is blank"),
        (SetCells("entities", "a", {"id": "b"}), "column id", "already in row 3"),
        (SetCells("relations", "r2", {"share": "130"}), "row 2, column share", "130"),
        (SetCells("relations", "r2", {"since": "2020-13"}), "column since", "2020-13"),
        (SetCells("relations", "r2", {"until": "2018"}), "column until", "before it begins"),
        (SetCells("relations", "r2", {"status": "sure"}), "column status", "sure"),
        (SetCells("relations", "r2", {"target": "nobody"}), "column target", "nobody"),
        (SetCells("entities", "a", {"holder_tense": "soon"}), "holder_tense", "soon"),
        (Review("relations", ("r2",), "fine"), "column review", "fine"),
        (SecondSource("r2", "art", "¶1"), "relations.csv, row 2", "already"),
        (SecondSource("r2", ""), "relations.csv, row 2", "blank"),
        (Merge("a", ("a",)), "entities.csv, row 2", "nothing to merge"),
        (Merge("a", ("b",), {"label": "c"}), "entities.csv, row 2", "not merged"),
        (dead_end("zz", "the register"), "notes.csv", "zz"),
        (free_note("  "), "notes.csv", "blank"),
        (same_as("a", "a"), "notes.csv", "two different"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_place_and_way_out(
    edit: Edit, where: str, says: str
) -> None:
    with pytest.raises(DataError) as refused:
        CASE.do(edit)
    assert where in refused.value.where
    assert says in refused.value.problem
    assert refused.value.fix


@pytest.mark.parametrize(
    "edit",
    [
        SetCells("entities", "nobody", {"label": "X"}),
        Delete("relations", "r99"),
        Merge("a", ("nobody",)),
        remove_note("n1"),
        Review("entities", (), "checked"),
    ],
)
def test_a_row_that_is_not_there_is_told(edit: Edit) -> None:
    with pytest.raises(NotFound):
        CASE.do(edit)


def test_an_old_mistake_does_not_keep_another_cell_from_being_mended() -> None:
    wrong = _table("relations", "source,target,type,share", "a,b,owns,130")
    case = Case.of(Tables("x", TABLES.entities, wrong))
    assert case.do(SetCells("relations", "r2", {"evidence": "Seen"})).can_undo


def test_an_entity_goes_with_its_links_and_they_are_counted() -> None:
    step = CASE.preview(Delete("entities", "a"))
    assert step.told == ("3 links deleted with it.",)
    case = CASE.do(Delete("entities", "a"))
    assert [row["source"] for row in case.content.rows("relations")] == ["b"]
    assert plain(case.undo().content) == plain(CASE.content)


def test_a_source_that_is_still_cited_is_told() -> None:
    assert CASE.preview(Delete("sources", "art")).told == ("2 rows still cite it.",)


def test_merging_keeps_names_and_moves_links() -> None:
    case = CASE.do(Merge("a", ("b", "d"), {"lei": "d"}))
    merged = cells(case, "entities", "a")
    assert merged["aliases"] == "First;Al;Beta;Delta;b;d"
    assert (merged["label"], merged["lei"], merged["country"]) == ("Alpha", "L4", "NL")
    ends = [(row["source"], row["target"]) for row in case.content.rows("relations")]
    assert ends == [("a", "a"), ("a", "c"), ("c", "a"), ("a", "a")]
    assert case.last is not None
    assert case.last.told == (
        "3 links moved.",
        "2 links now lead from the entity to itself (row 2, 5): kept, please look.",
        "Only one text is kept of: lei.",
    )
    assert case.last.moved == (("b", "a"), ("d", "a"))
    assert case.dataset.report.ok
    assert plain(case.undo().content) == plain(CASE.content)


def test_the_label_that_loses_becomes_an_alias() -> None:
    merged = cells(CASE.do(Merge("a", ("b",), {"label": "b"})), "entities", "a")
    assert (merged["label"], merged["aliases"]) == ("Beta", "First;Al;Alpha;b")


def test_merging_keeps_cells_that_stand_under_no_column_of_the_table() -> None:
    rows = (
        Row(2, {"id": "a", "label": "A", "category": "company", "lei": "1"}),
        Row(3, {"id": "b", "label": "B", "category": "company", "seat": "Paris"}),
    )
    tables = Tables("x", Table("entities.csv", ("id", "label", "category"), rows))
    merged = cells(Case.of(tables).do(Merge("a", ("b",))), "entities", "a")
    assert (merged["lei"], merged["seat"]) == ("1", "Paris")


def test_undoing_a_merge_leaves_the_screen_with_the_one_that_stayed() -> None:
    step = CASE.do(Merge("a", ("b",))).last
    assert step is not None
    state = follow(ViewState(selection=("a",), pins=(("a", 1.0, 2.0),)), step.moved)
    assert follow(state, step.inverse().moved) == state


def test_an_id_is_taken_whatever_file_and_row_has_it() -> None:
    rows = tuple(
        Row(2, {"id": key, "label": key, "category": "company"}, f"{key}.csv") for key in "ab"
    )
    case = Case.of(Tables("x", Table("both", ("id", "label", "category"), rows)))
    with pytest.raises(DataError, match="already"):
        case.do(SetCells("entities", "a", {"id": "b"}))


def test_a_reference_with_blanks_around_it_follows_its_source() -> None:
    rows = (Row(2, {"id": "a", "label": "A", "category": "company", "reference": " s1 "}),)
    sources = Table("sources.csv", ("id",), (Row(2, {"id": "s1"}),))
    case = Case.of(Tables("x", Table("e", ("id", "reference"), rows), None, sources))
    assert (
        cells(case.do(SetCells("sources", "s1", {"id": "s2"})), "entities", "a")["reference"]
        == "s2"
    )


def test_links_of_several_files_go_by_the_ids_that_they_are_shown_under() -> None:
    rows = tuple(
        Row(line, {"source": "a", "target": target, "type": "owns"}, file)
        for file, line, target in (("1.csv", 2, "b"), ("1.csv", 3, "c"), ("2.csv", 2, "d"))
    )
    tables = Tables("x", TABLES.entities, Table("both", ("source", "target", "type"), rows))
    case = Case.of(tables, leave_out=[("1.csv", 3)])
    for now in (case, case.do(Add("relations", {"source": "b", "target": "a", "type": "owns"}))):
        shown = {one.id: one.target for one in now.dataset.relations}
        assert {key: cells(now, "relations", key)["target"] for key in shown} == shown
        assert "c" not in shown.values()
    assert len(shown) == 3


def test_what_only_a_link_names_can_be_merged() -> None:
    links = _table("relations", "source,target,type", "ghost,a,owns")
    case = Case.of(Tables("x", TABLES.entities, links)).do(Merge("a", ("ghost",)))
    assert case.dataset.relations[0].source == "a"
    assert "ghost" in case.dataset.entities[0].aliases


def test_a_second_source_is_a_second_row_beside_the_first() -> None:
    edit = SecondSource("r2", "register", "p. 4", "Says so too")
    case = CASE.do(Review("relations", ("r2",), "checked", "Ann", "2021-03-05")).do(edit)
    first, second = case.dataset.relations[:2]
    assert (first.source, first.target, first.share) == (second.source, second.target, second.share)
    assert (second.reference, second.locator, second.status) == ("register", "p. 4", "stated")
    assert first.extra["review"] == "checked"
    assert "review" not in second.extra
    assert first.id == "r2"
    assert len({link.id for link in case.dataset.relations}) == 5


def test_a_review_says_by_whom_and_when_and_can_be_taken_away() -> None:
    case = CASE.do(Review("relations", ("r2", "r4"), "rejected", "Ann", "2021-03-05"))
    assert case.content.columns("relations")[-3:] == ("review", "reviewed_by", "reviewed_on")
    assert cells(case, "relations", "r4")["reviewed_by"] == "Ann"
    assert case.unsaved == ("Marked 2 links as rejected",)
    assert "review" not in cells(case.do(Review("relations", ("r4",), "")), "relations", "r4")


def test_notes_are_kept_told_and_taken_away() -> None:
    case = CASE.do(dead_end("c", "Trade register", "Ann", "2021-03-05")).do(same_as("a", "d"))
    assert [(note.id, note.kind, note.text) for note in case.notes] == [
        ("n1", "dead_end", "Trade register"),
        ("n2", "same_as", ""),
    ]
    assert case.notes_about("d") == (case.notes[1],)
    with pytest.raises(DataError, match="contrary"):
        case.do(not_same_as("d", "a"))
    assert [note.id for note in case.do(remove_note("n2")).notes] == ["n1"]
    assert CASE.do(AddNote(Note(relation="r2", text="Odd"))).notes[0].relation == "r2"


def test_what_was_told_apart_is_not_merged() -> None:
    with pytest.raises(DataError, match="not the same"):
        CASE.do(not_same_as("a", "b", "Ann")).do(Merge("a", ("b",)))


def test_several_edits_are_undone_as_one() -> None:
    both = Together(
        "Added a firm with its owner",
        (
            Add("entities", {"id": "n", "label": "New", "category": "company"}),
            Add("relations", {"source": "a", "target": "n", "type": "owns"}),
        ),
    )
    case = CASE.do(both)
    assert case.unsaved == ("Added a firm with its owner",)
    assert plain(case.undo().content) == plain(CASE.content)


def test_what_was_taken_back_is_forgotten_after_another_edit() -> None:
    first, second = (SetCells("entities", "a", {"label": one}) for one in ("One", "Two"))
    case = CASE.do(first).undo()
    assert (case.can_undo, case.can_redo, case.unsaved) == (False, True, ())
    case = case.do(second)
    assert not case.can_redo
    with pytest.raises(NotFound):
        case.redo()
    with pytest.raises(NotFound):
        CASE.undo()


def test_control_characters_are_shown_as_what_they_are() -> None:
    case = CASE.do(SetCells("entities", "a", {"label": "A\x00\ud800"}))
    assert cells(case, "entities", "a")["label"] == "A��"


_ids = st.sampled_from(["a", "b", "c", "d", "new", "zz"])
_links = st.sampled_from(["r2", "r3", "r4", "r5", "r6"])
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(
        SetCells,
        st.just("entities"),
        _ids,
        st.dictionaries(st.sampled_from(["id", "label", "lei", "colour"]), _text, max_size=2),
    ),
    st.builds(
        SetCells,
        st.just("relations"),
        _links,
        st.dictionaries(st.sampled_from(["target", "share", "mood"]), _ids | _text, max_size=2),
    ),
    st.builds(
        lambda key, label: Add("entities", {"id": key, "label": label, "category": "person"}),
        _ids,
        _text,
    ),
    st.builds(
        lambda a, b: Add("relations", {"source": a, "target": b, "type": "owns"}), _ids, _ids
    ),
    st.builds(Delete, st.just("entities"), _ids),
    st.builds(Delete, st.just("relations"), _links),
    st.builds(Merge, _ids, st.lists(_ids, min_size=1, max_size=3).map(tuple)),
    st.builds(SecondSource, _links, _text),
    st.builds(
        Review,
        st.just("relations"),
        st.lists(_links, max_size=3).map(tuple),
        st.sampled_from(["", "checked", "rejected"]),
    ),
    st.builds(free_note, _text, _ids),
    st.builds(same_as, _ids, _ids),
    st.builds(remove_note, st.sampled_from(["n1", "n2"])),
)


def run(case: Case, edits: list[Edit]) -> Case:
    for edit in edits:
        try:
            case = case.do(edit)
        except LongarmError:
            continue
    return case


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(EDITS, max_size=8))
def test_undoing_everything_gives_the_same_tables_and_redoing_the_same_again(
    edits: list[Edit],
) -> None:
    done = run(CASE, edits)
    back = done
    seen = [plain(done.content)]
    while back.can_undo:
        back = back.undo()
        seen.append(plain(back.content))
    assert seen[-1] == plain(CASE.content)
    assert back.unsaved == ()
    for wanted in reversed(seen[:-1]):
        back = back.redo()
        assert plain(back.content) == wanted
    assert plain(run(CASE, edits).content) == plain(done.content)
    # What is remembered between edits is what would be found anew.
    for kind in done.content.tables:
        assert dict(done.content.places(kind)) == dict(Content(done.content.tables).places(kind))


@settings(deadline=None)
@given(st.lists(EDITS, max_size=8))
def test_no_edit_makes_an_error_in_the_data(edits: list[Edit]) -> None:
    assert run(CASE, edits).dataset.report.ok


@given(st.permutations(range(4)))
def test_the_order_of_independent_edits_does_not_matter(order: list[int]) -> None:
    edits: list[Edit] = [
        SetCells("entities", "a", {"label": "Other"}),
        SetCells("relations", "r2", {"share": "10"}),
        Review("relations", ("r3",), "checked"),
        SetCells("sources", "art", {"title": "New"}),
    ]
    assert (
        run(CASE, [edits[place] for place in order]).dataset.data_hash
        == run(CASE, edits).dataset.data_hash
    )


def test_the_case_is_the_data_set_of_its_tables() -> None:
    assert CASE.dataset == load_tables(TABLES)
