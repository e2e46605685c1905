"""What families read that take the raw signal: leads in mV, and what is there."""
