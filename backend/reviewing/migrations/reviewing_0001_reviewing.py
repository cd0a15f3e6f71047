"""Commissioners, what is expected of them, what they submitted, and what reviewers did with it."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T22:26:31"
VERSION = "1.38.0"
DESCRIPTION = (
    "Commissioners, returns as they came, questions, outcomes, conditions, and the team that reviews"
)

_HASH = "CHECK (sha256 ~ '^[0-9a-f]{64}$')"
_COMMISSIONER = "FOREIGN KEY (tenant_id, commissioner_id) REFERENCES reviewing_commissioner (tenant_id, id)"
_RETURN = "FOREIGN KEY (tenant_id, return_id) REFERENCES reviewing_return (tenant_id, id)"
_PERSON = "FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)"

forwards = migration(
    "reviewing",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "reviewing_commissioner",
            """
            agreement_id uuid,
            -- every one lies in the directory, so that interests in it are found before anything of it is opened
            organisation_id uuid NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on),
            lead_person_id uuid,
            second_person_id uuid,
            version integer NOT NULL CHECK (version > 0),
            UNIQUE (tenant_id, agreement_id),
            CHECK (lead_person_id IS DISTINCT FROM second_person_id OR lead_person_id IS NULL),
            FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id),
            FOREIGN KEY (tenant_id, lead_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, second_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_expected",
            f"""
            commissioner_id uuid NOT NULL,
            framework text NOT NULL CHECK (framework <> ''),
            title text NOT NULL CHECK (title <> ''),
            period text NOT NULL CHECK (period <> ''),
            from_on date NOT NULL,
            until_on date NOT NULL CHECK (until_on >= from_on),
            due_on date NOT NULL,
            made_at timestamptz NOT NULL,
            made_by_name text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_because text CHECK (withdrawn_because <> ''),
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
            {_COMMISSIONER}
            """,
        ),
        tenant_table(
            "reviewing_return",
            f"""
            commissioner_id uuid NOT NULL,
            subject text NOT NULL CHECK (subject IN ('return', 'milestone')),
            subject_id uuid NOT NULL,
            framework text,
            title text NOT NULL CHECK (title <> ''),
            period text,
            from_on date,
            until_on date,
            due_on date,
            held_by uuid,
            version integer NOT NULL CHECK (version > 0),
            UNIQUE (tenant_id, commissioner_id, subject, subject_id),
            {_COMMISSIONER},
            FOREIGN KEY (tenant_id, held_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_issue",
            f"""
            return_id uuid NOT NULL,
            submission_id uuid NOT NULL,
            message_id uuid,
            number integer NOT NULL CHECK (number > 0),
            said jsonb NOT NULL,
            framework text,
            edition text,
            definition text,
            rule_set text,
            definition_sha256 text,
            reds jsonb NOT NULL,
            changes jsonb NOT NULL,
            files jsonb NOT NULL,
            sha256 text NOT NULL {_HASH},
            came text NOT NULL CHECK (came IN ('message', 'letter')),
            received_on date NOT NULL,
            received_at timestamptz NOT NULL,
            entered_by_name text,
            UNIQUE (tenant_id, return_id, number),
            UNIQUE (tenant_id, return_id, submission_id),
            CHECK ((came = 'message') = (message_id IS NOT NULL)),
            CHECK ((came = 'letter') = (entered_by_name IS NOT NULL)),
            {_RETURN},
            FOREIGN KEY (tenant_id, message_id) REFERENCES together_received (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("reviewing_issue"),
        tenant_table(
            "reviewing_question",
            f"""
            return_id uuid NOT NULL,
            issue_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            figure text,
            words text NOT NULL CHECK (words <> ''),
            due_on date NOT NULL,
            asked_by uuid NOT NULL,
            asked_by_name text NOT NULL,
            asked_at timestamptz NOT NULL,
            follows_id uuid,
            message_id uuid,
            settled_at timestamptz,
            settled_as text CHECK (settled_as IN ('answered', 'withdrawn')),
            settled_by_name text,
            settled_because text,
            UNIQUE (tenant_id, return_id, number),
            CHECK ((settled_at IS NULL) = (settled_as IS NULL)),
            {_RETURN},
            FOREIGN KEY (tenant_id, issue_id) REFERENCES reviewing_issue (tenant_id, id),
            FOREIGN KEY (tenant_id, asked_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, follows_id) REFERENCES reviewing_question (tenant_id, id),
            FOREIGN KEY (tenant_id, message_id) REFERENCES together_message (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_answer",
            f"""
            question_id uuid NOT NULL,
            answer_id uuid NOT NULL,
            message_id uuid,
            words text NOT NULL,
            prepared_by text NOT NULL,
            approved_by text NOT NULL,
            approved_at timestamptz NOT NULL,
            files jsonb NOT NULL,
            sha256 text NOT NULL {_HASH},
            received_at timestamptz NOT NULL,
            UNIQUE (tenant_id, question_id, answer_id),
            FOREIGN KEY (tenant_id, question_id) REFERENCES reviewing_question (tenant_id, id),
            FOREIGN KEY (tenant_id, message_id) REFERENCES together_received (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("reviewing_answer"),
        tenant_table(
            "reviewing_outcome",
            f"""
            return_id uuid NOT NULL,
            issue_id uuid NOT NULL,
            verdict text NOT NULL CHECK (verdict IN ('accepted', 'conditional', 'refused')),
            words text NOT NULL CHECK (words <> ''),
            conditions jsonb NOT NULL,
            decided_by uuid NOT NULL,
            decided_by_name text NOT NULL,
            decided_at timestamptz NOT NULL,
            needs_second boolean NOT NULL,
            second_by uuid,
            second_by_name text,
            given_at timestamptz,
            declined_at timestamptz,
            declined_because text CHECK (declined_because <> ''),
            message_id uuid,
            CHECK (given_at IS NULL OR declined_at IS NULL),
            CHECK ((declined_at IS NULL) = (declined_because IS NULL)),
            CHECK (second_by IS DISTINCT FROM decided_by),
            CHECK (NOT needs_second OR given_at IS NULL OR second_by IS NOT NULL),
            {_RETURN},
            FOREIGN KEY (tenant_id, issue_id) REFERENCES reviewing_issue (tenant_id, id),
            FOREIGN KEY (tenant_id, decided_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, second_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, message_id) REFERENCES together_message (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_condition",
            f"""
            outcome_id uuid NOT NULL,
            return_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL CHECK (words <> ''),
            due_on date,
            set_at timestamptz NOT NULL,
            settled_at timestamptz,
            settled_as text CHECK (settled_as IN ('met', 'not-met', 'withdrawn')),
            settled_words text CHECK (settled_words <> ''),
            settled_by_name text,
            UNIQUE (tenant_id, outcome_id, number),
            CHECK ((settled_at IS NULL) = (settled_as IS NULL)),
            CHECK ((settled_at IS NULL) = (settled_words IS NULL)),
            {_RETURN},
            FOREIGN KEY (tenant_id, outcome_id) REFERENCES reviewing_outcome (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_note",
            f"""
            return_id uuid NOT NULL,
            person_id uuid NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            written_at timestamptz NOT NULL,
            {_RETURN},
            {_PERSON}
            """,
            writes="INSERT, UPDATE, DELETE",
        ),
        tenant_table(
            "reviewing_cover",
            f"""
            person_id uuid NOT NULL,
            cover_person_id uuid NOT NULL CHECK (cover_person_id <> person_id),
            from_on date NOT NULL,
            until_on date NOT NULL CHECK (until_on >= from_on),
            made_at timestamptz NOT NULL,
            made_by_name text NOT NULL,
            ended_at timestamptz,
            {_PERSON},
            FOREIGN KEY (tenant_id, cover_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "reviewing_aside",
            f"""
            person_id uuid NOT NULL,
            commissioner_id uuid NOT NULL,
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on),
            because text NOT NULL CHECK (because <> ''),
            said_at timestamptz NOT NULL,
            said_by_name text NOT NULL,
            ended_at timestamptz,
            ended_because text CHECK (ended_because <> ''),
            CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
            {_PERSON},
            {_COMMISSIONER}
            """,
        ),
        tenant_table(
            "reviewing_holding",
            f"""
            return_id uuid NOT NULL,
            to_person_id uuid,
            to_name text,
            at timestamptz NOT NULL,
            by_name text NOT NULL,
            words text,
            {_RETURN},
            FOREIGN KEY (tenant_id, to_person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("reviewing_holding"),
        """
        CREATE UNIQUE INDEX reviewing_expected_once ON reviewing_expected
          (tenant_id, commissioner_id, framework, from_on, until_on) WHERE withdrawn_at IS NULL;
        CREATE INDEX reviewing_question_by_return ON reviewing_question (tenant_id, return_id);
        CREATE INDEX reviewing_outcome_by_return ON reviewing_outcome (tenant_id, return_id);
        CREATE UNIQUE INDEX reviewing_outcome_waiting ON reviewing_outcome (tenant_id, return_id)
          WHERE given_at IS NULL AND declined_at IS NULL;
        CREATE INDEX reviewing_condition_by_return ON reviewing_condition (tenant_id, return_id);
        CREATE INDEX reviewing_note_by_author ON reviewing_note (tenant_id, return_id, person_id);
        CREATE INDEX reviewing_aside_by_person ON reviewing_aside (tenant_id, person_id);
        CREATE INDEX reviewing_cover_by_person ON reviewing_cover (tenant_id, person_id);
        CREATE INDEX reviewing_holding_by_return ON reviewing_holding (tenant_id, return_id);
        """,
    ],
)
