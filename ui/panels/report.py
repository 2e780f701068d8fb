"""The load report: what was read, what was wrong with it and what to do."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from graph.loading import LoadReport
from ui.safe import html, md, show

_COLUMNS = ["severity", "file", "row", "column", "value", "problem", "fix"]


def report_panel(report: LoadReport) -> None:
    """A line with the counts; the problems behind it in a table that can be saved."""
    problems = report.problems
    notable = [problem for problem in problems if problem.severity != "info"]
    words = "No problems" if not notable else f"{len(notable)} to look at"
    with (
        st.container(key="load_report"),
        st.expander(f"Loaded {report.entities} entities, {report.relations} links · {words}"),
    ):
        if not problems:
            show(html("<p class='pg-note'>Every row was read and nothing was left out.</p>"))
            return
        problem_table(report)


def problem_table(report: LoadReport) -> None:
    """Every problem as a table, with a button that saves it."""
    table = pd.DataFrame(
        [[str(getattr(problem, name) or "") for name in _COLUMNS] for problem in report.problems],
        columns=_COLUMNS,
    )
    st.dataframe(table, hide_index=True, height=min(420, 60 + 35 * len(table)))
    st.download_button(
        "Save the report",
        report.to_csv(),
        file_name="load-report.csv",
        mime="text/csv",
        on_click="ignore",
    )


def refusal(problem: str, report: LoadReport | None) -> None:
    """A whole page for a data set that cannot be opened."""
    with st.container(key="load_report"):
        st.html("<h1 class='pg-title'>This data set cannot be opened</h1>")
        st.error(md(problem))
        if report is not None and report.problems:
            problem_table(report)
        st.html(
            "<p class='pg-note'>Mend the file and load this page again, or start with another "
            "folder: <code>make run DATA=folder</code></p>"
        )
