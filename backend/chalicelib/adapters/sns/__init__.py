"""Announcements through Amazon SNS."""
