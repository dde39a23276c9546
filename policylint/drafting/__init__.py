"""Draft addenda: for what a policy leaves open, words that would settle it, in the policy's own terms.

The house knows the report, the text and the pack. How a wording is checked is handed in (`Checks`), so that a draft
claims only what the engine finds.
"""

from policylint.drafting.addendum import Addendum
from policylint.drafting.compose import Checks, claimed, compose, is_needed

__all__ = ["Addendum", "Checks", "claimed", "compose", "is_needed"]
