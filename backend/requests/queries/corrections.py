"""What people asked to have put right: those whose address is proved, and no other."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.requests.rules.correcting import (
    ABOUT_IN_WORDS,
    OUTCOME_IN_WORDS,
    About,
    CorrectionOutcome,
    CorrectionState,
)
from backend.scope import NotFound, Scope

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """One correction that somebody asked for."""

    id: UUID
    reference: str
    about: About
    place: str
    wrong: str
    should_say: str
    name: str
    address: str
    state: CorrectionState
    received_on: date
    due_on: date
    outcome: CorrectionOutcome | None
    words: str | None
    answered_on: date | None
    answered_by: str | None

    @property
    def about_in_words(self) -> str:
        return ABOUT_IN_WORDS[self.about]

    @property
    def outcome_in_words(self) -> str:
        return OUTCOME_IN_WORDS[self.outcome] if self.outcome else ""


_SELECT = (
    "SELECT id, reference, about, place, wrong, should_say, name, address, state, received_on, due_on, outcome, "
    "words, answered_on, answered_by FROM requests_correction "
    "WHERE tenant_id = $1 AND state IN ('open', 'answered')"
)


async def corrections_of(scope: Scope, *, only_open: bool = False) -> tuple[CorrectionView, ...]:
    """Those that are open, the first due first; then the answered, the latest first."""
    rows = await fetch(
        f"{_SELECT} AND (state = 'open' OR NOT $2) "
        "ORDER BY state = 'answered', CASE WHEN state = 'open' THEN due_on END, answered_on DESC, number LIMIT $3",
        scope.tenant.id,
        only_open,
        MOST,
    )
    return tuple(_view(dict(row)) for row in rows)


async def correction_of(scope: Scope, *, correction_id: UUID) -> CorrectionView:
    """One of them. Raises `NotFound`."""
    rows = await fetch(f"{_SELECT} AND id = $2", scope.tenant.id, correction_id)
    if not rows:
        raise NotFound("correction")
    return _view(dict(rows[0]))


def _view(row: dict[str, object]) -> CorrectionView:
    return CorrectionView(
        **{  # type: ignore[arg-type]  # the columns are those of the view
            **row,
            "about": About(str(row["about"])),
            "state": CorrectionState(str(row["state"])),
            "outcome": CorrectionOutcome(str(row["outcome"])) if row["outcome"] else None,
        }
    )
