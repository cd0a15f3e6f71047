"""Meetings of the period: notice, quorum, attendance as known, agendas, packs and the papers that were signed off."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.catalogue import quorum as quorums
from backend.committees import queries as committees
from backend.evidence import queries as evidence
from backend.kit import calendar
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import queries as packs
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Table, as_json, file_word, yes_or_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One meeting with all that the pack says of it. `quorate` is `None` where no quorum is laid down."""

    view: meetings.MeetingView
    agenda: meetings.PackAgenda
    clear_days: int | None
    quorate: bool | None
    unmet: tuple[str, ...]

    @property
    def file(self) -> str:
        day = self.view.day.isoformat()
        return f"meetings/{day}-{file_word(self.view.committee)}-{self.view.number}.json"

    @property
    def stood(self) -> bool:
        return self.view.state is not meeting_rules.MeetingState.CANCELLED


async def section(reading: Reading) -> Section:
    """The meetings that began in the period, as they are known now."""
    start, end = reading.period.start, reading.period.end
    lines = await meetings.meetings_between(reading.scope, start=start, end=end)
    # one meeting at a time: a period holds some dozens, and this is nobody's request
    told = [await _told(reading, line) for line in lines]
    issues = _newest(await packs.board_packs_between(reading.scope, start=start, end=end))
    files = {pack.id: _pack_path(pack) for pack in issues}
    papers = {
        paper.id: _paper_path(each, item, paper)
        for each in told
        for item, paper in _signed(each)
        if not paper.uncleared
    }
    kept = {
        path: file
        for each in told
        for _, paper in _signed(each)
        if paper.id in papers
        for path, file in _paper_files(papers[paper.id], paper)
    }
    built = await evidence.files_of(reading.scope, file_ids=[pack.file_id for pack in issues if pack.file_id])
    kept |= {files[pack.id]: built[pack.file_id] for pack in issues if pack.file_id}
    stood = [each for each in told if each.stood]
    return Section(
        key="meetings",
        title="Meetings",
        lead=(
            "Every meeting that began in the period. Notice is counted in clear days between the publication of the "
            "agenda and the meeting. Quorum is judged from the members who held seats on the day, less those who gave "
            "apologies: who was in the room is in the minutes.",
        ),
        numbers=(("Meetings", str(len(stood))), ("Papers signed off", str(len(papers)))),
        missing=tuple(_missing(stood, {pack.meeting_id for pack in issues}, reading)),
        tables=(
            Table(
                caption="Meetings",
                columns=("Date", "Committee", "State", "In public", "Notice", "Members expected", "Quorum"),
                rows=[Row.of(each.view.id, _row(each)) for each in told],
                empty="No meeting began in the period.",
            ),
            Table(
                caption="Attendance as known",
                columns=("Meeting", "Member", "Seat", "Expected"),
                rows=[
                    (_name(each), person.name, ", ".join(person.seats), _expected(person.away))
                    for each in stood
                    for person in each.view.attendees
                ],
                empty="Nobody held a seat." if stood else "No meeting began in the period.",
            ),
            Table(
                caption="Private items",
                columns=("Meeting", "Item", "Reason for being private"),
                rows=[
                    Row.of(item.id, (_name(each), f"{item.label} {item.title}", item.private_reason or ""))
                    for each in stood
                    for item in each.agenda.items
                    if item.part is meeting_rules.Part.PRIVATE and item.withdrawn_because is None
                ],
                empty="No item was private.",
            ),
        ),
        files={each.file: as_json(_plain(each, papers)) for each in told},
        kept=kept,
        quoted=(
            *(
                Quoted(record=_record("meeting", each.view.id, each.view.title), file=each.file)
                for each in told
            ),
            *(
                Quoted(
                    record=_record("paper", paper.id, paper.title, paper.sha256),
                    file=papers.get(paper.id, each.file),
                )
                for each in told
                for _, paper in _signed(each)
            ),
            *(
                Quoted(
                    record=Record(
                        room="packs",
                        kind="board-pack",
                        id=pack.id,
                        title=pack.file_name or "",
                        hash=pack.sha256,
                    ),
                    file=files[pack.id],
                )
                for pack in issues
            ),
        ),
    )


async def _told(reading: Reading, line: meetings.MeetingLine) -> Told:
    view = await meetings.meeting(reading.scope, meeting_id=line.id)
    agenda = await meetings.agenda_for_pack(reading.scope, meeting_id=line.id)
    committee = await committees.committee(reading.scope, committee_id=line.committee_id, on=view.day)
    away = {person.person_id for person in view.attendees if person.away}
    seats = [member.as_seat_held for member in committee.members if member.person_id not in away]
    answer = quorums.is_met(committee.quorum, seats) if committee.quorum else None
    published = view.agenda_published_at
    clear = (
        calendar.clear_days_between(meeting_rules.day_of(reading.scope, published), view.day)
        if published
        else None
    )
    return Told(
        view=view,
        agenda=agenda,
        clear_days=clear,
        quorate=None if answer is None else answer.met,
        unmet=() if answer is None else answer.unmet,
    )


def _newest(issues: Iterable[packs.PackView]) -> tuple[packs.PackView, ...]:
    """The newest issue of each copy of each meeting's pack."""
    newest = {(pack.meeting_id, pack.variant): pack for pack in issues}
    return tuple(newest.values())


def _signed(told: Told) -> Iterable[tuple[meetings.PackItem, meetings.PackPaper]]:
    return [
        (item, paper)
        for item in told.agenda.items
        if item.withdrawn_because is None
        for paper in item.papers
        if paper.approval is not None
    ]


def _missing(stood: list[Told], packed: set[Any], reading: Reading) -> list[str]:
    over = [each for each in stood if each.view.ends_at <= reading.known_at]
    found = [
        f"{_name(each)}: the agenda of this public meeting was published with {each.clear_days or 0} clear days’ "
        f"notice; the law asks for {meeting_rules.CLEAR_DAYS}."
        for each in over
        if each.view.in_public and (each.clear_days or 0) < meeting_rules.CLEAR_DAYS
    ]
    found += [f"{_name(each)}: {' '.join(each.unmet)}" for each in over if each.quorate is False]
    for each in over:
        unsigned = sum(paper.approval is None for item in each.agenda.items for paper in item.papers)
        if unsigned:
            found.append(f"{_name(each)}: {unsigned} paper{'' if unsigned == 1 else 's'} not signed off.")
    found += [f"{_name(each)}: no board pack was built." for each in over if each.view.id not in packed]
    found += [
        f"{_name(each)}: nobody has said that it was held."
        for each in over
        if each.view.state is not meeting_rules.MeetingState.HELD
    ]
    return found


def _row(told: Told) -> tuple[str, ...]:
    view = told.view
    notice = "Not published" if told.clear_days is None else f"{told.clear_days} clear days"
    present = sum(not person.away for person in view.attendees)
    quorum = {None: "Not laid down", True: "Met", False: "Not met"}[told.quorate]
    return (
        calendar.in_words(view.day),
        view.committee,
        view.state_in_words,
        yes_or_no(view.in_public),
        notice if told.stood else "—",
        f"{present} of {len(view.attendees)}" if told.stood else "—",
        quorum if told.stood else "—",
    )


def _name(told: Told) -> str:
    return f"{told.view.committee}, {calendar.in_words(told.view.day)}"


def _expected(away: bool) -> str:
    return "Gave apologies" if away else "Yes"


def _record(kind: str, id: Any, title: str, hash: str | None = None) -> Record:
    return Record(room="meetings", kind=kind, id=id, title=title, hash=hash)


def _pack_path(pack: packs.PackView) -> str:
    # the name of the file is of our own making, and ends in the pack's own letters
    return f"files/board-packs/{pack.file_name}"


def _paper_path(told: Told, item: meetings.PackItem, paper: meetings.PackPaper) -> str:
    ending = "pdf" if paper.content_kind == "pdf" else "html"
    name = f"{file_word(item.label)}-{file_word(paper.title)}-{str(paper.id)[-6:]}.{ending}"
    return f"files/papers/{told.view.day.isoformat()}-{file_word(told.view.committee)}/{name}"


def _paper_files(path: str, paper: meetings.PackPaper) -> list[tuple[str, evidence.KeptFile]]:
    """What was signed, with its pictures. Never what was handed in: that may hide what nobody meant to hand on."""
    folder = path.rsplit(".", 1)[0]
    return [(path, paper.content), *((f"{folder}/{asset.name}", asset.file) for asset in paper.assets)]


def _plain(told: Told, papers: dict[Any, str]) -> dict[str, Any]:
    view = told.view
    return {
        "id": view.id,
        "committee": view.committee,
        "number": view.number,
        "title": view.title,
        "starts_at": view.starts_at,
        "ends_at": view.ends_at,
        "venue": view.venue,
        "in_public": view.in_public,
        "state": view.state,
        "cancelled_because": view.cancelled_because,
        "notice": {"agenda_published_at": view.agenda_published_at, "clear_days": told.clear_days},
        "quorum": {"rule": view.quorum_in_words, "met": told.quorate, "unmet": list(told.unmet)},
        "attendance": [
            {
                "name": person.name,
                "seats": list(person.seats),
                "votes": person.votes,
                "expected": not person.away,
            }
            for person in view.attendees
        ],
        "items": [
            {
                "id": item.id,
                "label": item.label,
                "title": item.title,
                "purpose": item.purpose,
                "part": item.part,
                "private_reason": item.private_reason,
                "lead": item.lead,
                "organisations": [each.name for each in item.organisations],
                "withdrawn_because": item.withdrawn_because,
                "papers": [_plain_paper(paper, papers) for paper in item.papers],
            }
            for item in told.agenda.items
        ],
    }


def _plain_paper(paper: meetings.PackPaper, papers: dict[Any, str]) -> dict[str, Any]:
    signed = paper.approval
    return {
        "id": paper.id,
        "title": paper.title,
        "author": paper.author,
        "version": paper.version,
        "sha256": paper.sha256,
        "original": {"name": paper.original.name, "sha256": paper.original.sha256},
        "file": papers.get(paper.id),
        "where": paper.where,
        "signed_off": None
        if signed is None
        else {"by": signed.person_name, "office": signed.office, "at": signed.at, "words": signed.words},
    }
