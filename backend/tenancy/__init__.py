"""Tenancy: the organisations that share the database, and the walls between them.

Nouns: tenant, tenant transaction, tenant-owned table.
Verbs: open a tenant's life, change its pins, move a demonstration's clock, open a transaction.
"""
