"""What is hidden in a version of a paper, who may see the list of it, and what its coach says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.catalogue import shelf
from backend.kit.database import fetch
from backend.kit.documents import hidden
from backend.meetings import coach, rules
from backend.scope import Scope

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
class HiddenView:
    """What is hidden in a version.

    `reads` is what the reader may do while it is not cleared: see the list, the original and the content.
    """

    findings: tuple[FindingLine, ...]
    may_see_list: bool
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
    def covered(self) -> bool:
        """Whether words lie under a box, so that no clean copy may be made."""
        return any(each.kind == hidden.Kind.COVERED for each in self.open)


async def hidden_in(
    scope: Scope,
    *,
    version_id: UUID,
    own: Sequence[UUID | None],
    author_person_id: UUID,
    open_: bool = True,
) -> HiddenView:
    """What is hidden in a version. `own` are those whose paper it is: its author, and whoever handed it in."""
    rows = await fetch(
        "SELECT id, kind, place, words, removable, state, settled_by_name, settled_at, reason FROM meetings_finding "
        "WHERE tenant_id = $1 AND paper_version_id = $2 ORDER BY position",
        scope.tenant.id,
        version_id,
    )
    officer = rules.is_officer(scope)
    wrote = scope.actor.person_id is not None and scope.actor.person_id == author_person_id
    return HiddenView(
        findings=tuple(FindingLine(**row) for row in rows),
        may_see_list=rules.has_original(scope, own=own),
        may_settle=officer and not wrote and open_,
    )


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
    scope: Scope, *, version_id: UUID, purpose: rules.Purpose, kind: rules.PaperKind
) -> tuple[coach.Advice, ...]:
    """What the coach says of a version; nothing of those that came before there was a coach."""
    rows = await fetch(
        "SELECT words, sentences, syllables, headings, pictures, undescribed, recommends, asks FROM meetings_prose "
        "WHERE tenant_id = $1 AND paper_version_id = $2",
        scope.tenant.id,
        version_id,
    )
    if not rows:
        return ()
    budgets = shelf.catalogue().word_budgets_of(scope.tenant.slug, kind=scope.tenant.kind)
    prose = coach.Prose(**{**rows[0], "asks": tuple(rows[0]["asks"])})
    budget: int | None = getattr(budgets, kind.value)
    return coach.advice(prose, purpose=purpose, kind=kind, budget=budget)
