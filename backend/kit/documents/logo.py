"""A logo that somebody uploaded, drawn anew: nothing of the file is kept but its pixels.

Runs in a confined child. What comes back is a line of JSON (width, height, share of what stands out on white) and a
PNG on white.
"""

from __future__ import annotations

import io
import json
import warnings
from dataclasses import dataclass
from typing import Any

from backend.kit import confine

TASK = "backend.kit.documents.logo:draw_task"
MOST_BYTES = 1024 * 1024
MOST_WIDE, MOST_HIGH = 800, 320
LEAST_HIGH = 40
_MOST_PIXELS = 8_000_000
_LIMITS = confine.Limits(wall_seconds=60, cpu_seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The logo as it is kept. `stands_out`: the share of what is drawn whose contrast with white is 3 to 1 or more."""

    png: bytes
    width: int
    height: int
    stands_out: float


def drawn(data: bytes) -> Drawn:
    """Draw it anew in a child. Raises ConfinedRefusal, with the end of a sentence, and ConfinedFailure."""
    answer = confine.run_confined(TASK, data, limits=_LIMITS)
    head, _, png = answer.partition(b"\n")
    return Drawn(png=png, **json.loads(head))


def draw_task(payload: bytes) -> bytes:
    """The task of the child."""
    from backend.kit.confined.outcome import ConfinedRefusal

    if len(payload) > MOST_BYTES:
        raise ConfinedRefusal("is larger than 1 MB")
    start = payload.lstrip()[:400].lower()
    if payload.startswith(b"\x89PNG\r\n\x1a\n"):
        picture = _of_png(payload)
    elif b"<svg" in payload[:4000].lower() and start.startswith((b"<svg", b"<?xml", b"<!--")):
        picture = _of_svg(payload)
    else:
        raise ConfinedRefusal("is neither a PNG nor an SVG file")
    picture = _cut(picture)
    if picture is None:
        raise ConfinedRefusal("shows nothing on white")
    picture.thumbnail((MOST_WIDE, MOST_HIGH))
    if picture.height < LEAST_HIGH:
        raise ConfinedRefusal(f"is less than {LEAST_HIGH} pixels high, and would be blurred")
    made = io.BytesIO()
    picture.save(made, format="PNG", optimize=True)
    head = {"width": picture.width, "height": picture.height, "stands_out": _stands_out(picture)}
    return json.dumps(head).encode() + b"\n" + made.getvalue()


def _of_png(payload: bytes) -> Any:
    from PIL import Image, ImageFile

    from backend.kit.confined.outcome import ConfinedRefusal

    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # WeasyPrint, which may be loaded here, takes half a picture for one
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = Image.open(io.BytesIO(payload), formats=["PNG"])
            if found.width * found.height > _MOST_PIXELS or getattr(found, "n_frames", 1) > 1:
                raise ConfinedRefusal("has too many pixels, or moves")
            drawn_on = Image.new("RGBA", found.size, "white")
            drawn_on.alpha_composite(found.convert("RGBA"))
    except ConfinedRefusal:
        raise
    except Exception:
        raise ConfinedRefusal("is damaged") from None
    return drawn_on.convert("RGB")


def _of_svg(payload: bytes) -> Any:
    """Laid out on a page of its own, with nothing fetched, and taken as a picture from there."""
    import pypdfium2
    import weasyprint

    from backend.kit.confined.outcome import ConfinedRefusal
    from backend.kit.pdf.weasy import _only

    lowered = payload.lower()
    if (
        b"<!doctype" in lowered
        or b"<!entity" in lowered
        or b"<script" in lowered
        or b"<foreignobject" in lowered
    ):
        raise ConfinedRefusal("holds more than a drawing (a script, an entity, or a page within it)")
    page = (
        "<style>@page { size: 800px 320px; margin: 0 } body { margin: 0 } "
        "img { display: block; width: 800px; height: 320px; object-fit: contain; object-position: 0 0 }</style>"
        '<img src="asset:logo" alt="">'
    )
    try:
        made = weasyprint.HTML(string=page, url_fetcher=_only({"logo": payload}), base_url=None).write_pdf()
        return pypdfium2.PdfDocument(made)[0].render(scale=1.5).to_pil().convert("RGB")
    except Exception:
        raise ConfinedRefusal("can’t be drawn") from None


def _cut(picture: Any) -> Any:
    """Without the white around it; nothing where all is white."""
    from PIL import Image, ImageChops

    around = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    return picture.crop(around) if around else None


def _stands_out(picture: Any) -> float:
    """Of the pixels that are not white, the share with a contrast of 3 to 1 or more on white (WCAG 2.2, 1.4.11)."""
    small = picture.copy()
    small.thumbnail((200, 80))
    seen = [each for each in small.getdata() if min(each) < 250]
    if not seen:
        return 0.0
    return round(sum(1.05 / (_luminance(each) + 0.05) >= 3 for each in seen) / len(seen), 3)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """The contrast of white words on a colour such as #005eb8."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 1.05 / (_luminance((red, green, blue)) + 0.05)
