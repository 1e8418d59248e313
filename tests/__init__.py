"""Tests of Lapor PKH; what each folder proves is in CONTRIBUTING.md."""
