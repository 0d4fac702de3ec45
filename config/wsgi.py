"""The web process. It signs in to the database as hamroh_web, which owns nothing."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("HAMROH_PROCESS", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
