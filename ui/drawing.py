"""A scene as a picture within the page: the canvas' own drawing, standing still."""

from __future__ import annotations

import base64
from functools import lru_cache
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from markupsafe import Markup

from graph.exports.svg import render_svg
from graph.picture.fonts import source_file
from graph.picture.scene import Scene
from ui.safe import html

_CHARACTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) + "–—‘’“”„…→×"


def picture(scene: Scene, theme: str, words: str) -> Markup:
    """The scene as an image; `words` say what it shows.

    A picture within a page sees none of the page's fonts, so it brings its own.
    """
    svg = render_svg(scene, theme=theme, frame=False)
    return image(svg, int(scene.bounds[2]) + 24, words)


def image(svg: str, width: int, words: str) -> Markup:
    """An SVG made by our own writers as an image of that width, with its font."""
    svg = svg.replace(">", f"><style>{_font_face()}</style>", 1)
    return html(
        "<div class='pg-drawing'><img src='{uri}' alt='{words}' width='{width}'></div>",
        uri="data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
        words=words,
        width=width,
    )


@lru_cache(maxsize=1)
def _font_face() -> str:
    path = source_file()
    if path is None:
        return ""
    font = TTFont(path)
    subsetter = subset.Subsetter(subset.Options(flavor="woff2", hinting=False))
    subsetter.populate(text=_CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    slim = BytesIO()
    font.save(slim)
    data = base64.b64encode(slim.getvalue()).decode()
    return (
        '@font-face{font-family:"Source Sans";font-weight:200 900;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )
