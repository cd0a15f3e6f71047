"""Audits: internal and external, their recommendations until somebody independent has seen them carried out, the yearly
opinion of the head of internal audit, and an auditor's engagement with its dates, samples and requests.

Nouns: audit, recommendation, opinion, engagement, request, sample.
Verbs: plan an audit, record its report, recommend, respond, carry out, verify, supersede, give an opinion, engage an
auditor, end an engagement, ask, answer, withdraw, draw a sample.
"""
