"""How a workbook says that its numbers are to be shown: per cent, pounds, thousands. The child's side.

Number formats as in ECMA-376, part 1, 18.8.30; what is read of them is what changes a number's meaning.
"""

from __future__ import annotations

import re

_OWN = re.compile(rb"<(?:\w+:)?numFmt\b([^<>]*)/?>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=[\"']([^\"']*)[\"']")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$)[^\]]*\]')
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]|([£$€])")
_TWO = "#,##0.00"
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: _TWO,
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: _TWO,
    40: _TWO,
}


class Formats:
    """The formats of one workbook."""

    def __init__(self, styles: bytes) -> None:
        own = {}
        for match in _OWN.finditer(styles):
            told = _attributes(match[1])
            if told.get("numFmtId", "").isdigit():
                own[int(told["numFmtId"])] = _unescaped(told.get("formatCode", ""))
        self.by_style: list[str] = []
        listed = _CELL_STYLES.search(styles)
        for match in _STYLE.finditer(listed[0]) if listed else ():
            number = _attributes(match[1]).get("numFmtId", "0")
            code = int(number) if number.isdigit() else 0
            self.by_style.append(own.get(code, _BUILT_IN.get(code, "")))

    def of_cells(self, sheet: bytes) -> dict[tuple[int, int], str]:
        """The format of each cell of a sheet that has one, by row and column from 0."""
        found = {}
        for match in _CELL.finditer(sheet):
            told = _attributes(match[1])
            style, place = told.get("s", ""), _PLACE.fullmatch(told.get("r", ""))
            if place and style.isdigit() and int(style) < len(self.by_style) and self.by_style[int(style)]:
                column = 0
                for letter in place[1]:
                    column = column * 26 + ord(letter) - 64
                found[int(place[2]) - 1, column - 1] = self.by_style[int(style)]
        return found

    @staticmethod
    def shown(number: float, code: str) -> str:
        """A number as the format has it; plainly, without trailing noughts, where it says nothing of meaning."""
        first = code.split(";", maxsplit=1)[0]
        currency = (
            _CURRENCY.search(first.replace('"', "")) if "£" in first or "$" in first or "€" in first else None
        )
        sign = (currency[1] or currency[2] or "") if currency else ""
        plain = _CURRENCY.sub("", _QUOTED.sub("", first))
        digits = re.search(r"[#0?,]*0?(?:\.([0#?]+))?", plain[plain.find("0") :] if "0" in plain else plain)
        decimals = len(digits[1]) if digits and digits[1] else 0
        if "%" in plain:
            return f"{number * 100:,.{decimals}f}%"
        if "0" in plain and ("," in plain or sign or decimals) and not re.search(r"[dmyhsE]", plain):
            words = f"{abs(number):{',' if ',' in plain or sign else ''}.{decimals}f}"
            minus = "-" if number < 0 and float(words.replace(",", "")) else ""
            return f"{minus}{sign}{words}"
        if plain.strip() == "0":
            return f"{number:.0f}"
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        return f"{number:.10g}"


def _attributes(text: bytes) -> dict[str, str]:
    return {key.decode(): value.decode(errors="replace") for key, value in _ATTRIBUTE.findall(text)}


def _unescaped(code: str) -> str:
    for escaped, sign in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        code = code.replace(escaped, sign)
    return code
