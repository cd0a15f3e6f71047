"""What the room reads: envelopes for the team, packs for those who are named, and nothing for who stands aside."""

from backend.portal.queries.comparing import Comparison, comparison
from backend.portal.queries.one import (
    AnswerLine,
    CheckLine,
    KeyLine,
    PackView,
    ReceiptLine,
    RequestLine,
    checks_of,
    keys_of,
    pack_of,
    request_of,
    requests_of,
)
from backend.portal.queries.packs import (
    PackLine,
    RecipientLine,
    closed_to,
    granted,
    opened,
    pack_line_of,
    packs_of,
    recipients_of,
    taken_by,
)

__all__ = [
    "AnswerLine",
    "CheckLine",
    "Comparison",
    "KeyLine",
    "PackLine",
    "PackView",
    "ReceiptLine",
    "RecipientLine",
    "RequestLine",
    "checks_of",
    "closed_to",
    "comparison",
    "granted",
    "keys_of",
    "opened",
    "pack_line_of",
    "pack_of",
    "packs_of",
    "recipients_of",
    "request_of",
    "requests_of",
    "taken_by",
]
