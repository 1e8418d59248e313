"""Benchmarks: ratios against a peer in the same run, never timed tests. `make bench`, or `make bench PART=cpu`."""
