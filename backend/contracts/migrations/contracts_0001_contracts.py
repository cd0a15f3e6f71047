"""Contracts with their partners and gain-shares, every version of what is said of them, and answers to suggestions."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T22:17:01"
VERSION = "1.38.0"
DESCRIPTION = "Contracts, partners, gain-shares, versions and answers"

_COUNTED = "version integer NOT NULL CHECK (version >= 1), struck_at timestamptz"
_PER_CENT = "CHECK ({0} BETWEEN 0 AND 100 AND scale({0}) <= 3)"
_OF = "FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts_contract (tenant_id, id)"
_BY = "FOREIGN KEY (tenant_id, {0}) REFERENCES people_person (tenant_id, id)"

forwards = migration(
    "contracts",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "contracts_contract",
            f"""
            number integer NOT NULL CHECK (number >= 1),
            title text NOT NULL CHECK (title <> ''),
            other_names text[] NOT NULL,
            about text CHECK (about <> ''),
            forms text NOT NULL CHECK (forms <> ''),
            form text NOT NULL CHECK (form <> ''),
            value_pounds numeric CHECK (value_pounds BETWEEN 0 AND 99999999999.99 AND scale(value_pounds) <= 2),
            value_words text CHECK (value_words <> ''),
            begins_on date,
            ends_on date CHECK (ends_on >= begins_on),
            signed_on date,
            programme text CHECK (programme <> ''),
            gate text CHECK (gate <> ''),
            source text CHECK (source <> ''),
            retired_on date,
            retired_because text CHECK (retired_because <> ''),
            demonstration boolean NOT NULL,
            {_COUNTED},
            UNIQUE (tenant_id, number),
            CHECK ((retired_on IS NULL) = (retired_because IS NULL)),
            CHECK (gate IS NULL OR programme IS NOT NULL)
            """,
        ),
        tenant_table(
            "contracts_partner",
            f"""
            contract_id uuid NOT NULL,
            organisation_id uuid NOT NULL,
            role text NOT NULL CHECK (role <> ''),
            stake_percent numeric {_PER_CENT.format("stake_percent")},
            stake_words text CHECK (stake_words <> ''),
            since date,
            until date CHECK (until >= since),
            until_because text CHECK (until_because <> ''),
            {_COUNTED},
            {_OF},
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        "CREATE INDEX contracts_partner_of ON contracts_partner (tenant_id, contract_id);",
        "CREATE INDEX contracts_partner_by_organisation ON contracts_partner (tenant_id, organisation_id);",
        tenant_table(
            "contracts_share",
            f"""
            contract_id uuid NOT NULL,
            partner_id uuid NOT NULL,
            percent numeric {_PER_CENT.format("percent")},
            basis text NOT NULL CHECK (basis <> ''),
            since date NOT NULL,
            until date CHECK (until >= since),
            {_COUNTED},
            {_OF},
            FOREIGN KEY (tenant_id, partner_id) REFERENCES contracts_partner (tenant_id, id)
            """,
        ),
        "CREATE INDEX contracts_share_of ON contracts_share (tenant_id, contract_id);",
        "CREATE INDEX contracts_share_by_partner ON contracts_share (tenant_id, partner_id);",
        tenant_table(
            "contracts_version",
            f"""
            step_id uuid NOT NULL,
            contract_id uuid NOT NULL,
            subject text NOT NULL CHECK (subject IN ('contract', 'partner', 'share')),
            subject_id uuid NOT NULL,
            number integer NOT NULL CHECK (number >= 1),
            act text NOT NULL CHECK (act <> ''),
            words text NOT NULL CHECK (words <> ''),
            because text CHECK (because <> ''),
            said jsonb NOT NULL,
            made_at timestamptz NOT NULL,
            made_by_person_id uuid,
            made_by_name text NOT NULL,
            undone_at timestamptz,
            undone_by_name text,
            undone_because text CHECK (undone_because <> ''),
            CHECK ((undone_at IS NULL) = (undone_by_name IS NULL)),
            CHECK ((undone_at IS NULL) = (undone_because IS NULL)),
            {_OF}
            """,
        ),
        "CREATE INDEX contracts_version_of ON contracts_version (tenant_id, contract_id, made_at);",
        "CREATE UNIQUE INDEX contracts_version_once ON contracts_version (tenant_id, subject, subject_id, number);",
        tenant_table(
            "contracts_answer",
            f"""
            person_id uuid NOT NULL,
            share_id uuid NOT NULL,
            share_version integer NOT NULL CHECK (share_version >= 1),
            answer text NOT NULL CHECK (answer IN ('declared', 'nothing')),
            interest_id uuid,
            words text CHECK (words <> ''),
            answered_at timestamptz NOT NULL,
            CHECK ((answer = 'declared') = (interest_id IS NOT NULL)),
            CHECK (answer = 'declared' OR words IS NOT NULL),
            {_BY.format("person_id")},
            FOREIGN KEY (tenant_id, share_id) REFERENCES contracts_share (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("contracts_answer"),
        "CREATE INDEX contracts_answer_of ON contracts_answer (tenant_id, person_id, share_id, answered_at DESC);",
    ],
)
