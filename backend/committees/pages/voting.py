"""The form that says by which classes a body votes; it stands on the page of the quorum."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.catalogue.committees import Committee
from backend.catalogue.voting import MOST_CLASSES, Voting, VotingClass
from backend.committees import operations, rules
from backend.committees.pages.quorum import group_of, quorum_page
from backend.kit.calendar import in_words
from backend.organisations.rules import entered
from backend.web import access, forms, views


class VotingForm(forms.Form):
    class_1_name: str | None = Field(None, max_length=100, description="the name of the first class")
    class_1_of: list[str] = Field(default_factory=list, description="the seats of the first class")
    class_2_name: str | None = Field(None, max_length=100, description="the name of the second class")
    class_2_of: list[str] = Field(default_factory=list, description="the seats of the second class")
    class_3_name: str | None = Field(None, max_length=100, description="the name of the third class")
    class_3_of: list[str] = Field(default_factory=list, description="the seats of the third class")
    class_4_name: str | None = Field(None, max_length=100, description="the name of the fourth class")
    class_4_of: list[str] = Field(default_factory=list, description="the seats of the fourth class")
    class_5_name: str | None = Field(None, max_length=100, description="the name of the fifth class")
    class_5_of: list[str] = Field(default_factory=list, description="the seats of the fifth class")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/voting",
    opt=access.needs("committees.change"),
    name="committees.set-voting",
)
@forms.taking(VotingForm, again=quorum_page)
async def set_voting(request: Request[Any, Any, Any], form: VotingForm, committee_id: FromPath[UUID]) -> str:
    """Set the classes by which the body votes; with every field empty a single majority decides."""
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id)
    wanted = _voting_of(form, before)
    if wanted != before.voting:
        source = entered(scope.actor.name, in_words(scope.today)) if wanted else None
        after = before.model_copy(update={"voting": wanted, "voting_from": source})
        await operations.change_committee(scope, committee_id=committee_id, committee=after)
    return views.address(scope, f"/committees/{committee_id}?said=changed")


def _voting_of(form: VotingForm, before: Committee) -> Voting | None:
    """The classes that the form describes, or `None`. Raises UnableToShapeCommittee for what is half said."""
    known = {each.name: each.id for each in before.voting.classes} if before.voting else {}
    found: list[VotingClass] = []
    for row in range(1, MOST_CLASSES + 1):
        name, chosen = getattr(form, f"class_{row}_name"), getattr(form, f"class_{row}_of")
        if not name and not chosen:
            continue
        if not name or not chosen:
            raise rules.UnableToShapeCommittee(
                "Give both the name of a class and who is of it, or leave both empty.",
                field=f"class_{row}_of" if name else f"class_{row}_name",
            )
        field = f"class_{row}_name"
        if name.casefold() in {each.name.casefold() for each in found}:
            raise rules.UnableToShapeCommittee(f"There are two classes called “{name}”.", field=field)
        taken = {each.id for each in found} | set(known.values()) - {known.get(name, "")}
        class_id = known.get(name) or _slug(name, taken, row)
        found.append(VotingClass(id=class_id, name=name, of=group_of(chosen, field=f"class_{row}_of")))
    if len(found) == 1:
        raise rules.UnableToShapeCommittee(
            "Name a second class, or leave everything empty: with one class a single majority decides.",
            field="class_2_name",
        )
    return Voting(classes=tuple(found)) if found else None


def _slug(name: str, taken: set[str], row: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or f"class-{row}"
    return slug if slug not in taken else f"{slug}-{row}"


ROUTES = [set_voting]
