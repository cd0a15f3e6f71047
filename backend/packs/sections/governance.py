"""The governance map: committees, who reports to whom, who sat where at the end of the period."""

from typing import Any

from backend.committees import picture
from backend.committees import queries as committees
from backend.kit import calendar
from backend.ledger.records import Record
from backend.packs import printing
from backend.packs.sections.shapes import (
    Quoted,
    Reading,
    Row,
    Section,
    Sheet,
    Table,
    as_json,
    listed,
    yes_or_no,
)

_FILE = "governance/committees.json"


async def section(reading: Reading) -> Section:
    """Committees as they stood at the end of the period."""
    scope, until = reading.at_the_end, reading.period.until
    lines = [
        line
        for line in await committees.committees_of(scope, include_retired=True)
        if line.retired_on is None or line.retired_on > until
    ]
    structure = await committees.structure_of(scope)
    # one committee at a time: a tenant has some dozens, and this is nobody's request
    views = [await committees.committee(scope, committee_id=line.id, on=until) for line in lines]
    views = [view for view in views if view.formed_on <= until]
    members = [(view, member) for view in views for member in view.members]
    return Section(
        key="governance",
        title="Governance map",
        lead=(
            "The committees of the organisation and its partners, who reports to whom, and who sat where, as they "
            f"stood on {calendar.in_words(until)}.",
        ),
        numbers=(
            ("Committees and groups", str(len(views))),
            ("Members", str(len({m.person_id for _, m in members}))),
        ),
        missing=tuple(_missing(views)),
        pictures=((_in_words(structure), _drawing(lines, structure)),) if structure.lines else (),
        tables=(
            Table(
                caption="Committees and groups",
                columns=("Committee", "Kind", "Reports to", "Meets in public", "Seats held", "Quorum"),
                rows=[Row.of(view.id, _row(view)) for view in views],
                empty="There was no committee.",
            ),
            Table(
                caption="Members",
                columns=("Committee", "Member", "Seat", "Vote", "Since"),
                rows=[
                    (view.name, m.name, m.seat_name, yes_or_no(m.voting), calendar.in_words(m.from_on))
                    for view, m in members
                ],
                empty="Nobody held a seat.",
            ),
        ),
        files={
            _FILE: as_json([_plain(view) for view in views]),
        },
        sheets={
            "registers/committees": Sheet(
                columns=(
                    "Committee",
                    "Kind",
                    "Held by",
                    "Reports to",
                    "Meets in public",
                    "Seats",
                    "Held",
                    "Quorum",
                ),
                rows=[
                    Row.of(
                        view.id,
                        (
                            view.name,
                            view.kind_in_words,
                            view.held_by.name if view.held_by else "",
                            "; ".join(line.parent for line in view.reports_to),
                            yes_or_no(view.meets_in_public),
                            len(view.places),
                            len(view.members),
                            view.quorum_in_words,
                        ),
                    )
                    for view in views
                ],
            ),
            "registers/members": Sheet(
                columns=("Committee", "Member", "Seat", "Capacity", "Office", "Vote", "Since"),
                rows=[
                    Row.of(
                        view.id,
                        (
                            view.name,
                            m.name,
                            m.seat_name,
                            m.capacity_in_words,
                            m.office_in_words,
                            yes_or_no(m.voting),
                            m.from_on,
                        ),
                    )
                    for view, m in members
                ],
            ),
        },
        quoted=tuple(
            Quoted(
                record=Record(room="committees", kind="committee", id=view.id, title=view.name), file=_FILE
            )
            for view in views
        ),
    )


def _missing(views: list[committees.CommitteeView]) -> list[str]:
    ours = [view for view in views if view.held_by is None and view.places]
    found = []
    without = [view.name for view in ours if view.quorum is None]
    if without:
        found.append(f"No quorum is laid down for {listed(without)}.")
    vacant = [f"{view.name} ({len(view.vacancies)})" for view in ours if view.vacancies]
    if vacant:
        found.append(f"Seats stood vacant on {listed(vacant)}.")
    return found


def _row(view: committees.CommitteeView) -> tuple[str, ...]:
    return (
        view.name,
        view.kind_in_words,
        ", ".join(line.parent for line in view.reports_to) or "—",
        yes_or_no(view.meets_in_public),
        f"{len(view.members)} of {len(view.places)}" if view.places else "None laid down",
        view.quorum_in_words or "Not laid down",
    )


def _plain(view: committees.CommitteeView) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "kind": view.kind,
        "held_by": view.held_by.name if view.held_by else None,
        "purpose": view.purpose,
        "meets_in_public": view.meets_in_public,
        "formed_on": view.formed_on,
        "quorum": view.quorum_in_words,
        "terms_of_reference_reviewed_on": view.terms_reviewed_on,
        "reports_to": [{"committee": line.parent, "through": line.through} for line in view.reports_to],
        "source": view.provenance.model_dump(mode="json"),
        "seats": [
            {
                "name": place.name,
                "capacity": place.capacity_in_words,
                "office": place.office_in_words,
                "voting": place.voting,
                "member": place.member.name if place.member else None,
                "since": place.member.from_on if place.member else None,
            }
            for place in view.places
        ],
    }


def _drawing(lines: list[committees.CommitteeLine], structure: committees.Structure) -> bytes:
    drawn = picture.picture_of(
        [picture.Node(line.id, line.name, line.held_by or "") for line in lines],
        [picture.Edge(line.committee_id, line.parent_id) for line in structure.lines],
    )
    return printing.drawing("map.svg", picture=drawn)


def _in_words(structure: committees.Structure) -> str:
    told = "; ".join(f"{line.committee} reports to {line.parent}" for line in structure.lines)
    return f"Who reports to whom: {told}. The table below says the same."
