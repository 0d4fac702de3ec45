"""Pictures without their story: what a camera wrote beside the pixels (place, time, device, a small copy of what was
cut away) does not get into the store. Only the pixels are kept."""

from __future__ import annotations

import io
import struct

import pi_heif
from PIL import Image, ImageOps

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
#: Media type → what may decode it; nothing else is tried, whatever the content says.
_DECODERS = {JPEG: ("JPEG",), PNG: ("PNG",), WEBP: ("WEBP",), HEIC: ("HEIF",)}
#: More are a trap for the memory rather than a photograph of a paper.
MAX_PIXELS = 50_000_000
#: Sides of a small picture, in pixels: the largest face on a page, on a dense screen.
SMALL = (192, 192)

pi_heif.register_heif_opener()


class Unreadable(ValueError):
    """The picture is damaged, or larger than we decode."""


def _open(content: bytes, media_type: str) -> Image.Image:
    """The first picture of the file, upright. Raises Unreadable."""
    try:
        picture = Image.open(io.BytesIO(content), formats=_DECODERS[media_type])
        if picture.width * picture.height > MAX_PIXELS:
            raise Unreadable
        ImageOps.exif_transpose(picture, in_place=True)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise Unreadable from error
    return picture


def picture_clean(content: bytes, media_type: str) -> tuple[bytes, str]:
    """The same picture without anything beside its pixels, and its media type: a HEIC becomes a JPEG, which every
    browser shows. A JPEG keeps its own quantisation, so that a paper stays as legible as it was. Raises Unreadable."""
    picture = _open(content, media_type)
    as_it_was = {"quality": "keep"} if picture.format == "JPEG" and picture.mode in ("L", "RGB") else {"quality": 92}
    transparent = picture.has_transparency_data
    # Pillow writes back some of what stands here: comments, colour profiles, text.
    picture.info.clear()
    out = io.BytesIO()
    if media_type in (PNG, WEBP):
        wanted = "RGBA" if transparent else "L" if picture.mode in ("1", "L") else "RGB"
        kind = "PNG" if media_type == PNG else "WEBP"
        picture.convert(wanted).save(out, kind, quality=92)
        return out.getvalue(), media_type
    same = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    same.save(out, "JPEG", **as_it_was)
    return out.getvalue(), JPEG


def picture_small(content: bytes, media_type: str) -> bytes:
    """A small JPEG of the middle of a picture, for heads and lists. Raises Unreadable."""
    picture = _open(content, media_type)
    picture.info.clear()
    out = io.BytesIO()
    ImageOps.fit(picture.convert("RGB"), SMALL, centering=(0.5, 0.4)).save(out, "JPEG", quality=80)
    return out.getvalue()
