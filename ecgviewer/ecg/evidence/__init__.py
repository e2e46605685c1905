"""What explanations of a statement are: maps over leads, samples and beats."""
