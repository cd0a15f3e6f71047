"""Rules of notes: where a quotation stands in a newer version, and what may be noted."""
