"""What a municipality is told of a school: counts."""
