"""policylint: finds what an old Internet-use or thin social-media policy fails to settle."""

__version__ = "0.1.0"
