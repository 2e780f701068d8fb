"""Opening files, step 3: what the rules say about every row, and “Load”."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.editing.case import in_one_file
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
from ui.panels.editing_changes import may_leave
from ui.panels.report import in_words, many, problem_rows, whole_report
from ui.safe import html, md, show, visible

_MOST_LISTED: Final = 500
_MOST_PASSES: Final = 20


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
            _refused(lot, report)
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
        make = lot.make_entities

        def check(_tick: Tick) -> tuple[Tables, Dataset, Dataset | None, LoadReport]:
            tables = intake.tables(make_entities=make)
            dataset = load_tables(tables)
            if dataset.report.ok:
                return tables, dataset, None, LoadReport()
            return tables, dataset, *_without(tables, dataset.report)

        found = stoppable("data_rules", check, "Checking every row")
        if found is not None:
            lot.tables, lot.dataset, lot.without, lot.faults = found
    return lot.dataset


def _load(lot: Opening, dataset: Dataset) -> None:
    rows = many(len(dataset.entities), "entity", "entities")
    words = f"Load {rows} and {many(len(dataset.relations), 'link')}"
    if st.button(
        words, key="data_load", type="primary", icon=":material/check:", disabled=not may_leave()
    ):
        _open(lot, dataset)


def _open(lot: Opening, dataset: Dataset) -> None:
    if lot.tables is None:
        return
    tables, left = in_one_file(lot.tables, lot.leave_out)

    def make(_tick: Tick) -> Store:
        if tables is lot.tables:
            return Store.of(dataset)
        # Links go by the ids that they have when they are edited; the report names the files.
        return Store.of(replace(load_tables(tables, leave_out=left), report=dataset.report))

    store = stoppable("data_open", make, "Opening")
    if store is None:
        return
    opened.take(store, opened.Brought(tables, left))
    st.rerun()


def _refused(lot: Opening, report: LoadReport) -> None:
    faults = lot.faults
    show(
        html(
            "<p class='pg-warn pg-refused' role='alert'>These files cannot be loaded as they are: "
            "{errors}. Mend them and drop them again{or_else}.</p>",
            errors=many(len(report.of("error")), "error"),
            or_else=", or load without the rows in error" if lot.without else "",
        )
    )
    if lot.without is None or faults is None:
        return
    rows = len(rows_at_fault(faults))
    if st.button(f"Load without {_these(rows)}", key="data_load_without", disabled=not may_leave()):
        lot.leave_out = frozenset(rows_at_fault(faults))
        _open(lot, lot.without)
    with st.expander(f"The {many(rows, 'row')} that would be left out", key="data_faulty"):
        if len(faults.problems) > _MOST_LISTED:
            show(html("<p class='pg-note'>The first {n}; the list has all.</p>", n=_MOST_LISTED))
        show(problem_rows(faults.problems[:_MOST_LISTED]))
        st.download_button(
            "Download this list",
            faults.to_csv().encode("utf-8-sig"),
            file_name="rows-left-out.csv",
            mime="text/csv",
            key="data_faulty_csv",
            on_click="ignore",
        )


def _without(tables: Tables, refused: LoadReport) -> tuple[Dataset | None, LoadReport]:
    """What is left without the rows in error, and those rows.

    A report names the first thousand of a kind, so it takes a pass for each thousand; ``None``
    where leaving out rows does not help, or there are too many.
    """
    faults: dict[tuple[str, int], Problem] = {}
    report = refused
    for _ in range(_MOST_PASSES):
        errors = report.of("error")
        if any(not one.row for one in errors):
            break
        for one in errors:
            faults.setdefault((one.file, one.row), one)
        dataset = load_tables(tables, leave_out=frozenset(faults))
        report = dataset.report
        if report.ok:
            return dataset, LoadReport(tuple(faults.values()))
    return None, LoadReport()


def _these(count: int) -> str:
    return "this row" if count == 1 else f"these {count:,} rows"
