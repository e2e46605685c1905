"""ACL-ECG: one encoder a lead, pretrained by contrasting anatomical regions."""
