"""The rules of a complaint, in the standard library alone. Start with `changes.py`, then `workflow.py` and `access.py`."""
