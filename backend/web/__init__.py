"""Shared page furniture and guards: the gate that every request passes, forms, views, errors, headers.

Nouns: visitor, gate, form, page.
Verbs: let in, refuse, parse, show.
"""
