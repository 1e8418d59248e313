"""Photos in a folder of this machine: the local stand-in for S3."""
