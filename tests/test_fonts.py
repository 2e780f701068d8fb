"""Text as wide on paper as it was measured."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from graph.errors import ExportError
from graph.exports.escaping import one_line
from graph.exports.markup import text_line
from graph.exports.raster import render_png
from graph.picture import fonts, runs, system_fonts
from graph.picture.fonts import (
    FONT_FAMILY,
    FONT_STACK,
    WEIGHTS,
    advance,
    font_files,
    source_file,
    wrap,
)
from graph.picture.runs import setting_of, without_font
from graph.picture.system_fonts import SystemFont, font_for, forget

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
    import vl_convert

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


def test_characters_the_font_lacks_have_room_all_the_same() -> None:
    assert advance("深圳", 12) == 24
    assert advance("مم", 10) > 5
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


def test_text_of_source_sans_opens_no_other_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(character: str, weight: int = 400) -> None:
        raise AssertionError(character)

    monkeypatch.setattr(runs, "font_for", opened)
    assert setting_of("Ørsted – Газпром экспорт 12 %").plain


def _font_or_skip(character: str) -> SystemFont:
    font = font_for(character)
    if font is None:
        pytest.skip(f"No font on this machine has {character}")
    return font


@pytest.mark.parametrize("text", ["中国电子科技集团公司", "ソニーグループ", "საქართველოს", "חברת"])
def test_other_scripts_are_measured_with_the_font_that_draws_them(text: str) -> None:
    family = _font_or_skip(text[0]).family
    file = _font_or_skip(text[0]).file
    font = TTFont(file, fontNumber=0)
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    drawn = sum(metrics[cmap[ord(character)]][0] for character in text)
    expected = drawn * 1000 / font["head"].unitsPerEm
    assert advance(text, 1000) == pytest.approx(expected, abs=len(text))
    found = setting_of(text)
    assert found.exact
    assert {run.family for run in found.runs} == {family}
    assert found.stack.startswith(f"'{family}', ")


@pytest.mark.parametrize("text", ["شركة الخليج", "महाराष्ट्र", "ธนาคาร"])
def test_letters_that_change_their_form_are_never_held_to_a_width(text: str) -> None:
    _font_or_skip(text[0])
    assert not setting_of(text).exact
    assert "textLength" not in text_line(text, 0, 0, size=12, fill="#000000", width=80)


def test_latin_words_beside_another_script_keep_their_font() -> None:
    _font_or_skip("中")
    found = setting_of("中国 Data")
    assert [run.font is None for run in found.runs] == [False, True]
    assert found.runs[1].text == "Data"
    line = text_line("中国 Data", 10, 20, size=12, fill="#000000", width=advance("中国 Data", 12))
    assert "textLength" not in line
    assert line.count("<tspan x=") == 2


def test_a_line_from_right_to_left_says_so_where_it_must() -> None:
    assert setting_of("شركة الخليج 8").turned is False
    assert setting_of("شركة Ltd").turned
    assert setting_of("Ltd شركة").rightward
    assert "&#8295;" in text_line("شركة Ltd", 0, 0, size=12, fill="#000000", width=50)


def test_a_machine_without_such_a_font_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(system_fonts, "font_folders", lambda: [tmp_path])
    (tmp_path / "DejaVuSans.ttf").write_bytes(b"not a font")
    fonts._units.cache_clear()
    runs._set.cache_clear()
    forget()
    try:
        assert setting_of("中国").missing
        assert advance("中国", 10) == 20
        assert without_font(["中国", "Data", "ソニー 中"]) == 2
        assert "textLength" not in text_line("中国", 0, 0, size=12, fill="#000000", width=20)
    finally:
        fonts._units.cache_clear()
        runs._set.cache_clear()
        forget()


def test_many_scripts_reach_the_paper_within_their_room() -> None:
    cases = Path(__file__).parents[2] / "shared/data/multiscript_names/cases.csv"
    if not cases.exists():
        pytest.skip("The names in many scripts are not on this machine")
    with cases.open(encoding="utf-8", newline="") as file:
        names = {row[key] for row in csv.DictReader(file) for key in ("name1", "name2")}
    foreign = sorted(name for name in names if name and not setting_of(one_line(name)).plain)
    sure = [name for name in foreign if setting_of(one_line(name)).exact][:40]
    if not sure:
        pytest.skip("No font on this machine has these scripts")
    font_files()
    for name in sure:
        wide = advance(one_line(name), 20)
        line = text_line(name, 20, 40, size=20, fill="#000000", width=wide)
        size = f'width="{wide + 60:.0f}" height="60"'
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT_STACK}">'
            f'<rect {size} fill="#FFFFFF"/>{line}</svg>'
        )
        picture = Image.open(io.BytesIO(render_png(svg, 1))).convert("L")
        ink = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert ink is not None, name
        assert ink[0] >= 16, name
        assert ink[2] <= 24 + wide, name
