"""Evidence: files as they were handed in, kept under their hash and never changed.

Nouns: file, the store that keeps it.
Verbs: keep a file, find it, read it and know that it is still what was kept.
"""
