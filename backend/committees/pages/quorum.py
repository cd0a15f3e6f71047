"""The page of quorum and voting, and the form of the quorum: a number, lines of “among them”, who is the majority.

The form of voting by class, on the same page, is read in `voting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import quorum as quorums
from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, Capacity, Office
from backend.catalogue.voting import MOST_CLASSES, voting_in_words
from backend.committees import operations, rules
from backend.committees.pages.structure import crumbs
from backend.kit.calendar import in_words
from backend.organisations.rules import entered
from backend.web import access, forms, views

_ROWS = (1, 2, 3)  # how many “among them” lines the form has
_Number = Annotated[int, Field(ge=1, le=100)]


class QuorumForm(forms.Form):
    members: int | None = Field(None, ge=1, le=100, description="the number of voting members")
    number_1: _Number | None = Field(None, description="the first number")
    of_1: list[str] = Field(default_factory=list, description="the first group")
    number_2: _Number | None = Field(None, description="the second number")
    of_2: list[str] = Field(default_factory=list, description="the second group")
    number_3: _Number | None = Field(None, description="the third number")
    of_3: list[str] = Field(default_factory=list, description="the third group")
    majority_of: list[str] = Field(default_factory=list, description="who must be the majority")


async def quorum_page(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID
) -> Template:
    scope = access.scope_of(request)
    committee = await operations.living(scope, committee_id=committee_id)
    capacities = dict.fromkeys(seat.capacity for seat in committee.seats if seat.voting)
    offices = dict.fromkeys(seat.office for seat in committee.seats if seat.voting and seat.office)
    groups = [(f"capacity:{each}", f"{_capital(CAPACITY_IN_WORDS[each])} members") for each in capacities]
    groups += [(f"office:{each}", f"The {OFFICE_IN_WORDS[each]}") for each in offices]
    parts = _parts_of(committee.quorum)
    classes = committee.voting.classes if committee.voting else ()
    seats = [(f"seat:{each.id}", f"The seat “{each.name}”") for each in committee.seats if each.voting]
    return views.page(
        request,
        "committees/quorum.html",
        state=state,
        committee=committee,
        committee_id=committee_id,
        now=quorums.quorum_in_words(committee.quorum) if committee.quorum else None,
        fits=parts is not None,
        parts=parts or _Parts(),
        rows=_ROWS,
        groups=groups,
        voters=[*(each for each in groups if each[0].startswith("capacity:")), *seats],
        voting_fits=all(names_of(each.of) and not each.of.office for each in classes),
        voting_now=voting_in_words(committee.voting) if committee.voting else None,
        classes=[(each.name, names_of(each.of)) for each in classes],
        class_rows=range(1, MOST_CLASSES + 1),
        crumbs=crumbs(scope, committee_id, committee.name),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/quorum",
    opt=access.needs("committees.change"),
    name="committees.quorum",
)
async def quorum(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The forms that set the quorum and the classes in words that the seats allow."""
    return await quorum_page(request, forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/quorum",
    opt=access.needs("committees.change"),
    name="committees.set-quorum",
)
@forms.taking(QuorumForm, again=quorum_page)
async def set_quorum(request: Request[Any, Any, Any], form: QuorumForm, committee_id: FromPath[UUID]) -> str:
    """Set the quorum; with every field empty there is none."""
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id)
    wanted = _quorum_of(form)
    source = entered(scope.actor.name, in_words(scope.today)) if wanted else None
    after = before.model_copy(update={"quorum": wanted, "quorum_from": source})
    if wanted != before.quorum:
        await operations.change_committee(scope, committee_id=committee_id, committee=after)
    return views.address(scope, f"/committees/{committee_id}?said=changed")


def _quorum_of(form: QuorumForm) -> Any:
    """The quorum that the form describes, or `None`. Raises UnableToShapeCommittee for a line that is half filled."""
    parts: list[Any] = [quorums.AtLeast(at_least=form.members)] if form.members else []
    for row in _ROWS:
        number, chosen = getattr(form, f"number_{row}"), getattr(form, f"of_{row}")
        if number is None and not chosen:
            continue
        if number is None or not chosen:
            field = f"of_{row}" if number is not None else f"number_{row}"
            raise rules.UnableToShapeCommittee(
                "Give both a number and who is counted, or leave the whole line empty.", field=field
            )
        parts.append(quorums.AtLeast(at_least=number, of=group_of(chosen, field=f"of_{row}")))
    if form.majority_of:
        group = group_of(form.majority_of, field="majority_of")
        parts.append(quorums.MajorityOf(majority_of=group))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else quorums.All(all=tuple(parts))


def group_of(chosen: Sequence[str], *, field: str) -> quorums.Group:
    """The group that was ticked. Raises UnableToShapeCommittee for kinds and offices mixed in one line."""
    pairs = [each.partition(":") for each in chosen]
    kinds = {kind for kind, _, _ in pairs}
    try:
        if kinds == {"capacity"}:
            return quorums.Group(capacity=tuple(Capacity(name) for _, _, name in pairs))
        if kinds == {"office"}:
            return quorums.Group(office=tuple(Office(name) for _, _, name in pairs))
        if kinds == {"seat"}:
            return quorums.Group(seat=tuple(name for _, _, name in pairs))
    except ValueError:
        raise rules.UnableToShapeCommittee("Choose who is counted from the list.", field=field) from None
    raise rules.UnableToShapeCommittee(
        "Choose either kinds of member or offices or seats in one line; use another line for the others.",
        field=field,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A quorum as the form shows it."""

    members: int | None = None
    rows: tuple[tuple[int, list[str]], ...] = ()
    majority: list[str] | None = None


def _parts_of(quorum: Any) -> _Parts | None:
    """A quorum as the form shows it; `None` where the form can't say it."""
    if quorum is None:
        return _Parts()
    members, majority, rows = None, None, []
    for part in quorum.all if isinstance(quorum, quorums.All) else [quorum]:
        if isinstance(part, quorums.MajorityOf):
            names = _ticked(part.majority_of)
            if majority is not None or names is None:
                return None
            majority = names
        elif not isinstance(part, quorums.AtLeast):
            return None
        elif part.of is None:
            if members is not None:
                return None
            members = part.at_least
        else:
            names = _ticked(part.of)
            if names is None:
                return None
            rows.append((part.at_least, names))
    return _Parts(members, tuple(rows), majority) if len(rows) <= len(_ROWS) else None


def _ticked(group: quorums.Group) -> list[str] | None:
    """What is ticked for a group of the quorum; `None` where its form, which offers no seats, can't say it."""
    return None if group.seat else names_of(group)


def names_of(group: quorums.Group) -> list[str] | None:
    """What is ticked for a group; `None` where no form can say it."""
    said = [bool(each) for each in (group.capacity, group.office, group.seat)]
    if sum(said) > 1 or group.vote is not quorums.Vote.VOTING:
        return None
    return [
        *(f"capacity:{each}" for each in group.capacity),
        *(f"office:{each}" for each in group.office),
        *(f"seat:{each}" for each in group.seat),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ROUTES = [quorum, set_quorum]
