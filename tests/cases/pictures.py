"""Pictures for tests: as a camera writes them, with the place and the device beside the pixels."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SENTINEL = "SENTINEL-CAMERA"
_MAKE, _ORIENTATION, _GPS = 0x010F, 0x0112, 0x8825


def picture(kind: str, *, size: tuple[int, int] = (40, 20), turned: bool = False) -> bytes:
    """A picture whose left half is red and whose right half is blue, with every kind of remark that ``kind`` takes.
    ``turned``: the camera was held upright, and says so in its remarks only."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[_MAKE], exif[_ORIENTATION] = SENTINEL, 6 if turned else 1
    exif.get_ifd(_GPS).update({1: "N", 2: (41.0, 18.0, 40.0), 3: "E", 4: (69.0, 16.0, 47.0), 29: SENTINEL})
    out, more = io.BytesIO(), dict[str, Any](exif=exif)
    if kind == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_text("Comment", SENTINEL)
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", SENTINEL)
    elif kind == "JPEG":
        more |= {"comment": SENTINEL, "xmp": SENTINEL.encode(), "quality": 95}
    else:
        more |= {"xmp": SENTINEL.encode(), "lossless": True}
    drawn.save(out, kind, **more)
    # What some telephones append: a film of the moment, which knows its place.
    return out.getvalue() + (SENTINEL.encode() if kind == "JPEG" else b"")


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a picture."""
    return Image.open(io.BytesIO(content)).size
