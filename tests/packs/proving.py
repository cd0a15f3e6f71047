"""A small ledger and a pack of form 2 that quotes it, made without a database: for whoever checks packs."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.kit import merkle, notes
from backend.kit.keys import SigningKey
from backend.packs import bag, signed_report
from backend.packs.ledger_walk import ProofLine
from backend.packs.vouching import ReportKey, Vouched
from tests.packs import signing
from tests.packs.sealed import FILES, FOLDER, INFO, KEY, a_key

TENANT = "0197e1b2-0000-7000-8000-00000000d0d1"
ORIGIN = f"probity-ledger/{TENANT}"
LOG_KEY = a_key(ORIGIN, seed=7)
EARLIER_SIZE, SIZE = 5, 11
ERASED = 2
"""The line whose words the pack leaves out."""
QUOTED = (1, 2, 4, 7, 8, 10)
SEALED_ON = "2014-10-06T09:00:00+00:00"


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def event_id(index: int) -> str:
    return f"0197e1b2-0000-7000-8000-{index:012d}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every line with its words and its salt; the first of the tree is the first here."""

    leaves: tuple[str, ...]
    privates: tuple[str, ...]
    salts: tuple[str, ...]

    def hashes(self, size: int) -> list[bytes]:
        return [merkle.leaf_hash(leaf.encode()) for leaf in self.leaves[:size]]

    def _read(self, size: int) -> merkle.Read:
        known: dict[merkle.Node, bytes] = {}
        tree = merkle.Tree()
        for each in self.hashes(size):
            known.update(tree.add(each))
        return merkle.reader(known)

    def checkpoint(self, size: int, *keys: SigningKey, origin: str = ORIGIN) -> bytes:
        told = notes.Checkpoint(
            origin=origin,
            size=size,
            root=merkle.root_of(self.hashes(size)),
            extensions=("sealed-at 2014-10-06T08:59:00.000000Z",),
        )
        return notes.sign_checkpoint(told, *(keys or (LOG_KEY,)))

    def line(self, index: int, size: int, *, told: bool = True) -> ProofLine:
        return ProofLine(
            index=index,
            leaf=self.leaves[index],
            private=self.privates[index] if told else None,
            salt=self.salts[index] if told else None,
            path=tuple(step.hex() for step in merkle.inclusion_proof(index, size, self._read(size))),
        )

    def growth(self, earlier: int, later: int) -> dict[str, Any]:
        path = merkle.consistency_proof(earlier, later, self._read(later))
        return {"from": self.checkpoint(earlier).decode(), "path": [step.hex() for step in path]}


def a_ledger(size: int = SIZE, *, forked_from: int | None = None) -> Ledger:
    """The same lines each time; from `forked_from` on, other ones."""
    leaves, privates, salts = [], [], []
    for index in range(size):
        story = "another" if forked_from is not None and index >= forked_from else "an"
        private = canonical(
            {
                "actor_name": "Anne Example",
                "after": {"nature": f"Director of {story} invented practice – {index}", "value": 12.50},
                "before": None,
                "subject_title": f"Entry {index} (invented)",
            }
        )
        salt = hashlib.sha256(f"salt {index}".encode()).digest()
        leaf = {
            "act": "interests.declaration.made",
            "actor": {"chore": None, "person": event_id(900)},
            "at": f"2014-09-{index + 1:02d}T10:00:00.000000Z",
            "confidential": False,
            "id": event_id(index),
            "private": hashlib.sha256(salt + private.encode()).hexdigest(),
            "recorded_at": f"2014-09-{index + 1:02d}T10:00:01.000000Z",
            "request": None,
            "subject": {"hash": None, "id": event_id(500 + index), "kind": "interest", "room": "interests"},
            "tenant": TENANT,
            "v": 1,
        }
        leaves.append(canonical(leaf))
        privates.append(private)
        salts.append(salt.hex())
    return Ledger(tuple(leaves), tuple(privates), tuple(salts))


LEDGER = a_ledger()


@dataclass(frozen=True, kw_only=True)
class Made:
    """All that goes into one pack of form 2; `pack` puts it together and seals it, right or wrong as it is."""

    ledger: Ledger = LEDGER
    lines: tuple[ProofLine, ...] = tuple(LEDGER.line(i, SIZE, told=i != ERASED) for i in QUOTED)
    checkpoint: bytes = LEDGER.checkpoint(SIZE)
    consistency: Sequence[Any] = (LEDGER.growth(EARLIER_SIZE, SIZE),)
    index_events: tuple[str, ...] = tuple(event_id(i) for i in QUOTED)
    events: bytes | None = None
    stamped: bool = True
    certificate: tuple[datetime, datetime] = (signing.FROM, signing.UNTIL)
    certificate_of: str = "Example CCG reports"
    authority: tuple[datetime, datetime] = (signing.FROM, signing.UNTIL)
    authority_stamps: bool = True
    stamped_at: datetime = signing.AT
    payload_digest: str | None = None
    vouched: Vouched | None = None
    papers: tuple[tuple[str, bytes], ...] = ()
    more: tuple[tuple[str, bytes], ...] = ()
    """Further files under data/."""

    @property
    def files(self) -> dict[str, bytes | Path]:
        """All but the report."""
        proofs = "".join(line.text for line in self.lines).encode()
        events = "".join(line.event_text for line in self.lines).encode()
        index = {
            "records": [{"room": "interests", "events": [event]} for event in self.index_events],
            "files": [],
        }
        return {
            **{path: content for path, content in FILES.items() if not path.endswith(".pdf")},
            "ledger/checkpoint.txt": self.checkpoint,
            "ledger/consistency.json": (json.dumps(self.consistency) + "\n").encode(),
            "ledger/events.jsonl": self.events if self.events is not None else events,
            "ledger/proofs.jsonl": proofs,
            "index.json": (json.dumps(index) + "\n").encode(),
            **dict(self.more),
        }

    @property
    def keys(self) -> Vouched:
        since, until = self.certificate
        authority = signing.certificate_of("Example time", *self.authority, self.authority_stamps)
        report = signing.certificate_of("Example CCG reports", since, until)
        return self.vouched or Vouched(
            checkpoint=notes.verifier_of(LOG_KEY),
            report=ReportKey(
                certificate_sha256=signing.sha256_of(report), valid_from=since, valid_until=until
            ),
            stamp_sha256=signing.sha256_of(authority) if self.stamped else None,
        )

    @property
    def report(self) -> bytes:
        since, until = self.certificate
        digest = self.payload_digest or bag.payload_digest(self.files)
        return signing.signed_pdf(
            signing.plain_pdf(),
            reason=signed_report.reason_with("Sealed with its pack", digest),
            signer=self.certificate_of,
            since=since,
            until=until,
            authority="Example time" if self.stamped else None,
            stamped_at=self.stamped_at,
            authority_since=self.authority[0],
            authority_until=self.authority[1],
            authority_stamps=self.authority_stamps,
        )

    def pack(self, report: bytes | None = None, *, key: SigningKey = KEY) -> bytes:
        return bag.write_bag(
            files=self.files | {"report.pdf": self.report if report is None else report},
            info=INFO | {"Probity-Sealed-On": SEALED_ON},
            signer=key,
            folder=FOLDER,
            vouched=self.keys,
            papers=dict(self.papers),
        )


def made(**changes: Any) -> Made:
    return replace(Made(), **changes)


@functools.cache
def good_pack() -> bytes:
    """A pack of form 2 that holds: stamped, with an earlier checkpoint and one line whose words are left out."""
    return Made().pack()


@functools.cache
def good_report() -> bytes:
    return Made().report
