"""What is found out about the recording that is open, step by step."""
