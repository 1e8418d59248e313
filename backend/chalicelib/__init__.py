"""The functions of Lapor PKH. Imports point one way: domain, usecases, (adapters | entrypoints), bootstrap, app.py."""
