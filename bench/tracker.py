"""Measures the tracker: ``python bench/tracker.py``. One payee with 20 open deals among 50 with 10,000, warm.

The same workspace and plan as in ``what_if.py``; each question is about other open deals than the one before.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from attain.questions.tracker import track_commission
from attain.questions.whatif import WhatIf, Won
from attain.runs import calculate_opened, open_workspace
from bench.what_if import write_workspace

OPEN, ASKS, WARM_UP = 20, 60, 5


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=ASKS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        write_workspace(folder, 1)
        deals = folder / "data" / "deals.csv"
        lines = deals.read_text("utf-8").splitlines()
        offered = [
            line.replace(",Won,", f",Offer{(at - 1) // OPEN},") if line.startswith("P000-") else line
            for at, line in enumerate(lines)
        ]
        deals.write_text("\n".join(offered) + "\n", "utf-8")
        opened = open_workspace(folder)
        asking = WhatIf.of(opened, calculate_opened(opened), "P000")
    walls: list[float] = []
    cpus: list[float] = []
    for number in range(asked.asks + WARM_UP):
        won = Won("deals", f"stage = 'Offer{number % 10}'", {"stage": "Won"})
        wall, cpu = time.perf_counter(), time.process_time()
        found = track_commission(asking, won)
        if number >= WARM_UP:
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        assert len(found.deals) == OPEN, len(found.deals)
    for title, times in (("wall", walls), ("processor", cpus)):
        print(f"{title:10} p50 {median(times):6.1f} ms   p95 {quantiles(times, n=20)[-1]:6.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
