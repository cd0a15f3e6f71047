"""Board packs: what goes into a copy, and how the copy is put together."""
