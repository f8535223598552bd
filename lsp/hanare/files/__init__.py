"""What Hanare writes: where it is, how nobody else gets to read it, and how much it may be."""
