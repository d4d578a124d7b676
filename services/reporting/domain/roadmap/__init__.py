"""The plan of a programme: 35 items with dates, people in charge and the head's approval."""
