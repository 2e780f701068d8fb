"""Opening files, step 3: what the rules say about every row, and “Load”."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.formats.intake import Intake
from graph.loading import (
    Dataset,
    LoadReport,
    Problem,
    Tables,
    load_tables,
    rows_at_fault,
)
from graph.progress import Tick
from graph.store import Store
from ui import opened
from ui.long_work import stoppable
from ui.panels.data_page_opening import Opening
from ui.panels.report import in_words, many, problem_rows, whole_report
from ui.safe import html, md, show, visible

_MOST_LISTED: Final = 500


def load_step(lot: Opening, intake: Intake) -> None:
    """The load report of the files as they were decided on, and the way in."""
    with st.container(key="load_report", gap="small"):
        st.html("<h2 class='pg-step'><b>3</b> Load report</h2>")
        needs = intake.needs(make_entities=lot.make_entities)
        if needs:
            _unsettled(intake, needs)
            return
        try:
            dataset = _dataset(lot, intake)
        except LongarmError as error:
            st.error(md(str(error)))
            return
        if dataset is None:
            return
        report = dataset.report
        show(html("<p class='pg-body' role='status'>{words}.</p>", words=in_words(report)))
        if report.ok:
            _load(lot, dataset)
        else:
            _refused(lot, intake, report)
        whole_report(report, "new")


def _unsettled(intake: Intake, needs: tuple[Problem, ...]) -> None:
    """What is still to be decided, or to be mended, before the rows can be looked at."""
    rows = Markup("").join(
        html(
            "<li><b>{file}</b>: {problem} {fix}</li>",
            file=visible(one.file),
            problem=visible(one.problem),
            fix=visible(one.fix),
        )
        for one in needs
    )
    show(
        html(
            "<div class='pg-warn' role='status'>Still to be settled above:"
            "<ul class='pg-list'>{rows}</ul></div>",
            rows=rows,
        )
    )
    if intake.problems:
        whole_report(LoadReport(intake.problems), "new")


def _dataset(lot: Opening, intake: Intake) -> Dataset | None:
    """What the decisions give; ``None`` when working it out was stopped."""
    if lot.dataset is None:
        make, leave_out = lot.make_entities, lot.leave_out

        def check(_tick: Tick) -> tuple[Tables, Dataset]:
            tables = intake.tables(make_entities=make)
            return tables, load_tables(tables, leave_out=leave_out)

        found = stoppable("data_rules", check, "Checking every row")
        if found is not None:
            lot.tables, lot.dataset = found
    return lot.dataset


def _load(lot: Opening, dataset: Dataset) -> None:
    rows = many(len(dataset.entities), "entity", "entities")
    words = f"Load {rows} and {many(len(dataset.relations), 'link')}"
    if st.button(words, key="data_load", type="primary", icon=":material/check:"):
        _open(lot, dataset)


def _open(lot: Opening, dataset: Dataset) -> None:
    store = stoppable("data_open", lambda _: Store.of(dataset), "Opening")
    if store is None or lot.tables is None:
        return
    opened.take(store, opened.Brought(lot.tables, lot.leave_out))
    # Stays until the drawing is there, which for much data takes a while.
    st.html("<p class='pg-body' role='status'>Loaded. The drawing is being made …</p>")
    st.rerun()


def _refused(lot: Opening, intake: Intake, report: LoadReport) -> None:
    errors = report.of("error")
    whole = [one for one in errors if not one.row]
    rows = rows_at_fault(report)
    show(
        html(
            "<p class='pg-warn pg-refused' role='alert'>These files cannot be loaded as they are: "
            "{errors}. Mend them and drop them again{or_else}.</p>",
            errors=many(len(errors), "error"),
            or_else="" if whole else ", or load without the rows in error",
        )
    )
    if whole or not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(f"Load without {_these(len(rows))}", key="data_load_without"):
            lot.leave_out = lot.leave_out | frozenset(rows)
            lot.dataset = None
            dataset = _dataset(lot, intake)
            if dataset is not None and dataset.report.ok:
                _open(lot, dataset)
            st.rerun()
    with st.expander(f"The {many(len(rows), 'row')} that would be left out", key="data_faulty"):
        show(problem_rows([one for one in errors if one.row][:_MOST_LISTED]))


def _these(count: int) -> str:
    return "this row" if count == 1 else f"these {count:,} rows"
