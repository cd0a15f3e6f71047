"""Together: meeting with another body, in common or as a joint committee, by an agreement that both sides hold.

Nouns: agreement, message, received record, meeting in common, joint committee, shared pack, stated powers.
Verbs: propose, accept, refuse, end, share an agenda, take it up, share a pack, state powers, send an extract, deliver.
"""
