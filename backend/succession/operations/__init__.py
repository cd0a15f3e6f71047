"""Announcing, consenting, mapping, and the one transaction in which it is carried out."""
