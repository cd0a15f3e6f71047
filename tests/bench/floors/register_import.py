"""The bare import: calamine reads the sheet, and its rows are COPYed into the register's tables by the superuser."""

import io
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import python_calamine

_DECLARATION = (
    "tenant_id", "id", "person_id", "kind", "declared_at", "declared_on", "known_on", "late", "rule_set", "status",
)  # fmt: skip
_ENTRY = (
    "tenant_id", "id", "interest_id", "declaration_id", "person_id", "organisation_id", "interest_type", "is_indirect",
    "nature", "mitigation", "since", "known_from", "rule_set",
)  # fmt: skip


async def imported(
    connection: Any,
    data: bytes,
    *,
    tenant_id: UUID,
    people: dict[str, UUID],
    organisations: dict[str, UUID],
    now: datetime,
    rule_set: str,
) -> int:
    """Copy the rows of the template's columns; every cell is taken as it is. Returns how many interests."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()[1:]
    acts: dict[tuple[str, Any], UUID] = {}
    declarations, entries = [], []
    for name, _, organisation, _, _, nature, since, _, mitigation, declared_on in rows:
        act = acts.get((name, declared_on))
        if act is None:
            act = acts[name, declared_on] = uuid4()
            declarations.append(
                (
                    tenant_id,
                    act,
                    people[name],
                    "INTEREST",
                    now,
                    declared_on,
                    since,
                    False,
                    rule_set,
                    "SUBMITTED",
                )
            )
        entries.append(
            (
                tenant_id, uuid4(), uuid4(), act, people[name], organisations[organisation], "FINANCIAL", False,
                nature, mitigation, since, now, rule_set,
            )
        )  # fmt: skip
    await connection.copy_records_to_table(
        "interests_declaration", records=declarations, columns=_DECLARATION
    )
    await connection.copy_records_to_table("interests_entry", records=entries, columns=_ENTRY)
    return len(entries)
