"""What policylint is told in policylint.toml or pyproject.toml, and which files it is told to check."""

from policylint.config.configuration import Configuration
from policylint.config.find import ConfigurationLookup, find_configuration
from policylint.config.sets import PolicySet
from policylint.config.settings import Origin, RuleSetting, Settings

__all__ = [
    "Configuration",
    "ConfigurationLookup",
    "Origin",
    "PolicySet",
    "RuleSetting",
    "Settings",
    "find_configuration",
]
