"""Organisations: the directory of practices, trusts, suppliers and everybody else that the tenant deals with.

Nouns: organisation, locality, source document.
Verbs: add, change, retire an organisation; find the ones that a name means.

The documents that the tenant's facts were read in stand here too, in the lowest room that has such facts, so that
every page above can say in which document and on which page a fact was read.
"""
