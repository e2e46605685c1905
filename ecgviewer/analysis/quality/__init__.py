"""Signal quality, lead faults, lead reversal."""
