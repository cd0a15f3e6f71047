"""The bare ways. Nothing here imports the code that it is measured against."""
