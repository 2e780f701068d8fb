"""PNG and PDF out of the figure's SVG."""

from __future__ import annotations

import io
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from graph.errors import ExportError, LimitExceeded
from graph.exports.raster import render_pdf, render_png
from graph.exports.svg import render_svg
from tests.scene_samples import HOSTILE, cetc_scene


@pytest.fixture(scope="module")
def svg() -> str:
    return render_svg(cetc_scene())


@pytest.fixture(scope="module")
def pdf(svg: str) -> bytes:
    return render_pdf(svg, title=f"CETC {HOSTILE}", language="en")


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


@pytest.mark.parametrize(("scale", "per_metre"), [(1.0, 3780), (2.0, 7559)])
def test_a_png_knows_its_physical_size(svg: str, scale: float, per_metre: int) -> None:
    found = dict(chunks(render_png(svg, scale)))
    assert struct.unpack(">IIB", found[b"pHYs"]) == (per_metre, per_metre, 1)
    wide, _ = struct.unpack(">II", found[b"IHDR"][:8])
    assert wide == round(1123 * scale)


def test_a_png_holds_nothing_but_the_picture(svg: str) -> None:
    assert {kind for kind, _ in chunks(render_png(svg, 1))} <= {
        b"IHDR",
        b"pHYs",
        b"sRGB",
        b"gAMA",
        b"PLTE",
        b"tRNS",
        b"IDAT",
        b"IEND",
    }


def ink(png: bytes, area: tuple[int, int, int, int]) -> int:
    """Dark points within an area."""
    picture = Image.open(io.BytesIO(png)).convert("L").crop(area)
    return sum(picture.histogram()[:128])


def test_letters_are_drawn_and_heavier_when_bold() -> None:
    def page(weight: str) -> bytes:
        font = "'Source Sans', sans-serif"
        return render_png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
            '<rect width="200" height="40" fill="#FFFFFF"/><text x="5" y="30" font-size="24" '
            f'font-family="{font}" font-weight="{weight}">Zhenhua</text></svg>',
            1,
        )

    area = (0, 0, 200, 40)
    light, bold = ink(page("400"), area), ink(page("700"), area)
    assert 100 < light < bold


def test_the_title_of_a_figure_is_drawn(svg: str) -> None:
    png = render_png(svg, 1)
    assert ink(png, (52, 55, 380, 88)) > 500
    bare = replace(cetc_scene(), caption=replace(cetc_scene().caption, title=""))
    assert ink(render_png(render_svg(bare), 1), (52, 55, 380, 72)) < 500


def test_the_same_svg_gives_the_same_png(svg: str) -> None:
    assert render_png(svg, 1) == render_png(svg, 1)


def test_a_picture_beyond_bounds_is_refused(svg: str) -> None:
    with pytest.raises(LimitExceeded, match="pixels"):
        render_png(svg, 40)


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_must_be_above_zero(svg: str, scale: float) -> None:
    with pytest.raises(ExportError, match="not above 0"):
        render_png(svg, scale)


def test_a_pdf_has_title_language_and_fixed_dates(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]).startswith("CETC <script>")
        assert str(document.docinfo["/CreationDate"]) == "D:19800101000000Z"
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as meta:
            assert str(meta["dc:title"]).startswith("CETC <script>")


def test_a_pdf_runs_nothing(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = {str(key) for one in document.objects if hasattr(one, "keys") for key in _keys(one)}
    assert not names & {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/URI"}


def _keys(one: object) -> list[object]:
    return list(one.keys()) if isinstance(one, pikepdf.Dictionary | pikepdf.Stream) else []


def test_a_pdf_is_as_large_as_the_drawing(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        left, bottom, right, _ = (float(value) for value in document.pages[0].mediabox)
    assert (left, bottom) == (0, 0)
    # A4 across is 842 points wide.
    assert right == pytest.approx(842.25, abs=0.1)


def test_text_stays_text_in_a_pdf(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = document.pages[0].resources.Font
        assert len(fonts) >= 2
        assert all("/ToUnicode" in font for font in fonts.as_dict().values())


def test_a_pdf_can_be_searched(pdf: bytes) -> None:
    try:
        done = subprocess.run(
            ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    assert "CETC and its neighbours" in done.stdout.decode()
    assert "5 of 78 entities" in done.stdout.decode()
