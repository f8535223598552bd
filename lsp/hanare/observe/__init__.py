"""What Hanare tells about itself: reason codes, counters, the audit trail."""
