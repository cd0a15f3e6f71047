"""Releases: a signed pack that was given to named people at a named regulator, and what became of it.

Nouns: release, recipient, link, download, receipt, revocation, evidence that a regulator asked for.
Verbs: release, revoke, supersede, record a receipt, answer what was asked.
"""
