"""The plan of a chase, as values: no rows, no clock of its own."""
