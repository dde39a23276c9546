"""Many documents in one view: a matrix of documents by requirements as a workbook, a table and a page."""
