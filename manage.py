#!/usr/bin/env python
"""Every command of the project; starts the embedded servers of this checkout where a command needs them."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.env import EnvironmentError_

    try:
        from config import embedded

        if embedded.needed_by(sys.argv):
            embedded.ensure()
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except EnvironmentError_ as error:
        sys.exit(f"hamroh: {error}")


if __name__ == "__main__":
    main()
