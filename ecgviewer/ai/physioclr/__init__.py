"""A residual network pretrained to find ECGs of like physiology alike (PhysioCLR)."""
