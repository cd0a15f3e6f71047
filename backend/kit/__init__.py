"""Tools with no domain words: settings, database, clock, mail, storage, documents, log."""
