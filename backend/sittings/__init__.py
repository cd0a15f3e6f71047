"""Sittings: what happened at a meeting, from the first arrival to the signed minutes.

Nouns: presence, deputy, declaration at the meeting, vote, irregularity, hold of the live page, minutes, extract,
action.
Verbs: record who came, left and returned; record a declaration, a decision with its votes, an action; go into private
session; hold the page and take it over; strike out and correct; ratify or reverse what was irregular; draft, edit,
agree, approve, sign and publish minutes; send an extract; follow a declaration to the register.

What happened is taken as it was, never refused: a decision taken inquorate or beyond power is recorded as taken, marked
irregular, told to named people and followed to its ratification or reversal. Only the system's own words are kept back.
"""
