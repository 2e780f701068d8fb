"""The long fuzz: ``make fuzz``, `FUZZ_SECONDS` for each target, `FUZZ_ONLY` for one of them.

With ``atheris`` the inputs are led by what they reach in the code; without it they are changed by
chance. What is found is written to ``build/fuzz``.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
FOUND = ROOT / "build" / "fuzz"
LONGEST = 1 << 16


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def by_chance(name: str, seconds: float) -> None:
    """Change valid input by chance for a while."""
    from tests.fuzz.targets import TARGETS, mutated, sample

    valid, until, runs = sample(name), time.monotonic() + seconds, 0
    start = random.SystemRandom().getrandbits(40)
    while time.monotonic() < until:
        data = mutated(valid, start + runs)
        kept = FOUND / f"{name}-{start + runs}"
        kept.write_bytes(data)
        TARGETS[name](data)
        kept.unlink()
        runs += 1
    say(f"{name}: {runs:,} inputs")


def led(name: str, seconds: float) -> None:
    """Let atheris choose the inputs; it ends the process itself."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["graph"]):
        from tests.fuzz.targets import TARGETS, sample

        # Readers are imported when they are first asked for, which must be while this watches.
        TARGETS[name](sample(name))
    corpus = FOUND / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "valid").write_bytes(sample(name))
    options = [
        *(f"-max_total_time={seconds:.0f}", f"-max_len={LONGEST}", "-timeout=60"),
        *("-rss_limit_mb=4096", f"-artifact_prefix={FOUND}/{name}-", "-verbosity=0"),
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run every target, each in a process of its own; 1 when one of them failed."""
    seconds = float(os.environ.get("FUZZ_SECONDS", "60"))
    FOUND.mkdir(parents=True, exist_ok=True)
    if arguments:
        (led if find_spec("atheris") else by_chance)(arguments[0], seconds)
        return 0
    from tests.fuzz.targets import TARGETS

    only = os.environ.get("FUZZ_ONLY", "")
    failed = []
    for name in [only] if only else TARGETS:
        say(f"{name}: {seconds:g} s")
        if subprocess.run([sys.executable, __file__, name], check=False).returncode:
            failed.append(name)
    say(f"Failed, see build/fuzz: {', '.join(failed)}." if failed else "No target failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
