"""Papers made of the risks as at a day: what is read for one, and how it is written and drawn."""
