"""Names as they are compared."""

import re
import unicodedata


def folded(name: str) -> str:
    """The name as it is compared: case, kinds of space, of apostrophe and of dash make no difference.

    Nothing else is forgiven: the exact match must never guess.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub("[‘’ʼ`´]", "'", text)
    text = re.sub("[‐‑‒–—−]", "-", text)
    return " ".join(text.split())
