"""The pages of the browser app; `app.py` is its front door."""
