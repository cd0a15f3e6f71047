"""What a frozen year holds, how it differs from the present, when a statement may be signed. Pure."""
