"""What RR intervals alone say."""
