"""Measure, print the table, write it to bench/results/, and exit 1 where a budget of docs/budgets is missed.

``SCALE=10000 make bench`` takes a smaller world; the budgets that are times at a million hold for it as well.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config import embedded
from config import env as environment

from . import database

SMALL = 10_000
#: What is measured besides the requests, and as which login.
_MORE = (
    ("bench.walls", "owner"), ("bench.walls", "web"), ("bench.server", "web"), ("bench.jobs", "jobs"),
    ("bench.manifest", "jobs"),
)  # fmt: skip
_UNITS = {"requests a second": "", "web worker memory": "MB", "manifest memory": "MB"}
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One line of the table: what, its value, its bound, the unit."""

    name: str
    value: float
    bound: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.value <= self.bound


def ratio_rows(big: dict[str, float], small: dict[str, float]) -> list[Row]:
    """The budgets of the design, §9, from the medians of both sizes."""
    rows = []
    for who in ("worker", "region", "national"):
        api = big[f"{who} API list"]
        rows.append(Row(f"{who}: API list", api / big[f"{who} bare SQL"], 16, "× bare SQL"))
        rows.append(Row(f"{who}: API list", api / small[f"{who} API list"], 1.3, f"× itself at {SMALL:,}"))
        for page in ("list page", "case page"):
            if f"{who} {page}" in big:
                rows.append(Row(f"{who}: {page}", big[f"{who} {page}"] / api, 8, "× the API list"))
        if f"{who} search" in big:
            rows.append(Row(f"{who}: name search", big[f"{who} search"], 25, "ms"))
    for who, bound in (("region", 30), ("national", 60)):
        if f"{who} dashboard" in big:
            rows.append(Row(f"{who}: dashboard", big[f"{who} dashboard"], bound, "ms"))
    rows.append(Row("nightly sweep", big["nightly sweep"] / 1000, 60, "s"))
    rows.append(Row("manifest of 2,000", big["manifest of 2,000"] / 1000, 15, "s"))
    rows.append(Row("manifest of 2,000", big["manifest memory"], 400, "MB"))
    for who in ("worker", "region"):
        walls = big[f"{who} list walled"] / big[f"{who} list bare"]
        rows.append(Row(f"{who}: both walls", walls, 1.5, "× without them"))
    # What one request takes of the whole server: 400 a second are 2.5 ms.
    rows.append(Row("400 requests a second", 1000 / big["requests a second"], 2.5, "ms a request"))
    rows.append(Row("a web worker's memory", big["web worker memory"], 200, "MB"))
    return rows


def measured(env: environment.Env, scale: int) -> dict[str, float]:
    database.prepare(env, scale)
    people = database.run(env, scale, ["-m", "bench.people"]).strip().splitlines()[-1]
    text = database.run(env, scale, ["-m", "bench.measure", people], process="web")
    found: dict[str, float] = json.loads(text.strip().splitlines()[-1])
    for module, process in _MORE:
        printed = database.run(env, scale, ["-m", module, people], process=process)
        found |= json.loads(printed.strip().splitlines()[-1])
    return found


def main() -> int:
    scale = int(os.environ.get("SCALE", "1000000"))
    env = environment.load()
    embedded.ensure(env)
    small, big = measured(env, SMALL), measured(env, scale)
    rows = ratio_rows(big, small)
    lines = [f"{scale:,} cases, {time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, {platform.machine()}", ""]
    lines += [f"{name:28} {value:10.2f} {_UNITS.get(name, 'ms')}" for name, value in big.items()]
    lines += [""] + [
        f"{'kept  ' if r.kept else 'MISSED'} {r.name:28} {r.value:8.2f} {r.unit:22} bound {r.bound:g}" for r in rows
    ]
    print("\n".join(lines))
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{scale}"
    stem.with_suffix(".txt").write_text("\n".join(lines) + "\n")
    stem.with_suffix(".json").write_text(json.dumps({"scale": scale, "small": small, "big": big}, indent=1) + "\n")
    return 0 if all(row.kept for row in rows) else 1


sys.exit(main())
