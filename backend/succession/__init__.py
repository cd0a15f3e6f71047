"""Succession: organisations that take over from others, by a merger or a split, with all that goes over.

Nouns: plan, predecessor, consent, inventory, choice, conflict, rehearsal, lineage, offer.
Verbs: announce, consent, take stock, map, rehearse, approve, carry out, confirm what was offered.
"""
