"""The key of the keyed hashes, from AWS Secrets Manager."""
