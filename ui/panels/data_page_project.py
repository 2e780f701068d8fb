"""Opening a project file: data, saved views and the screen come back together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import streamlit as st

from graph.editing.project import SUFFIX, is_project, read_project
from graph.errors import LongarmError
from graph.exports.escaping import file_name
from ui import opened, state, stories
from ui.long_work import stoppable
from ui.panels.data_page_opening import Opening
from ui.panels.editing_changes import may_leave
from ui.panels.report import in_words, many, whole_report
from ui.safe import html, md, plain, show

T = TypeVar("T")

_ZIP: Final = b"PK\x03\x04"


def is_one(lot: Opening) -> bool:
    """Whether a project was dropped; found out once."""
    if lot.is_project is None:
        alone = len(lot.files) == 1 and lot.files[0][1].startswith(_ZIP)
        lot.is_project = alone and _at_a_path(lot, is_project)
    return lot.is_project


def project_step(lot: Opening) -> None:
    """What the project holds, and the way in."""
    if lot.project is None:
        try:
            lot.project = stoppable(
                "data_project", lambda _: _at_a_path(lot, read_project), "Reading the project"
            )
        except LongarmError as error:
            st.error(md(str(error)))
    if lot.project is None:
        return
    project = lot.project
    report = project.case.dataset.report
    with st.container(key="load_report", gap="small"):
        show(
            html(
                "<h2 class='pg-step'><b>2</b> Project “{name}”</h2>", name=plain(project.case.name)
            )
        )
        views = many(len(project.story.views), "saved view")
        show(
            html(
                "<p class='pg-body' role='status'>{words} · {views}.</p>",
                words=in_words(report),
                views=views,
            )
        )
        if not report.ok:
            st.error("The data of this project have errors; it cannot be opened.")
        elif st.button(
            "Open the project",
            key="data_load",
            type="primary",
            icon=":material/check:",
            disabled=not may_leave(),
        ):
            opened.open_case(project.case)
            state.begin(project.state)
            stories.begin(opened.mark(""), project.story)
            st.rerun()
        whole_report(report, "new")


def _at_a_path(lot: Opening, ask: Callable[[Path], T]) -> T:
    """Ask about the dropped file as one on disk, which it is for that long."""
    name, content = lot.files[0]
    with TemporaryDirectory(prefix="longarm-") as folder:
        # Its own name is shown in messages alone; a path made of it could lead anywhere.
        place = Path(folder) / file_name(name.removesuffix(SUFFIX), SUFFIX.removeprefix("."))
        place.write_bytes(content)
        return ask(place)
