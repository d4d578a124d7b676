"""What proves a programme and what is told of it, as pure rules."""
