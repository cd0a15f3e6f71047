"""The other bodies of joint committees, and what each says that it delegates."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T13:40:01"
VERSION = "1.38.0"
DESCRIPTION = "The other bodies of joint committees, and what each says that it delegates"

forwards = migration(
    "powers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "powers_joint_body",
            """
            committee_id uuid NOT NULL,
            agreement_id uuid NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            joined_on date NOT NULL,
            left_on date CHECK (left_on >= joined_on),
            UNIQUE (tenant_id, agreement_id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
        ),
        tenant_table(
            "powers_joint_power",
            """
            joint_body_id uuid NOT NULL,
            edition integer NOT NULL CHECK (edition > 0),
            function_id uuid,
            function text NOT NULL CHECK (function <> ''),
            function_slug text,
            authority text NOT NULL CHECK (authority <> ''),
            limit_pence bigint CHECK (limit_pence > 0),
            conditions text CHECK (conditions <> ''),
            consent_from text CHECK (consent_from <> ''),
            clause text NOT NULL CHECK (clause <> ''),
            effective_from date NOT NULL,
            effective_until date CHECK (effective_until >= effective_from),
            FOREIGN KEY (tenant_id, joint_body_id) REFERENCES powers_joint_body (tenant_id, id),
            FOREIGN KEY (tenant_id, function_id) REFERENCES powers_function (tenant_id, id)
            """,
        ),
        """
        CREATE INDEX powers_joint_body_by_committee ON powers_joint_body (tenant_id, committee_id);
        CREATE INDEX powers_joint_power_by_body ON powers_joint_power (tenant_id, joint_body_id, edition);
        CREATE INDEX powers_joint_power_by_function ON powers_joint_power (tenant_id, function_id);
        """,
    ],
)
