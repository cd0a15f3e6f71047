"""What must not go into a copy as it is: papers that could not be laid out, and papers that not everybody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.packs import rendering, rules
from backend.packs.board.copies import Copy
from backend.packs.board.leaves import Leaf
from backend.packs.rendering import NotRendered, Outcome
from backend.scope import Scope

CANNOT_BE_SHOWN = "This paper can’t be shown here."
COULD_NOT_BE_SHOWN = "could not be shown"
NOT_FOR_EVERYBODY = "not in this copy"
ENLARGED = "enlarged, not set again: its words could not be had"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Why a paper goes public without a version that everybody can read, who says so, and how to ask for one."""

    reason: str
    ask: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodIn:
    """A page to lay out in a paper's place. `failed`: for no reason that would be the same the next time."""

    key: str
    wanted: rendering.Wanted
    remark: str
    failed: bool = False


async def excuses_of(scope: Scope, paper_ids: Sequence[UUID]) -> dict[UUID, tuple[int, Excuse]]:
    """The latest excuse of each paper, with the version that it is for."""
    rows = await fetch(
        "SELECT DISTINCT ON (paper_id) paper_id, version, reason, ask, decided_by_name FROM packs_inaccessible "
        "WHERE tenant_id = $1 AND paper_id = ANY($2) ORDER BY paper_id, version DESC, decided_at DESC, id DESC",
        scope.tenant.id,
        list(paper_ids),
    )
    return {
        row["paper_id"]: (
            row["version"],
            Excuse(reason=row["reason"], ask=row["ask"], name=row["decided_by_name"]),
        )
        for row in rows
    }


def kept_back(copy: Copy) -> list[str]:
    """The papers of a copy that their own cover sheets keep from the public, each in a sentence for the officer."""
    return [
        f"“{paper.title}” says on its cover sheet that it is {paper.kept_back}, but item {item.item.label} is in the "
        "public part. Take the item in private, correct the cover sheet, or record on the paper’s page why it goes "
        "public all the same."
        for item in copy.items
        if item.standing
        for paper in item.item.papers
        if paper.kept_back and paper.disclosure is None
    ]


def excuse_for(leaf: Leaf, excuses: Mapping[UUID, tuple[int, Excuse]]) -> Excuse | None:
    """The excuse that holds for exactly the version that a leaf shows."""
    if leaf.paper is None:
        return None
    version, excuse = excuses.get(leaf.paper.id, (0, None))
    return excuse if version == leaf.paper.version else None


def check_for_public(copy: Copy) -> None:
    """Raises UnableToBuildPack for a public copy with papers that are kept back: their titles and their cover sheets
    stand on pages of ours, so there is no such copy at all.
    """
    if copy.variant is rules.Variant.PUBLIC and (said := kept_back(copy)):
        raise rules.UnableToBuildPack(" ".join(said))


def stand_ins(
    copy: Copy,
    parts: Sequence[Leaf],
    found: Mapping[str, Outcome],
    excuses: Mapping[UUID, tuple[int, Excuse]],
) -> tuple[StoodIn, ...]:
    """The pages that take a paper's place. Raises UnableToBuildPack where a page of our own can't be laid out."""
    made: list[StoodIn] = []
    for leaf in parts:
        outcome = found[leaf.key]
        if isinstance(outcome, NotRendered):
            if leaf.stand_in is None or leaf.paper is None:
                raise rules.UnableToBuildPack(f"The cover sheet of “{leaf.title}” {outcome.because}.")
            because = f"The file “{leaf.paper.original.name}” {outcome.because}."
            wanted = leaf.stand_in(CANNOT_BE_SHOWN, because, "")
            made.append(StoodIn(key=leaf.key, wanted=wanted, remark=COULD_NOT_BE_SHOWN, failed=True))
        elif copy.variant is rules.Variant.PUBLIC and _untagged(outcome):
            assert leaf.stand_in is not None, "only a paper is handed in"
            wanted = _for_the_public(leaf, excuse_for(leaf, excuses))
            made.append(StoodIn(key=leaf.key, wanted=wanted, remark=NOT_FOR_EVERYBODY))
    return tuple(made)


def _for_the_public(leaf: Leaf, excuse: Excuse | None) -> rendering.Wanted:
    assert leaf.stand_in is not None, "only a paper is handed in"
    if excuse is None:
        return leaf.stand_in(
            "This paper is not in this copy yet.",
            "It was handed in without the tags by which screen readers read it out, and a version that everybody can "
            "read is still to come.",
            "Ask the governance officer of the organisation for it.",
        )
    return leaf.stand_in(
        "This paper is not in this copy.",
        f"There is no version of it that everybody can read: {excuse.reason.rstrip('.')}. {excuse.name} decided so.",
        f"To ask for it in a form that you can read: {excuse.ask}",
    )


def untagged(parts: Sequence[Leaf], found: Mapping[str, Outcome]) -> tuple[meetings.PackPaper, ...]:
    """The papers that were handed in without tags that hold, scans among them."""
    return tuple(leaf.paper for leaf in parts if leaf.paper and _untagged(found.get(leaf.key)))


def obstacles(
    copy: Copy,
    parts: Sequence[Leaf],
    found: Mapping[str, Outcome],
    excuses: Mapping[UUID, tuple[int, Excuse]],
) -> list[str]:
    """Why a public copy should not be published yet, in sentences; nothing for other copies."""
    if copy.variant is not rules.Variant.PUBLIC:
        return []
    sentences = []
    for leaf in parts:
        outcome = found[leaf.key]
        if isinstance(outcome, NotRendered):
            sentences.append(f"“{leaf.title}” could not be shown: the file {outcome.because}.")
        elif _untagged(outcome) and excuse_for(leaf, excuses) is None:
            sentences.append(
                f"“{leaf.title}” has no version that everybody can read, and nobody has recorded why not."
            )
        elif leaf.stood_in:
            sentences.append(f"“{leaf.title}” is not in the pack yet.")
    return sentences


def _untagged(outcome: Outcome | None) -> bool:
    return isinstance(outcome, rendering.Rendered) and outcome.as_handed_in and not outcome.tags_hold
