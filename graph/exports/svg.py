"""SVG of a scene: real text, every word escaped, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.errors import ExportError
from graph.exports.escaping import one_line
from graph.exports.frame import Frame, KeyEntry, frame_around
from graph.exports.geometry import cropped, number_places
from graph.exports.marks import head_marks, leader_mark, link_marks, node_marks, num, text_colour
from graph.exports.markup import Attribute, group, letter_on, mark_path, tag, text_line, words
from graph.exports.sheet import number_disc
from graph.picture.appearance import SIGNS, THEMES, Theme
from graph.picture.fonts import FONT_STACK, advance
from graph.picture.scene import Scene, SceneLink, SceneNode, TextLine

_BARE_MARGIN: Final = 12.0


def render_svg(
    scene: Scene,
    *,
    theme: str = "light",
    frame: bool = True,
    key: Sequence[KeyEntry] = (),
    notes: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Write a scene as SVG.

    Parameters
    ----------
    scene : Scene
        What to draw.
    theme : str, optional
        ``light``, ``dark`` or ``print``.
    frame : bool, optional
        Whether title, legend, caption and sources stand around the drawing.
    key : sequence of KeyEntry, optional
        What each link rests on; numbers stand on the links when there are few of them.
    notes : sequence of str, optional
        Further lines under “Shown”.
    language : str, optional
        Language of the words, as a BCP 47 tag.

    Returns
    -------
    str
        The same for the same arguments, byte for byte.

    Raises
    ------
    ExportError
        When there is no such theme.
    """
    colours = theme_named(theme)
    if frame:
        scene = cropped(scene)
    page = frame_around(scene, colours, key, notes) if frame else _bare(scene)
    root: dict[str, Attribute] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": page.width,
        "height": page.height,
        "viewBox": f"0 0 {num(page.width)} {num(page.height)}",
        "role": "img",
        "xml:lang": language,
        "font_family": FONT_STACK,
        "font_size": "12",
    }
    parts = [
        words("title", scene.caption.title or "Network"),
        words("desc", _description(scene)),
        tag("rect", width=page.width, height=page.height, fill=colours.ground),
        *page.parts[:1],
        _drawing(scene, colours, page),
        _numbers(scene, colours, page),
        *page.parts[1:],
    ]
    return tag("svg", "\n", *(f"{part}\n" for part in parts if part), **root) + "\n"


def theme_named(name: str) -> Theme:
    """The theme of that name.

    Raises
    ------
    ExportError
        When there is none.
    """
    if name not in THEMES:
        raise ExportError(f"There is no theme “{name}”.", fix=f"Choose one of {', '.join(THEMES)}.")
    return THEMES[name]


def _bare(scene: Scene) -> Frame:
    left, top, wide, high = scene.bounds
    margin = _BARE_MARGIN
    return Frame(wide + 2 * margin, high + 2 * margin, 1.0, margin - left, margin - top, (), ())


def _description(scene: Scene) -> str:
    caption = scene.caption
    parts = [
        caption.subtitle,
        caption.counts,
        *caption.filters,
        caption.as_of,
        *caption.sources,
        f"Data version {caption.data_hash}" if caption.data_hash else "",
    ]
    return " · ".join(text.rstrip(".") for part in parts if (text := one_line(part)))


def _drawing(scene: Scene, theme: Theme, page: Frame) -> str:
    move = f"translate({num(page.dx)} {num(page.dy)})"
    if page.scale != 1.0:
        move += f" scale({page.scale:.4f})"
    return group(
        [
            group((_zone(line, theme) for line in scene.zones), class_="zones"),
            group((_link(link, theme) for link in scene.links), class_="links"),
            group((_head(link, theme) for link in scene.links), class_="heads"),
            group((_node(node, theme) for node in scene.nodes), class_="nodes"),
            group((_words(link, theme) for link in scene.links), class_="words"),
            group((_label(node, theme) for node in scene.nodes), class_="labels"),
        ],
        class_="drawing",
        transform=move,
    )


def _zone(line: TextLine, theme: Theme) -> str:
    return _text(line, theme, spaced=True)


def _link(link: SceneLink, theme: Theme) -> str:
    return group(
        [words("title", link.tip), *map(mark_path, link_marks(link, theme))],
        class_="link",
        data_id=one_line(link.id),
        data_group=one_line(link.stroke),
        data_status=one_line(link.status),
    )


def _head(link: SceneLink, theme: Theme) -> str:
    return "\n".join(mark_path(mark, data_id=one_line(link.id)) for mark in head_marks(link, theme))


def _node(node: SceneNode, theme: Theme) -> str:
    return group(
        [
            words("title", node.label),
            *map(mark_path, node_marks(node, theme)),
            letter_on(node.letter, node.x, node.y, node.r, theme),
        ],
        class_="node",
        data_id=one_line(node.id),
        data_category=one_line(node.fill),
    )


def _words(link: SceneLink, theme: Theme) -> str:
    lines = [_text(line, theme, dimmed=link.dimmed or link.ghost) for line in link.words]
    return group(lines, class_="word", data_id=one_line(link.id))


def _label(node: SceneNode, theme: Theme) -> str:
    lines = [_text(line, theme, dimmed=node.dimmed) for line in node.lines]
    if lines and node.badge and not any(line.text == node.badge for line in node.lines):
        lines.append(_text(_badge(node), theme, dimmed=node.dimmed))
    if lines and node.leader:
        lines.insert(0, mark_path(leader_mark(node, theme)))
    return group(lines, class_="label", data_id=one_line(node.id))


def _badge(node: SceneNode) -> TextLine:
    last = node.lines[-1]
    width = advance(node.badge, 10.5, 400)
    return TextLine(node.badge, last.x, last.y + 12, width, 10.5, tone="muted", anchor=last.anchor)


def _text(line: TextLine, theme: Theme, *, dimmed: bool = False, spaced: bool = False) -> str:
    return text_line(
        line.text,
        line.x,
        line.y,
        size=line.size,
        weight=line.weight,
        fill=text_colour(line, theme, dimmed=dimmed),
        width=line.width,
        anchor=line.anchor,
        halo=theme.ground,
        halo_width=SIGNS["halo"],
        spaced=spaced,
    )


def _numbers(scene: Scene, theme: Theme, page: Frame) -> str:
    places = number_places(scene, [entry.link for entry in page.key], page.scale)
    strokes = {link.id: link.stroke for link in scene.links}
    discs: list[str] = []
    for number, entry in enumerate(page.key, start=1):
        if entry.link in places:
            x, y = places[entry.link]
            discs.extend(
                number_disc(
                    number,
                    x * page.scale + page.dx,
                    y * page.scale + page.dy,
                    strokes[entry.link],
                    theme,
                )
            )
    return group(discs, class_="numbers")
