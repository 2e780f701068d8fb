"""The figure dialog: a preview within bounds, files that can be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.exports.raster import MOST_PIXELS
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
