"""The document beside its verdicts: pictures of PDF pages with boxes on them, or its text with the words marked.

A worker process builds a `Panel` of the document that it has read (`build`) and it is kept. When a page of the report
is drawn, `show` lays the report's evidence over a part of it; `places` numbers what can be pointed to. `pictures` has
pages drawn behind the door. All but `build` is light enough for the server's own process.
"""
