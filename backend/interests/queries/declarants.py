"""Who declares, as what, and who is paused: the people that campaigns, chasing and publication are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.interests.rules import declarants as rules
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarant:
    """A person who declares. `group` is one of `rules.declarants.GROUPS`.

    `group_is_set` and `decision_is_set`: settled for this person, and so not following from seats. `seated`: sits on
    a committee on the day. `left_on` is the first day on which they no longer belong to the tenant.
    """

    person_id: UUID
    person_name: str
    position: str
    email: str | None
    group: str
    decision_making: bool
    line_manager_id: UUID | None
    staff_number: str | None
    band: str | None
    joined_on: date
    left_on: date | None
    paused: bool
    seated: bool
    committee_ids: tuple[UUID, ...]
    group_is_set: bool
    decision_is_set: bool

    @property
    def group_in_words(self) -> str:
        return rules.GROUPS[self.group]


async def declarants_of(
    scope: Scope,
    *,
    on: date | None = None,
    person_id: UUID | None = None,
    person_ids: Collection[UUID] | None = None,
    also_left: bool = False,
) -> tuple[Declarant, ...]:
    """Everybody who owes a declaration on a day (today by default), by name, in one statement; no regulator does.

    `person_id` and `person_ids` narrow it to one person and to some.
    Where nothing is settled for a person, group and decision-making follow from the seats held on that day.
    """
    rows = await fetch(
        """
        SELECT p.id AS person_id, p.name AS person_name, coalesce(p.job_title, '') AS position, p.email, p.joined_on,
          p.left_on, d.declares_as, d.decision_making, p.line_manager_id, d.staff_number, d.band,
          coalesce(seat.kinds, '{}') AS kinds, coalesce(seat.committee_ids, '{}') AS committee_ids,
          EXISTS (SELECT 1 FROM people_pause z WHERE z.tenant_id = $1 AND z.person_id = p.id AND z.from_on <= $2
            AND (z.until_on IS NULL OR z.until_on >= $2)) AS paused
        FROM people_person p
        LEFT JOIN interests_declarant d ON d.tenant_id = $1 AND d.person_id = p.id
        LEFT JOIN (
          SELECT t.person_id, array_agg(DISTINCT c.kind) AS kinds, array_agg(DISTINCT c.id) AS committee_ids
          FROM committees_term t JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
          WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND t.from_on <= $2
            AND (t.last_on IS NULL OR t.last_on >= $2) AND (c.retired_on IS NULL OR c.retired_on > $2)
          GROUP BY t.person_id
        ) seat ON seat.person_id = p.id
        WHERE p.tenant_id = $1 AND p.joined_on <= $2 AND ($4 OR p.left_on IS NULL OR p.left_on > $2)
          AND ($3::uuid[] IS NULL OR p.id = ANY ($3))
          AND NOT EXISTS (SELECT 1 FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id
            AND r.role = 'regulator' AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2))
        ORDER BY lower(p.name), p.id""",
        scope.tenant.id,
        on or scope.today,
        [person_id] if person_id is not None else None if person_ids is None else list(person_ids),
        also_left,
    )
    return tuple(
        Declarant(
            person_id=row["person_id"],
            person_name=row["person_name"],
            position=row["position"],
            email=row["email"],
            group=row["declares_as"] or rules.group_of(row["kinds"]),
            decision_making=rules.makes_decisions(band=row["band"], seated=bool(row["kinds"]))
            if row["decision_making"] is None
            else row["decision_making"],
            line_manager_id=row["line_manager_id"],
            staff_number=row["staff_number"],
            band=row["band"],
            joined_on=row["joined_on"],
            left_on=row["left_on"],
            paused=row["paused"],
            seated=bool(row["kinds"]),
            committee_ids=tuple(row["committee_ids"]),
            group_is_set=row["declares_as"] is not None,
            decision_is_set=row["decision_making"] is not None,
        )
        for row in rows
    )


async def declarant_of(scope: Scope, *, person_id: UUID) -> Declarant:
    """How one person declares, also once they have left. Raises `NotFound`."""
    found = await declarants_of(scope, person_id=person_id, also_left=True)
    if not found:
        raise NotFound("person")
    return found[0]
