"""Training of signal quality and of lead reversal."""
