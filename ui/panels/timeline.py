"""Timeline: everything dated of the present view, a date to stand at, two dates compared."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.model import PartialDate, Relation, without_rejected
from graph.picture.compose import marks_of
from graph.picture.scene import MARKS
from graph.store import Store
from graph.timeline import DateComparison, Timeline, compare_dates, timeline
from graph.views.filters import as_of_day, days_compared
from graph.views.view import View
from graph.views.visibility import links_in
from ui import icons, state
from ui.panels.listing import link_table
from ui.panels.strip import strip
from ui.safe import html, md, show

MOST_STOPS: Final = 200
"""Dates the slider stops at; any other can be typed beside the filters."""

_SECONDS: Final = 1.6
_OPEN = "timeline_open"
_PLAYING = "timeline_playing"
_SHOWN_AT = "timeline_shown_at"
_MARK_WORDS: Final = {
    "appeared": "appeared",
    "ended": "ended",
    "changed": "changed their share",
}


def timeline_panel(store: Store, view: View) -> None:
    """A strip under the canvas, folded to one line until it is opened."""
    line = _timeline(_key(store, view), view)
    with st.container(key="timeline"):
        is_open = bool(st.session_state.get(_OPEN, False))
        with st.container(
            key="timeline_head", horizontal=True, vertical_alignment="center", gap="small"
        ):
            st.button(
                "Timeline",
                key="timeline_toggle",
                type="tertiary",
                icon=":material/keyboard_arrow_down:" if is_open else ":material/timeline:",
                help="Fold the timeline" if is_open else "Show everything that is dated",
                on_click=_toggle,
            )
            show(html("<span class='pg-tl-sum'>{text}</span>", text=_summary(line, view)))
        if is_open:
            try:
                _opened(store, view, line)
            except LongarmError as error:
                st.error(md(str(error)))


def _toggle() -> None:
    st.session_state[_OPEN] = not st.session_state.get(_OPEN, False)
    st.session_state[_PLAYING] = False


def _key(store: Store, view: View) -> tuple[object, ...]:
    now = view.state
    rejected = "rejected" in now.reviews
    return (store.name, store.data_hash, now.focus, now.hops, now.expanded, rejected)


@st.cache_resource(max_entries=24, show_spinner=False)
def _timeline(key: tuple[object, ...], _view: View) -> Timeline:
    return timeline(links_in(_view.universe), reviews=_view.state.reviews)


def _summary(line: Timeline, view: View) -> str:
    dated = len(line.spans)
    total = dated + line.undated
    parts = [f"{dated:,} of {total:,} {'link' if total == 1 else 'links'} dated"]
    if line.steps:
        first, last = str(line.steps[0]), str(line.steps[-1])
        parts.append(first if first == last else f"{first} to {last}")
    if line.rejected:
        parts.append(f"{line.rejected:,} rejected, left out")
    if view.state.as_of and view.state.against:
        parts.append(f"comparing {view.state.as_of} and {view.state.against}")
    elif view.state.as_of:
        parts.append(f"as of {view.state.as_of}")
    return " · ".join(parts)


def _opened(store: Store, view: View, line: Timeline) -> None:
    if not line.steps:
        st.html(
            "<p class='pg-note'>No link of this view carries a date. Dates stand in the columns "
            "<code>since</code> and <code>until</code> of relations.csv.</p>"
        )
        return
    stops = stops_of(line, view.state.as_of, view.state.against)
    _controls(line, stops)
    if st.session_state.get(_PLAYING):
        _play(stops)
    days = days_compared(view.state)
    if days is None:
        day = as_of_day(view.state)
        _picture(store, view, line, () if day is None else (day,))
        counted, _ = without_rejected(links_in(view.universe), view.state.reviews)
        undated = [one for one in counted if not (one.since or one.until)]
        _traced(store, "timeline_undated_list", "undated", undated)
        return
    found = compare_dates(links_in(view.graph), *days, reviews=view.state.reviews)
    _compared(found, days)
    _picture(store, view, line, days, found)
    _traced(store, "timeline_same_list", "the same on both dates", found.same)
    _traced(store, "timeline_unsaid_list", "undated", found.undated)


def _traced(store: Store, key: str, words: str, links: Sequence[Relation]) -> None:
    """The links behind a count, listed once it is opened."""
    if not links:
        return
    number = f"{len(links):,} {'link' if len(links) == 1 else 'links'} {words}"
    fold = st.expander(number, key=key, on_change="rerun")
    with fold:
        if fold.open:
            link_table(store, links, key=f"{key}_table", words=number)


def stops_of(line: Timeline, *present: str) -> list[str]:
    """Where the slider stops: all dates, then the dates of the data and those in use, in order.

    Examples
    --------
    >>> from graph.model import PartialDate
    >>> line = Timeline((), 0, None, None, (PartialDate(2019), PartialDate(2021)))
    >>> stops_of(line, "2020-05", "")
    ['', '2019', '2020-05', '2021']
    """
    steps = line.steps
    if len(steps) > MOST_STOPS:
        stride = (len(steps) - 1) / (MOST_STOPS - 1)
        steps = tuple(steps[round(place * stride)] for place in range(MOST_STOPS))
    used = {day for text in present if (day := PartialDate.parse(text)) is not None}
    days = sorted({*steps, *used}, key=lambda day: (day.earliest(), day.latest()))
    return ["", *(str(day) for day in days)]


def _controls(line: Timeline, stops: list[str]) -> None:
    now = state.current()
    playing = bool(st.session_state.get(_PLAYING))
    with st.container(
        key="timeline_controls", horizontal=True, vertical_alignment="center", gap="small"
    ):
        place = stops.index(now.as_of)
        st.button(
            "Earlier",
            key="timeline_earlier",
            icon=":material/skip_previous:",
            disabled=place <= 1,
            on_click=_go,
            args=(stops[max(place - 1, 0)],),
        )
        st.button(
            "Later",
            key="timeline_later",
            icon=":material/skip_next:",
            disabled=place + 1 >= len(stops),
            on_click=_go,
            args=(stops[min(place + 1, len(stops) - 1)],),
        )
        st.button(
            "Stop" if playing else "Play",
            key="timeline_play",
            icon=":material/stop:" if playing else ":material/play_arrow:",
            on_click=_stop if playing else _start,
            args=() if playing else (stops,),
            help=None if playing else "From date to date; stops at the last.",
        )
        st.session_state["timeline_as_of"] = now.as_of
        st.select_slider(
            "As of",
            stops,
            key="timeline_as_of",
            format_func=lambda text: text or "All dates",
            on_change=_slide,
            label_visibility="collapsed",
        )
        # Every stop may be compared, a lone one with nothing.
        st.session_state["timeline_against"] = now.against
        st.selectbox(
            "Compare with",
            stops,
            key="timeline_against",
            format_func=lambda text: f"Compared with {text}" if text else "Compare with …",
            on_change=_compare,
            args=(stops,),
            label_visibility="collapsed",
            width=196,
        )
        st.session_state["timeline_undated"] = now.undated
        st.checkbox(
            f"{line.undated:,} undated",
            key="timeline_undated",
            on_change=_undated,
            help="Show links without a date under a date as well.",
        )
    if len(line.steps) > MOST_STOPS:
        st.html(
            f"<p class='pg-note'>The slider stops at {MOST_STOPS} of {len(line.steps):,} dates; "
            "any other can be typed under “As of”.</p>"
        )


def _go(day: str) -> None:
    state.change(as_of=day)


def _slide() -> None:
    state.change(as_of=str(st.session_state["timeline_as_of"]))


def _undated() -> None:
    state.change(undated=bool(st.session_state["timeline_undated"]))


def _compare(stops: Sequence[str]) -> None:
    against = str(st.session_state["timeline_against"])
    as_of = state.current().as_of
    if against and (not as_of or as_of == against):
        # Two dates are needed: the other end of the line is the natural second one.
        as_of = stops[-1] if against != stops[-1] else stops[1]
    state.change(against=against, as_of=as_of)
    st.session_state[_PLAYING] = False


def _start(stops: Sequence[str]) -> None:
    now = state.current()
    first = stops[1] if now.as_of in ("", stops[-1]) else now.as_of
    state.change(as_of=first, against="")
    st.session_state[_PLAYING] = True
    st.session_state[_SHOWN_AT] = time.monotonic()


def _stop() -> None:
    st.session_state[_PLAYING] = False


@st.fragment(run_every=_SECONDS)
def _play(stops: Sequence[str]) -> None:
    # Drawn with the page and then run by the clock: only the clock moves on.
    if time.monotonic() - st.session_state.get(_SHOWN_AT, 0.0) < _SECONDS * 0.8:
        return
    if advance_to(stops):
        st.session_state[_SHOWN_AT] = time.monotonic()
    else:
        _stop()
    st.rerun()


def advance_to(stops: Sequence[str]) -> bool:
    """Show the next stop; gives whether there was one."""
    if not st.session_state.get(_PLAYING):
        return False
    now = state.current().as_of
    after = stops[stops.index(now) + 1 :] if now in stops else ()
    if not after:
        return False
    state.settle(as_of=after[0])
    return True


def _compared(found: DateComparison, days: tuple[PartialDate, PartialDate]) -> None:
    theme = icons.theme()
    counts = (len(found.appeared), len(found.ended), len(found.changed))
    parts = [
        html(
            "<span class='pg-tl-mark'><i style='background:{colour}'></i>{sign} {n} {words}</span>",
            colour=theme.mark(name),
            sign={"appeared": "+", "ended": "−", "changed": "±"}[name],
            n=count,
            words=_MARK_WORDS[name],
        )
        for name, count in zip(MARKS, counts, strict=True)
    ]
    show(
        html(
            "<p class='pg-tl-found'>From {before} to {after}: {marks}"
            "<span>{same} the same · nothing can be said of {undated} undated</span></p>",
            before=str(days[0]),
            after=str(days[1]),
            marks=Markup("").join(parts),
            same=len(found.same),
            undated=len(found.undated),
        )
    )


def _picture(
    store: Store,
    view: View,
    line: Timeline,
    days: Sequence[PartialDate],
    found: DateComparison | None = None,
) -> None:
    links = [span.relation for span in line.spans]
    entities = store.entities({end for link in links for end in (link.source, link.target)})
    marks = marks_of(view)
    drawn = strip(line, entities, icons.theme(), days=days, marks=marks)
    with st.container(key="timeline_body", horizontal=True, gap="medium"):
        with st.container(key="timeline_picture", width="stretch"):
            show(
                html(
                    "<img class='pg-tl-strip' src='{uri}' alt='{alt}'>",
                    uri=drawn.uri,
                    alt=f"Timeline of {drawn.drawn} dated links; the table beside it lists them.",
                )
            )
            if drawn.drawn < drawn.total:
                text = f"{drawn.drawn:,} of {drawn.total:,} dated links are drawn."
                show(html("<p class='pg-note'>{text}</p>", text=text))
        with st.container(key="timeline_table", width="stretch"):
            if found is None:
                link_table(store, links, key="timeline_links", height=150, words="Dated links")
            else:
                _changes(store, found)


def _changes(store: Store, found: DateComparison) -> None:
    rows: list[tuple[str, Relation, str]] = []
    rows += [("+ appeared", link, "") for link in found.appeared]
    rows += [("− ended", link, "") for link in found.ended]
    for change in found.changed:
        told = f"{_shares(change.before)} → {_shares(change.after)}"
        rows += [("± changed", link, told) for link in change.relations]
    if not rows:
        st.html("<p class='pg-note'>Nothing that is dated differs between the two dates.</p>")
        return
    before = {"What": [row[0] for row in rows]}
    if found.changed:
        before["Before → after"] = [row[2] for row in rows]
    link_table(
        store,
        [row[1] for row in rows],
        key="timeline_changes",
        before=before,
        height=150,
        words="What differs between the two dates",
    )


def _shares(shares: Sequence[object]) -> str:
    return " + ".join("size unknown" if share is None else str(share) for share in shares)
