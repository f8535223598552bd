"""What the editor clients take from the server: its settings, as each of them wants them."""
