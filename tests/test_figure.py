"""The figure dialog: a preview within bounds, files that can be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.errors import ExportError
from graph.exports.apart import drawn_apart
from graph.exports.raster import MOST_PIXELS
from graph.queries import Queries
from graph.views.view import View
from graph.views.viewstate import ViewState
from tests.test_page import page, words
from ui.panels import figure
from ui.panels.figure import Figure


def svg(width: float, height: float) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"></svg>'


def dialog(data: Path | str = "data", **query: str) -> AppTest:
    test = page(data, **query)
    test.button(key="make_figure").click().run()
    assert not test.exception
    return test


def saves(test: AppTest) -> dict[str, bool]:
    """For each button that saves, whether it is closed."""
    return {one.proto.label: one.proto.disabled for one in test.get("download_button")}


@pytest.mark.parametrize("sides", [(400, 300), (1123, 1226), (7741, 7112), (50_000, 20)])
def test_a_preview_has_at_most_two_million_pixels(sides: tuple[int, int]) -> None:
    drawn = Figure(svg(*sides))
    assert drawn.preview_scale <= 1
    assert sides[0] * sides[1] * drawn.preview_scale**2 <= 2_000_001


def test_sharpness_ends_where_a_png_would_be_too_large() -> None:
    side = int(MOST_PIXELS**0.5)
    assert Figure(svg(side, side)).refusal(1.0) == ""
    assert "400 million pixels" in Figure(svg(side, side)).refusal(2.0)


def test_a_view_of_usual_size_is_previewed_at_once() -> None:
    test = dialog(select="cetc", focus="cetc")
    assert len(test.get("image")) == 1
    assert not any(saves(test).values())


def test_a_large_view_is_previewed_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure, "MOST_NODES", 1)
    test = dialog(focus="cetc")
    assert not test.get("image")
    # Without a browser the whole page runs again, so the dialog is opened anew.
    test.button(key="draw_preview").click()
    test.button(key="make_figure").click().run()
    assert len(test.get("image")) == 1


def test_what_cannot_be_saved_is_told_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure, "MOST_PIXELS", 1_000_000)
    test = dialog(focus="cetc")
    closed = saves(test)
    assert closed["Save PNG"] and not closed["Save SVG"] and not closed["Save CSV"]
    assert "million pixels" in words(test)


def test_nothing_visible_is_nothing_to_save(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\n", "utf-8")
    (tmp_path / "relations.csv").write_text("source,target,type\n", "utf-8")
    test = dialog(tmp_path)
    assert "nothing to save" in test.info[0].value
    assert saves(test) == {}


def test_whom_one_chooses_is_not_named() -> None:
    test = dialog(focus="former-politicians")
    assert test.text_input[-1].value or saves(test)
    test.multiselect(key="redact_entities").select("jos-van-rey")
    test.button(key="make_figure").click().run()
    assert not test.exception
    assert "1 name replaced to protect people" in words(test)
    assert not any(saves(test).values())


def test_a_redacted_title_names_nobody() -> None:
    test = dialog(focus="jos-van-rey")
    test.multiselect(key="redact_categories").select("person")
    test.button(key="make_figure").click().run()
    titles = [one.value for one in test.text_input if one.label == "Title"]
    assert titles == ["person 2 and its neighbours"]


def test_a_passage_that_is_kept_back_needs_a_tick_and_brings_a_warning() -> None:
    test = dialog(focus="former-politicians")
    assert not test.warning
    test.checkbox(key="with_withheld").check()
    test.button(key="make_figure").click().run()
    assert "criminal conviction" in test.warning[0].value
    assert not [box for box in dialog(focus="cetc").checkbox if box.key == "with_withheld"]


def test_a_leak_closes_the_button_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.exports import node_link
    from graph.exports.redaction import Bare

    real = node_link.node_link

    def careless(view: View, state: ViewState, store: Queries) -> str:
        # What is in a file without data as well would be taken for the program's own word.
        return real(view, state, store) + ("" if isinstance(store, Bare) else '"Jos van Rey"')

    monkeypatch.setattr(node_link, "node_link", careless)
    test = dialog(focus="former-politicians", hops="2")
    test.multiselect(key="redact_entities").select("jos-van-rey")
    test.button(key="make_figure").click().run()
    assert saves(test)["Save JSON"] and not saves(test)["Save CSV"]
    assert "a redacted name is left in it" in words(test)


def test_what_a_format_cannot_hold_is_listed_before_saving() -> None:
    test = dialog(focus="cetc")
    test.selectbox(key="figure_tool").select("bods")
    test.button(key="make_figure").click().run()
    assert "cannot hold as it is" in words(test)
    assert "Save BODS" in saves(test)


def test_a_large_figure_is_drawn_when_asked_and_can_be_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figure, "MOST_NODES", 1)
    test = dialog(focus="cetc")
    assert "Save PNG" not in saves(test) and "Save SVG" in saves(test)
    test.button(key="draw_png").click()
    test.button(key="make_figure").click().run()
    assert "Save PNG" in saves(test)


def test_drawing_apart_can_be_stopped_and_tells_what_is_wrong() -> None:
    drawing = svg(40, 30)
    made = drawn_apart(drawing, "png", scale=1.0)
    assert made is not None and made.startswith(b"\x89PNG")
    pdf = drawn_apart(drawing, "pdf", title="A title")
    assert pdf is not None and pdf.startswith(b"%PDF")
    assert drawn_apart(drawing, "png", tick=lambda _seconds: False) is None
    with pytest.raises(ExportError, match="not above 0"):
        drawn_apart(drawing, "png", scale=0.0)
