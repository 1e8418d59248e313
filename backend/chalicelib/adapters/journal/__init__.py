"""Announcements to a local file, for the local run."""
