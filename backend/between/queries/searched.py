"""An act as the conflict radar is asked about it: its words, its organisations, and the people who took part."""

from uuid import UUID

from backend.between.queries.reading import act_row, organisations_of_act, people_rows
from backend.catalogue.quorum import Capacity
from backend.committees import queries as committees
from backend.interests.queries.marks import marked_interests
from backend.meetings import asking_radar
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import searching
from backend.meetings.queries.touched import TouchedOrganisation
from backend.scope import NotFound, Scope


async def asked_of_radar(scope: Scope, *, act_id: UUID) -> asking_radar.Asked | None:
    """All that the radar needs; nothing where the act is not there any more, or nobody of the tenant took part."""
    try:
        row = await act_row(scope, act_id)
    except NotFound:
        return None
    people = (await people_rows(scope, [act_id])).get(act_id, [])
    persons = {each["person_id"]: each["name"] for each in people if each["person_id"]}
    if not persons:
        return None
    day = meeting_rules.day_of(scope, row["taken_at"] or row["begun_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    touched = await organisations_of_act(scope, act_id)
    marked = await marked_interests(scope, person_ids=set(persons))
    item = searching.SearchedItem(
        row={
            "id": act_id,
            "title": row["title"],
            "purpose": meeting_rules.Purpose.DECISION.value,
            "procures": False,
            "value_pence": row["value_pence"],
        },
        day=day,
        committee=committee,
        touched=tuple(TouchedOrganisation(id=each, name=name) for each, name in touched.items()),
        interests=(),
    )
    asked = await searching.asked_of_radar(scope, item)
    capacity = {member.person_id: member.capacity for member in committee.members}
    return asking_radar.Asked(
        **{
            **{name: getattr(asked, name) for name in asking_radar.Asked.__dataclass_fields__},
            "people": tuple(
                (person_id, name, capacity.get(person_id, Capacity.IN_ATTENDANCE))
                for person_id, name in persons.items()
            ),
            "interests": list(marked.values()),
            "texts": [("What was decided", f"{row['words']}\n{row['because']}")],
        }
    )
