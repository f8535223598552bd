"""The way of one inline completion, as pure stages around an engine."""
