"""One whole mentoring year of three schools, driven through the services' public APIs."""
