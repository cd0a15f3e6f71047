"""The migrations of annual statements."""
