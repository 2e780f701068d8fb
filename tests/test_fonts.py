"""Text as wide on paper as it was measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ExportError
from graph.picture import fonts
from graph.picture.fonts import (
    FONT_FAMILY,
    FONT_STACK,
    WEIGHTS,
    advance,
    font_files,
    source_file,
    wrap,
)

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return font_files()


def test_there_is_a_font_for_every_weight(files: list[Path]) -> None:
    assert len(files) == len(WEIGHTS)
    assert {file.parent for file in files} == {files[0].parent}
    assert {entry.name for entry in files[0].parent.iterdir()} == {file.name for file in files}


def test_files_say_family_and_weight(files: list[Path]) -> None:
    for file, weight in zip(files, WEIGHTS, strict=True):
        font = TTFont(file)
        assert font["name"].getDebugName(16) == FONT_FAMILY
        assert font["OS/2"].usWeightClass == weight
        assert "fvar" not in font
    assert FONT_STACK.endswith("sans-serif")


@pytest.mark.parametrize("text", ["Shenzhen Zhenhua Data", "¶13 – “100 %”", "Čapek, Ørsted, Жук"])
def test_what_is_drawn_is_as_wide_as_measured(files: list[Path], text: str) -> None:
    for file, weight in zip(files, WEIGHTS, strict=True):
        font = TTFont(file)
        cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
        drawn = sum(metrics[cmap[ord(character)]][0] for character in text)
        assert advance(text, 1000, weight) == pytest.approx(drawn, abs=len(text))


def test_a_second_call_cuts_nothing(files: list[Path]) -> None:
    before = [file.stat().st_mtime_ns for file in files]
    assert [file.stat().st_mtime_ns for file in font_files()] == before


def test_letters_reach_the_paper(files: list[Path]) -> None:
    import io

    import vl_convert
    from PIL import Image

    vl_convert.register_font_directory(str(files[0].parent))

    def ink(weight: int) -> int:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">'
            '<rect width="300" height="40" fill="white"/>'
            f'<text x="5" y="28" font-family="{FONT_STACK}" font-size="24" '
            f'font-weight="{weight}">Zhenhua Data</text></svg>'
        )
        image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("L")
        return sum(255 - value for value in image.tobytes())

    amounts = [ink(weight) for weight in WEIGHTS]
    assert amounts[0] > 0
    assert amounts == sorted(set(amounts))


def test_a_missing_font_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "source_file", lambda: None)
    with pytest.raises(ExportError, match="font"):
        font_files()


def test_a_cache_that_cannot_be_written_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(fonts, "cache_root", lambda: blocked)
    with pytest.raises(ExportError, match="kept on disk"):
        font_files()


def test_text_is_measured_without_streamlit_being_imported(root: Path) -> None:
    code = (
        "import sys; from graph.picture.fonts import advance; advance('x', 12);"
        "print('streamlit' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    assert source_file() is not None


def test_characters_the_font_lacks_are_estimated() -> None:
    assert advance("深圳", 12) == 24
    assert advance("مم", 10) == pytest.approx(12)
    assert advance("e\u0301", 10) == pytest.approx(advance("e", 10), abs=0.01)


@given(WORDS, st.sampled_from(WEIGHTS))
def test_width_grows_with_text_and_size(text: str, weight: int) -> None:
    assert advance(text + "m", 10, weight) > advance(text, 10, weight)
    assert advance(text, 20, weight) == pytest.approx(2 * advance(text, 10, weight))


def test_an_odd_weight_is_measured_as_the_nearest() -> None:
    assert advance("Zhenhua", 12, 650) == advance("Zhenhua", 12, 600)


@given(WORDS, st.floats(20, 300))
def test_wrapping_loses_nothing(text: str, width: float) -> None:
    lines = wrap(text, 12, 400, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert lines
    assert all(lines) or lines == [""]


@given(st.lists(st.sampled_from(["of", "the", "Data", "Group", "Bank"]), min_size=1, max_size=20))
def test_lines_fit_when_every_word_fits(words: list[str]) -> None:
    assert all(advance(line, 12, 400) <= 60 for line in wrap(" ".join(words), 12, 400, 60))


def test_long_words_break_where_they_may() -> None:
    assert wrap("Remak-Boerenstam", 12, 400, 70) == ["Remak-", "Boerenstam"]
    assert all(advance(line, 12) <= 50 for line in wrap("深圳市振华数据信息技术", 12, 400, 50))
    assert all(advance(line, 12) <= 90 for line in wrap("x" * 200, 12, 400, 90))
    assert wrap("Volksvertegenwoordiging", 12, 400, 100) == ["Volksvertegenwoordiging"]
