"""The long fuzz: ``make fuzz``, `FUZZ_SECONDS` for each target, `FUZZ_ONLY` for one of them.

With ``atheris`` the inputs are led by what they reach in the code; without it they are changed by
chance. What is found is written to ``build/fuzz``.
"""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
FOUND = ROOT / "build" / "fuzz"
LONGEST = 1 << 16


def by_chance(name: str, seconds: float) -> int:
    """Change valid input by chance for a while; gives the number of runs."""
    from targets import TARGETS, mutated, sample

    valid, until, runs = sample(name), time.monotonic() + seconds, 0
    seed = random.SystemRandom().getrandbits(40)
    while time.monotonic() < until:
        data = mutated(valid, seed + runs)
        try:
            TARGETS[name](data)
        except BaseException:
            keep = FOUND / f"{name}-{seed + runs}"
            keep.write_bytes(data)
            print(f"{name}: a fault; the input is {keep.relative_to(ROOT)}")
            raise
        runs += 1
    return runs


def led(name: str, seconds: float) -> None:
    """Let atheris choose the inputs; it ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["graph"]):
        from targets import TARGETS, sample

    corpus = FOUND / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "valid").write_bytes(sample(name))
    options = [
        *(f"-max_total_time={seconds:.0f}", f"-max_len={LONGEST}", "-timeout=60"),
        *("-rss_limit_mb=4096", f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=0"),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """Run every target, each in a process of its own; gives the number of those that failed."""
    from targets import TARGETS

    seconds = float(os.environ.get("FUZZ_SECONDS", "60"))
    FOUND.mkdir(parents=True, exist_ok=True)
    only = os.environ.get("FUZZ_ONLY", "")
    try:
        import atheris  # noqa: F401

        how = "led"
    except ImportError:
        how = "by chance (atheris is not installed)"
    failed = 0
    for name in [only] if only else TARGETS:
        print(f"{name}: {seconds:g} s, {how}", flush=True)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                if how == "led":
                    led(name, seconds)
                else:
                    print(f"{name}: {by_chance(name, seconds):,} inputs", flush=True)
                status = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(status)
        failed += bool(os.waitpid(child, 0)[1])
    print(f"{failed} targets failed." if failed else "No target failed.")
    return failed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
