"""The report that an auditor signs: what it says (`content`), as blocks, and how DOCX and PDF draw them."""
