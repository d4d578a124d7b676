"""One proposal of pairs and groups, and what the coordinator changed by hand."""
