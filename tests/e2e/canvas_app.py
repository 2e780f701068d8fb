"""A page with nothing but the canvas, a small scene made by hand and a log of its events.

``streamlit run tests/e2e/canvas_app.py -- [--size NODES LINKS]``
"""

from __future__ import annotations

import sys

import streamlit as st

from tests.e2e.canvas_scene import NODES, apply, scene_of
from ui.canvas import Menu, MenuRow, canvas, take_events


@st.fragment
def workspace(size: tuple[int, int] | None) -> None:
    state = st.session_state.setdefault(
        "state",
        {"selection": [], "hidden": set(), "pins": {}, "layout": "case", "menu": "", "log": []},
    )
    for event in take_events():
        apply(state, event)
    scene = scene_of(state, size)
    menu = Menu(state["menu"], (MenuRow("Surveillance", 3, "surveillance"), MenuRow("Family", 1)))
    shown = st.toggle("Canvas", value=True)
    with st.container(key="frame"):
        if shown:
            canvas(
                scene,
                can_undo=bool(state["log"]),
                layouts=(("case", "Case"), ("force", "Force")),
                counts_text=f"{len(scene.nodes)} of {len(NODES)} entities",
                note="3 labels hidden",
                menu=menu if state["menu"] else None,
                empty_text="Nothing is shown. Everything is hidden.",
            )
    with st.container(key="side"):
        st.text_input("Find", key="search")
        st.text(f"selected: {','.join(state['selection'])}")
        st.text("log: " + " | ".join(state["log"]))
        if st.button("Choose the press"):
            state["selection"] = ["press"]
            st.rerun(scope="fragment")


STYLE = """<style>
[data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; }
.st-key-frame, .st-key-canvas, .st-key-canvas > div { height: 700px; }
</style>"""

st.set_page_config(layout="wide")
st.html(STYLE)
ARGUMENTS = sys.argv[1:]
workspace((int(ARGUMENTS[1]), int(ARGUMENTS[2])) if "--size" in ARGUMENTS else None)
