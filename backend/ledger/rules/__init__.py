"""What a leaf of the ledger is, what a checkpoint is called, and how a ledger is judged. No database."""
