"""The regulator's side: packs that commissioners released to this body, as they were received.

Nouns: received pack, verification, receipt, comparison of two issues, request for evidence.
Verbs: open, verify, give a receipt, compare, ask for evidence, close what was asked, hand over to a successor.
"""
