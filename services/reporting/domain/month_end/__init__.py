"""What a municipality is told of its schools on the last day of a month; published once."""
