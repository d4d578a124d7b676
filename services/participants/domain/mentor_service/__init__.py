"""What a mentor's home is told of their work elsewhere: sums, never with whom."""
