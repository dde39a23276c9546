"""The web page: what `policylint serve` shows, keeps and has examined. It needs the extra `policylint[web]`."""
