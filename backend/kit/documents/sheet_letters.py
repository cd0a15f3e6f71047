"""The letters that spreadsheets give their columns."""


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    text, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text
