"""Documents that people bring: look at an upload, and turn Word and Markdown into safe HTML.

`uploads` says what a file is or why it cannot be used; `content` turns it into HTML that any page may show
and any renderer may print. All parsing is done in confined children.
"""
