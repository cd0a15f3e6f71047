"""Archives: the life of an organisation as a whole, everything that it holds in one file, and how it ends.

Nouns: state, proposal, export, backup, manifest, tombstone.
Verbs: go live, propose to close, approve, take an export, restore, propose to delete.
"""
