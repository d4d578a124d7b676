"""The erasure of a person, from the request to the signed certificate."""
