"""What a frozen year is, how it differs from the present, and when a statement may be signed. Values in, answers out."""
