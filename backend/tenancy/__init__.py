"""Tenancy: the organisations that share the database, and the walls between them.

Nouns: tenant, tenant transaction, tenant-owned table.
Verbs: find a tenant by its word in the address, say what is due, open a transaction.
"""
