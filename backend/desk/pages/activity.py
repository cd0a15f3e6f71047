"""What was done: by everybody, by one person, to one record; and the proof of each line."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from backend.desk.activity import proving, seeing, sentences
from backend.ledger import reading
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.web import access, forms, sheets, views

_DAYS_SHOWN = 31
_MOST_IN_FILE = 5000

Words = Annotated[str, QueryParameter(name="text", max_length=100)]
Person = Annotated[str, QueryParameter(name="person", max_length=40)]
Room = Annotated[str, QueryParameter(name="room", max_length=40)]
Day = Annotated[str, QueryParameter(name="since", max_length=20)]
LastDay = Annotated[str, QueryParameter(name="until", max_length=20)]
Number = Annotated[int, QueryParameter(name="page", ge=1, le=1000)]


@get("/t/{slug:str}/activity", opt=access.needs(seeing.LEDGER), name="desk.activity")
async def activity(
    request: Request[Any, Any, Any],
    text: Words = "",
    person: Person = "",
    room: Room = "",
    since: Day = "",
    until: LastDay = "",
    page: Number = 1,
) -> Template:
    """The ledger, newest first, as sentences; of the last month unless days are given."""
    scope = access.scope_of(request)
    asked, wrong = _asked(scope, since, until)
    persons = await people.people_of(scope, also_left=True)
    known = {str(each.id): each.id for each in persons}
    asked = replace(asked, words=text, person_id=known.get(person), room=room)
    lines, more = await reading.page_of(scope, asked, number=page)
    chosen = {"text": text, "person": person, "room": room, "since": since, "until": until}
    return await _shown(
        request,
        lines,
        heading="Activity",
        more=more,
        page=page,
        filters={
            "wrong": wrong,
            "chosen": chosen,
            "days": None if since or until else _DAYS_SHOWN,
            "persons": [(str(each.id), each.name) for each in persons],
            "rooms": await reading.rooms_with_lines(scope),
        },
    )


@get("/t/{slug:str}/activity.csv", opt=access.needs(seeing.LEDGER), name="desk.activity-csv")
async def activity_csv(
    request: Request[Any, Any, Any],
    text: Words = "",
    person: Person = "",
    room: Room = "",
    since: Day = "",
    until: LastDay = "",
) -> Response[bytes]:
    """The same as a file, at most five thousand lines, the newest."""
    scope = access.scope_of(request)
    asked, _ = _asked(scope, since, until)
    known = {str(each.id): each.id for each in await people.people_of(scope, also_left=True)}
    asked = replace(asked, words=text, person_id=known.get(person), room=room)
    lines, _ = await reading.page_of(scope, asked, size=_MOST_IN_FILE)
    rows = [
        (
            line.at.isoformat(),
            line.recorded_at.isoformat(),
            line.actor_name,
            line.act,
            line.subject_title,
            sentences.sentence_of(line),
            str(line.id),
        )
        for line in lines
    ]
    heads = ("At", "Recorded at", "Who", "Act", "To what", "In words", "Line")
    return views.download(
        sheets.as_csv(heads, rows), name=f"activity-{scope.today.isoformat()}.csv", media_type=sheets.CSV
    )


@get(
    "/t/{slug:str}/activity/records/{room:str}/{kind:str}/{record_id:uuid}",
    opt=access.needs("tenant.read"),
    name="desk.activity-of-record",
)
async def activity_of_record(
    request: Request[Any, Any, Any],
    room: FromPath[str],
    kind: FromPath[str],
    record_id: FromPath[UUID],
    page: Number = 1,
) -> Template:
    """Everything that was done to one record, for those who may see it."""
    scope = access.scope_of(request)
    await seeing.check_may_read(scope, room=room, kind=kind, record_id=record_id)
    asked = reading.Asked(subject=(room, kind, record_id))
    lines, more = await reading.page_of(scope, asked, number=page)
    if not lines and page == 1:
        raise NotFound("record")
    named = next((line.subject_title for line in lines if line.subject_title), "") or "this record"
    return await _shown(
        request,
        lines,
        heading=f"What was done to {named}",
        more=more,
        page=page,
        record=seeing.path_of(scope, room=room, kind=kind, record_id=record_id),
    )


@get(
    "/t/{slug:str}/activity/people/{person_id:uuid}",
    opt=access.needs("tenant.read"),
    name="desk.activity-of-person",
)
async def activity_of_person(
    request: Request[Any, Any, Any], person_id: FromPath[UUID], page: Number = 1
) -> Template:
    """What one person did: for readers of the ledger, and for themselves."""
    scope = access.scope_of(request)
    if not scope.may(seeing.LEDGER) and scope.actor.person_id != person_id:
        raise NotFound("person")
    person = await people.person_line_of(scope, person_id=person_id)
    lines, more = await reading.page_of(scope, reading.Asked(person_id=person_id), number=page)
    return await _shown(request, lines, heading=f"What {person.name} did", more=more, page=page)


@get(
    "/t/{slug:str}/activity/lines/{event_id:uuid}", opt=access.needs("tenant.read"), name="desk.activity-line"
)
async def activity_line(request: Request[Any, Any, Any], event_id: FromPath[UUID]) -> Template:
    """One line of the ledger: what it says, what it changed, and its proof."""
    scope = access.scope_of(request)
    line = await _line_for(scope, event_id)
    proof, altered = None, ""
    try:
        proof = await proving.proof_of(scope, event_id=event_id)
    except proving.Altered as error:
        altered = str(error)
    return views.page(
        request,
        "desk/activity-line.html",
        altered=altered,
        line=line,
        sentence=sentences.sentence_of(line),
        changes=sentences.changes_of(line),
        proof=proof,
        record=seeing.path_of(
            scope, room=line.subject_room, kind=line.subject_kind, record_id=line.subject_id
        ),
        crumbs=[views.Crumb("Activity", views.address(scope, "/activity"))]
        if scope.may(seeing.LEDGER)
        else [],
    )


@get(
    "/t/{slug:str}/activity/lines/{event_id:uuid}/proof.json",
    opt=access.needs("tenant.read"),
    name="desk.activity-proof",
)
async def activity_proof(request: Request[Any, Any, Any], event_id: FromPath[UUID]) -> Response[bytes]:
    """The proof of a line as a file that anybody can check without us."""
    scope = access.scope_of(request)
    line = await _line_for(scope, event_id)
    try:
        proof = await proving.proof_of(scope, event_id=event_id)
    except proving.Altered as error:
        raise NotFound("proof") from error
    if proof is None:
        raise NotFound("proof")
    data = (json.dumps(proof.file, indent=1, ensure_ascii=False) + "\n").encode()
    return views.download(data, name=f"proof-of-line-{line.id}.json", media_type="application/json")


async def _line_for(scope: Scope, event_id: UUID) -> reading.EventLine:
    """The line, for whoever may read what was done to its record, or did it. Raises NotFound."""
    line = await reading.event(scope, event_id=event_id)
    if scope.actor.person_id is None or line.actor_person_id != scope.actor.person_id:
        await seeing.check_may_read(
            scope, room=line.subject_room, kind=line.subject_kind, record_id=line.subject_id
        )
    return line


def _asked(scope: Scope, since: str, until: str) -> tuple[reading.Asked, str]:
    """The days asked for, and a sentence about one that can't be read."""
    moments: list[datetime | None] = []
    for words, text, days in (("first", since, -1), ("last", until, 0)):
        if not text.strip():
            moments.append(None)
            continue
        try:
            day = forms.parse_date(text)
        except ValueError as error:
            return reading.Asked(), f"The {words} day can’t be read: {error}."
        moments.append(scope.end_of(day + timedelta(days=days)) + timedelta(microseconds=1))
    if moments == [None, None]:
        moments[0] = scope.now - timedelta(days=_DAYS_SHOWN)
    return reading.Asked(since=moments[0], until=moments[1]), ""


async def _shown(
    request: Request[Any, Any, Any],
    lines: tuple[reading.EventLine, ...],
    *,
    heading: str,
    more: bool,
    page: int,
    filters: dict[str, Any] | None = None,
    record: str | None = None,
) -> Template:
    scope = access.scope_of(request)
    places = await reading.places_of(scope, event_ids=[line.id for line in lines])
    return views.page(
        request,
        "desk/activity.html",
        heading=heading,
        rows=[
            (line, sentences.sentence_of(line), sentences.changes_of(line), line.id in places)
            for line in lines
        ],
        more=more,
        number=page,
        filters=filters,
        crumbs=[]
        if filters or not scope.may(seeing.LEDGER)
        else [views.Crumb("Activity", views.address(scope, "/activity"))],
        record=record,
    )


ROUTES: list[Any] = [
    activity,
    activity_csv,
    activity_of_record,
    activity_of_person,
    activity_line,
    activity_proof,
]
