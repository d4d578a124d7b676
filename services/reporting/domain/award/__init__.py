"""7.2: the best mentors."""
