"""Pictures out of documents: small enough, of a kind that prints, and without what the camera wrote into
them.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass, field

_MOST_PIXELS = 50_000_000
_MOST_BYTES = 30 * 1024**2
_KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "png", "WEBP": "png", "BMP": "png", "TIFF": "png"}


@dataclass
class Found:
    """The pictures of one document, by name, and what was lost of them."""

    kept: dict[str, bytes] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)

    def take(self, data: bytes, *, named: str) -> str:
        """Keep one picture; answers with its name, or empty where it is lost."""
        called = f"The picture “{named[:60]}”" if named else "A picture"
        try:
            clean, ending = cleaned(data)
        except ValueError as reason:
            self.losses.append(f"{called} was left out: it {reason}.")
            return ""
        name = f"{hashlib.sha256(clean).hexdigest()[:24]}.{ending}"
        self.kept[name] = clean
        if not named:
            self.losses.append("A picture has no description for people who cannot see it.")
        return name


def cleaned(data: bytes) -> tuple[bytes, str]:
    """The picture written anew, so that nothing but its pixels is left, and the ending for its name.

    ValueError, with the end of a sentence, where it cannot be had.
    """
    from PIL import Image, ImageOps

    if len(data) > _MOST_BYTES:
        raise ValueError(f"is larger than {_MOST_BYTES // 1024**2} MB")
    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(data), formats=list(_KINDS))
    except Exception:
        raise ValueError("is of a kind that cannot be shown (PNG and JPEG can)") from None
    if picture.width * picture.height > _MOST_PIXELS:
        raise ValueError("has too many pixels")
    kind = picture.format or "PNG"
    made = io.BytesIO()
    try:
        if kind == "JPEG" and picture.getexif().get(0x0112, 1) == 1:
            picture.save(made, format="JPEG", quality="keep")
        else:
            turned = ImageOps.exif_transpose(picture)
            if kind == "JPEG":
                turned.save(made, format="JPEG", quality=90)
            else:
                turned.convert(
                    "RGBA" if "A" in turned.getbands() or "transparency" in turned.info else "RGB"
                ).save(made, format="PNG")
    except Exception:
        raise ValueError("is damaged") from None
    return made.getvalue(), _KINDS[kind]


def without_camera(data: bytes) -> bytes:
    """A JPEG without what a camera or a program wrote into it beside the picture; the same bytes where it is none.

    Segments APP1 (Exif, XMP) and APP13 (Photoshop) go; colours' own (APP0, APP2, APP14) stay.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept = [b"\xff\xd8"]
    at = 2
    changed = False
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xDA or not 0xC0 <= mark <= 0xFE or 0xD0 <= mark <= 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark in (0xE1, 0xED):
            changed = True
        else:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]]) if changed else data
