"""What happens when somebody asks, and when something has happened."""
