"""How our own rules match: each module is one kind of matcher, as data and as its engine."""
