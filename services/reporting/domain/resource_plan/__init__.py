"""What a programme needs: people, methods, facilities; from where, by whom, and what is missing."""
