"""Taking what is left out of a section: out of its tables, sheets, files, pictures and of what it quotes. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.packs.redactions import Redactions
from backend.packs.sections.shapes import Quoted, Row, Section, Sheet, Table, as_json

_SVG_WORDS = re.compile(rb">[^<>]+<")


def redacted(section: Section, redactions: Redactions) -> Section:
    """The section as it may leave."""
    if not redactions.lines:
        return section
    taker = _Taker(section.key, redactions)
    gone = {
        quoted.file
        for quoted in section.quoted
        if quoted.file in section.kept and redactions.of_record(quoted.record.id) is not None
    }
    for quoted in section.quoted:
        line = redactions.of_record(quoted.record.id)
        if quoted.file in gone and line is not None:
            redactions.count(line)
    folders = tuple(f"{path.rsplit('.', 1)[0]}/" for path in gone)
    return replace(
        section,
        lead=tuple(map(taker.text, section.lead)),
        numbers=tuple((taker.text(words), figure) for words, figure in section.numbers),
        missing=tuple(map(taker.text, section.missing)),
        tables=tuple(map(taker.table, section.tables)),
        pictures=tuple((taker.text(words), taker.drawing(svg)) for words, svg in section.pictures),
        files={path: taker.file(path, data) for path, data in section.files.items()},
        sheets={
            path: Sheet(columns=each.columns, rows=taker.rows(each.rows))
            for path, each in section.sheets.items()
        },
        kept={
            path: file
            for path, file in section.kept.items()
            if path not in gone and not path.startswith(folders or ("\0",))
        },
        quoted=tuple(taker.quoted(each) for each in section.quoted if each.file not in gone),
    )


class _Taker:
    """Takes out of one section; `room` is where its patterns are looked for."""

    def __init__(self, room: str, redactions: Redactions) -> None:
        self.room = room
        self.redactions = redactions

    def text(self, text: str) -> str:
        return self.redactions.scrubbed(text, room=self.room)

    def table(self, table: Table) -> Table:
        return replace(table, rows=self.rows(table.rows))

    def rows(self, rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        return [self.row(row) for row in rows]

    def row(self, row: Sequence[Any]) -> Sequence[Any]:
        line = self.redactions.of_record(row.record_id) if isinstance(row, Row) else None
        if line is not None:
            return (self.redactions.count(line), *("" for _ in row[1:]))
        return tuple(self.text(cell) if isinstance(cell, str) else cell for cell in row)

    def file(self, path: str, data: bytes) -> bytes:
        """A file that was made here: what is JSON as a tree, everything else as text."""
        if path.endswith(".jsonl"):
            return data  # lines of the ledger: their section asks itself
        if path.endswith(".json"):
            return as_json(self.tree(json.loads(data)))
        return self.text(data.decode("utf-8")).encode("utf-8")

    def tree(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            line = self.redactions.of_record(value.get("id"))
            if line is not None:
                return {"id": value["id"], "redacted": self.redactions.count(line)}
            return {key: self.tree(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.tree(each) for each in value]
        return self.text(value) if isinstance(value, str) else value

    def drawing(self, svg: bytes) -> bytes:
        """Words of a picture; a phrase that was broken over lines is found by none, so such a picture is not drawn from
        what can be struck."""
        return _SVG_WORDS.sub(lambda found: self.text(found[0].decode("utf-8")).encode("utf-8"), svg)

    def quoted(self, quoted: Quoted) -> Quoted:
        line = self.redactions.of_record(quoted.record.id)
        if line is None:
            return replace(quoted, record=replace(quoted.record, title=self.text(quoted.record.title)))
        # the hash of a few words tells the words to whoever tries them
        return replace(quoted, record=replace(quoted.record, title=line.mark, hash=None))
