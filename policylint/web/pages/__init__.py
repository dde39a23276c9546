"""The pages of the web interface: data in, HTML out. Nothing here knows HTTP, the store or the runner."""
