"""How wide words are, where no font is at hand to ask."""


def text_width(text: str, size: float) -> float:
    """A little more than the text is wide in Arial, in the unit of `size`."""
    return size * sum(_letter_width(letter) for letter in text)


def wrapped(text: str, *, room: float, size: float, most: int | None = None) -> list[str]:
    """The text in lines that fit `room`; a word that is too long for one is cut. Beyond `most` lines it ends in “…”."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        lines.append("")
        for letter in word:
            if text_width(lines[-1] + letter, size) > room:
                lines.append("")
            lines[-1] += letter
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}…", room=room, size=size)]
    return lines


def cut(text: str, *, room: float, size: float) -> str:
    """The text, or as much of it as fits with a “…” behind it."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _letter_width(letter: str) -> float:
    if letter in "ijl.,:;'’|! ":
        return 0.3
    if letter in "ftrI()-":
        return 0.4
    if letter in "mwMW@%—":
        return 0.95
    if letter.isupper() or letter in "&":
        return 0.75
    return 0.6 if letter.isascii() or (letter.isalpha() and ord(letter) < 0x250) else 1.1
