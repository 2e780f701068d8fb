"""A short fuzz of every reader on each run of the tests; ``make fuzz`` is the long one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from tests.fuzz.targets import TARGETS, WORDS, mutated, sample

SHORT = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Reading these takes a library that is slow to start or to clean.
SLOW: Mapping[str, int] = {"ftm": 6, "xlsx": 8}

WORD = st.sampled_from(
    [
        "",
        " ",
        "a",
        "A",
        "a ",
        "b",
        "owns",
        "130",
        "25-50",
        "2020-02-30",
        "=1+1",
        "\t",
        "\r\n",
        "x;y",
    ]
) | st.text(max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=8,
)
HEADERS: Mapping[str, tuple[str, ...]] = {
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
    "sources": SOURCE_COLUMNS,
}


@pytest.mark.parametrize("name", TARGETS)
def test_valid_input_that_was_changed_is_answered_or_refused(name: str) -> None:
    valid = sample(name)
    TARGETS[name](valid)

    @settings(SHORT, max_examples=SLOW.get(name, 25))
    @given(st.integers(0, 1 << 40))
    def fuzz(seed: int) -> None:
        TARGETS[name](mutated(valid, seed))

    fuzz()


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_answered_or_refused(name: str) -> None:
    @SHORT
    @given(st.binary(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=12).map(b"".join))
    def fuzz(data: bytes) -> None:
        TARGETS[name](data)

    fuzz()


@pytest.mark.parametrize("name", HEADERS)
def test_rows_of_any_cells_are_answered_or_refused(name: str) -> None:
    @SHORT
    @given(
        st.permutations(HEADERS[name]),
        st.lists(st.lists(WORD, max_size=13), max_size=6),
        st.sampled_from([",", ";", "\t"]),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def fuzz(header: list[str], rows: list[list[str]], separator: str, encoding: str) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows([header, *rows])
        TARGETS[name](text.getvalue().encode(encoding, "replace"))

    fuzz()


NODE_LINK = st.fixed_dictionaries(
    {"nodes": st.lists(VALUES, max_size=4), "links": st.lists(VALUES, max_size=4)},
    optional={"graph": VALUES, "directed": VALUES, "options": VALUES},
)
FTM = st.lists(
    st.fixed_dictionaries(
        {
            "id": WORD | VALUES,
            "schema": st.sampled_from(["Person", "Company", "Ownership", "Family", "x"]) | VALUES,
            "properties": VALUES
            | st.dictionaries(
                st.sampled_from(["name", "owner", "asset", "percentage", "startDate", "country"]),
                VALUES,
            ),
        }
    ),
    max_size=4,
)
BODS = st.lists(
    st.fixed_dictionaries(
        {"statementId": VALUES, "recordId": WORD, "recordDetails": VALUES},
        optional={
            "recordType": st.sampled_from(["entity", "person", "relationship"]) | VALUES,
            "recordStatus": st.sampled_from(["new", "updated", "closed"]) | VALUES,
            "statementDate": VALUES,
            "source": VALUES,
            "annotations": VALUES,
        },
    ),
    max_size=4,
)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("json", NODE_LINK), ("ftm", FTM), ("bods", BODS)],
    ids=["json", "ftm", "bods"],
)
def test_json_of_any_shape_is_answered_or_refused(
    name: str, shape: st.SearchStrategy[object]
) -> None:
    @settings(SHORT, max_examples=SLOW.get(name, 25))
    @given(shape)
    def fuzz(content: object) -> None:
        lines = name == "ftm" and isinstance(content, list)
        text = "\n".join(map(json.dumps, content)) if lines else json.dumps(content)
        TARGETS[name](text.encode())

    fuzz()
