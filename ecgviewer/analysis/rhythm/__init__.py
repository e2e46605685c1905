"""RR intervals, the atria, and the context of measurements."""
