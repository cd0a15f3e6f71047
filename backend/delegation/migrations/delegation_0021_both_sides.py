"""Programmes from plans and made here; streams, order and evidence of milestones; what the reviewing body answered."""

from backend.tenancy.sql import migration

ID = "2026-11-22T22:41:07"
VERSION = "1.38.0"
DESCRIPTION = "Programmes made here, milestones that follow each other, the answer of the reviewing body"

# A month, or a day where the source gives one.
_WHEN = "~ '^20[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$'"

forwards = migration(
    "delegation",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE delegation_programme
          ALTER COLUMN framework DROP NOT NULL,
          ADD COLUMN streams jsonb NOT NULL DEFAULT '[]'::jsonb,
          ADD COLUMN documents jsonb NOT NULL DEFAULT '[]'::jsonb,
          ADD COLUMN origin text NOT NULL DEFAULT 'file' CHECK (origin IN ('file', 'plan', 'app')),
          ADD COLUMN plan text,
          ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
          ADD CHECK ((origin = 'plan') = (plan IS NOT NULL));
        """,
        f"""
        ALTER TABLE delegation_milestone
          ALTER COLUMN baseline_due_month DROP NOT NULL,
          DROP CONSTRAINT delegation_milestone_baseline_due_month_check,
          ADD CONSTRAINT delegation_milestone_baseline CHECK (baseline_due_month {_WHEN}),
          ADD COLUMN stream text,
          ADD COLUMN after text[] NOT NULL DEFAULT '{{}}',
          ADD COLUMN after_inferred boolean NOT NULL DEFAULT false,
          ADD COLUMN expects text[] NOT NULL DEFAULT '{{}}',
          ADD COLUMN added_on date;
        """,
        # `workflow` where it went on under a newer version than it was taken up under; `review` is what the
        # reviewing body answered, whichever way it came.
        f"""
        ALTER TABLE delegation_milestone_state
          DROP CONSTRAINT delegation_milestone_state_agreed_due_month_check,
          DROP CONSTRAINT delegation_milestone_state_expected_month_check,
          ADD CONSTRAINT delegation_milestone_state_agreed CHECK (agreed_due_month {_WHEN}),
          ADD CONSTRAINT delegation_milestone_state_expected CHECK (expected_month {_WHEN}),
          ADD COLUMN workflow text,
          ADD COLUMN accepted_by uuid,
          ADD COLUMN accepted_by_name text,
          ADD COLUMN review jsonb,
          ADD CHECK (review IS NULL OR (review ->> 'by_name' <> '' AND review ->> 'body' <> '')),
          ADD FOREIGN KEY (tenant_id, accepted_by) REFERENCES people_person (tenant_id, id);
        """,
    ],
)
