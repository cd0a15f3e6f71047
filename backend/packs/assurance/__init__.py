"""Assurance packs: the report, the index, and the sealed bag that holds them with their evidence."""
