"""What Hanare tells about itself: reason codes."""
