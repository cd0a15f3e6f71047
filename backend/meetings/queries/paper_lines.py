"""Papers as an agenda lists them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.scope import Scope
from backend.signoff import queries as runs


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper on the agenda. `run` is where its sign-off stands for this reader."""

    id: UUID
    item_id: UUID
    title: str
    kind: rules.PaperKind
    author_person_id: UUID
    author: str
    version: int
    sha256: str
    content_kind: str
    pages: int | None
    words: int | None
    losses: tuple[str, ...]
    withdrawn_because: str | None
    run: runs.RunView

    @property
    def kind_in_words(self) -> str:
        return rules.PAPER_KIND_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        """What the agenda says of it."""
        if self.withdrawn_because is not None:
            return "Withdrawn"
        if self.run.approval is not None:
            return f"Signed off by {self.run.approval.person_name}"
        return f"Not signed off: {self.run.where}"


async def papers_of_items(scope: Scope, item_ids: Collection[UUID]) -> dict[UUID, tuple[PaperLine, ...]]:
    """The papers of these items by item, in order, but for those that are withheld from the reader. Two statements."""
    rows = await fetch(
        """
        SELECT p.id, p.item_id, p.title, p.kind, p.author_person_id, n.name AS author, p.version, v.sha256,
          v.content_kind, v.pages, v.words, v.losses, p.withdrawn_because
        FROM meetings_paper p
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        JOIN people_person n ON n.tenant_id = $1 AND n.id = p.author_person_id
        WHERE p.tenant_id = $1 AND p.item_id = ANY($2) AND NOT EXISTS (SELECT FROM meetings_withholding w
          WHERE w.tenant_id = $1 AND w.item_id = p.item_id AND w.person_id = $3 AND w.ended_at IS NULL)
        ORDER BY p.item_id, p.position, p.id""",
        scope.tenant.id,
        list(item_ids),
        scope.actor.person_id,
    )
    about = await runs.runs_about(
        scope, room="meetings", kind="paper", subject_ids=[row["id"] for row in rows]
    )
    found: dict[UUID, list[PaperLine]] = {}
    for row in rows:
        line = PaperLine(
            **{
                **row,
                "kind": rules.PaperKind(row["kind"]),
                "losses": tuple(row["losses"]),
                "run": about[row["id"]],
            }
        )
        found.setdefault(row["item_id"], []).append(line)
    return {item_id: tuple(lines) for item_id, lines in found.items()}
