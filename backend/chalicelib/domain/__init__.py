"""The rules of a complaint, in the standard library alone. Start with `tickets.py`, then `routing.py` and `identity.py`."""
