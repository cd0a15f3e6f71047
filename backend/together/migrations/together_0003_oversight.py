"""One body may review the other: agreements of oversight, what passes under them, and files that go along."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T22:05:01"
VERSION = "1.38.0"
DESCRIPTION = "Oversight agreements, submissions, questions, answers and outcomes, and their enclosures"

_KINDS = (
    "'proposal', 'acceptance', 'refusal', 'ending', 'agenda', 'taken-up', 'pack', 'powers', 'decisions', "
    "'minutes', 'submission', 'question', 'answer', 'outcome'"
)

# A reviewing body need not have a committee of its own, so an agreement of oversight does without one.
_AGREEMENT = """
ALTER TABLE together_agreement
  DROP CONSTRAINT together_agreement_kind_check,
  ADD CONSTRAINT together_agreement_kind_check CHECK (kind IN ('in-common', 'joint', 'oversight')),
  DROP CONSTRAINT together_agreement_shares_check,
  ADD CONSTRAINT together_agreement_shares_check CHECK (shares IN ('public', 'all', 'submitted')),
  ADD CONSTRAINT together_agreement_oversight_check CHECK ((kind = 'oversight') = (shares = 'submitted')),
  DROP CONSTRAINT together_agreement_check2,
  ADD CONSTRAINT together_agreement_committee_check
    CHECK (state <> 'accepted' OR (their_committee IS NOT NULL AND (committee_id IS NOT NULL OR kind = 'oversight')));
"""

_ENCLOSURE = tenant_table(
    "together_enclosure",
    """
    message_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('sent', 'received')),
    position integer NOT NULL CHECK (position > 0),
    file_id uuid NOT NULL,
    UNIQUE (tenant_id, message_id, position),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "together",
    ID,
    DESCRIPTION,
    [
        *(
            f"""
            ALTER TABLE {table} DROP CONSTRAINT {table}_kind_check,
              ADD CONSTRAINT {table}_kind_check CHECK (kind IN ({_KINDS}));
            """
            for table in ("together_message", "together_received")
        ),
        _AGREEMENT,
        _ENCLOSURE,
        append_only("together_enclosure"),
    ],
)
