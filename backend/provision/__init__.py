"""The single writer of catalogue content: what a tenant's folder says against how the tenant lives.

Nouns: change, part.
Verbs: plan (say in words what differs), apply (carry it out through the rooms' operations), export (write the folder
back). Nothing is ever deleted: what is no longer in the folder is retired.
"""

from backend.provision.changes import Change, ChangeKind
from backend.provision.folder import export, texts_of
from backend.provision.living import document_of
from backend.provision.planning import PARTS, apply, founding_tenant, plan

__all__ = [
    "PARTS",
    "Change",
    "ChangeKind",
    "apply",
    "document_of",
    "export",
    "founding_tenant",
    "plan",
    "texts_of",
]
