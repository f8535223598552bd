"""Models as data: the catalogue, where weights come from, whether they are what they should be."""
