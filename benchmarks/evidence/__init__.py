"""How good evidence is: degradation, territories, synthetic truth, null records."""
