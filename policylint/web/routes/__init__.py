"""Requests and answers: what is asked is taken from the store and the runner, and drawn by the pages."""
