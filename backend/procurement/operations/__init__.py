"""Acts, noun by noun. Each has five beats: load, check, write, record, tell."""
