"""What other services say, as commands here."""
