"""What a campaign ended with: its content, the signature over it, and the files in which it is taken away.

The content is canonical JSON, written once at the close. It is never made again: what is corrected later changes the
register, and not what the campaign ended with.
"""

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from backend.interests import settings
from backend.interests.queries import campaigns, register
from backend.interests.queries.campaigns import CampaignLine, PersonLine, Snapshot
from backend.interests.rules.campaigns import SIGNED_WORDS
from backend.kit import keyholder, keys
from backend.ledger.records import canonical
from backend.scope import Scope

_FORMULA = re.compile(r"[=+\-@\t\r]")
_COLUMNS = (
    ("name", "Name"),
    ("position", "Position"),
    ("group", "Group"),
    ("decision_making", "Makes decisions"),
    ("answer", "Answer"),
    ("answered_on", "Answered on"),
    ("late", "After the due day"),
    ("left_on", "Left on"),
    ("excused_because", "Excused because"),
    ("excused_by", "Excused by"),
    ("interests", "Interests on the register at the close"),
)


async def content_of(scope: Scope, campaign: CampaignLine, people: Sequence[PersonLine]) -> str:
    """The content: the campaign, its people and what each had on the register at this moment."""
    rule_set = await settings.rule_set_of(scope)
    asked = {person.person_id for person in people}
    declared: dict[Any, list[dict[str, Any]]] = {}
    for entry in await register.register_of(scope):
        if entry.person_id in asked:
            declared.setdefault(entry.person_id, []).append(
                {
                    "interest": entry.interest_id,
                    "organisation": entry.organisation_name,
                    "type": entry.type_in_words,
                    "held_by": entry.held_by_in_words,
                    "nature": entry.nature,
                    "since": entry.since,
                    "mitigation": entry.mitigation,
                    "declared_on": entry.declared_on,
                }
            )
    return canonical(
        {
            "organisation": scope.tenant.name,
            "campaign": campaign.id,
            "name": campaign.name,
            "asked": campaign.asked_in_words,
            "population": campaign.population.as_plain(),
            "due_on": campaign.due_on,
            "launched_at": campaign.launched_at,
            "launched_by": campaign.launched_by_name,
            "closed_at": scope.now,
            "closed_by": scope.actor.name,
            "rule_set": rule_set.key,
            "counts": {answer.value: count for answer, count in campaigns.counted(people).items()},
            "people": [
                {
                    "person": person.person_id,
                    "name": person.person_name,
                    "position": person.position,
                    "group": person.group_in_words,
                    "decision_making": person.decision_making,
                    "answer": person.answer_in_words,
                    "answered_on": person.answered_on,
                    "late": person.late,
                    "left_on": person.left_on,
                    "excused_because": person.excused_reason,
                    "excused_by": person.excused_by_name,
                    "interests": declared.get(person.person_id, []),
                }
                for person in people
            ],
        }
    )


def signed(scope: Scope, content: str) -> dict[str, Any]:
    """The columns of a snapshot: the hash of the content and the signature over it."""
    key = keyholder.seal_key(
        scope.tenant.id, tenant_name=scope.tenant.name, demonstration=scope.tenant.demonstration
    )
    return {
        "content": content,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "key_name": key.name,
        "public_key": key.public_key,
        "signature": key.sign(SIGNED_WORDS + content.encode()),
    }


def holds(scope: Scope, snapshot: Snapshot) -> bool:
    """Whether the content is what was signed, by the key that is the tenant's own."""
    own = keyholder.seal_key(
        scope.tenant.id, tenant_name=scope.tenant.name, demonstration=scope.tenant.demonstration
    )
    content = snapshot.content.encode()
    return (
        snapshot.public_key == own.public_key
        and snapshot.sha256 == hashlib.sha256(content).hexdigest()
        and keys.signature_holds(
            public_key=snapshot.public_key, signature=snapshot.signature, message=SIGNED_WORDS + content
        )
    )


def signature_file(snapshot: Snapshot) -> bytes:
    """What somebody needs to check the JSON file without us; the signed bytes are the words and then the file."""
    plain = {
        "algorithm": "Ed25519",
        "key_name": snapshot.key_name,
        "fingerprint": keys.fingerprint_of(snapshot.public_key),
        "public_key": base64.b64encode(snapshot.public_key).decode(),
        "signature": base64.b64encode(snapshot.signature).decode(),
        "signed": "the line in `words` with its line end, then the bytes of the JSON file",
        "words": SIGNED_WORDS.decode(),
        "sha256": snapshot.sha256,
    }
    return json.dumps(plain, indent=2, sort_keys=True).encode() + b"\n"


def as_csv(snapshot: Snapshot) -> bytes:
    """The people of the snapshot, a row each; no cell that a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([title for _, title in _COLUMNS])
    for person in json.loads(snapshot.content)["people"]:
        cells = {
            **person,
            "interests": "\n".join(
                f"{each['organisation']}: {each['nature']} ({each['type']}, {each['held_by']})"
                for each in person["interests"]
            ),
        }
        writer.writerow([_cell(cells[key]) for key, _ in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    text = (
        {None: "", True: "Yes", False: "No"}[value]
        if value is None or isinstance(value, bool)
        else str(value)
    )
    return f"'{text}" if _FORMULA.match(text) else text
