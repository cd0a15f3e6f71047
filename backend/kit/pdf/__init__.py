"""PDFs: render HTML to tagged pages, merge parts under one structure tree, and walk the result as a reader
does.
"""
