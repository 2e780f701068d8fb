"""What is exported, read by the checker of the W3C."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from graph.exports.html import render_html
from graph.exports.raster import render_pdf
from graph.exports.svg import render_svg
from tests.scene_samples import HOSTILE, cetc_scene, cetc_view, sample_store

CHECKER = Path(__file__).parents[1] / "node_modules/vnu-jar/build/dist/vnu.jar"
MIXED = "中国 Data 8, شركة Ltd, חברת 20"


def problems(file: Path, *options: str) -> str:
    """What the checker calls an error."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("The checker needs Java")
    if not CHECKER.exists():
        pytest.skip("The checker is not installed: npm ci")
    command = [java, "-jar", str(CHECKER), "--errors-only", *options, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["CETC", HOSTILE, MIXED])
def test_the_svg_passes(tmp_path: Path, name: str) -> None:
    file = tmp_path / "view.svg"
    file.write_text(render_svg(cetc_scene(name)), encoding="utf-8")
    assert problems(file, "--svg") == ""


@pytest.mark.parametrize("name", ["CETC", HOSTILE, MIXED])
def test_the_page_passes(tmp_path: Path, name: str) -> None:
    file = tmp_path / "view.html"
    page = render_html(cetc_scene(name), cetc_view(name=name), sample_store())
    file.write_text(page, encoding="utf-8")
    assert problems(file) == ""


def test_the_checker_would_say_so(tmp_path: Path) -> None:
    file = tmp_path / "view.html"
    file.write_text("<!doctype html><html lang=en><title>x</title><p><div></p>", encoding="utf-8")
    assert "error" in problems(file)


def test_every_font_of_a_pdf_is_in_it() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(render_svg(cetc_scene(MIXED))))) as document:
        described = [one for one in document.objects if _is_font(one)]
        assert described
        for one in described:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys())


def _is_font(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
