"""Saved views: name the present view, put the views in order, tell them, keep them in a file."""

from __future__ import annotations

import hashlib
from typing import Final

import streamlit as st

from graph.errors import DataError, LongarmError
from graph.store import Store
from graph.views.story import FILE_NAME, SavedView, Story, story_from_json, story_to_json
from graph.views.view import build_view
from graph.wording import title_of
from ui import state, stories
from ui.safe import html, md, show

_SAID: Final = "story_said"
_CONFLICT: Final = "story_conflict"
_FIELDS: Final = ("name", "note", "anew")


@st.dialog("Saved views", position="right", width=560)
def drawer(store: Store) -> None:
    """The saved views in their order, and what can be done with them."""
    stories.reread()
    shelf = stories.shelf()
    with st.container(key="stories", gap="small"):
        if shelf.problem:
            st.warning(md(shelf.problem))
        _head(store, shelf)
        _file(shelf)
        for place in range(len(shelf.work.views)):
            _row(store, shelf.work, place)
        if not shelf.work.views:
            st.html("<p class='pg-note'>No view is saved yet. Name what is on the screen:</p>")
        _add(store)
        with st.expander("Open a views file", key="story_open"):
            _open()


def _head(store: Store, shelf: stories.Shelf) -> None:
    story = shelf.work
    if story.views:
        total = len(story.views)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(
                "Title of the story",
                value=story.title,
                key=f"story_title_{_mark(story.title)}",
                max_chars=120,
                on_change=_retitle,
                args=(story.title,),
            )
            words = "Tell it" if total == 1 else f"Tell all {total}"
            if st.button(words, type="primary", key="story_tell", icon=":material/play_arrow:"):
                stories.present(store, 0)
                st.rerun()
        st.html(
            "<p class='pg-note'>While it is told: arrow keys or Space go on and back, Escape "
            "leaves.</p>"
        )


def _retitle(before: str) -> None:
    title = str(st.session_state.get(f"story_title_{_mark(before)}", before)).strip()
    work = stories.shelf().work
    stories.edit(Story(title, work.views))


def _row(store: Store, story: Story, place: int) -> None:
    view, last = story.views[place], len(story.views) - 1
    key = f"{place}_{_mark(view.name, view.note)}"
    with st.container(key=f"saved_{place}", gap=None):
        with st.container(
            key=f"saved_head_{place}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            show(html("<span class='pg-number'>{n}</span>", n=place + 1))
            if st.button(
                md(view.name) or "Without a name",
                key=f"open_{key}",
                type="tertiary",
                help="Show this view; undo brings the present one back.",
            ) and stories.open_view(store, place):
                st.rerun()
            st.space("stretch")
            _icon(
                "arrow_upward", f"Move view {place + 1} up", f"up_{key}", place, -1, off=not place
            )
            _icon(
                "arrow_downward",
                f"Move view {place + 1} down",
                f"down_{key}",
                place,
                1,
                off=place == last,
            )
            with st.popover(f"Change view {place + 1}", icon=":material/edit:", key=f"edit_{key}"):
                _form(view, place, key)
            st.button(
                f"Delete view {place + 1}",
                icon=":material/delete:",
                key=f"delete_{key}",
                type="tertiary",
                on_click=_delete,
                args=(place,),
            )
        now = " · on the screen now" if view.state == state.current() else ""
        show(html("<p class='pg-note'>{note}<em>{now}</em></p>", note=view.note, now=now))


def _icon(name: str, words: str, key: str, place: int, steps: int, *, off: bool) -> None:
    st.button(
        words,
        icon=f":material/{name}:",
        key=key,
        type="tertiary",
        disabled=off,
        on_click=_move,
        args=(place, steps),
    )


def _form(view: SavedView, place: int, key: str) -> None:
    with st.form(f"form_{key}", border=False):
        st.text_input("Name", value=view.name, max_chars=120, key=f"name_{key}")
        st.text_area("Note", value=view.note, max_chars=600, height=120, key=f"note_{key}")
        st.checkbox("Let it show what is on the screen now", key=f"anew_{key}")
        st.form_submit_button("Change", on_click=_change, args=(place, key))


def _change(place: int, key: str) -> None:
    before = stories.shelf().work.views[place]
    name, note, anew = (st.session_state.get(f"{field}_{key}") for field in _FIELDS)
    stories.change(
        place,
        name=str(name or "").strip() or before.name,
        note=str(note or "").strip(),
        state=state.current() if anew else before.state,
    )


def _move(place: int, steps: int) -> None:
    stories.edit(stories.shelf().work.moved(place, steps))


def _delete(place: int) -> None:
    stories.edit(stories.shelf().work.removed(place))


def _add(store: Store) -> None:
    shelf = stories.shelf()
    mark = f"new_{len(shelf.work.views)}_{len(shelf.past)}"
    with st.container(key="story_add"), st.form(f"form_{mark}", border=False):
        st.html("<h3 class='pg-group'>Save the view on the screen</h3>")
        suggested = title_of(build_view(store, state.current()), store)
        st.text_input("Name", value=suggested, max_chars=120, key=f"name_{mark}")
        st.text_area(
            "What it shows, in a sentence or two", max_chars=600, height=80, key=f"note_{mark}"
        )
        st.form_submit_button("Add it", icon=":material/add:", on_click=_added, args=(mark,))


def _added(mark: str) -> None:
    name, note, _ = (str(st.session_state.get(f"{field}_{mark}") or "") for field in _FIELDS)
    stories.edit(stories.shelf().work.added(SavedView(name, note.strip(), state.current())))


def _file(shelf: stories.Shelf) -> None:
    with st.container(key="story_file", gap="small"):
        show(html("<p class='pg-note' role='status'>{words}</p>", words=_standing(shelf)))
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Save",
                key="story_save",
                type="primary",
                disabled=not (shelf.unsaved and shelf.beside),
                on_click=_save,
            )
            st.button(
                "Take back the last change",
                key="story_undo",
                icon=":material/undo:",
                disabled=not shelf.past,
                on_click=stories.undo_edit,
            )
            st.download_button(
                "Save as file",
                story_to_json(shelf.work),
                file_name=FILE_NAME,
                mime="application/json",
                key="story_download",
                disabled=not shelf.work.views,
                on_click="ignore",
            )
        said = st.session_state.pop(_SAID, "")
        if said:
            st.error(md(said))
        if st.session_state.get(_CONFLICT):
            st.warning(
                "The file beside the data has changed since it was read here. Saving replaces "
                "what it holds now."
            )
            st.button("Save over it", key="story_save_over", on_click=_save, args=(True,))


def _standing(shelf: stories.Shelf) -> str:
    if not shelf.beside:
        return "Kept while this page is open; “Save as file” keeps them for longer."
    if shelf.unsaved:
        return f"Changed here, not saved in {FILE_NAME} yet."
    if shelf.work.views:
        return f"Saved in {FILE_NAME} beside the data."
    return f"Saving writes {FILE_NAME} beside the data."


def _save(anyway: bool = False) -> None:
    st.session_state[_CONFLICT] = not anyway and stories.changed_by_others()
    if st.session_state[_CONFLICT]:
        return
    try:
        stories.save()
    except LongarmError as error:
        st.session_state[_SAID] = f"{error} “Save as file” keeps the views elsewhere."


def _open() -> None:
    given = st.file_uploader("A file of saved views (JSON)", type=["json"], key="story_upload")
    if given is None:
        return
    try:
        story = story_from_json(given.getvalue().decode("utf-8"), where="The file")
    except UnicodeDecodeError:
        st.error("The file is not text in UTF-8.")
        return
    except DataError as error:
        st.error(md(str(error)))
        return
    number = len(story.views)
    show(
        html(
            "<p class='pg-note'>{title}: {n} {word}.</p>",
            title=story.title or "Without a title",
            n=number,
            word="view" if number == 1 else "views",
        )
    )
    st.button(
        "Use these views instead",
        key="story_use",
        on_click=stories.edit,
        args=(story,),
        disabled=not number,
    )


def _mark(*texts: str) -> str:
    """Keeps a field's key in step with what it shows."""
    return hashlib.blake2s("\0".join(texts).encode(), digest_size=4).hexdigest()
