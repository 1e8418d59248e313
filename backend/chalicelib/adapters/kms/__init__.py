"""Keys held by AWS KMS."""
