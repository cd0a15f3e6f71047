"""One module a figure, each with a `FIGURE`. A new file is found by itself."""
