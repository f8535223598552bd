"""The engines: each finds one kind of thing in a text, and knows nothing of the others."""
