"""Notices: what was told to whom, once, and what became of it.

Nouns: letter, outbox, lease, receipt, the switch that stops all sending.
Verbs: tell, withdraw, readdress, deliver, stop and resume.
"""
