"""7.3: the quality of the programme, judged at its end."""
