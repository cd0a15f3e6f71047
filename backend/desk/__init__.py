"""The desk: pages and acts that join rooms.

Nouns: my work, activity, cast, walk.
Verbs: show what somebody has to do, show what was done, bring a demonstration's cast on, walk a demonstration through.
"""
