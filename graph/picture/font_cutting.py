"""Static font files out of a variable font, one for each weight.

What draws PNG and PDF knows no variable fonts and picks a file by family and weight.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STYLES: Final = {400: "Regular", 500: "Medium", 600: "Semibold", 700: "Bold"}
"""Names of the weights."""


def cut_weights(data: bytes, folder: Path, weights: Sequence[int], family: str) -> None:
    """Write ``SourceSans-<weight>.ttf`` for each weight, whole or not at all.

    Parameters
    ----------
    data : bytes
        The variable font.
    folder : pathlib.Path
        Where the files go; it exists.
    weights : sequence of int
        Keys of `STYLES`.
    family : str
        Family name the files carry, whatever the font's own.
    """
    font = TTFont(BytesIO(data))
    # Kerning is dropped: merging its variations would take fifteen seconds instead of three, and
    # without it text in a PNG is exactly as wide as it was measured.
    options = subset.Options(layout_features=["mark", "mkmk", "ccmp", "locl"], hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = None
    slim = BytesIO()
    font.save(slim)
    for weight in weights:
        slim.seek(0)
        static = instancer.instantiateVariableFont(
            TTFont(slim), {"wght": weight}, inplace=True, optimize=False
        )
        _rename(static, weight, family)
        handle, path = tempfile.mkstemp(dir=folder.parent, suffix=".ttf")
        with os.fdopen(handle, "wb") as file:
            static.save(file)
        Path(path).chmod(0o644)
        # Another process may be cutting the same file: whoever is last replaces it whole.
        Path(path).replace(folder / f"SourceSans-{weight}.ttf")


def _rename(font: TTFont, weight: int, family: str) -> None:
    style = STYLES[weight]
    names = font["name"]
    kept = [record for record in names.names if record.nameID in (0, 7, 8, 9, 11, 13, 14)]
    names.names = kept
    ribbi = style in ("Regular", "Bold")
    texts = {
        1: family if ribbi else f"{family} {style}",
        2: style if ribbi else "Regular",
        3: f"longarm;SourceSans-{style}",
        4: f"{family} {style}",
        6: f"SourceSans-{style}",
        16: family,
        17: style,
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
        names.setName(text, number, 1, 0, 0)
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    selection = font["OS/2"].fsSelection & ~0b110_0001
    font["OS/2"].fsSelection = selection | (0b10_0000 if bold else 0b100_0000)
    font["head"].macStyle = 1 if bold else 0
