"""Topics, questions and their steps."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T19:07:30"
VERSION = "1.38.0"
DESCRIPTION = "Questions that were asked, by topic, and what became of them"

_STATES = "'asked', 'answered-in-part', 'answered', 'assurance-received', 'withdrawn'"

forwards = migration(
    "challenge",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "challenge_topic",
            """
            title text NOT NULL CHECK (title <> ''),
            made_at timestamptz NOT NULL,
            made_by_name text NOT NULL
            """,
        ),
        "CREATE UNIQUE INDEX challenge_topic_title ON challenge_topic (tenant_id, lower(title));",
        tenant_table(
            "challenge_question",
            f"""
            number integer NOT NULL CHECK (number >= 1),
            topic_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('question', 'assurance')),
            words text NOT NULL CHECK (words <> ''),
            asked_by_person_id uuid,
            asked_by_name text NOT NULL CHECK (asked_by_name <> ''),
            of_name text CHECK (of_name <> ''),
            asked_on date NOT NULL,
            committee_id uuid,
            meeting_id uuid,
            meeting_title text CHECK (meeting_title <> ''),
            item_id uuid,
            item_title text CHECK (item_title <> ''),
            thread_id uuid,
            private boolean NOT NULL,
            state text NOT NULL CHECK (state IN ({_STATES})),
            version integer NOT NULL CHECK (version >= 1),
            recorded_at timestamptz NOT NULL,
            recorded_by_person_id uuid,
            recorded_by_name text NOT NULL,
            UNIQUE (tenant_id, number),
            FOREIGN KEY (tenant_id, topic_id) REFERENCES challenge_topic (tenant_id, id),
            FOREIGN KEY (tenant_id, asked_by_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
        ),
        """
        CREATE INDEX challenge_question_by_topic ON challenge_question (tenant_id, topic_id);
        CREATE INDEX challenge_question_by_item ON challenge_question (tenant_id, item_id) WHERE item_id IS NOT NULL;
        CREATE INDEX challenge_question_by_meeting
          ON challenge_question (tenant_id, meeting_id) WHERE meeting_id IS NOT NULL;
        CREATE INDEX challenge_question_by_thread
          ON challenge_question (tenant_id, thread_id) WHERE thread_id IS NOT NULL;
        """,
        tenant_table(
            "challenge_step",
            f"""
            question_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind <> ''),
            leads_to text CHECK (leads_to IN ({_STATES})),
            words text NOT NULL,
            said_by_name text NOT NULL,
            said_on date NOT NULL,
            minuted text NOT NULL,
            meeting_id uuid,
            path text CHECK (path LIKE '/%'),
            made_at timestamptz NOT NULL,
            made_by_person_id uuid,
            made_by_name text NOT NULL,
            FOREIGN KEY (tenant_id, question_id) REFERENCES challenge_question (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("challenge_step"),
        "CREATE INDEX challenge_step_of ON challenge_step (tenant_id, question_id, made_at);",
    ],
)
