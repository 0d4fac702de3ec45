"""Requests a second on the API list, by the web server as it runs (python -m bench.server PEOPLE_JSON), and its memory.

Four clients on kept connections ask for five seconds; they share the cores with the server and the database.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from config.env import load
from config.processes import find_port, programs

CLIENTS, SECONDS = 4, 5.0
_PATH = "/api/v1/cases/?page_size=50"


def _ask(port: int, token: str, until: float, answered: list[int]) -> None:
    link, count = http.client.HTTPConnection("127.0.0.1", port), 0
    while time.perf_counter() < until:
        link.request("GET", _PATH, headers={"Authorization": f"Bearer {token}"})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{_PATH} answered {answer.status}")
        count += 1
    answered.append(count)


def _rate(port: int, token: str, seconds: float) -> float:
    answered: list[int] = []
    until = time.perf_counter() + seconds
    clients = [threading.Thread(target=_ask, args=(port, token, until, answered)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(answered) / seconds


def _memory(pid: int) -> float:
    """Megabytes of the largest of the server's workers (its children)."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        if int(fields["PPid"]) == pid and "VmRSS" in fields:
            sizes.append(int(fields["VmRSS"].split()[0]) / 1024)
    return max(sizes)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            link.request("GET", "/health/live")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web server does not start")


def main() -> None:
    token = json.loads(sys.argv[1])["worker"]["token"]
    port = find_port("127.0.0.1", 0)
    web = next(one for one in programs(load(), "127.0.0.1", port) if one.name == "web")
    server = subprocess.Popen(web.command, env={**os.environ, "HAMROH_PROCESS": "web"}, stdout=sys.stderr)
    try:
        _wait(port)
        _rate(port, token, 2)
        rate = _rate(port, token, SECONDS)
        memory = _memory(server.pid)
    finally:
        server.terminate()
        server.wait(15)
    print(json.dumps({"requests a second": round(rate, 1), "web worker memory": round(memory, 1)}))


main()
