"""Freezing a year, marking what to tell of it, and writing, signing and adding to statements."""
