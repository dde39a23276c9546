"""The revisions, oldest first: `r0001_...` and so on. One that was published is never changed; write the next."""
