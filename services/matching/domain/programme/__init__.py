"""A school's mentoring year: forms, criteria, people in charge, launch."""
