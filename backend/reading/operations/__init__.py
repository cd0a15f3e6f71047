"""What is done in this room: notes made, changed, shared and removed; the words of papers taken out of them."""

from backend.reading.operations.notes import (
    QuotedWords,
    RemovedNote,
    add_note,
    edit_note,
    keep_note,
    put_back_note,
    remove_note,
    settle_keeping,
    share_note,
    stop_sharing_note,
)
from backend.reading.operations.reader import LEASE, open_issue, prefer, settle_receipts
from backend.reading.operations.texts import read_version

__all__ = [
    "LEASE",
    "QuotedWords",
    "RemovedNote",
    "add_note",
    "edit_note",
    "keep_note",
    "open_issue",
    "prefer",
    "put_back_note",
    "read_version",
    "remove_note",
    "settle_keeping",
    "settle_receipts",
    "share_note",
    "stop_sharing_note",
]
