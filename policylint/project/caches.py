"""Which cache each document has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policylint.cache import Cache
from policylint.examine import Request
from policylint.project.subject import Subject


def caches_of(subjects: Sequence[Subject]) -> Callable[[Request], Cache | None]:
    """The cache for each request: that of the document's configuration, if it has a file and wants one.

    Where nothing is configured there is none, so that nobody's text is left behind in a folder that he only passed by.
    """
    folders = {
        request: subject.settings.cache_dir
        for subject in subjects
        for request in (subject.request, *subject.member_requests)
        if subject.settings.cache and subject.keeps_cache
    }
    caches = {folder: Cache(folder) for folder in set(folders.values())}
    return lambda request: caches.get(folders[request]) if request in folders else None
