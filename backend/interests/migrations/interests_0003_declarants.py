"""How each person declares: their group, whether they make decisions, their line manager and staff number."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:24:02"
VERSION = "1.38.0"
DESCRIPTION = "Declarants"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_declarant",
            """
            person_id uuid NOT NULL,
            declares_as text CHECK (declares_as ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            decision_making boolean,
            line_manager_id uuid CHECK (line_manager_id <> person_id),
            staff_number text CHECK (staff_number <> ''),
            band text CHECK (band <> ''),
            UNIQUE (tenant_id, person_id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, line_manager_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE UNIQUE INDEX interests_declarant_by_number"
        " ON interests_declarant (tenant_id, staff_number) WHERE staff_number IS NOT NULL;",
    ],
)
