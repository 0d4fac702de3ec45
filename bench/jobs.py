"""Run as hamroh_jobs (python -m bench.jobs): the nightly sweep over every case. Prints JSON: name → milliseconds.

The first sweep makes whatever the seeded world lacks; the second, with nothing to make, is what a night costs.
"""

from __future__ import annotations

import json
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tasks.services.planning import sweep  # noqa: E402

sweep()
start = time.perf_counter()
counts = sweep()
took = (time.perf_counter() - start) * 1000
if counts.get("already_running") or counts["made"]:
    raise SystemExit(f"the second sweep should find nothing to do: {counts}")
print(json.dumps({"nightly sweep": round(took, 1)}))
