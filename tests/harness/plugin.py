"""Loaded before Django reads its settings (pyproject.toml, addopts): test environment, embedded servers."""

from __future__ import annotations

import os

os.environ["HAMROH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import embedded

embedded.ensure()
