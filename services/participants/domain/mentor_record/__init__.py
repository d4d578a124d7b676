"""What lasts of a mentor beyond a year: outcomes, staying, the catalogue."""
