"""The tables of annual statements."""
