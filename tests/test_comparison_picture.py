"""The picture and the table of a comparison."""

from __future__ import annotations

import csv
import io
import re

import pytest

from graph.compare import Comparison, compare
from graph.compare.picture import MAX_DRAWN, comparison_picture
from graph.compare.views import view_changes
from graph.errors import ExportError
from graph.exports.comparison_figure import comparison_figure
from graph.exports.comparison_table import COLUMNS, comparison_csv
from graph.exports.svg import render_svg
from graph.loading import Dataset
from graph.model import Entity, Relation, Share
from graph.store import open_store
from graph.views.story import SavedView
from graph.views.viewstate import ViewState


def firm(key: str, label: str = "") -> Entity:
    return Entity(key, label or key.upper(), "company")


def owns(row: int, source: str, target: str, share: float | None = None) -> Relation:
    held = None if share is None else Share(share, share)
    return Relation(f"r{row}", source, target, "owns", held, "stated", row=row)


OLD = Dataset(
    "old",
    (firm("a"), firm("b"), firm("gone"), firm("x"), firm("y")),
    (owns(2, "a", "b", 25), owns(3, "gone", "b", 75), owns(4, "x", "y", 100)),
)
NEW = Dataset(
    "new",
    (firm("a"), firm("b"), firm("come"), firm("x"), firm("y")),
    (owns(2, "come", "b", 50), owns(3, "a", "b", 50), owns(4, "x", "y", 100)),
)


def found() -> Comparison:
    return compare(OLD, NEW)


def test_links_are_marked_by_what_became_of_them_though_their_ids_collide() -> None:
    scene = comparison_picture(found()).scene
    ids = {node.key: node.id for node in scene.nodes}
    marks = {(ids[link.source], ids[link.target]): link.mark for link in scene.links}
    assert marks == {
        ("come", "b"): "appeared",
        ("gone", "b"): "ended",
        ("a", "b"): "changed",
    }
    assert all(link.words[-1].text in "+−±" for link in scene.links)


def test_entities_carry_a_sign_so_that_grey_print_tells_them_apart() -> None:
    scene = comparison_picture(found()).scene
    first = {node.id: node.lines[0] for node in scene.nodes if node.lines}
    assert first["come"].text == "+ COME" and first["come"].tone == "mark:appeared"
    assert first["gone"].text == "− GONE" and first["gone"].tone == "mark:ended"
    assert first["a"].text == "A"
    assert {node.id for node in scene.nodes if node.ghost} == {"gone"}


def test_what_is_the_same_is_drawn_on_demand_and_pale() -> None:
    few = comparison_picture(found())
    every = comparison_picture(found(), everything=True)
    assert {node.id for node in few.scene.nodes} == {"a", "b", "come", "gone"}
    assert {node.id for node in every.scene.nodes if node.dimmed} == {"x", "y"}
    assert [link.mark for link in every.scene.links if link.dimmed] == [""]


def test_a_changed_entity_without_links_is_drawn() -> None:
    before = Dataset("o", (firm("a", "Old name"),), ())
    after = Dataset("n", (firm("a", "New name"),), ())
    picture = comparison_picture(compare(before, after))
    assert picture.scene.nodes[0].lines[0].text == "± New name"


def test_more_than_fits_says_n_of_n_and_keeps_what_differs() -> None:
    many = tuple(firm(f"s{number}") for number in range(MAX_DRAWN + 5))
    picture = comparison_picture(
        compare(Dataset("o", many, ()), Dataset("n", (*many, firm("zz")), ())), everything=True
    )
    assert (picture.drawn, picture.total) == (MAX_DRAWN, MAX_DRAWN + 6)
    assert "zz" in {node.id for node in picture.scene.nodes}


def test_nothing_to_draw_is_no_error() -> None:
    assert comparison_picture(compare(OLD, OLD)).drawn == 0


def test_hostile_names_stay_text_in_the_picture() -> None:
    bad = Dataset("n", (firm("a", "<script>alert(1)</script>"),), ())
    svg = render_svg(comparison_picture(compare(Dataset("o", (), ()), bad)).scene, frame=False)
    assert "<script" not in svg
    assert re.search(r"\+ &lt;script", svg)


def test_the_table_has_a_row_for_each_difference() -> None:
    entities = {row.id: row.entity for row in found().entity_rows}
    rows = list(csv.DictReader(io.StringIO(comparison_csv(found(), entities).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["what"], row["change"], row["name"] or row["source"]) for row in rows] == [
        ("entity", "added", "COME"),
        ("entity", "removed", "GONE"),
        ("link", "added", "COME"),
        ("link", "removed", "GONE"),
        ("link", "changed", "A"),
    ]
    assert (rows[-1]["field"], rows[-1]["before"], rows[-1]["after"]) == ("share", "25", "50")


def test_the_table_guards_formulas_and_keeps_withheld_evidence_back() -> None:
    def told(evidence: str) -> Dataset:
        link = Relation(
            "r2", "a", "b", "owns", evidence=evidence, extra={"withhold": "evidence"}, row=2
        )
        return Dataset("=1+1", (firm("a", "=1+1"), firm("b")), (link,))

    both = compare(told("first secret"), told("second secret"))
    entities = {row.id: row.entity for row in both.entity_rows}
    text = comparison_csv(both, entities).decode()
    assert "secret" not in text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not any(cell.startswith("=") for cell in cells)


def test_the_figure_names_both_sides_and_counts_what_differs() -> None:
    made = comparison_figure(found(), (), "svg")
    said = made.data.decode()
    assert made.file_name == "old_to_new.svg"
    for words in ("What differs: old → new", "+ Added", "− Removed", "± Changed"):
        assert words in said
    assert "1 entity added, 1 entity removed, 1 link added, 1 link removed, 1 link changed." in said


def test_the_figure_is_saved_as_a_picture_and_a_page_too() -> None:
    assert comparison_figure(found(), (), "png", scale=1).data.startswith(b"\x89PNG")
    assert comparison_figure(found(), (), "pdf").data.startswith(b"%PDF")


def test_what_cannot_be_saved_is_said() -> None:
    with pytest.raises(ExportError, match="cannot be saved as “gif”"):
        comparison_figure(found(), (), "gif")
    with pytest.raises(ExportError, match="Nothing differs"):
        comparison_figure(compare(OLD, OLD), (), "svg")


def test_names_and_notes_of_two_views_are_compared() -> None:
    store = open_store("data")
    whole = SavedView("Whole", "Everything", ViewState())
    assert view_changes(store, whole, whole) == ()
    owners = SavedView("Owners", "Everything", ViewState(focus=("cetc",), statuses=("stated",)))
    fields = {one.field: (one.before, one.after) for one in view_changes(store, whole, owners)}
    assert fields["Name"] == ("Whole", "Owners")
    assert "Note" not in fields
    assert fields["View"][0] == "Whole data set"
    assert "article says" in fields["Filters"][1]
