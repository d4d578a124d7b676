"""What a school tells its people, until a day."""
