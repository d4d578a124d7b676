"""How a school's pairs work: its clocks, its holidays, its terms for entries and alerts."""
