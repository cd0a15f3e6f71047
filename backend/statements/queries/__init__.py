"""Reading annual statements: the year as it reads now, as it was frozen, and what is written on it."""
