"""Every path that the threat model and the checklist name exists; no line is left without a state."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.env import BASE_DIR

CHECKLIST = BASE_DIR / "docs" / "security" / "asvs.md"
PAPERS = (BASE_DIR / "SECURITY.md", CHECKLIST)
ROOMS = {"accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config, deploy"}
#: Chapters of version 4.0.3.
CHAPTERS = range(1, 15)


def rows(text: str) -> list[list[str]]:
    """The cells of every table row."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in found if not set(row[0]) <= {"-"}]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_path_named_exists(paper: Path) -> None:
    named = set(re.findall(r"`([\w./-]+/[\w./-]+)`", paper.read_text(encoding="utf-8")))
    assert len(named) > 20
    assert sorted(name for name in named if not (BASE_DIR / name).exists()) == []


def test_every_room_answers_every_letter() -> None:
    held = {(row[0], row[1]) for row in rows(PAPERS[0].read_text()) if row[0] in ROOMS}
    assert held == {(room, letter) for room in ROOMS for letter in "STRIDE"}
    assert all("`tests/" in row[-1] for row in rows(PAPERS[0].read_text()) if row[0] in ROOMS)


def test_every_line_of_the_checklist_has_a_state_and_what_is_held_a_test() -> None:
    lines = [row for row in rows(CHECKLIST.read_text()) if row[0][:1].isdigit()]
    assert {int(row[0].split(".")[0]) for row in lines} == set(CHAPTERS)
    assert {row[2] for row in lines} == {"held", "design", "open", "n/a"}
    assert [row[0] for row in lines if row[2] == "held" and "`tests/" not in row[3]] == []
    assert [row[0] for row in lines if row[2] in ("design", "n/a") and not row[3]] == []
