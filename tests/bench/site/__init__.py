"""Benchmarks of the built site: what a cheap phone on a bad network pays for it."""
