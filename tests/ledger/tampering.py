"""Ways to tamper with a ledger as whoever owns the database may: every wall and trigger is out of the way.

The same tampering works on rows in memory (so that thousands of cases are cheap) and on the tables themselves.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit import merkle
from backend.kit.identity import new_id
from backend.kit.keys import SigningKey
from backend.kit.notes import sign_checkpoint, verifier_of
from backend.ledger.rules import checkpoints, leaves
from backend.ledger.rules.verifying import SLACK, Outside, Report, Verification

EVENT_COLUMNS = (
    *(
        "id",
        "xid",
        "recorded_at",
        "at",
        "actor_name",
        "actor_person_id",
        "actor_chore",
        "act",
        "subject_room",
    ),
    *("subject_kind", "subject_id", "subject_title", "subject_hash", "before", "after", "request_id"),
    *("confidential", "salt", "private_hash", "erased_by"),
)


@dataclass
class Copy:
    """A ledger's rows in memory: events by id, leaves and checkpoints in order, and who may have signed them."""

    tenant_id: UUID
    key: SigningKey
    events: dict[UUID, dict[str, Any]]
    leaves: list[dict[str, Any]]
    checkpoints: list[dict[str, Any]]
    outside: tuple[Outside, ...] = ()
    first_bad: int = 0

    def again(self) -> "Copy":
        return Copy(
            tenant_id=self.tenant_id,
            key=self.key,
            events={key: dict(row) for key, row in self.events.items()},
            leaves=[dict(row) for row in self.leaves],
            checkpoints=[dict(row) for row in self.checkpoints],
            outside=self.outside,
        )

    def regrow(self, *, sign: bool = False) -> None:
        """Make leaves, tree and (with the key) checkpoints anew from the events, as somebody thorough would."""
        tree, sizes = merkle.Tree(), {row["size"]: row for row in self.checkpoints}
        for at, leaf in enumerate(self.leaves):
            leaf["line"] = at
            text = leaves.leaf_text(self.events[leaf["id"]])
            leaf["hashes"] = b"".join(each for _, each in tree.add(merkle.leaf_hash(text.encode())))
            if sign and tree.size in sizes:
                self.sign(sizes[tree.size], tree.root)

    def sign(self, row: dict[str, Any], root: bytes) -> None:
        row["root"] = root
        said = checkpoints.checkpoint(
            self.tenant_id, demonstration=False, size=row["size"], root=root, sealed_at=row["sealed_at"]
        )
        row["note"] = sign_checkpoint(said, self.key).decode()


def flip_event(copied: Copy, chance: random.Random) -> None:
    """Alter one column of one event."""
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    event = copied.events[copied.leaves[at]["id"]]
    column = chance.choice(EVENT_COLUMNS[2:-2])
    event[column] = _other(event[column], column, chance)


def flip_salt(copied: Copy, chance: random.Random) -> None:
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    event = copied.events[copied.leaves[at]["id"]]
    event["salt"] = _flipped(event["salt"], chance)


def flip_hash(copied: Copy, chance: random.Random) -> None:
    """Alter one bit of the tree."""
    at = chance.randrange(len(copied.leaves))
    kept = copied.leaves[at]["hashes"]
    bit = chance.randrange(len(kept) * 8)
    copied.leaves[at]["hashes"] = _flipped_at(kept, bit)
    copied.first_bad = at


def drop_event(copied: Copy, chance: random.Random) -> None:
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    del copied.events[copied.leaves[at]["id"]]


def drop_leaf(copied: Copy, chance: random.Random) -> None:
    """Remove a line of the tree; its event may stay."""
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    leaf = copied.leaves.pop(at)
    if chance.random() < 0.5:
        del copied.events[leaf["id"]]


def drop_and_close_up(copied: Copy, chance: random.Random) -> None:
    """Remove a line with its event and number the rest anew, tree and all; only the signatures can't be redone."""
    at = copied.first_bad = chance.randrange(copied.checkpoints[-1]["size"])
    del copied.events[copied.leaves.pop(at)["id"]]
    copied.regrow()


def swap_events(copied: Copy, chance: random.Random) -> None:
    """Let two events change what they say."""
    first, second = sorted(chance.sample(range(len(copied.leaves)), 2))
    one, two = (copied.events[copied.leaves[at]["id"]] for at in (first, second))
    for column in EVENT_COLUMNS[2:]:
        one[column], two[column] = two[column], one[column]
    copied.first_bad = first


def swap_lines(copied: Copy, chance: random.Random) -> None:
    """Let two lines of the tree change places."""
    first, second = sorted(chance.sample(range(len(copied.leaves)), 2))
    one, two = copied.leaves[first], copied.leaves[second]
    one["line"], two["line"] = second, first
    copied.leaves[first], copied.leaves[second] = two, one
    copied.first_bad = first


def swap_and_regrow(copied: Copy, chance: random.Random) -> None:
    size = copied.checkpoints[-1]["size"]
    first, second = sorted(chance.sample(range(size), 2))
    copied.leaves[first], copied.leaves[second] = copied.leaves[second], copied.leaves[first]
    copied.first_bad = first
    copied.regrow()


def duplicate_event(copied: Copy, chance: random.Random) -> None:
    """Put a second event beside one, of the same transaction, with an id of its own."""
    at = chance.randrange(len(copied.leaves) - 1)
    event = copied.events[copied.leaves[at]["id"]]
    twin = {**event, "id": new_id()}
    copied.events[twin["id"]] = twin
    copied.first_bad = -1


def duplicate_line(copied: Copy, chance: random.Random) -> None:
    """Let a line stand twice in the tree, and everything after it one further on."""
    at = chance.randrange(copied.checkpoints[-1]["size"] - 1)
    twin = {**copied.events[copied.leaves[at]["id"]], "id": new_id()}
    copied.events[twin["id"]] = twin
    copied.leaves.insert(at + 1, {**copied.leaves[at], "id": twin["id"]})
    copied.first_bad = at + 1
    copied.regrow()


def back_date(copied: Copy, chance: random.Random) -> None:
    """Give an event another moment: what it says, or when it was recorded."""
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    event = copied.events[copied.leaves[at]["id"]]
    event[chance.choice(["at", "recorded_at"])] -= timedelta(seconds=chance.randrange(1, 10**7))


def back_date_new(copied: Copy, chance: random.Random) -> None:
    """Write a new event as if it were old; not sealed yet."""
    event = {**copied.events[copied.leaves[0]["id"]], "id": new_id()}
    event["xid"] = max(row["xid"] for row in copied.events.values()) + 1
    event["recorded_at"] -= SLACK + timedelta(seconds=chance.randrange(1, 10**7))
    copied.events[event["id"]] = event
    copied.first_bad = -1


def back_date_sealed(copied: Copy, chance: random.Random) -> None:
    """Write a new event as if it were old, and have it sealed, key and all, at the end."""
    event = {**copied.events[copied.leaves[0]["id"]], "id": new_id()}
    event["recorded_at"] -= SLACK + timedelta(seconds=chance.randrange(1, 10**7))
    copied.events[event["id"]] = event
    copied.leaves.append({"id": event["id"], "line": len(copied.leaves), "hashes": b""})
    copied.regrow()
    copied.first_bad = len(copied.leaves) - 1


def truncate(copied: Copy, chance: random.Random) -> None:
    """Cut the newest lines off, with their events, and leave the checkpoints or cut those too."""
    keep = chance.randrange(copied.outside[-1].checkpoint.size)
    for leaf in copied.leaves[keep:]:
        del copied.events[leaf["id"]]
    del copied.leaves[keep:]
    if chance.random() < 0.5:
        copied.checkpoints = [row for row in copied.checkpoints if row["size"] <= keep]
    copied.first_bad = keep


def fork(copied: Copy, chance: random.Random) -> None:
    """Rewrite history from somewhere on, with the key: everything inside agrees with itself."""
    at = chance.randrange(copied.outside[-1].checkpoint.size)
    event = copied.events[copied.leaves[at]["id"]]
    event["act"] += "-otherwise"
    copied.regrow(sign=True)
    copied.first_bad = 0


def replace_checkpoint(copied: Copy, chance: random.Random) -> None:
    """Put another note in a checkpoint's place, or other figures beside its note."""
    row = chance.choice(copied.checkpoints)
    copied.first_bad = -1
    match chance.randrange(5):
        case 0:
            row["root"] = _flipped(row["root"], chance)
        case 1:
            row["note"] = chance.choice([each for each in copied.checkpoints if each is not row])["note"]
        case 2:
            row["note"] = row["note"].replace("sealed-at 2", "sealed-at 1")
        case 3:
            row["sealed_at"] -= timedelta(seconds=1)
        case _:
            head, mark, tail = row["note"].rpartition(" ")
            at = chance.randrange(8, len(tail) - 4)
            row["note"] = head + mark + tail[:at] + ("A" if tail[at] != "A" else "B") + tail[at + 1 :]


def erase_unseen(copied: Copy, chance: random.Random) -> None:
    """Erase a line's details and say so nowhere."""
    at = copied.first_bad = chance.randrange(len(copied.leaves))
    event = copied.events[copied.leaves[at]["id"]]
    event["private_hash"] = leaves.private_hash(event)
    event |= {"salt": None, "before": None, "after": None, "actor_name": "", "subject_title": ""}
    event["erased_by"] = new_id()


KINDS: dict[str, Callable[[Copy, random.Random], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(
            flip_event,
            flip_salt,
            flip_hash,
            drop_event,
            drop_leaf,
            drop_and_close_up,
            swap_events,
            swap_lines,
        ),
        *(
            swap_and_regrow,
            duplicate_event,
            duplicate_line,
            back_date,
            back_date_new,
            back_date_sealed,
            truncate,
        ),
        *(fork, replace_checkpoint, erase_unseen),
    )
}


def judged(copied: Copy) -> Report:
    """What the verifier says of the rows in memory, fed as `verify_through` feeds it."""
    judge = Verification(
        origin=checkpoints.origin_of(copied.tenant_id, demonstration=False),
        keys=[verifier_of(copied.key)],
        outside=copied.outside,
    )
    waiting = list(copied.checkpoints)
    gone: dict[str, Any] = dict.fromkeys((*EVENT_COLUMNS, "tenant_id"))
    for leaf in sorted(copied.leaves, key=lambda row: row["line"]):
        while waiting and waiting[0]["size"] <= judge.size:
            judge.checkpoint(waiting.pop(0))
        judge.line({**copied.events.get(leaf["id"], gone), **_leaf(leaf)})
    for row in waiting:
        judge.checkpoint(row)
    sealed = {leaf["id"] for leaf in copied.leaves}
    left = [row for key, row in copied.events.items() if key not in sealed]
    before = judge.sealed_at - SLACK if judge.sealed_at else None
    return judge.finish(
        waiting=len(left),
        slipped=sum(row["xid"] < judge.newest_xid for row in left),
        back_dated=sum(before is not None and row["recorded_at"] < before for row in left),
    )


def _leaf(leaf: dict[str, Any]) -> dict[str, Any]:
    return {"line": leaf["line"], "leaf_id": leaf["id"], "hashes": leaf["hashes"]}


def _other(value: Any, column: str, chance: random.Random) -> Any:
    match column:
        case "recorded_at" | "at":
            return value + timedelta(microseconds=chance.randrange(1, 10**9))
        case "actor_person_id" | "subject_id":
            return new_id()
        case "before" | "after":
            return '{"number": 0.5}' if value is None else None
        case "confidential":
            return not value
        case "salt":
            return _flipped(value, chance)
        case _:
            return f"{value}x" if value else "x"


def _flipped(value: bytes, chance: random.Random) -> bytes:
    return _flipped_at(value, chance.randrange(len(value) * 8))


def _flipped_at(value: bytes, bit: int) -> bytes:
    made = bytearray(value)
    made[bit // 8] ^= 1 << bit % 8
    return bytes(made)
