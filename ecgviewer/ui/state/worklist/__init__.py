"""What was opened together, and what is known of it."""
