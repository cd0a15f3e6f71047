"""TOML as our folders write it: plain keys, then tables, then lists of tables. Python reads TOML but writes none."""

import json
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def written(document: Mapping[str, Any], *, also_empty: Container[str] = ()) -> str:
    """The document as TOML text. Keys are plain words; values are text, numbers, yes and no, days, lists, tables.

    An empty list is written of those keys alone whose silence would say something else.
    """
    said = {
        key: value
        for key, value in document.items()
        if value is not None and (value != [] or key in also_empty)
    }
    tables = {key: value for key, value in said.items() if isinstance(value, Mapping)}
    lists = {key: value for key, value in said.items() if _is_list_of_tables(value)}
    lines = [
        f"{key} = {_value(value)}" for key, value in said.items() if key not in tables and key not in lists
    ]
    for key, table in tables.items():
        lines += ["", f"[{key}]", *_lines(table)]
    for key, entries in lists.items():
        for entry in entries:
            lines += ["", f"[[{key}]]", *_lines(entry)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_long(value)}" for key, value in table.items() if value is not None]


def _long(value: Any) -> str:
    """A list of tables inside a table: one a line, as a list of seats is read."""
    if _is_list_of_tables(value) and len(value) > 1:
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, Enum):
        return _value(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = [f"{key} = {_value(each)}" for key, each in value.items() if each is not None]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    raise TypeError(f"{type(value).__name__} can't be written as TOML")


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's too, save that TOML wants the DEL character escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_list_of_tables(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) > 0
        and all(isinstance(each, Mapping) for each in value)
    )
