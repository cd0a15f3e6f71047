"""Where an assurance pack stands: its signatures, the opinion of its period, and its form for whoever releases it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from backend.catalogue.packs import PackDefinition, PackSigner
from backend.evidence import queries as evidence
from backend.evidence import store
from backend.kit.database import fetch
from backend.packs import rules as packs
from backend.packs.assurance import definitions, rules
from backend.packs.tables import Opinion, Signature
from backend.scope import NotFound, Scope

_PACK = """
SELECT p.id, p.definition, p.since_on, p.until_on, p.issue, p.state, p.sha256, p.size, p.as_at, p.sealed_at,
  p.fingerprint, p.key_name, p.left_at, p.asked_by_person_id, p.asked_by_name, p.file_id, f.name
FROM packs_pack p LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = p.file_id
WHERE p.tenant_id = $1 AND p.kind = 'assurance'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPack:
    """A finished assurance pack as whoever releases it knows it.

    `superseded_by` is the newest later issue of the same definition and period that was signed, if there is one.
    """

    id: UUID
    title: str
    definition_id: str
    period: packs.Period
    issue: int
    sha256: str
    size: int
    name: str
    signed: bool
    superseded_by: UUID | None
    fingerprint: str
    key_name: str
    as_at: datetime
    sealed_at: datetime
    file_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who signs a pack, what each has decided, and what that makes of it."""

    definition: PackDefinition
    signers: tuple[PackSigner, ...]
    signatures: tuple[rules.Signature, ...]
    standing: rules.Standing | None
    left_at: datetime | None
    built_by: UUID | None

    @property
    def in_words(self) -> str:
        return rules.STANDING_IN_WORDS[self.standing] if self.standing else ""

    @property
    def signed(self) -> bool:
        return self.standing in (rules.Standing.SIGNED, rules.Standing.RELEASED)

    def by(self, role: str) -> rules.Signature | None:
        return next((each for each in self.signatures if each.role == role), None)

    def mine(self, person_id: UUID | None) -> rules.Signature | None:
        return next((each for each in self.signatures if person_id and each.person_id == person_id), None)

    @property
    def nobody_for(self) -> tuple[PackSigner, ...]:
        """Signers whom the rules in force do not know, so that nobody signs for them."""
        return tuple(each for each in self.definition.signers if each not in self.signers)


def same_sort(key: str | None, id: str) -> bool:
    """Whether a pack that was asked for with a key is of a definition."""
    return definitions.definition_id(key) == id


async def standings_of(scope: Scope, pack_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Where assurance packs stand, by id: three statements for all of them."""
    if not pack_ids:
        return {}
    rows = await fetch(_PACK + " AND p.id = ANY ($2)", scope.tenant.id, list(pack_ids))
    decided: dict[UUID, list[rules.Signature]] = {}
    for row in await fetch(
        "SELECT pack_id, role, decision, words, sha256, decided_at, person_id, person_name FROM packs_signature "
        "WHERE tenant_id = $1 AND pack_id = ANY ($2) AND withdrawn_at IS NULL ORDER BY decided_at, id",
        scope.tenant.id,
        list(pack_ids),
    ):
        values = dict(row)
        pack_id = values.pop("pack_id")
        decided.setdefault(pack_id, []).append(
            rules.Signature(**{**values, "decision": rules.Decision(values["decision"])})
        )
    signers: dict[tuple[str, date], tuple[PackSigner, ...]] = {}
    found = {}
    for row in rows:
        definition = definitions.definition_of(scope, key=row["definition"], on=row["until_on"])
        key = (definition.key, row["until_on"])
        if key not in signers:
            signers[key] = await definitions.signers_for(scope, definition, until=row["until_on"])
        found[row["id"]] = _standing(row, definition, signers[key], decided.get(row["id"], []))
    return found


async def standing_of(scope: Scope, *, pack_id: UUID) -> Standing:
    """Where one pack stands. Raises NotFound."""
    found = await standings_of(scope, [pack_id])
    if pack_id not in found:
        raise NotFound("assurance pack")
    return found[pack_id]


def _standing(
    row: Any, definition: PackDefinition, signers: tuple[PackSigner, ...], decided: Sequence[rules.Signature]
) -> Standing:
    ready = row["state"] == packs.State.READY
    return Standing(
        definition=definition,
        signers=signers,
        signatures=tuple(decided),
        standing=rules.standing_of(signers, decided, sha256=row["sha256"], left_at=row["left_at"])
        if ready
        else None,
        left_at=row["left_at"],
        built_by=row["asked_by_person_id"],
    )


async def released_form(scope: Scope, *, pack_id: UUID) -> SealedPack:
    """A finished assurance pack, for whoever releases it or has received it. Raises NotFound.

    It asks nobody's permission: a link that was given away is no role in the organisation.
    """
    rows = await fetch(_PACK + " AND p.id = $2", scope.tenant.id, pack_id)
    if not rows or rows[0]["state"] != packs.State.READY:
        raise NotFound("assurance pack")
    row = rows[0]
    standing = await standing_of(scope, pack_id=pack_id)
    return SealedPack(
        id=pack_id,
        title=standing.definition.title,
        definition_id=standing.definition.id,
        period=packs.Period(since=row["since_on"], until=row["until_on"], zone=scope.tenant.time_zone),
        issue=row["issue"],
        sha256=row["sha256"],
        size=row["size"],
        name=row["name"],
        signed=standing.signed,
        superseded_by=await _superseded_by(scope, row, standing.definition.id),
        fingerprint=row["fingerprint"],
        key_name=row["key_name"],
        as_at=row["as_at"],
        sealed_at=row["sealed_at"],
        file_id=row["file_id"],
    )


async def _superseded_by(scope: Scope, row: Any, id: str) -> UUID | None:
    later = await fetch(
        _PACK + " AND p.state = 'ready' AND p.since_on = $2 AND p.until_on = $3 AND p.issue > $4 "
        "ORDER BY p.issue DESC",
        scope.tenant.id,
        row["since_on"],
        row["until_on"],
        row["issue"],
    )
    same = [each["id"] for each in later if definitions.definition_id(each["definition"]) == id]
    standings = await standings_of(scope, same)
    return next((each for each in same if standings[each].signed), None)


async def pack_stream(scope: Scope, *, pack_id: UUID) -> BinaryIO:
    """The sealed file of an assurance pack, to be read piece by piece; asks nobody's permission. Raises NotFound,
    evidence's UnableToReadFile."""
    form = await released_form(scope, pack_id=pack_id)
    file = await evidence.file_of(scope, file_id=form.file_id)
    return await store.open_stream(file.kept_at, name=file.name)


async def opinion_of(scope: Scope, *, definition_id: str, since: date, until: date) -> rules.Opinion | None:
    """The opinion that stands for a definition and a period."""
    rows = await Opinion.within(
        scope,
        Opinion.id,
        Opinion.words,
        Opinion.given_at,
        Opinion.given_by_name,
        Opinion.given_by_person_id,
        Opinion.office,
    ).where(
        Opinion.definition == definition_id,
        Opinion.since_on == since,
        Opinion.until_on == until,
        Opinion.withdrawn_at.is_null(),
    )
    return rules.Opinion(**rows[0]) if rows else None


async def signatures_ever(scope: Scope, *, pack_id: UUID) -> tuple[dict[str, Any], ...]:
    """Everything that signers decided, with what was taken back, oldest first."""
    rows = await Signature.within(scope).where(Signature.pack_id == pack_id).order_by(Signature.decided_at)
    return tuple(dict(row) for row in rows)
