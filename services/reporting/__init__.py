"""Reporting: evidence of the roadmap, results, and what is told of them."""
