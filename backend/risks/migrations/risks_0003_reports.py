"""Papers that are made of the risks as at a day, for a meeting."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:31:07"
VERSION = "1.38.0"
DESCRIPTION = "Reports of the board assurance framework and deep dives"

forwards = migration(
    "risks",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "risks_report",
            """
            kind text NOT NULL CHECK (kind IN ('framework', 'deep-dive')),
            risk_id uuid,
            meeting_id uuid NOT NULL,
            as_at date NOT NULL,
            since date CHECK (since < as_at),
            author_person_id uuid NOT NULL,
            state text NOT NULL CHECK (state IN ('asked', 'making', 'ready', 'failed')),
            words text NOT NULL CHECK (words <> ''),
            done integer NOT NULL CHECK (done >= 0),
            total integer NOT NULL CHECK (total >= 1),
            failure text CHECK (failure <> ''),
            asked_at timestamptz NOT NULL,
            asked_by_name text NOT NULL,
            made_at timestamptz,
            item_id uuid,
            paper_id uuid,
            paper_version integer CHECK (paper_version >= 1),
            cover jsonb NOT NULL,
            CHECK ((kind = 'deep-dive') = (risk_id IS NOT NULL)),
            CHECK ((state = 'failed') = (failure IS NOT NULL)),
            CHECK ((state = 'ready') = (made_at IS NOT NULL) AND (made_at IS NULL) = (paper_id IS NULL)
              AND (paper_id IS NULL) = (paper_version IS NULL) AND (paper_id IS NULL) = (item_id IS NULL)),
            FOREIGN KEY (tenant_id, risk_id) REFERENCES risks_risk (tenant_id, id),
            FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
            FOREIGN KEY (tenant_id, author_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        """
        CREATE INDEX risks_report_by_meeting ON risks_report (tenant_id, meeting_id, asked_at DESC);
        CREATE UNIQUE INDEX risks_report_in_hand
          ON risks_report (tenant_id, meeting_id, kind, coalesce(risk_id, '00000000-0000-0000-0000-000000000000'))
          WHERE state IN ('asked', 'making');
        """,
    ],
)
