"""The load report: what was read, what was wrong with it and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.loading import LoadReport, Problem
from graph.loading.report import SEVERITIES, Group
from ui import state
from ui.safe import html, show, visible

WORDS: Final = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}
"""Severities on screen, for one and for several."""

_VARYING: Final = re.compile(r"“[^”]*”|\d[\d.,]*(?<=\d)")

SIGNS: Final = {"error": "✕", "warning": "!", "info": "i"}

MOST_ROWS: Final = 200
"""Rows of one kind that the page lists; the CSV holds all of them."""


def report_panel(report: LoadReport) -> None:
    """Under the filters: the counts, and the way to the whole report."""
    with st.container(key="load_report"):
        show(html("<p class='pg-note'>{words}</p>", words=in_words(report)))
        st.button("Data and load report", key="see_report", type="tertiary", on_click=_see)


def _see() -> None:
    state.to_data_page()


def in_words(report: LoadReport) -> str:
    """What was read and how much was found, as one line.

    Examples
    --------
    >>> in_words(LoadReport((Problem("warning", "e.csv", 2, "", "", "Odd."),), 1, 0))
    'Read: 1 entity, 0 links · 1 warning'
    """
    read = f"Read: {many(report.entities, 'entity', 'entities')}, {many(report.relations, 'link')}"
    return f"{read} · {findings_in_words(report)}"


def findings_in_words(report: LoadReport) -> str:
    """How many errors, warnings and notes; “no problems” when there are none."""
    parts = [many(len(report.of(one)), *WORDS[one]) for one in SEVERITIES if report.of(one)]
    return ", ".join(parts) or "no problems"


def many(count: int, word: str, words: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> many(1, "row"), many(1200, "row"), many(2, "entity", "entities")
    ('1 row', '1,200 rows', '2 entities')
    """
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def whole_report(report: LoadReport, key: str) -> None:
    """Every problem, grouped by kind and full width, with a filter and a way to save it.

    Parameters
    ----------
    report : LoadReport
        What was found.
    key : str
        Tells the widgets of two reports on one page apart.
    """
    if not report.problems:
        show(html("<p class='pg-body'>Every row was read and nothing was left out.</p>"))
        return
    there = [one for one in SEVERITIES if report.of(one)]
    with st.container(key=f"{key}_head", horizontal=True, vertical_alignment="center", gap="small"):
        shown = st.pills(
            "Show",
            there,
            default=there,
            selection_mode="multi",
            format_func=lambda one: many(len(report.of(one)), *WORDS[one]),
            key=f"{key}_severities",
            label_visibility="collapsed",
        )
        st.space("stretch")
        st.download_button(
            "Download as CSV",
            report.to_csv().encode("utf-8-sig"),
            file_name="load-report.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"{key}_csv",
            on_click="ignore",
        )
    kinds = [group for group in report.groups() if group.severity in (shown or ())]
    if not kinds:
        st.html("<p class='pg-note'>Nothing is shown: choose errors, warnings or notes above.</p>")
        return
    # One kind alone, or an error, is what somebody came to read.
    blocks = [_kind(one.severity, _words(one), one.problems, len(kinds) == 1) for one in kinds]
    show(html("<div class='pg-kinds'>{blocks}</div>", blocks=Markup("").join(blocks)))


def _words(group: Group) -> str:
    """What the rows of a group have in common; the whole sentence of one that is alone."""
    if group.count == 1:
        return group.problem
    return f"{group.file}: {_VARYING.sub('…', group.problem)}"


def _kind(severity: str, words: str, problems: Sequence[Problem], opened: bool) -> Markup:
    return html(
        "<details class='pg-kind pg-{severity}'{opened}><summary><i aria-hidden='true'>{sign}</i>"
        "<b>{words}</b><em>{name}</em><span>{count}</span></summary>{rows}{more}</details>",
        severity=severity,
        opened=Markup(" open") if opened else "",
        sign=SIGNS[severity],
        words=visible(words),
        name=WORDS[severity][0].capitalize(),
        count=f"{len(problems):,}",
        rows=problem_rows(problems[:MOST_ROWS]),
        more=_more(len(problems)),
    )


def problem_rows(problems: Sequence[Problem]) -> Markup:
    """Problems as a table whose texts are whole and can be copied."""
    rows = Markup("").join(
        html(
            "<tr><td>{file}</td><td>{row}</td><td>{column}</td><td><code>{value}</code></td>"
            "<td>{problem}</td><td>{fix}</td></tr>",
            file=visible(one.file),
            row=one.row or "",
            column=visible(one.column),
            value=visible(one.value),
            problem=visible(one.problem),
            fix=visible(one.fix),
        )
        for one in problems
    )
    return html(
        "<div class='pg-scroll' tabindex='0' role='group' aria-label='Rows'>"
        "<table class='pg-problems'><thead><tr><th scope='col'>File</th>"
        "<th scope='col'>Row</th><th scope='col'>Column</th><th scope='col'>Value</th>"
        "<th scope='col'>What is wrong</th><th scope='col'>How to mend it</th></tr></thead>"
        "<tbody>{rows}</tbody></table></div>",
        rows=rows,
    )


def _more(count: int) -> Markup:
    if count <= MOST_ROWS:
        return Markup("")
    return html(
        "<p class='pg-note'>The first {shown} of {count} are listed; the CSV has all of them.</p>",
        shown=MOST_ROWS,
        count=f"{count:,}",
    )
