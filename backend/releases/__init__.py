"""Releases: who was given which sealed pack, until when, what they fetched, and what they said they hold.

Nouns: release, recipient, link, code, visit, download, receipt.
Verbs: release, open by a code, fetch, confirm, extend, revoke, say what came after.
"""
