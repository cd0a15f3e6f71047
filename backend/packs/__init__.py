"""Packs: what a committee reads and what a regulator may believe.

Nouns: bag, seal, key, trust file, verification. Verbs: write a bag, seal it, verify it, say in words what holds.
"""
