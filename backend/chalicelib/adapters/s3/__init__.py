"""Photos in an S3 bucket."""
