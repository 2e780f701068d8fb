"""A page that shows one view, works offline and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from graph.exports.details import entity_facts, relation_facts
from graph.exports.escaping import html_text, one_line, script_json
from graph.exports.frame import shown_lines
from graph.exports.geometry import cropped
from graph.exports.page_values import (
    legend_values,
    line_values,
    link_values,
    names_to_find,
    node_values,
)
from graph.exports.svg import theme_named
from graph.model import Entity, Relation, words_of
from graph.picture.appearance import SIGNS, Theme
from graph.picture.fonts import FONT_LICENCE, source_file
from graph.picture.scene import Scene
from graph.queries import Queries
from graph.views.view import View

_FOLDER: Final = Path(__file__).parent / "page"
_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
_OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "keyboard": False,
        "selectable": False,
        "tooltipDelay": 100000,
    },
}


def render_html(
    scene: Scene,
    view: View,
    store: Queries,
    *,
    theme: str = "light",
    notes: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Write a scene as a page of its own, with search, legend, hover and details.

    pyvis assembles the page from a template of ours; the drawing library comes out of the installed
    pyvis package. A content security policy lets only the page's own scripts run.

    Parameters
    ----------
    scene : Scene
        What to draw.
    view : View
        The same as a graph, for the details.
    store : Queries
        The data set, for its sources.
    theme : str, optional
        ``light``, ``dark`` or ``print``.
    notes : sequence of str, optional
        Further lines under “Shown”.
    language : str, optional
        Language of the words, as a BCP 47 tag.

    Returns
    -------
    str
        The same for the same arguments, byte for byte.
    """
    from pyvis.network import Network

    colours = theme_named(theme)
    scene = cropped(scene)
    network = Network(directed=True, cdn_resources="in_line")
    network.options = dict(_OPTIONS)
    entities: dict[str, Entity] = {key: data["entity"] for key, data in view.graph.nodes(data=True)}
    relations: dict[str, Relation] = {
        key: data["relation"] for _, _, key, data in view.graph.edges(keys=True, data=True)
    }
    sources = store.sources()
    for node in scene.nodes:
        facts = entity_facts(entities.get(node.id), sources)
        find = names_to_find(node, entities)
        network.add_node(node.key, **node_values(node, colours), facts=facts, find=find)
    for link in scene.links:
        facts = relation_facts(relations.get(link.id), sources)
        network.add_edge(link.source, link.target, **link_values(link, colours), facts=facts)
    network.set_template_dir(str(_FOLDER), "page.html")
    network.templateEnv.autoescape = True
    network.templateEnv.filters.update(words=_words, data=_data)
    network.templateEnv.globals["page"] = _page(scene, colours, notes, language)
    return _with_policy(network.generate_html())


def _page(scene: Scene, theme: Theme, notes: Sequence[str], language: str) -> dict[str, Any]:
    caption = scene.caption
    return {
        "language": language,
        "theme": theme.name,
        "title": caption.title or "Network",
        "subtitle": caption.subtitle,
        "description": f"Network drawing. {caption.counts}. The list of entities says the same.",
        "counts": caption.counts,
        "shown": shown_lines(caption, notes),
        "sources": caption.sources,
        "view": caption.view,
        "data_hash": caption.data_hash,
        "font_licence": FONT_LICENCE,
        "facts": _facts(scene, theme, language),
        "library": _ours(_library()),
        "script": _ours((_FOLDER / "page.js").read_text("utf-8")),
        "style": _ours(_style(theme)),
    }


def _facts(scene: Scene, theme: Theme, language: str) -> dict[str, Any]:
    families = {link.stroke: words_of(link.stroke) for link in scene.links}
    named = {row.key: row.words for row in scene.legend if row.kind == "group"}
    order = [key for key in named if key in families]
    return {
        "language": language,
        "ground": theme.ground,
        "accent": theme.accent,
        "halo": SIGNS["halo"],
        "dim": {name: SIGNS[f"dim_{name}"] for name in ("shape", "link", "label")},
        "bounds": [round(value, 2) for value in scene.bounds],
        "zones": [line_values(line, theme, spaced=True) for line in scene.zones],
        "families": [
            {"key": key, "words": one_line(named.get(key, families[key]))}
            for key in [*order, *(key for key in families if key not in named)]
        ],
        "legend": legend_values(scene, theme),
    }


def _ours(text: str) -> Markup:
    # Only what is written here, or has passed the one escaping place, comes this way.
    return Markup(text)  # noqa: S704


def _words(text: str) -> Markup:
    return _ours(html_text(text))


def _data(value: Any) -> Markup:
    return _ours(script_json(value))


def our_script() -> str:
    """The drawing library as it stands in each page: no word of the data is in it."""
    return _library()


@cache
def _library() -> str:
    import pyvis

    text = (Path(pyvis.__file__).parent / _LIBRARY).read_text("utf-8")
    # The map of the source is a file that nobody has beside the page; a page may not hold all the
    # characters that the library has in its strings, but may hold their escapes.
    text = re.sub(r"//# sourceMappingURL=\S*", "", text)
    return re.sub(r"[^\x00-\x7f]", _escape, text)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _style(theme: Theme) -> str:
    names = ["ground", "panel", "ink", "muted", "rule", "soft_rule", "accent", "accent_ground"]
    values = {name.replace("_", "-"): getattr(theme, name) for name in names}
    values["line"] = theme.blended(theme.muted, 0.6)
    colours = "".join(f"--{name}: {value};" for name, value in values.items())
    scheme = "dark" if theme.name == "dark" else "light"
    root = f":root {{ color-scheme: {scheme}; {colours} }}\n"
    return _font_face() + root + (_FOLDER / "page.css").read_text("utf-8")


def _font_face() -> str:
    source = source_file()
    if source is None:
        return ""
    data = base64.b64encode(source.read_bytes()).decode("ascii")
    return (
        '@font-face { font-family: "Source Sans"; font-weight: 200 900; '
        f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}\n'
    )


def _with_policy(page: str) -> str:
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
        for script in scripts
    )
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; font-src data:; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return page.replace("@policy@", policy, 1)
