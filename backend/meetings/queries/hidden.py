"""What is hidden in a version of a paper, who may see the list of it, and what its coach says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.documents import hidden
from backend.meetings import coach, rules
from backend.meetings.queries import covering
from backend.scope import NotFound, Scope

FINDING_COLUMNS = (
    "kind",
    "place",
    "words",
    "removable",
    "state",
    "settled_by_person_id",
    "settled_by_name",
    "settled_at",
    "reason",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One thing that was found. `place` and `words` say where and what, never what it says.

    `state` is open, cleared or no-matter.
    """

    id: UUID
    kind: str
    place: str
    words: str
    removable: bool
    state: str
    settled_by_name: str | None
    settled_at: datetime | None
    reason: str | None

    @property
    def kind_in_words(self) -> str:
        return hidden.IN_WORDS[hidden.Kind(self.kind)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a reader may have of a version: the original as it was handed in, and what is read and printed of it."""

    original: bool
    content: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenView:
    """What is hidden in a version, and what its reader may have and do. The list is for who may have the original."""

    findings: tuple[FindingLine, ...]
    access: Access
    may_settle: bool

    @property
    def open(self) -> tuple[FindingLine, ...]:
        return tuple(each for each in self.findings if each.state == "open")

    @property
    def settled(self) -> tuple[FindingLine, ...]:
        return tuple(each for each in self.findings if each.state != "open")

    @property
    def removable(self) -> tuple[FindingLine, ...]:
        """What a clean copy would be without."""
        return tuple(each for each in self.open if each.removable)

    @property
    def lasting(self) -> tuple[FindingLine, ...]:
        """What no program takes out."""
        return tuple(each for each in self.open if not each.removable)

    @property
    def covered(self) -> bool:
        """Whether words lie under a box, so that no clean copy may be made."""
        return any(each.kind == hidden.Kind.COVERED for each in self.open)


async def hidden_in(scope: Scope, *, paper_id: UUID, version: int, changeable: bool) -> HiddenView:
    """What is hidden in a version. `changeable`: the paper may still be changed. Raises NotFound."""
    row = await _access_row(scope, paper_id, version)
    rows = await fetch(
        "SELECT id, kind, place, words, removable, state, settled_by_name, settled_at, reason FROM meetings_finding "
        "WHERE tenant_id = $1 AND paper_version_id = $2 ORDER BY position",
        scope.tenant.id,
        row["version_id"],
    )
    wrote = scope.actor.person_id is not None and scope.actor.person_id == row["author_person_id"]
    return HiddenView(
        findings=tuple(FindingLine(**each) for each in rows),
        access=_access(scope, row),
        may_settle=rules.is_officer(scope) and changeable and not wrote,
    )


async def access_to(scope: Scope, *, paper_id: UUID, version: int) -> Access:
    """What the reader may have of a version of a paper that they may see. Raises NotFound."""
    return _access(scope, await _access_row(scope, paper_id, version))


async def _access_row(scope: Scope, paper_id: UUID, version: int) -> Any:
    rows = await fetch(
        """
        SELECT v.id AS version_id, p.author_person_id, m.committee_id,
          (SELECT array_agg(DISTINCT o.uploaded_by_person_id) FROM meetings_paper_version o
            WHERE o.tenant_id = $1 AND o.paper_id = p.id) AS handed_in_by,
          (SELECT count(*) FROM meetings_finding f
            WHERE f.tenant_id = $1 AND f.paper_version_id = v.id AND f.state = 'open') AS open
        FROM meetings_paper p
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = $3
        WHERE p.tenant_id = $1 AND p.id = $2""",
        scope.tenant.id,
        paper_id,
        version,
    )
    if not rows:
        raise NotFound("version")
    return rows[0]


def _access(scope: Scope, row: Any) -> Access:
    own = (row["author_person_id"], *row["handed_in_by"])
    cleared = not row["open"] or rules.reads_uncleared(scope, committee_id=row["committee_id"], own=own)
    return Access(original=rules.has_original(scope, own=own), content=cleared)


async def uncleared(scope: Scope, *, version_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How much is hidden and not cleared in each of these versions; those with nothing are left out."""
    rows = await fetch(
        "SELECT paper_version_id, count(*) AS n FROM meetings_finding WHERE tenant_id = $1 "
        "AND paper_version_id = ANY($2) AND state = 'open' GROUP BY paper_version_id",
        scope.tenant.id,
        list(version_ids),
    )
    return {row["paper_version_id"]: row["n"] for row in rows}


async def advice_on(
    scope: Scope, *, paper_id: UUID, version: int, kind: rules.PaperKind
) -> tuple[coach.Advice, ...]:
    """What the coach says of a version; nothing of those that came before there was a coach."""
    rows = await fetch(
        """
        SELECT r.words, r.sentences, r.syllables, r.headings, r.pictures, r.undescribed, r.recommends, r.asks,
          i.purpose, c.lines
        FROM meetings_paper p
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = $3
        JOIN meetings_prose r ON r.tenant_id = $1 AND r.paper_version_id = v.id
        LEFT JOIN meetings_paper_cover c ON c.tenant_id = $1 AND c.paper_version_id = v.id
        WHERE p.tenant_id = $1 AND p.id = $2""",
        scope.tenant.id,
        paper_id,
        version,
    )
    if not rows:
        return ()
    told = dict(rows[0])
    purpose = rules.Purpose(told.pop("purpose"))
    cover = [(str(label), str(words)) for label, words in json.loads(told.pop("lines") or "[]")]
    prose = coach.with_cover(coach.Prose(**{**told, "asks": tuple(told["asks"])}), cover)
    budgets = covering.word_budgets(scope)
    budget: int | None = getattr(budgets, kind.value)
    return coach.advice(prose, purpose=purpose, kind=kind, budget=budget)
