"""What a file may be called, and what kind of thing it says that it is."""

import re
import unicodedata

LONGEST_NAME = 200
"""In characters, with the ending."""

UNKNOWN_MEDIA_TYPE = "application/octet-stream"

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_NEVER_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # Unicode's control, format, surrogate, private and unassigned


def plain_name(name: str) -> str:
    """The name of a file as it is kept and shown; "" when nothing is left of it.

    Folders are cut off, for some browsers send them; so are control characters and marks that turn the direction of
    writing, with which `exe.pdf` can be made to look like `fdp.exe`. A long name is shortened before its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in _NEVER_SHOWN)
    kept = " ".join(shown.split())
    if not kept.strip("."):
        return ""
    if len(kept) <= LONGEST_NAME:
        return kept
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def plain_media_type(media_type: str) -> str:
    """`type/subtype` in lower case, without parameters; what can't be read is only bytes."""
    bare = media_type.partition(";")[0].strip().lower()
    return bare if _MEDIA_TYPE.fullmatch(bare) and len(bare) <= 100 else UNKNOWN_MEDIA_TYPE
