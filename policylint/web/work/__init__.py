"""Work that takes a warm engine or much time: done by processes of their own, for the server to stay quick."""
