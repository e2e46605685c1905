"""Terms that are learnt beside the network's head."""
