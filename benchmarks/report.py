"""The page that the benchmarks write."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measurement beside its baseline, in milliseconds unless another unit is named."""

    name: str
    ours: float
    baseline: str
    theirs: float
    bound: float | None = None
    bound_ratio: float | None = None
    unit: str = "ms"

    def shown(self, value: float) -> str:
        """A value with its unit."""
        return _time(value) if self.unit == "ms" else f"{value:.0f} {self.unit}"

    @property
    def ratio(self) -> float:
        """How many times the baseline it takes."""
        return self.ours / self.theirs

    def verdict(self) -> str:
        """The bound and whether it was kept."""
        if self.bound is not None:
            return f"{_time(self.bound)}: {'kept' if self.ours <= self.bound else '**missed**'}"
        if self.bound_ratio is not None:
            kept = self.ratio <= self.bound_ratio
            return f"{self.bound_ratio:g} ×: {'kept' if kept else '**missed**'}"
        return ""


def machine(browser: str) -> str:
    """The machine and the versions, in one line."""
    parts = [f"{os.cpu_count()} cores", _processor(), platform.system()]
    parts += [f"Python {platform.python_version()}", f"Streamlit {version('streamlit')}"]
    return ", ".join([part for part in parts if part] + [f"headless Chromium {browser}"])


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if not facts.exists():
        return platform.processor()
    lines = facts.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if "model name" in line), "")


def _time(value: float) -> str:
    return f"{value / 1000:.2f} s" if value >= 1000 else f"{value:.0f} ms"


def table(rows: list[Row], machine_line: str) -> str:
    """The whole page as Markdown."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; medians, each beside a baseline measured in the same run.",
        "The ratios count: the times are those of one machine.",
        "",
        f"Machine: {machine_line}.",
        "",
        "| What | Longarm | Baseline | | Ratio | Bound |",
        "|---|---:|---|---:|---:|---|",
    ]
    lines += [
        f"| {row.name} | {row.shown(row.ours)} | {row.baseline} | {row.shown(row.theirs)} "
        f"| {row.ratio:.2f} | {row.verdict()} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
