"""One person's place in a year's base of mentees."""
