"""The outside world, a folder per supplier; each adapter fulfils a port of `usecases/ports.py`."""
