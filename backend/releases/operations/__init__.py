"""What is done with releases: by officers, and by recipients through their links."""

from backend.releases.operations.changing import end_recipient, extend, new_code, new_link, revoke
from backend.releases.operations.fetching import Given, begin_download, check_stands, take
from backend.releases.operations.opening import Entered, give_code, leave
from backend.releases.operations.receipts import give_receipt, keep_receipt
from backend.releases.operations.releasing import Named, Told, Wish, check_wish, release, undo_release
from backend.releases.operations.telling import look_after

__all__ = [
    "Entered",
    "Given",
    "Named",
    "Told",
    "Wish",
    "begin_download",
    "check_stands",
    "check_wish",
    "end_recipient",
    "extend",
    "give_code",
    "give_receipt",
    "keep_receipt",
    "leave",
    "look_after",
    "new_code",
    "new_link",
    "release",
    "revoke",
    "take",
    "undo_release",
]
