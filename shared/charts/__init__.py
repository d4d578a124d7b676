"""Charts as SVG, drawn on the server: nothing runs in the browser, nothing is styled from outside.

Drawings are 360 units wide, so that their text is readable on a phone as it is, and grow with the
page. Attributes of presentation only (a strict policy forbids inline styles), dark tones on white, and
never colour alone: a value stands beside its mark, and what differs in meaning differs in shape. Each
has a title and a description for whoever does not see it; the page puts the numbers beside it.
"""
