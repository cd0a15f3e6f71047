"""Meetings: a committee's meetings, their agendas, the papers, who is conflicted on what, and what was decided.

Nouns: meeting, item, label, paper, version, attendance, conflict, decision.
Verbs: arrange, change and cancel a meeting; add, change, move and withdraw an item; publish an agenda; submit and
replace a paper; sign a paper off, return it, withdraw the sign-off; give apologies; record a decision.

An item's label (7.2) is fixed once the agenda is published; an item that comes late is 7.2a, so that nothing that
somebody has written down ever points elsewhere. A paper is what lies in its versions; a sign-off is of one of them.
"""
