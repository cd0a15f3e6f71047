"""What would be granted, what was granted and received, and what a cluster shares."""
