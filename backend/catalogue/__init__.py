"""The catalogue: every configuration file, read, judged and frozen.

Nouns: catalogue, tenant document, framework edition, rule set, workflow, demonstration, problem.
Verbs: load a catalogue, say what is wrong with it (all of it at once), lock its editions, write its schemas.

Pure: no framework, no database. Files under `tenants/`, `frameworks/` and `workflows/` are parsed here and
nowhere else.
"""
