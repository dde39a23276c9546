"""A copy of the checked document with what policylint says of it at the words it is about.

`notes` says what stands where, whatever the format; the `docx_` modules write it as Word comments, the `pdf_` modules
as highlights. This house works on the bytes of documents and knows no files; the notes know only the report.
"""
