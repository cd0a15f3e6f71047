"""Reading what members noted, the words of papers, and what a search finds in them."""
