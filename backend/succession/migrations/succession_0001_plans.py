"""Plans of mergers and splits, consents to them, what is mapped, and what was carried over."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T06:00:02"
VERSION = "1.38.0"
DESCRIPTION = "Plans of mergers and splits, consents, inventories, choices, lineage and offers"

_PLAN = "FOREIGN KEY (tenant_id, plan_id) REFERENCES succession_plan (tenant_id, id)"
_FROM = "FOREIGN KEY (tenant_id, predecessor_id) REFERENCES succession_predecessor (tenant_id, id)"
_PERSON = "FOREIGN KEY (tenant_id, {}) REFERENCES people_person (tenant_id, id)"
_HASH = "CHECK (sha256 ~ '^[0-9a-f]{64}$')"

_PLANS = tenant_table(
    "succession_plan",
    f"""
    number integer NOT NULL CHECK (number >= 1),
    kind text NOT NULL CHECK (kind IN ('merger', 'split')),
    name text NOT NULL CHECK (name <> ''),
    words text NOT NULL CHECK (words <> ''),
    falls_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('announced', 'asked', 'approved', 'carried-out', 'given-up')),
    announced_at timestamptz NOT NULL,
    announced_by_id uuid,
    announced_by_name text NOT NULL,
    doing text CHECK (doing IN ('stock', 'rehearsal', 'carrying-out')),
    doing_since timestamptz,
    failed_because text CHECK (failed_because <> ''),
    rehearsed_at timestamptz,
    rehearsed_by_name text,
    rehearsal jsonb,
    rehearsed_choices text,
    asked_at timestamptz,
    asked_by_id uuid,
    asked_by_name text,
    approved_at timestamptz,
    approved_by_id uuid,
    approved_by_name text,
    carried_out_at timestamptz,
    outcome jsonb,
    ended_because text CHECK (ended_because <> ''),
    UNIQUE (tenant_id, number),
    CHECK ((state = 'carried-out') = (carried_out_at IS NOT NULL)),
    CHECK ((state = 'given-up') = (ended_because IS NOT NULL)),
    CHECK (approved_by_id IS NULL OR approved_by_id <> asked_by_id),
    CHECK ((doing IS NULL) = (doing_since IS NULL)),
    {_PERSON.format("asked_by_id")},
    {_PERSON.format("approved_by_id")}
    """,
)

_PREDECESSORS = tenant_table(
    "succession_predecessor",
    f"""
    plan_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    agreement_id uuid NOT NULL,
    other_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    taker_person_id uuid,
    stock_at timestamptz,
    checkpoint jsonb,
    UNIQUE (tenant_id, plan_id, other_id),
    {_PLAN},
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    {_PERSON.format("taker_person_id")}
    """,
)

_AROUND = [
    tenant_table(
        "succession_designate",
        f"""
        plan_id uuid NOT NULL,
        person_id uuid NOT NULL,
        post text NOT NULL CHECK (post <> ''),
        reads boolean NOT NULL,
        named_at timestamptz NOT NULL,
        named_by_name text NOT NULL,
        ended_at timestamptz,
        {_PLAN},
        {_PERSON.format("person_id")}
        """,
    ),
    tenant_table(
        "succession_task",
        f"""
        plan_id uuid NOT NULL,
        position integer NOT NULL CHECK (position >= 1),
        title text NOT NULL CHECK (title <> ''),
        about text NOT NULL,
        source text NOT NULL CHECK (source <> ''),
        owner_person_id uuid,
        due_on date NOT NULL,
        state text NOT NULL CHECK (state IN ('to-do', 'under-way', 'done', 'not-needed')),
        note text CHECK (note <> ''),
        settled_at timestamptz NOT NULL,
        settled_by_name text NOT NULL,
        CHECK (state <> 'not-needed' OR note IS NOT NULL),
        {_PLAN},
        {_PERSON.format("owner_person_id")}
        """,
    ),
    tenant_table(
        "succession_item",
        f"""
        plan_id uuid NOT NULL,
        predecessor_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind <> ''),
        from_id uuid NOT NULL,
        reference text,
        title text NOT NULL CHECK (title <> ''),
        detail jsonb NOT NULL,
        sha256 text NOT NULL {_HASH},
        stock_at timestamptz NOT NULL,
        gone boolean NOT NULL,
        choice text NOT NULL CHECK (choice IN ('carry', 'merge', 'end', 'leave')),
        into_id uuid,
        into_item_id uuid,
        new_name text CHECK (new_name <> ''),
        taker_person_id uuid,
        because text CHECK (because <> ''),
        chosen_at timestamptz,
        chosen_by_name text,
        UNIQUE (tenant_id, plan_id, predecessor_id, kind, from_id),
        CHECK ((choice = 'merge') = (num_nonnulls(into_id, into_item_id) = 1)),
        CHECK (num_nonnulls(into_id, into_item_id) <= 1),
        {_PLAN},
        {_FROM},
        {_PERSON.format("taker_person_id")}
        """,
    ),
    tenant_table(
        "succession_settled",
        f"""
        plan_id uuid NOT NULL,
        conflict text NOT NULL CHECK (conflict <> ''),
        words text NOT NULL CHECK (words <> ''),
        settled_at timestamptz NOT NULL,
        settled_by_name text NOT NULL,
        {_PLAN}
        """,
        writes="INSERT",
    ),
    append_only("succession_settled"),
    tenant_table(
        "succession_carried",
        f"""
        plan_id uuid NOT NULL,
        predecessor_id uuid NOT NULL,
        from_tenant_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind <> ''),
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        how text NOT NULL CHECK (how IN ('carried', 'merged')),
        sha256 text NOT NULL {_HASH},
        carried_at timestamptz NOT NULL,
        UNIQUE (tenant_id, from_tenant_id, kind, from_id),
        {_PLAN},
        {_FROM}
        """,
        writes="INSERT",
    ),
    append_only("succession_carried"),
    tenant_table(
        "succession_offer",
        f"""
        plan_id uuid NOT NULL,
        predecessor_id uuid NOT NULL,
        person_id uuid NOT NULL,
        from_interest_id uuid NOT NULL,
        said jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'changed', 'left-out')),
        offered_at timestamptz NOT NULL,
        settled_at timestamptz,
        because text CHECK (because <> ''),
        declaration_id uuid,
        UNIQUE (tenant_id, predecessor_id, from_interest_id),
        CHECK ((state = 'waiting') = (settled_at IS NULL)),
        CHECK ((state IN ('confirmed', 'changed')) = (declaration_id IS NOT NULL)),
        {_PLAN},
        {_FROM},
        {_PERSON.format("person_id")},
        FOREIGN KEY (tenant_id, declaration_id) REFERENCES interests_declaration (tenant_id, id)
        """,
    ),
    tenant_table(
        "succession_reader",
        f"""
        plan_id uuid NOT NULL,
        predecessor_id uuid NOT NULL,
        person_id uuid NOT NULL,
        there_person_id uuid NOT NULL,
        granted_at timestamptz NOT NULL,
        {_PLAN},
        {_FROM},
        {_PERSON.format("person_id")}
        """,
        writes="INSERT",
    ),
    append_only("succession_reader"),
    # of the other side: what a predecessor said to a plan, in its own life
    tenant_table(
        "succession_consent",
        f"""
        agreement_id uuid NOT NULL,
        sha256 text NOT NULL {_HASH},
        words text NOT NULL CHECK (words <> ''),
        state text NOT NULL CHECK (state IN ('prepared', 'approved', 'taken-back')),
        prepared_at timestamptz NOT NULL,
        prepared_by_id uuid NOT NULL,
        prepared_by_name text NOT NULL,
        settled_at timestamptz,
        settled_by_id uuid,
        settled_by_name text,
        carried_out_on date,
        CHECK ((state = 'prepared') = (settled_at IS NULL)),
        CHECK (state <> 'approved' OR settled_by_id <> prepared_by_id),
        FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
        {_PERSON.format("prepared_by_id")},
        {_PERSON.format("settled_by_id")}
        """,
    ),
]

# Whoever belongs to a body that is merged keeps their way in, and the worker carries the merger out.
_MEMBERSHIPS = """
GRANT SELECT, INSERT ON people_membership TO probity_worker;
GRANT SELECT (id, demonstration) ON people_account TO probity_worker;
GRANT EXECUTE ON FUNCTION app.refuse_demonstration_account() TO probity_worker;
CREATE POLICY worker_adding ON people_membership FOR INSERT TO probity_worker
  WITH CHECK (tenant_id = (SELECT app.current_tenant()));
CREATE POLICY worker_reading ON people_membership FOR SELECT TO probity_worker
  USING (tenant_id = (SELECT app.current_tenant()));
"""

forwards = migration(
    "succession",
    ID,
    DESCRIPTION,
    [
        _PLANS,
        _PREDECESSORS,
        *_AROUND,
        """
        CREATE INDEX succession_item_of_plan ON succession_item (tenant_id, plan_id, kind, title) WHERE NOT gone;
        CREATE INDEX succession_item_into ON succession_item (tenant_id, into_item_id) WHERE into_item_id IS NOT NULL;
        CREATE INDEX succession_carried_to ON succession_carried (tenant_id, to_id);
        CREATE INDEX succession_carried_from ON succession_carried (tenant_id, predecessor_id, from_id);
        CREATE INDEX succession_offer_of ON succession_offer (tenant_id, person_id) WHERE state = 'waiting';
        CREATE UNIQUE INDEX succession_consent_standing ON succession_consent (tenant_id, agreement_id)
          WHERE state <> 'taken-back';
        """,
        _MEMBERSHIPS,
    ],
)
