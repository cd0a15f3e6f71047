"""Recording why a paper goes public though its cover sheet says that it is confidential or exempt."""

from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.meetings import openness, queries, rules
from backend.meetings.operations import holding
from backend.meetings.tables import Disclosure
from backend.scope import NotPermitted, Scope


async def disclose_paper(scope: Scope, *, paper_id: UUID, version: int, reason: str) -> None:
    """Let exactly this version into public copies; a later version is kept back again.

    Raises openness.UnableToDisclose, NotPermitted, NotFound.
    """
    scope.check_may("meetings.arrange", "Your role doesn’t decide which papers go public.")
    if scope.actor.person_id is None:
        raise NotPermitted("A named person decides that a paper goes public all the same.")
    paper = await holding.hold_paper(scope, paper_id)
    kept = queries.cover_kept(paper.row["cover_answers"], paper.row["cover_lines"])
    words = openness.kept_back(kept.answers)
    if paper.row["version"] != version:
        raise openness.UnableToDisclose(
            f"Version {paper.row['version']} of “{paper.row['title']}” was handed in meanwhile. Look at that one first."
        )
    openness.check_can_disclose(
        title=paper.row["title"],
        kept_back=words,
        private=rules.Part(paper.item.row["part"]) is rules.Part.PRIVATE,
        reason=reason,
    )
    standing = await fetch(
        "SELECT 1 FROM meetings_disclosure WHERE tenant_id = $1 AND paper_id = $2 AND version = $3",
        scope.tenant.id,
        paper_id,
        version,
    )
    if standing:
        raise openness.UnableToDisclose(
            f"A reason is recorded for version {version} of “{paper.row['title']}” already."
        )
    await Disclosure.add(
        scope,
        paper_id=paper_id,
        version=version,
        reason=reason.strip(),
        decided_at=scope.now,
        decided_by_person_id=scope.actor.person_id,
        decided_by_name=scope.actor.name,
    )
    after = {"version": version, "cover_says": words, "because": reason.strip()}
    await ledger.record(scope, "meetings.paper.disclosed", paper.record, after=after)
