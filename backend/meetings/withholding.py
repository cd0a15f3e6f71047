"""Withholding the papers of an item from a member who has a conflict of interest in it. Values in, answers out.

One treatment among several of a conflict, and the one that a pack must know of: managing conflicts of interest in the
NHS lets a chair decide that a person does not receive the papers of the matter (NHS England, Managing conflicts of
interest in the NHS, 2017 and after: "not to receive meeting papers relating to the matter in which they have an
interest").
"""

from uuid import UUID

from backend.scope import NotPermitted, Refusal, Scope

CHAIRS = frozenset({"chair", "vice-chair"})


class UnableToWithhold(Refusal):
    """Papers that can't be withheld from a person, or given again, as it was asked."""


def may_withhold(scope: Scope, *, committee_id: UUID) -> bool:
    """The chair and vice-chair of the committee decide; an officer records what a chair decided."""
    return scope.may("meetings.arrange") or bool(scope.offices_on(committee_id) & CHAIRS)


def check_is_private(*, private: bool, title: str) -> None:
    """Anybody may read what is public, so there is nothing to withhold."""
    if not private:
        raise UnableToWithhold(
            f"“{title}” is a public item: anybody may read its papers, so they are withheld from nobody. Make the item "
            "private first, with the reason, if its papers are confidential; or decide that the member leaves."
        )


def check_may_withhold(scope: Scope, *, committee_id: UUID, person_id: UUID) -> None:
    """Nobody decides for themselves whether they get the papers of an item."""
    if not may_withhold(scope, committee_id=committee_id):
        raise NotPermitted(
            "The chair or vice-chair of the committee, or a governance officer, decides from whom papers are withheld."
        )
    if person_id == scope.actor.person_id:
        raise UnableToWithhold(
            "You can’t decide this for yourself. Ask the vice-chair or a governance officer.",
            field="person_id",
        )
