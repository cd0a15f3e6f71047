"""The hits of a meeting: what its items touch, against what its people declared, each with its reason in a sentence."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

from collections.abc import Iterable
from typing import Any

from backend.radar.declarations import Declared
from backend.radar.files import (
    Findings,
    Found,
    Hit,
    Item,
    Meeting,
    NothingFound,
    Person,
    Register,
    RelationKind,
    Step,
    Suggestion,
)  # fmt: skip
from backend.radar.index import Index
from backend.radar.passing import in_passing
from backend.radar.relations import Path
from backend.radar.suggesting import Touch, severity, suggestion
from backend.radar.touches import Touched, people_named

LEAST = 0.2  # less sure than this is not worth anybody's time
_NAMED = 0.95  # of a person named with a first name or initial

_KINDS = {
    "financial": "financial interest",
    "non-financial-professional": "professional interest",
    "non-financial-personal": "personal interest",
    "indirect": "indirect interest",
}
_STEPS: dict[RelationKind, str] = {
    "owns": "owns", "part-of": "is part of", "subsidiary-of": "is a subsidiary of", "branch-of": "is a branch of",
    "partner-in": "is a partner in", "member-of": "is a member of", "merged-into": "merged into",
    "shares-in": "shares in the gain of", "carried-out-by": "is carried out by",
}  # fmt: skip


def hits(register: Register, meeting: Meeting, *, index: Index | None = None) -> Findings:
    """Everything on the agenda that meets an interest, the first to look at first.

    One hit at most for an interest and an item. From a sureness of 0.5 it counts as a hit; below, it is a hint, such as a
    mention in passing. An `index` of the same register, body and day saves reading texts twice; without one it is made.
    Nothing is decided here.
    """
    if index is None:
        index = Index(register, body=meeting.body, day=meeting.meeting_on)
    found: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    silent = []
    people = {person.id: person for person in register.people}
    counting = {
        key: declared
        for key, declared in index.interests.items()
        if declared.interest.counts_on(meeting.meeting_on)
    }
    naming = [declared for declared in counting.values() if declared.people]
    for number, item in enumerate(meeting.items):
        rows = _of_item(index, item, meeting, people, counting, naming)
        if not rows:
            silent.append(NothingFound(item_id=item.id))
        for row in rows:
            weight = row["sureness"] * (1 + 0.1 * severity(row["suggestion"].treatment))
            found.append(((-round(weight, 6), number, row["interest_id"]), row))
    found.sort(key=lambda one: one[0])
    return Findings(
        framework=meeting.framework,
        meeting_on=meeting.meeting_on,
        hits=tuple(Hit.model_construct(rank=rank, **row) for rank, (_, row) in enumerate(found, 1)),
        nothing_found=tuple(silent),
    )


def _of_item(
    index: Index,
    item: Item,
    meeting: Meeting,
    people: dict[str, Person],
    counting: dict[str, Declared],
    naming: Iterable[Declared],
) -> list[dict[str, Any]]:
    read = index.read(item)
    best: dict[str, tuple[float, Touched, Path, str]] = {}
    for organisation_id, (sureness, touched, path) in index.reached(read).items():
        for key in index.holders(organisation_id):
            declared = counting.get(key)
            if declared is None:
                continue
            sure = sureness * max(share for one, share in declared.organisations if one == organisation_id)
            before = best.get(key)
            if sure >= LEAST and (
                before is None
                or (sure, -len(path), organisation_id) > (before[0], -len(before[2]), before[3])
            ):
                best[key] = (sure, touched, path, organisation_id)
    rows = []
    for declared in naming:
        places = people_named(read, declared)
        if places and (best.get(declared.interest.id) or (0.0,))[0] < _NAMED:
            spoken = tuple(place for place in places if not _only_passing(index, item, place))
            sure = _NAMED if spoken else 0.25
            if sure > (best.get(declared.interest.id) or (0.0,))[0]:
                best[declared.interest.id] = (sure, Touched(sure, False, spoken or places), (), "")
    for key, (sure, touched, path, organisation_id) in best.items():
        declared = counting[key]
        person = people[declared.interest.person_id]
        rows.append(_row(index, item, meeting, person, declared, sure, touched, path, organisation_id))
    return rows


def _only_passing(index: Index, item: Item, place: Found) -> bool:
    if place.where != "text" or place.start is None:
        return False
    for where, title, scan in index.read(item).scans:
        if (
            where == "text"
            and title == place.text_title
            and scan.reading.text[place.start : place.start + len(place.words)] == place.words
        ):
            return in_passing(scan.reading.around(place.start, place.start + len(place.words))) is not None
    return False


def _row(
    index: Index,
    item: Item,
    meeting: Meeting,
    person: Person,
    declared: Declared,
    sure: float,
    touched: Touched,
    path: Path,
    organisation_id: str,
) -> dict[str, Any]:
    interest = declared.interest
    home = bool(organisation_id) and person.capacity == "partner" and person.home_organisation_id is not None
    home = home and _is_home(index, organisation_id, str(person.home_organisation_id))
    advice: Suggestion = suggestion(
        framework=meeting.framework,
        year=meeting.meeting_on.year,
        item=item,
        person=person,
        interest=interest,
        touch=Touch(by_class=touched.by_class, steps=len(path), home=home),
    )
    return {
        "item_id": item.id,
        "person_id": person.id,
        "interest_id": interest.id,
        "sureness": round(sure, 2),
        "sentence": _sentence(index, person, declared, touched, path, organisation_id),
        "found": touched.found,
        "through": tuple(
            Step.model_construct(organisation_id=step.organisation_id, kind=step.kind, other_id=step.other_id)
            for step in path
        ),
        "suggestion": advice,
    }


def _is_home(index: Index, organisation_id: str, home_id: str) -> bool:
    return organisation_id == home_id


def _sentence(
    index: Index, person: Person, declared: Declared, touched: Touched, path: Path, organisation_id: str
) -> str:
    interest = declared.interest
    what = " ".join(interest.what.split()).rstrip(".")
    what = what if len(what) <= 120 else what[:119].rstrip() + "…"
    whose = f" ({interest.with_whom}: {what})" if interest.with_whom else f" ({what})"
    within = f" in {index.organisation(organisation_id).name}" if organisation_id else ""
    first = touched.found[0]
    place = {
        "title": "the item's title",
        "organisations": "the item, among its organisations,",
        "suppliers": "the item, among its suppliers,",
        "people": "the item, among its people,",
    }.get(first.where, f"the paper “{first.text_title}”")
    verb = "speaks of all that are meant by" if touched.by_class else "names"
    words = " ".join(first.words.split())
    steps = "".join(
        f"; {index.organisation(step.organisation_id).name} {_STEPS[step.kind]} {index.organisation(step.other_id).name}"
        for step in path
    )
    return f"{person.name} has a declared {_KINDS[interest.kind]}{within}{whose}, and {place} {verb} “{words}”{steps}."
