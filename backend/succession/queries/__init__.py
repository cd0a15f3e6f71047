"""Plans, inventories, conflicts, the report on what is open, and what is offered."""
