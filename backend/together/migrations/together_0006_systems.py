"""One body may give another figures of its own, and bodies may share those who lead them."""

from backend.tenancy.sql import migration

ID = "2026-11-24T07:00:00"
VERSION = "1.38.0"
DESCRIPTION = "Agreements on figures across a system and on clusters, and what passes under them"

_KINDS = (
    "'proposal', 'acceptance', 'refusal', 'ending', 'agenda', 'taken-up', 'pack', 'powers', 'decisions', "
    "'minutes', 'submission', 'question', 'answer', 'outcome', 'pack-release', 'release-changed', 'pack-receipt', "
    "'evidence-request', 'evidence-answer', 'evidence-closed', 'pack-handed-over', 'body-replaced', 'figures', "
    "'offices'"
)
_ALONE = "'oversight', 'succession', 'system', 'cluster'"

_AGREEMENT = f"""
ALTER TABLE together_agreement
  DROP CONSTRAINT together_agreement_kind_check,
  ADD CONSTRAINT together_agreement_kind_check CHECK (kind IN ('in-common', 'joint', {_ALONE})),
  DROP CONSTRAINT together_agreement_shares_check,
  ADD CONSTRAINT together_agreement_shares_check
    CHECK (shares IN ('public', 'all', 'submitted', 'figures', 'offices')),
  ADD CONSTRAINT together_agreement_system_check CHECK ((kind = 'system') = (shares = 'figures')),
  ADD CONSTRAINT together_agreement_cluster_check CHECK ((kind = 'cluster') = (shares = 'offices')),
  DROP CONSTRAINT together_agreement_committee_check,
  ADD CONSTRAINT together_agreement_committee_check CHECK (state <> 'accepted' OR (their_committee IS NOT NULL
    AND (committee_id IS NOT NULL OR kind IN ({_ALONE}))));
"""

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
    ],
)
