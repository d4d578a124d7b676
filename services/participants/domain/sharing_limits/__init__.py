"""What a company lets its employees give to other schools."""
