"""Delegation: the programme by which functions are taken on, step by step, under conditions and with proofs.

Nouns: programme, milestone, gate, condition, commitment, scope row, judgement.
Verbs: take up a programme, move a milestone, expect it in a month, mark it at risk, name its owner, deliver it with
evidence, accept it, judge a condition or a commitment, read all of it as it stood on a day.

A month stays a month: what the source says is due “by September 2014” is never given a day of its own.
"""
