"""The ledger: the append-only record of every operation, and how a record is referred to.

Nouns: event, record.
Verbs: record an event, read a record's history.
"""
