"""Procurements, their panels and bidders, declarations, decisions, notices and representations."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:23:01"
VERSION = "1.38.0"
DESCRIPTION = "Procurements, who took part, and what was decided"

_POUNDS = "CHECK ({0} BETWEEN 0 AND 99999999999.99 AND scale({0}) <= 2)"
_OF = "FOREIGN KEY (tenant_id, procurement_id) REFERENCES procurement_procurement (tenant_id, id)"
_ORGANISATION = "FOREIGN KEY (tenant_id, {0}) REFERENCES organisations_organisation (tenant_id, id)"

forwards = migration(
    "procurement",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "procurement_procurement",
            """
            reference text NOT NULL CHECK (reference <> ''),
            opened_at timestamptz NOT NULL
            """,
            writes="INSERT",
        ),
        "CREATE UNIQUE INDEX procurement_procurement_reference"
        " ON procurement_procurement (tenant_id, lower(reference));",
        tenant_table(
            "procurement_particulars",
            f"""
            procurement_id uuid NOT NULL,
            title text NOT NULL CHECK (title <> ''),
            description text NOT NULL,
            is_new boolean NOT NULL,
            collaborative boolean NOT NULL,
            clinical_lead text,
            contract_manager text,
            expected numeric {_POUNDS.format("expected")},
            route text NOT NULL CHECK (route IN ('DIRECT_A', 'DIRECT_B', 'DIRECT_C', 'MOST_SUITABLE', 'COMPETITIVE',
              'URGENT', 'TENDER', 'FRAMEWORK', 'ANY_QUALIFIED', 'SINGLE_TENDER')),
            begun_on date NOT NULL,
            status text NOT NULL CHECK (status IN ('PLANNED', 'OPEN', 'DECIDED', 'AWARDED', 'ABANDONED')),
            changed_by text NOT NULL,
            change_note text,
            known_from timestamptz NOT NULL,
            known_to timestamptz CHECK (known_to > known_from),
            {_OF}
            """,
        ),
        "-- of one procurement, one version is the newest",
        "CREATE UNIQUE INDEX procurement_particulars_newest"
        " ON procurement_particulars (tenant_id, procurement_id) WHERE known_to IS NULL;",
        tenant_table(
            "procurement_decision",
            f"""
            procurement_id uuid NOT NULL,
            committee_id uuid,
            decided_by text NOT NULL CHECK (decided_by <> ''),
            deciders text,
            decided_on date NOT NULL,
            process text NOT NULL,
            conflicts text NOT NULL,
            actions text,
            justification text,
            key_criteria text,
            award_criteria text,
            awarded boolean NOT NULL,
            is_framework boolean NOT NULL,
            supplier_id uuid,
            supplier_address text,
            total numeric {_POUNDS.format("total")},
            own numeric {_POUNDS.format("own")},
            contract_from date,
            contract_until date CHECK (contract_until >= contract_from),
            comments text,
            changed_by text NOT NULL,
            change_note text,
            known_from timestamptz NOT NULL,
            known_to timestamptz CHECK (known_to > known_from),
            CHECK (awarded = (supplier_id IS NOT NULL)),
            {_OF},
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
            {_ORGANISATION.format("supplier_id")}
            """,
        ),
        "CREATE UNIQUE INDEX procurement_decision_newest"
        " ON procurement_decision (tenant_id, procurement_id) WHERE known_to IS NULL;",
        "CREATE INDEX procurement_decision_by_supplier"
        " ON procurement_decision (tenant_id, supplier_id) WHERE known_to IS NULL;",
        tenant_table(
            "procurement_participant",
            f"""
            procurement_id uuid NOT NULL,
            person_id uuid,
            outsider_name text,
            outsider_body text,
            role text NOT NULL CHECK (role IN ('MEMBER', 'EVALUATOR', 'ADVISER')),
            is_staff boolean NOT NULL,
            joined_on date NOT NULL,
            left_on date,
            CHECK ((person_id IS NULL) = (outsider_name IS NOT NULL)),
            CHECK ((outsider_name IS NULL) = (outsider_body IS NULL)),
            {_OF},
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX procurement_participant_of ON procurement_participant (tenant_id, procurement_id);",
        "CREATE UNIQUE INDEX procurement_participant_once"
        " ON procurement_participant (tenant_id, procurement_id, person_id) WHERE left_on IS NULL;",
        "CREATE INDEX procurement_participant_by_person"
        " ON procurement_participant (tenant_id, person_id) WHERE left_on IS NULL;",
        tenant_table(
            "procurement_took_part",
            """
            decision_id uuid NOT NULL,
            participant_id uuid NOT NULL,
            UNIQUE (tenant_id, decision_id, participant_id),
            FOREIGN KEY (tenant_id, decision_id) REFERENCES procurement_decision (tenant_id, id),
            FOREIGN KEY (tenant_id, participant_id) REFERENCES procurement_participant (tenant_id, id)
            """,
            writes="INSERT",
        ),
        tenant_table(
            "procurement_bidder",
            f"""
            procurement_id uuid NOT NULL,
            organisation_id uuid NOT NULL,
            named_at timestamptz NOT NULL,
            withdrawn_on date,
            {_OF},
            {_ORGANISATION.format("organisation_id")}
            """,
        ),
        "CREATE UNIQUE INDEX procurement_bidder_once"
        " ON procurement_bidder (tenant_id, procurement_id, organisation_id) WHERE withdrawn_on IS NULL;",
        tenant_table(
            "procurement_declaration",
            f"""
            procurement_id uuid NOT NULL,
            participant_id uuid NOT NULL,
            stage text NOT NULL CHECK (stage IN ('OPENING', 'BIDDERS')),
            nothing boolean NOT NULL,
            conflict text,
            organisation_id uuid,
            declared_at timestamptz NOT NULL,
            declared_by text NOT NULL,
            CHECK (nothing = (conflict IS NULL)),
            CHECK (NOT nothing OR organisation_id IS NULL),
            {_OF},
            FOREIGN KEY (tenant_id, participant_id) REFERENCES procurement_participant (tenant_id, id),
            {_ORGANISATION.format("organisation_id")}
            """,
            writes="INSERT",
        ),
        "CREATE INDEX procurement_declaration_of"
        " ON procurement_declaration (tenant_id, procurement_id, participant_id, declared_at DESC);",
        tenant_table(
            "procurement_handling",
            """
            declaration_id uuid NOT NULL,
            handling text NOT NULL CHECK (handling IN ('TAKES_PART', 'ADVISES', 'SOLE_EXPERT', 'STANDS_ASIDE')),
            reason text,
            decided_by text NOT NULL,
            decided_at timestamptz NOT NULL,
            FOREIGN KEY (tenant_id, declaration_id) REFERENCES procurement_declaration (tenant_id, id)
            """,
            writes="INSERT",
        ),
        "CREATE INDEX procurement_handling_of ON procurement_handling (tenant_id, declaration_id, decided_at DESC);",
        tenant_table(
            "procurement_notice",
            f"""
            procurement_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('INTENDED_APPROACH', 'TENDER', 'INTENTION_TO_AWARD', 'CONFIRMATION')),
            published_on date NOT NULL,
            place text,
            recorded_by text NOT NULL,
            recorded_at timestamptz NOT NULL,
            {_OF}
            """,
            writes="INSERT",
        ),
        "CREATE INDEX procurement_notice_of ON procurement_notice (tenant_id, procurement_id, published_on);",
        tenant_table(
            "procurement_representation",
            f"""
            procurement_id uuid NOT NULL,
            provider_id uuid NOT NULL,
            received_on date NOT NULL,
            summary text NOT NULL CHECK (summary <> ''),
            recorded_by text NOT NULL,
            answer text CHECK (answer IN ('AWARD', 'REPEAT', 'ABANDON')),
            answered_on date CHECK (answered_on >= received_on),
            answer_note text,
            CHECK ((answer IS NULL) = (answered_on IS NULL)),
            {_OF},
            {_ORGANISATION.format("provider_id")}
            """,
        ),
        "CREATE INDEX procurement_representation_of"
        " ON procurement_representation (tenant_id, procurement_id, received_on);",
    ],
)
