"""The two texts of an event: its leaf, which the tree holds for ever, and what is private of it, which may be erased.

Both are canonical JSON: keys in order, no spaces, nothing escaped that need not be. A number stands as the database
wrote it: it is never made a float, which would lose digits.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

FORM = 1
"""The form of a leaf's text, its `v`."""

_MAY_LOSE = re.compile(r"\d[.eE]|\d{300}")
"""What a number must hold so that Python's own reading of it could lose some of it. Also found in plain words."""


COLUMNS = (
    "e.tenant_id, e.id, e.xid::text::bigint AS xid, e.recorded_at, e.at, e.actor_name, e.actor_person_id, "
    "e.actor_chore, e.act, e.subject_room, e.subject_kind, e.subject_id, e.subject_title, e.subject_hash, "
    "e.before::text AS before, e.after::text AS after, e.request_id, e.confidential, e.salt, e.private_hash, "
    "e.erased_by"
)
"""What a statement selects of `ledger_event AS e` so that a leaf can be made of it."""


class _Numeral(str):
    """A number as it was written."""

    __slots__ = ()


def leaf_text(event: Mapping[str, Any]) -> str:
    """The leaf of an event's row (see `COLUMNS`). Of an erased one it is the same as before."""
    return (
        f'{{"act":{_quoted(event["act"])},"actor":{{"chore":{_quoted(event["actor_chore"])},'
        f'"person":{_quoted(event["actor_person_id"])}}},"at":"{moment_text(event["at"])}",'
        f'"confidential":{"true" if event["confidential"] else "false"},"id":"{event["id"]}",'
        f'"private":"{private_hash(event).hex()}","recorded_at":"{moment_text(event["recorded_at"])}",'
        f'"request":{_quoted(event["request_id"])},"subject":{{"hash":{_quoted(event["subject_hash"])},'
        f'"id":"{event["subject_id"]}","kind":{_quoted(event["subject_kind"])},"room":{_quoted(event["subject_room"])}}},'
        f'"tenant":"{event["tenant_id"]}","v":{FORM}}}'
    )


def private_text(event: Mapping[str, Any]) -> str | None:
    """What is private of an event: names, title, before and after. None once it was erased."""
    if event["salt"] is None:
        return None
    return (
        f'{{"actor_name":{_quoted(event["actor_name"])},"after":{canonical_json(event["after"])},'
        f'"before":{canonical_json(event["before"])},"subject_title":{_quoted(event["subject_title"])}}}'
    )


def private_hash(event: Mapping[str, Any]) -> bytes:
    """What the leaf says of the private text: the hash of the salt and the text, or what was kept of an erased one."""
    text = private_text(event)
    if text is None:
        return bytes(event["private_hash"])
    return hashlib.sha256(bytes(event["salt"]) + text.encode()).digest()


def canonical_json(written: str | None) -> str:
    """JSON as the database writes it (`jsonb` as text), in canonical form."""
    if written is None:
        return "null"
    if _MAY_LOSE.search(written):
        return _canonical(json.loads(written, parse_float=_Numeral, parse_int=_Numeral))
    return json.dumps(json.loads(written), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment_text(moment: datetime) -> str:
    """A moment in UTC, with microseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _quoted(value: Any) -> str:
    return "null" if value is None else encode_basestring(str(value))


def _canonical(value: Any) -> str:
    if isinstance(value, _Numeral):
        return str(value)
    if isinstance(value, dict):
        inner = ",".join(f"{_quoted(key)}:{_canonical(value[key])}" for key in sorted(value))
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_canonical, value))}]"
    return json.dumps(value, ensure_ascii=False)
