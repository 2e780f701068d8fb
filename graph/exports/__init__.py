"""Files out of a view: pictures, a page that works offline, tables, JSON, the manifest.

``export_view(store, state, fmt)`` is the one door; each writer takes a `Scene` or a `View`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import ExportError
from graph.exports.contents import entities_of, relations_of, withheld_in_words
from graph.exports.escaping import file_name, one_line

if TYPE_CHECKING:
    from graph.picture.scene import Scene
    from graph.queries import Queries
    from graph.views.view import View
    from graph.views.viewstate import ViewState

__all__ = ["FORMATS", "Exported", "Format", "export_view"]


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


FORMATS: Final[dict[str, Format]] = {
    "svg": Format("svg", "image/svg+xml", "SVG drawing"),
    "png": Format("png", "image/png", "PNG picture"),
    "pdf": Format("pdf", "application/pdf", "PDF page"),
    "html": Format("html", "text/html", "HTML page that works offline"),
    "csv": Format("zip", "application/zip", "CSV tables in a zip file"),
    "json": Format("json", "application/json", "Node-link JSON"),
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
    """

    file_name: str
    mime: str
    data: bytes


def export_view(
    store: Queries,
    state: ViewState,
    fmt: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    title: str = "",
    subtitle: str = "",
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

    Returns
    -------
    Exported
        The same bytes for the same arguments in every format but PDF.

    Raises
    ------
    ExportError
        When there is no such format or theme.
    LimitExceeded
        When a picture would be too large.
    NotFound
        When an entity in focus is not in the data.
    """
    if fmt not in FORMATS:
        raise ExportError(
            f"There is no format “{one_line(fmt)}”.", fix=f"Choose one of {', '.join(FORMATS)}."
        )
    from graph.views.view import build_view
    from graph.wording import file_stem

    view = build_view(store, state)
    form = FORMATS[fmt]
    name = file_name(file_stem(state, store), form.suffix)
    if fmt in ("csv", "json"):
        return Exported(name, form.mime, _data_file(fmt, store, view))
    from graph.picture.compose import compose

    scene = compose(store, view, title=title, subtitle=subtitle, rings=True)
    return Exported(name, form.mime, _picture(fmt, store, view, scene, theme, scale))


def _data_file(fmt: str, store: Queries, view: View) -> bytes:
    if fmt == "csv":
        from graph.exports.tables import csv_pair, zipped

        return zipped(csv_pair(view, store.sources()))
    from graph.exports.node_link import node_link

    return node_link(view, view.state, store).encode()


def _picture(fmt: str, store: Queries, view: View, scene: Scene, theme: str, scale: float) -> bytes:
    notes = [note for note in (view.truncated, withheld_in_words(view)) if note]
    if fmt == "html":
        from graph.exports.html import render_html

        return render_html(scene, view, store, theme=theme, notes=notes).encode()
    from graph.exports.details import key_of
    from graph.exports.svg import render_svg

    entities = {entity.id: entity for entity in entities_of(view)}
    drawn = {link.id for link in scene.links}
    key = key_of(relations_of(view), entities, store.sources(), drawn)
    svg = render_svg(scene, theme=theme, key=key, notes=notes)
    if fmt == "svg":
        return svg.encode()
    from graph.exports.raster import render_pdf, render_png

    if fmt == "png":
        return render_png(svg, scale)
    return render_pdf(svg, title=scene.caption.title)
