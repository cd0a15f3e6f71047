"""The colours of bands. Words say the same in every picture, and in black and white a higher band is darker."""

from collections.abc import Mapping

FILLS: Mapping[str, str] = {"green": "#d5ecdb", "yellow": "#ffe79a", "orange": "#f7b267", "red": "#ec8f86"}


def fill_of(tone: str) -> str:
    return FILLS.get(tone, "#ffffff")
