"""Schedules: what Probity does by itself for a tenant, when it next does, and what became of it each time.

Nouns: schedule, run, doing.
Verbs: settle a schedule, pause, resume, ask for a run, wake, run, follow, tell of a failure, clear old runs.
"""
