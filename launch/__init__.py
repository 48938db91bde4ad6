"""What `tacit.py` does before the application runs: standard library only, for any Python from 3.11 on."""
