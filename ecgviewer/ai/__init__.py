"""The networks, what they say and the evidence for it."""
