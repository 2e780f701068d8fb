"""Files out of a view: pictures, a page that works offline, tables, other tools' formats.

``export_view(store, state, fmt)`` is the one door; each writer takes a `Scene`, a `View` or a
`Package`. With a redaction the file is searched for redacted names before it is handed on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graph.errors import ExportError
from graph.exports.contents import entities_of, relations_of, withheld_in_words
from graph.exports.escaping import file_name, one_line

if TYPE_CHECKING:
    from types import ModuleType

    from graph.exports.redaction import Redacted, Redaction
    from graph.formats.package import Loss
    from graph.picture.scene import Scene
    from graph.queries import Queries
    from graph.views.view import View
    from graph.views.viewstate import ViewState

__all__ = ["FORMATS", "Exported", "Format", "export_view", "losses_of", "writer_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a view can be saved in.

    Attributes
    ----------
    suffix : str
        End of the file name.
    mime : str
        Media type.
    words : str
        What it is, on screen.
    """

    suffix: str
    mime: str
    words: str


# As in `graph.formats.registry`, which stands above this package and cannot be asked from here.
_FOR_TOOLS: Final = ("gexf", "graphml", "ftm", "bods", "xlsx", "neo4j")

FORMATS: Final[dict[str, Format]] = {
    "svg": Format("svg", "image/svg+xml", "SVG drawing"),
    "png": Format("png", "image/png", "PNG picture"),
    "pdf": Format("pdf", "application/pdf", "PDF page"),
    "html": Format("html", "text/html", "HTML page that works offline"),
    "csv": Format("zip", "application/zip", "CSV tables in a zip file"),
    "json": Format("json", "application/json", "Node-link JSON"),
    "gexf": Format("gexf", "application/gexf+xml", "GEXF, for Gephi"),
    "graphml": Format("graphml", "application/graphml+xml", "GraphML, for yEd"),
    "ftm": Format("ftm.json", "application/json+ftm", "FollowTheMoney JSON lines, for Aleph"),
    "bods": Format("bods.json", "application/json", "BODS 0.4 ownership statements"),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel workbook",
    ),
    "neo4j": Format("zip", "application/zip", "CSV for Neo4j's import"),
}
"""Formats by the name they are asked for."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is ready to be saved.

    Attributes
    ----------
    file_name : str
        Says what the file holds: ``zhenhua-data_2-hops_2020-09-14.svg``.
    mime : str
        Media type.
    data : bytes
        Contents.
    unread : str
        What the file cannot show for want of a font, in words; blank when it shows all.
    """

    file_name: str
    mime: str
    data: bytes
    unread: str = ""


def export_view(
    store: Queries,
    state: ViewState,
    fmt: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    title: str = "",
    subtitle: str = "",
    redaction: Redaction | None = None,
) -> Exported:
    """Save exactly what a view shows.

    Parameters
    ----------
    store : Queries
        The data set.
    state : ViewState
        What is on the screen.
    fmt : str
        Key of `FORMATS`.
    theme : str, optional
        ``light``, ``dark`` or ``print``.
    scale : float, optional
        Pixels of a PNG for each px of the drawing.
    title, subtitle : str, optional
        Heading and sentence of a figure; blank lets the view choose.
    redaction : Redaction, optional
        Who is to be shown under another name. `store` may also be a `Redacted` already, with
        `state` in its names.

    Returns
    -------
    Exported
        The same bytes for the same arguments in every format but PDF.

    Raises
    ------
    ExportError
        When there is no such format or theme, or a redacted name is left in the file.
    LimitExceeded
        When a picture would be too large.
    NotFound
        When an entity in focus is not in the data.
    """
    if fmt not in FORMATS:
        raise ExportError(
            f"There is no format “{one_line(fmt)}”.", fix=f"Choose one of {', '.join(FORMATS)}."
        )
    from graph.exports.redaction import Redacted

    safe = Redacted(store, redaction) if redaction else store
    if not isinstance(safe, Redacted):
        return _made(store, state, fmt, theme, scale, title, subtitle)[0]
    if redaction:
        state = safe.state(state)
    title, subtitle = safe.text(title), safe.text(subtitle)
    made, drawing = _made(safe, state, fmt, theme, scale, title, subtitle)
    _search(safe, state, fmt, made, drawing)
    return made


def losses_of(store: Queries, state: ViewState, fmt: str) -> tuple[Loss, ...]:
    """What a format cannot hold of a view, to be told before it is saved.

    Raises
    ------
    ExportError
        When the format cannot be written here.
    """
    if fmt not in _FOR_TOOLS:
        return ()
    from graph.exports.packages import package_of
    from graph.views.view import build_view

    found: tuple[Loss, ...] = writer_of(fmt).losses(package_of(store, build_view(store, state)))
    return found


def writer_of(fmt: str) -> ModuleType:
    """The module that writes a format of `graph.formats`.

    Raises
    ------
    ExportError
        When a library that it needs is missing.
    """
    from graph.formats.registry import FORMATS as TOOLS

    try:
        return TOOLS[fmt].load()
    except ImportError as error:
        raise ExportError(
            f"{TOOLS[fmt].words} cannot be written: {one_line(str(error))}.",
            fix="Install what requirements.txt lists, or choose another format.",
        ) from error


def _made(
    store: Queries,
    state: ViewState,
    fmt: str,
    theme: str,
    scale: float,
    title: str,
    subtitle: str,
) -> tuple[Exported, str]:
    """The file, and the drawing that a picture of dots was made from."""
    from graph.views.view import build_view
    from graph.wording import file_stem

    view = build_view(store, state)
    form = FORMATS[fmt]
    name = file_name(file_stem(state, store), form.suffix)
    if fmt in ("csv", "json", *_FOR_TOOLS):
        return Exported(name, form.mime, _data_file(fmt, store, view)), ""
    from graph.picture.compose import compose

    scene = compose(store, view, title=title, subtitle=subtitle, rings=True)
    data, drawing = _picture(fmt, store, view, scene, theme, scale)
    unread = unreadable(scene) if fmt in ("png", "pdf") else ""
    return Exported(name, form.mime, data, unread), drawing


def _search(safe: Redacted, state: ViewState, fmt: str, made: Exported, drawing: str) -> None:
    """Refuse a file in which a redacted name is left."""
    from graph.exports.leaks import leaks, own_words, refuse
    from graph.exports.redaction import Bare

    roll = safe.roll
    parts = [(made.data, fmt), (made.file_name.encode(), "txt"), (drawing.encode(), "svg")]
    if not any(leaks(data, kind, roll) for data, kind in parts):
        return
    # Some of it may be words of the program's own: those stand in a file without data too.
    bare = Bare(safe)
    empty, outline = _made(bare, bare.state(state), fmt, "light", 1.0, "", "")
    own = own_words(empty.data, fmt, roll) | own_words(outline.encode(), "svg", roll)
    for data, kind in parts:
        refuse(leaks(data, kind, roll, own=own), f"{fmt.upper()} file")


def unreadable(scene: Scene) -> str:
    """What a picture of dots cannot show for want of a font, in words; blank when all is shown."""
    from graph.picture.runs import missing_in_words, without_font

    return missing_in_words(without_font(node.label for node in scene.nodes if node.lines))


def _notes(store: Queries, view: View) -> list[str]:
    from graph.exports.redaction import redaction_lines

    told = (view.truncated, withheld_in_words(view), *redaction_lines(store, view))
    return [note for note in told if note]


def _data_file(fmt: str, store: Queries, view: View) -> bytes:
    if fmt == "csv":
        from graph.exports.tables import csv_pair, zipped

        files = csv_pair(view, store.sources())
        if notes := _notes(store, view):
            files["about.txt"] = "".join(f"{note}.\r\n" for note in notes).encode()
        return zipped(files)
    if fmt == "json":
        from graph.exports.node_link import node_link

        return node_link(view, view.state, store).encode()
    from graph.exports.packages import package_of
    from graph.exports.redaction import redaction_lines

    package = package_of(store, view)
    told = redaction_lines(store, view)
    data: bytes = writer_of(fmt).write(replace(package, notes=(*package.notes, *told)))
    return data


def _picture(
    fmt: str, store: Queries, view: View, scene: Scene, theme: str, scale: float
) -> tuple[bytes, str]:
    notes = _notes(store, view)
    if fmt == "html":
        from graph.exports.html import render_html

        return render_html(scene, view, store, theme=theme, notes=notes).encode(), ""
    from graph.exports.details import key_of
    from graph.exports.svg import render_svg

    entities = {entity.id: entity for entity in entities_of(view)}
    drawn = {link.id for link in scene.links}
    key = key_of(relations_of(view), entities, store.sources(), drawn)
    if fmt != "svg" and (unread := unreadable(scene)):
        notes.append(unread)
    svg = render_svg(scene, theme=theme, key=key, notes=notes)
    if fmt == "svg":
        return svg.encode(), ""
    from graph.exports.raster import render_pdf, render_png

    if fmt == "png":
        return render_png(svg, scale), svg
    return render_pdf(svg, title=scene.caption.title), svg
