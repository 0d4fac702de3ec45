"""The manifest of a flight: uploaded, its columns assigned, checked, mended, accepted, undone, compared."""

from .accepting import manifest_accept
from .checking import manifest_check, manifest_decide
from .comparing import Comparison, manifest_compare
from .jobs import manifest_accept_start, manifest_progress
from .undoing import manifest_undo, raw_files_destroy
from .uploading import manifest_find, manifest_map, manifest_upload

__all__ = [
    "Comparison", "manifest_accept", "manifest_accept_start", "manifest_check", "manifest_compare",
    "manifest_decide", "manifest_find", "manifest_map", "manifest_progress", "manifest_undo", "manifest_upload",
    "raw_files_destroy",
]  # fmt: skip
