"""The ownership sheet: a drawer with the chains drawn, the bars and every owner."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.exports.escaping import file_name
from graph.exports.ownership_table import ownership_csv
from graph.ownership import Sheet, Stake
from graph.ownership.words import (
    chain_names,
    chains_to_the_end,
    footnotes,
    reading_of,
    relations_of,
    stated_in_words,
)
from graph.picture.compose import compose
from graph.picture.scene import Scene
from graph.views.view import build_view
from ui import icons, state
from ui.drawing import picture
from ui.long_work import Stopped
from ui.panels.lighting import refused, section, show_lit
from ui.panels.ownership_choices import choices, stated_alone
from ui.panels.ownership_loops import drawn_loops
from ui.panels.ownership_parts import (
    Ownership,
    accounted_for,
    chain_words,
    number,
    stake_bar,
    tags,
    tell_warnings,
)
from ui.questions import chosen_statuses, ownership_of, what_counts
from ui.safe import html, show

_DRAWN = 40
_ROWS = 100
_STEPS_UP = 3
_ROOM = "own_steps_room"


@st.dialog("Ownership", width=900, position="right", on_dismiss="rerun")
def ownership_dialog(opened: Ownership) -> None:
    """The whole sheet of an entity; choices made in it redraw it alone."""
    now = state.current()
    alone = stated_alone()
    try:
        up = ownership_of(opened.store, opened.entity.id, now, up=True, stated=alone)
        down = ownership_of(opened.store, opened.entity.id, now, up=False, stated=alone)
    except Stopped:
        return
    except LongarmError as error:
        refused(error)
        return
    own = Ownership.of(opened.store, opened.view, opened.entity, up, down, chosen_statuses(now))
    with st.container(key="own_drawer"):
        _head(own)
        choices(own, "sheet")
        if up.stakes:
            _drawing(own)
            tell_warnings(own, up)
            drawn_loops(own, up)
            _accounted(own)
            show(_table(own, up, "Owners"))
        if down.stakes:
            show(html("<p class='pg-body'>{text}</p>", text=own.sentence(down)))
            if not up.stakes:
                drawn_loops(own, down)
            show(_table(own, down, "Holdings"))
        for note in footnotes(up if up.stakes else down, own.entities):
            show(html("<p class='pg-note'>{note}</p>", note=note))


def _head(own: Ownership) -> None:
    show(
        html(
            "<div class='pg-kicker'><img src='{icon}' alt=''> {label}</div>"
            "<h2 class='pg-title'>Who owns {name}?</h2><p class='pg-lead pg-large'>{text}</p>",
            icon=icons.category_icon(own.entity.category, icons.theme_name()),
            label=own.entity.label,
            name=own.name,
            text=own.sentence(own.up),
        )
    )
    with st.container(horizontal=True, gap="small", key="own_drawer_buttons"):
        chains = chains_to_the_end(own.up)
        ids = tuple(link.id for link in relations_of(chains))
        if st.button(
            "Show on canvas", key="own_show", disabled=not chains, on_click=_show, args=(ids,)
        ):
            st.rerun()
        st.download_button(
            "Save table",
            lambda: ownership_csv((own.up, own.down), own.entities),
            file_name=file_name(f"owners of {own.name}", "csv"),
            mime="text/csv",
            key="own_save",
            on_click="ignore",
        )


def _show(relations: tuple[str, ...]) -> None:
    show_lit(relations)


def _drawing(own: Ownership) -> None:
    chains = chains_to_the_end(own.up)
    nodes: dict[str, None] = {own.entity.id: None}
    drawn = 0
    for chain in chains:
        if len({*nodes, *chain.nodes}) > _DRAWN:
            break
        nodes.update(dict.fromkeys(chain.nodes))
        drawn += 1
    section("Chains up to the top", chain_words(own.up, drawn))
    words = "; ".join(chain_names(chain.nodes, own.entities) for chain in chains[:drawn])
    show(picture(_scene(own, tuple(nodes)), icons.theme_name(), words))


def _scene(own: Ownership, nodes: tuple[str, ...]) -> Scene:
    """The chains alone, in layers."""
    wanted = what_counts(state.current()).with_(
        focus=nodes,
        hops=0,
        layout="layered",
        groups=("ownership",),
        statuses=tuple(dict.fromkeys((*own.up.statuses, "stated"))),
        selection=(own.entity.id,),
    )
    view = build_view(own.store, wanted)
    return compose(own.store, view, title=f"Owners of {own.name}", rings=True)


def _accounted(own: Ownership) -> None:
    """What is accounted for, here and of the direct owners that have owners themselves."""
    held = [stake.id for stake in own.up.stakes if stake.direct and not stake.ultimate]
    room = int(st.session_state.get(_ROOM, _STEPS_UP))
    accounted_for(own, width=520, more=[_one_step_up(own, owner) for owner in held[:room]])
    if len(held) > room:
        st.button(
            f"{room} of {len(held):,} direct owners with owners of their own. Show more",
            key="own_steps_more",
            on_click=_more_steps,
            args=(room + 4 * _STEPS_UP,),
        )


def _more_steps(room: int) -> None:
    st.session_state[_ROOM] = room


def _one_step_up(own: Ownership, owner: str) -> tuple[str, Sheet]:
    sheet = ownership_of(own.store, owner, state.current(), up=True, stated=stated_alone())
    return f"One step up: {own.name_of(owner)}", sheet


def _table(own: Ownership, sheet: Sheet, title: str) -> Markup:
    shown = sheet.stakes[:_ROWS]
    rows = Markup("").join(_row(own, sheet, stake) for stake in shown)
    return html(
        "<table class='pg-stakes'><caption>{title} <span>{n} of {total}</span></caption><thead><tr>"
        "<th>Name</th><th>{stated}</th><th>{chosen}</th><th>0 to 100 %</th><th>Reading</th></tr>"
        "</thead><tbody>{rows}</tbody></table>",
        title=title,
        n=f"{len(shown):,}",
        total=f"{len(sheet.stakes):,}",
        stated=own.stated_words(),
        chosen="Counted" if set(sheet.statuses) == {"stated"} else own.chosen_words(),
        rows=rows,
    )


def _row(own: Ownership, sheet: Sheet, stake: Stake) -> Markup:
    entity = own.entities[stake.id]
    return html(
        "<tr><td><img src='{icon}' alt=''> <b>{label}</b><br><span>{tags}</span></td>"
        "<td>{stated}</td><td>{number}</td><td>{bar}</td><td>{reading}</td></tr>",
        icon=icons.category_icon(entity.category, icons.theme_name()),
        label=entity.label,
        tags=tags(stake, sheet),
        stated=stated_in_words(stake),
        number=number(own, stake),
        bar=stake_bar(stake, sheet, 160),
        reading=reading_of(stake.share, sheet.threshold),
    )
