"""What is open and what is known of it; jobs."""
