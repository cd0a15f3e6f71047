"""Contracts: the forms in which care is contracted for, and the partners in each with their stake and gain-share.

Nouns: contract, form, partner, stake, gain-share.
Verbs: keep a contract, add a partner, end a partnership, say whose interest a gain-share is.
"""
