"""What became of actions moves into the action log; the record of the meeting keeps what was said."""

from backend.tenancy.sql import migration

ID = "2026-11-22T14:50:01"
VERSION = "1.38.0"
DESCRIPTION = (
    "What became of actions moves into the action log; the record of the meeting keeps what was said"
)

_COPY = """
INSERT INTO actions_action (tenant_id, id, number, source_kind, source_id, source_title, source_on, committee_id,
  meeting_id, item_id, words, private, owner_person_id, owner_name, due_on, moves, state, undertaken_on, recorded_at,
  recorded_by_person_id, recorded_by_name, ended_on, struck_at, chase_on)
SELECT a.tenant_id, a.id,
  (SELECT coalesce(max(k.number), 0) FROM actions_action k WHERE k.tenant_id = a.tenant_id)
    + row_number() OVER (PARTITION BY a.tenant_id ORDER BY a.recorded_at, a.id),
  'meeting', a.meeting_id, left(m.title, 300), (m.starts_at AT TIME ZONE t.time_zone)::date, m.committee_id,
  a.meeting_id, a.item_id, a.words, coalesce(i.part = 'private', false), a.owner_person_id,
  CASE WHEN a.owner_person_id IS NULL THEN a.owner_name END, a.due_on, 0,
  CASE WHEN a.done_at IS NULL THEN 'open' ELSE 'closed' END, (m.starts_at AT TIME ZONE t.time_zone)::date,
  a.recorded_at, a.recorded_by_person_id, a.recorded_by_name, (a.done_at AT TIME ZONE t.time_zone)::date, a.struck_at,
  CASE WHEN a.done_at IS NULL AND a.struck_at IS NULL THEN a.due_on - 14 END
FROM sittings_action a
JOIN tenancy_tenant t ON t.id = a.tenant_id
JOIN meetings_meeting m ON m.tenant_id = a.tenant_id AND m.id = a.meeting_id
LEFT JOIN meetings_item i ON i.tenant_id = a.tenant_id AND i.id = a.item_id
ON CONFLICT (tenant_id, id) DO NOTHING;
"""
"""The chase looks at what is open two weeks before its day, finds the rungs of the ladder, and goes on by itself."""

_STEPS = """
INSERT INTO actions_step (tenant_id, id, action_id, kind, words, changes, by_link, made_at, made_by_person_id,
  made_by_name)
SELECT a.tenant_id, gen_random_uuid(), a.id, 'copied', coalesce(a.struck_because, a.done_words),
  '{"before": {}, "after": {}}'::jsonb, false, coalesce(a.struck_at, a.done_at, a.recorded_at),
  a.recorded_by_person_id, a.recorded_by_name
FROM sittings_action a;
"""

_DUE = """
INSERT INTO tenancy_due AS due (tenant_id, chore, due_at)
SELECT a.tenant_id, 'actions.chase_actions', min(a.chase_on)::timestamp AT TIME ZONE 'UTC'
FROM actions_action a WHERE a.chase_on IS NOT NULL GROUP BY a.tenant_id
ON CONFLICT (tenant_id, chore) DO UPDATE SET due_at = least(due.due_at, excluded.due_at);
"""

_RETIRE = "ALTER TABLE sittings_action DROP COLUMN done_at, DROP COLUMN done_words;"

forwards = migration("sittings", ID, DESCRIPTION, [_COPY, _STEPS, _DUE, _RETIRE])
