"""Reading what a mail server sends back when it could not deliver a letter (RFC 3464), in confinement."""

import json
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from backend.kit.confine import Limits, run_confined
from backend.kit.confined.outcome import ConfinedRefusal

LARGEST = 2 * 1024 * 1024
"""Bytes of a message that is read: the notice, and the letter that it may bring back."""

_TASK = "backend.kit.bounces:read_task"
_LIMITS = Limits(wall_seconds=20, cpu_seconds=10, memory_bytes=512 * 1024**2, answer_bytes=64 * 1024)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A notice of what became of one letter.

    `sent_to`: every address to which the notice itself was delivered. `action` is failed, delayed, delivered, relayed
    or expanded; `status` the code of RFC 3463, such as 5.1.1; `reason` the words of the other server.
    """

    sent_to: tuple[str, ...]
    message_id: str
    recipient: str
    action: str
    status: str
    reason: str


def read_bounce(data: bytes) -> Bounce:
    """Raises ConfinedRefusal, with a sentence, for anything that is no such notice; ConfinedFailure."""
    if len(data) > LARGEST:
        raise ConfinedRefusal("The message is larger than any notice of a letter that came back.")
    found = json.loads(run_confined(_TASK, data, limits=_LIMITS))
    return Bounce(**{**found, "sent_to": tuple(found["sent_to"])})


def read_task(payload: bytes) -> bytes:
    """The confined part: a message in, the facts of its notice out as JSON."""
    message = message_from_bytes(payload, policy=default)
    report = _part(message, "message/delivery-status")
    if report is None:
        raise ConfinedRefusal("The message is no notice of a letter that came back (RFC 3464).")
    groups = [each for each in report.get_payload() if isinstance(each, Message)]
    about = next((each for each in groups if each.get("Action")), None)
    if about is None:
        raise ConfinedRefusal("The notice names no recipient.")
    returned = _part(message, "message/rfc822") or _part(message, "text/rfc822-headers")
    message_id = _message_id(returned)
    if not message_id:
        raise ConfinedRefusal("The notice does not say which letter it is about.")
    headers = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
    return json.dumps(
        {
            "sent_to": [str(each)[:400] for name in headers for each in message.get_all(name, [])][:12],
            "message_id": message_id,
            "recipient": _value(about, "Final-Recipient") or _value(about, "Original-Recipient"),
            "action": _line(about, "Action").lower(),
            "status": _line(about, "Status").split(" ")[0],
            "reason": _value(about, "Diagnostic-Code"),
        }
    ).encode()


def _part(message: Message, kind: str) -> Message | None:
    return next((each for each in message.walk() if each.get_content_type() == kind), None)


def _message_id(returned: Message | None) -> str:
    if returned is None:
        return ""
    inside = returned.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        return _line(inside[0], "Message-ID")
    raw = returned.get_content() if isinstance(returned, EmailMessage) else returned.get_payload(decode=True)
    text = raw if isinstance(raw, bytes) else str(raw).encode(errors="replace")
    return _line(message_from_bytes(text.lstrip(), policy=default), "Message-ID")


def _line(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())[:400]


def _value(message: Message, name: str) -> str:
    """What follows the kind of value: `rfc822; a@example.org`, `smtp; 550 no such user`."""
    return _line(message, name).partition(";")[2].strip()
