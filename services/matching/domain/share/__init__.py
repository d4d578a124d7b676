"""What one school was guaranteed in a municipal round and what it got, in the school's tenant."""
