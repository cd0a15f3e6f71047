"""Real processes that are killed: workers with their clocks, the database, the mail server."""
