"""An answer as it is checked: everything that it rests on, in one value whose hash a check is bound to."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

Content = dict[str, Any]


def content_of(
    *,
    reference: str,
    kind: str,
    act: str,
    subject: str,
    asked: str,
    received_on: date,
    outcome: str,
    words: str,
    complain: str,
    exemptions: Sequence[Content],
    documents: Sequence[Content],
) -> Content:
    """What the letter says and what goes with it. The requester is not in it: their name is written on the letter."""
    return {
        "reference": reference,
        "kind": kind,
        "act": act,
        "subject": subject,
        "asked": asked,
        "received_on": received_on.isoformat(),
        "outcome": outcome,
        "words": words,
        "complain": complain,
        "exemptions": list(exemptions),
        "documents": list(documents),
    }


def hash_of(content: Content) -> str:
    """The SHA-256 of the content, the same for the same content."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
