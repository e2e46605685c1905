"""Pretraining of PhysioCLR's encoder by measured physiology, and teaching it."""
