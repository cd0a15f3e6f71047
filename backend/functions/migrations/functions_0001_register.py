"""The register of functions, who holds each, agreements on delegation and plans of transfer."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T22:10:11"
VERSION = "1.38.0"
DESCRIPTION = "Functions, who holds each, agreements on delegation and plans of transfer"

_STANDINGS = "('delegated', 'reserved', 'statute')"
_MODELS = "('greater-involvement', 'joint', 'delegated')"
_WITHDRAWN = """
withdrawn_at timestamptz,
withdrawn_because text CHECK (withdrawn_because <> ''),
withdrawn_by_name text,
CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
CHECK ((withdrawn_at IS NULL) = (withdrawn_by_name IS NULL))
"""
_RECORDED = "recorded_at timestamptz NOT NULL, recorded_by_name text NOT NULL"


def _references(column: str, table: str) -> str:
    return f"FOREIGN KEY (tenant_id, {column}) REFERENCES {table} (tenant_id, id)"


forwards = migration(
    "functions",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "functions_function",
            """
            slug text NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            area text NOT NULL CHECK (area <> ''),
            about text,
            authority text,
            scheme_ids uuid[] NOT NULL,
            says jsonb NOT NULL,
            source jsonb NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            retired_on date,
            UNIQUE (tenant_id, slug)
            """,
        ),
        tenant_table(
            "functions_agreement",
            f"""
            slug text NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            body text NOT NULL CHECK (body <> ''),
            model text NOT NULL CHECK (model IN {_MODELS}),
            authority text,
            about text,
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on),
            function_ids uuid[] NOT NULL,
            notice jsonb NOT NULL,
            source jsonb NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            signed_on date,
            signed_by_us text CHECK (signed_by_us <> ''),
            signed_by_body text CHECK (signed_by_body <> ''),
            signed_file_id uuid,
            signed_recorded_by_name text,
            retired_on date,
            CHECK ((signed_on IS NULL) = (signed_by_us IS NULL)),
            CHECK ((signed_on IS NULL) = (signed_by_body IS NULL)),
            CHECK ((signed_on IS NULL) = (signed_recorded_by_name IS NULL)),
            UNIQUE (tenant_id, slug),
            {_references("signed_file_id", "evidence_file")}
            """,
        ),
        tenant_table(
            "functions_plan",
            f"""
            slug text NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            about text NOT NULL CHECK (about <> ''),
            held_before_by text NOT NULL CHECK (held_before_by <> ''),
            to_body text CHECK (to_body <> ''),
            standing text NOT NULL CHECK (standing IN {_STANDINGS}),
            model text CHECK (model IN {_MODELS}),
            programme text,
            agreement_id uuid,
            source jsonb NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            retired_on date,
            UNIQUE (tenant_id, slug),
            {_references("agreement_id", "functions_agreement")}
            """,
        ),
        tenant_table(
            "functions_phase",
            f"""
            plan_id uuid NOT NULL,
            slug text NOT NULL,
            position integer NOT NULL CHECK (position > 0),
            name text NOT NULL CHECK (name <> ''),
            words text,
            planned_month text,
            planned_on date,
            function_ids uuid[] NOT NULL,
            source jsonb NOT NULL,
            retired_on date,
            CHECK (planned_month IS NULL OR planned_on IS NULL),
            UNIQUE (tenant_id, plan_id, slug),
            {_references("plan_id", "functions_plan")}
            """,
        ),
        tenant_table(
            "functions_holding",
            f"""
            function_id uuid NOT NULL,
            holder text NOT NULL CHECK (holder <> ''),
            ours boolean NOT NULL,
            standing text NOT NULL CHECK (standing IN {_STANDINGS}),
            model text CHECK (model IN {_MODELS}),
            agreement_id uuid,
            phase_id uuid,
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on),
            basis text NOT NULL CHECK (basis <> ''),
            file_id uuid,
            irregular_because text CHECK (irregular_because <> ''),
            recorded_at timestamptz NOT NULL,
            recorded_by uuid NOT NULL,
            recorded_by_name text NOT NULL,
            {_WITHDRAWN},
            {_references("function_id", "functions_function")},
            {_references("agreement_id", "functions_agreement")},
            {_references("phase_id", "functions_phase")},
            {_references("file_id", "evidence_file")},
            {_references("recorded_by", "people_person")}
            """,
        ),
        tenant_table(
            "functions_report",
            f"""
            agreement_id uuid NOT NULL,
            slug text NOT NULL,
            position integer NOT NULL CHECK (position > 0),
            title text NOT NULL CHECK (title <> ''),
            about text,
            rhythm text NOT NULL CHECK (rhythm IN ('monthly', 'quarterly', 'half-yearly', 'yearly', 'once',
              'on-request', 'when-it-happens')),
            definition text,
            year_starts integer NOT NULL CHECK (year_starts BETWEEN 1 AND 12),
            due_within_days integer CHECK (due_within_days > 0),
            due_on date,
            source jsonb NOT NULL,
            retired_on date,
            CHECK ((due_on IS NOT NULL) = (rhythm = 'once')),
            CHECK ((due_within_days IS NOT NULL) = (rhythm IN ('monthly', 'quarterly', 'half-yearly', 'yearly'))),
            UNIQUE (tenant_id, agreement_id, slug),
            {_references("agreement_id", "functions_agreement")}
            """,
        ),
        tenant_table(
            "functions_variation",
            f"""
            agreement_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL CHECK (words <> ''),
            agreed_on date NOT NULL,
            effective_on date NOT NULL,
            agreed_by_us text NOT NULL CHECK (agreed_by_us <> ''),
            agreed_by_body text NOT NULL CHECK (agreed_by_body <> ''),
            file_id uuid,
            {_RECORDED},
            {_WITHDRAWN},
            UNIQUE (tenant_id, agreement_id, number),
            {_references("agreement_id", "functions_agreement")},
            {_references("file_id", "evidence_file")}
            """,
        ),
        tenant_table(
            "functions_notice",
            f"""
            agreement_id uuid NOT NULL,
            by_us boolean NOT NULL,
            given_on date NOT NULL,
            takes_effect_on date NOT NULL CHECK (takes_effect_on > given_on),
            reason text NOT NULL CHECK (reason <> ''),
            rule jsonb,
            irregular_because text CHECK (irregular_because <> ''),
            {_RECORDED},
            {_WITHDRAWN},
            {_references("agreement_id", "functions_agreement")}
            """,
        ),
        tenant_table(
            "functions_segregation",
            f"""
            agreement_id uuid NOT NULL,
            cost_centres text NOT NULL CHECK (cost_centres <> ''),
            words text NOT NULL CHECK (words <> ''),
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on),
            seen_in text CHECK (seen_in <> ''),
            file_id uuid,
            {_RECORDED},
            {_WITHDRAWN},
            CHECK (seen_in IS NOT NULL OR file_id IS NOT NULL),
            {_references("agreement_id", "functions_agreement")},
            {_references("file_id", "evidence_file")}
            """,
        ),
        tenant_table(
            "functions_print",
            f"""
            shown_on date NOT NULL,
            asked_at timestamptz NOT NULL,
            asked_by_name text NOT NULL,
            file_id uuid,
            failed text,
            CHECK (file_id IS NULL OR failed IS NULL),
            {_references("file_id", "evidence_file")}
            """,
        ),
        """
        CREATE INDEX functions_holding_by_function ON functions_holding (tenant_id, function_id, from_on);
        CREATE INDEX functions_holding_by_agreement ON functions_holding (tenant_id, agreement_id);
        CREATE INDEX functions_holding_by_phase ON functions_holding (tenant_id, phase_id);
        CREATE INDEX functions_plan_by_agreement ON functions_plan (tenant_id, agreement_id);
        CREATE INDEX functions_notice_by_agreement ON functions_notice (tenant_id, agreement_id);
        CREATE INDEX functions_segregation_by_agreement ON functions_segregation (tenant_id, agreement_id);
        """,
    ],
)
