"""A natural person as one tenant knows them."""
