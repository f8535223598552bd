"""What of the code the model gets to see."""
