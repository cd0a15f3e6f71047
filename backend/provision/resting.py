"""What rests on a thing that would be retired: work that is open keeps it, and is said before anything is done."""

from collections.abc import Sequence
from typing import Any

from backend.kit.database import fetch
from backend.provision.changes import Change, ChangeKind
from backend.scope import Refusal, Scope

_ON_COMMITTEES = """
SELECT c.slug, c.name,
  (SELECT count(*) FROM actions_action a WHERE a.tenant_id = $1 AND a.committee_id = c.id
    AND a.state IN ('open', 'done-claimed', 'reopened')) AS actions,
  (SELECT count(*) FROM committees_term t WHERE t.tenant_id = $1 AND t.committee_id = c.id AND t.from_on <= $3
    AND (t.last_on IS NULL OR t.last_on >= $3) AND t.withdrawn_because IS NULL) AS seats,
  (SELECT array_agg(DISTINCT p.name ORDER BY p.name) FROM committees_term t
    JOIN people_person p ON p.tenant_id = $1 AND p.id = t.person_id
    WHERE t.tenant_id = $1 AND t.committee_id = c.id AND t.from_on <= $3
    AND (t.last_on IS NULL OR t.last_on >= $3) AND t.withdrawn_because IS NULL) AS people,
  (SELECT count(*) FROM meetings_meeting m WHERE m.tenant_id = $1 AND m.committee_id = c.id
    AND m.state IN ('planned', 'agenda-published')) AS meetings
FROM committees_committee c WHERE c.tenant_id = $1 AND c.slug = ANY ($2) AND c.retired_on IS NULL ORDER BY c.name
"""


class UnableToRetire(Refusal):
    """Things that still have work open. `sentences` are all of them."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


async def check_nothing_rests(scope: Scope, changes: Sequence[Change]) -> None:
    """Raises UnableToRetire, naming every committee that would be retired and what it still has."""
    found = await resting_on(scope, changes)
    if found:
        raise UnableToRetire(found)


async def resting_on(scope: Scope, changes: Sequence[Change]) -> tuple[str, ...]:
    """What keeps committees from being retired, a sentence each; nothing where nothing does."""
    slugs = [
        each.what.removeprefix("committee ")
        for each in changes
        if each.kind is ChangeKind.RETIRE and each.room == "committees" and ":" not in each.what
    ]
    rows = await fetch(_ON_COMMITTEES, scope.tenant.id, slugs, scope.today) if slugs else []
    return tuple(words for words in map(_kept_by, rows) if words)


def _kept_by(row: Any) -> str:
    counts = [
        (row["actions"], "open action", "open actions"),
        (row["seats"], *_held_by(row["people"] or [])),
        (row["meetings"], "meeting to come", "meetings to come"),
    ]
    told = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"The committee “{row['name']}” can’t be retired while it has {listed}: end these first."


def _held_by(people: Sequence[str]) -> tuple[str, str]:
    named = f" ({', '.join(people[:5])}{' and others' if len(people) > 5 else ''})" if people else ""
    return f"seat that is held{named}", f"seats that are held{named}"
