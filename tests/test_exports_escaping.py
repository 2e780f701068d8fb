"""One escaping place: whatever the data says, it stays words."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from graph.exports.escaping import (
    file_name,
    html_text,
    one_line,
    safe_cell,
    script_json,
    strict_json,
    unsafe_cell,
    web_address,
    xml_text,
)
from tests.scene_samples import HOSTILE

anything = st.text(st.characters(), max_size=60)


@given(anything)
@example(HOSTILE)
def test_xml_reads_back_the_words(text: str) -> None:
    made = f'<a b="{xml_text(text)}">{xml_text(text)}</a>'
    read = etree.fromstring(made)
    assert len(read) == 0
    assert (read.text or "") == one_line(text) == read.get("b")


def test_no_character_is_left_that_turns_a_line_around() -> None:
    assert html_text("Zhenhua\u202e\u2066 <data>\n\x85") == "Zhenhua &lt;data&gt; \ufffd"


@given(st.recursive(anything, lambda inner: st.lists(inner) | st.dictionaries(anything, inner)))
@example({"a": "</script><!--"})
def test_json_in_a_script_cannot_close_it(value: object) -> None:
    text = script_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    text.encode("utf-8")


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9)))
def test_json_reads_back(value: dict[str, object]) -> None:
    assert json.loads(script_json(value)) == json.loads(strict_json(value)) == value


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_json_takes_no_number_that_is_none(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        strict_json({"share": number})


@given(st.text("'=+-@\t\r\n 1.5a", max_size=8) | anything)
@example("'=1")
@example("''=1")
@example("'-5")
def test_a_safe_cell_can_be_undone(text: str) -> None:
    assert unsafe_cell(safe_cell(text)) == text


@given(st.text("'=+-@\t\r\x00 1.5a＝", max_size=8))
def test_a_safe_cell_is_no_formula(text: str) -> None:
    cell = safe_cell(text)
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", cell)
    assert number or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\x00", "＝"))


@pytest.mark.parametrize("number", ["-5", "12.5", "+31", "0", "-0,5"])
def test_numbers_stay_numbers(number: str) -> None:
    assert safe_cell(number) == number


def test_ordinary_apostrophes_stay() -> None:
    assert safe_cell("'t Hart") == "'t Hart" == unsafe_cell("'t Hart")


def test_a_safe_cell_survives_csv() -> None:
    cells = ["=1+1", "@cmd", "-5", "a,b", 'say "so"', "'=x"]
    text = io.StringIO(newline="")
    csv.writer(text).writerow(map(safe_cell, cells))
    assert [unsafe_cell(cell) for cell in next(csv.reader([text.getvalue()]))] == cells


@given(anything)
def test_every_system_takes_the_file_name(stem: str) -> None:
    name = file_name(stem, "svg")
    assert name.endswith(".svg")
    assert re.fullmatch(r"\w[\w.-]*\.svg", name)
    assert len(name) <= 130
    assert name.split(".")[0] not in {"con", "nul", "com1"}


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", " file:///etc/passwd", "http://a b", 'http://a"b'],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""
