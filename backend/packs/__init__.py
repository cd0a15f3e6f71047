"""Packs: what a committee reads and what a regulator may believe.

Nouns: board pack, variant, issue, part, render; assurance pack, period, section; bag, seal, key, verification.
Verbs: ask for a pack, build it, read it; write a bag, seal it, verify it, say in words what holds.

A board pack is put together from renders, each kept under everything that shaped it, so that a new issue lays out
only what has changed. An assurance pack is a sealed bag that proves itself to somebody who trusts nobody.
"""
