"""A gain-share as the radar is asked of it, and what is said of a hit that was reached through one. Pure.

A contract stands in the radar's directory as something that organisations share in, under the names that it goes by.
Naming whoever carries it out touches it less surely than naming the contract itself.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from backend.contracts.queries import CarriedBy
from backend.contracts.rules.shares import ShareHeld, says_partner
from backend.interests.queries.marks import MarkedInterest
from backend.interests.rules.declaring import InterestType
from backend.kit.names import folded
from backend.radar import files

_TOLD_APART = " contract"
"""Behind the name of a contract that is called like an organisation."""

# How sure a hit may be at the most, in per cent.
_NO_PARTNER = 70
"""Their own words don't say that they share in the organisation's gain."""
_CARRIER = 60
"""The item touches who carries the contract out, and may be about something else."""
_MENTION = 40
"""A paper only mentions who carries the contract out, or something of theirs is touched: a hint."""
_NO_MONEY = 30
"""The interest in the organisation is not financial, so a gain-share is hardly theirs: a hint."""


def contracts_as_organisations(
    carried_by: Sequence[CarriedBy], *, taken: Collection[str]
) -> tuple[files.Organisation, ...]:
    """The contracts under their names. `taken` are folded names of organisations: nothing is called like one."""
    found: dict[UUID, files.Organisation] = {}
    for each in carried_by:
        title = f"{each.contract}{_TOLD_APART}" if folded(each.contract) in taken else each.contract
        found[each.contract_id] = files.Organisation(
            id=str(each.contract_id),
            name=title[:300],
            kind="other",
            other_names=tuple(name[:300] for name in each.other_names if folded(name) not in taken),
        )
    return tuple(found.values())


def relations(
    shares: Sequence[ShareHeld], carried_by: Sequence[CarriedBy], *, known: Collection[UUID]
) -> tuple[files.Relation, ...]:
    """Who shares in which contract and by whom it is carried out, with their days."""
    return (
        *(
            files.Relation.model_validate(
                {
                    "organisation_id": str(share.organisation_id),
                    "kind": "shares-in",
                    "other_id": str(share.contract_id),
                    "from": share.since,
                    "to": share.until,
                }
            )
            for share in shares
            if share.organisation_id in known
        ),
        *(
            files.Relation.model_validate(
                {
                    "organisation_id": str(each.contract_id),
                    "kind": "carried-out-by",
                    "other_id": str(each.organisation_id),
                    "from": each.since,
                    "to": each.until,
                }
            )
            for each in carried_by
            if each.organisation_id in known
        ),
    )


def said(hit: files.Hit, interest: MarkedInterest, shares: Sequence[ShareHeld]) -> tuple[str, int]:
    """The reason of a hit and how sure it is, in per cent; `shares` are those that hold on the meeting's day."""
    sureness = round(100 * hit.sureness)
    ways = [step for step in hit.through if step.kind == "shares-in"]
    if not ways:
        return hit.sentence, sureness
    of = [
        share
        for step in ways
        for share in shares
        if (str(share.organisation_id), str(share.contract_id)) == (step.organisation_id, step.other_id)
    ]
    most = [sureness]
    if interest.interest_type is not InterestType.FINANCIAL:
        most.append(_NO_MONEY)
    elif not says_partner(interest.nature):
        most.append(_NO_PARTNER)
    if hit.through[-1].kind == "carried-out-by":
        plain = any(place.where in ("title", "organisations", "suppliers") for place in hit.found)
        most.append(_CARRIER if plain else _MENTION)
    elif hit.through[-1].kind != "shares-in":
        most.append(_MENTION)
    return _with_how_much(hit.sentence, of), min(most)


def _with_how_much(sentence: str, shares: Sequence[ShareHeld]) -> str:
    """The sentence with how much each share is, in the place of that there is one."""
    for share in shares:
        plain = f"; {share.organisation} shares in the gain of {share.contract}"
        for said_so in (f"{plain}{_TOLD_APART}", plain):
            if said_so in sentence:
                sentence = sentence.replace(said_so, f"; {share.in_words}", 1)
                break
        else:
            sentence = f"{sentence} {share.in_words}."
    return sentence
