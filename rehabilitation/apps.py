"""The rehabilitation room of the house."""

from django.apps import AppConfig


class RehabilitationConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "rehabilitation"
