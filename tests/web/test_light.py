"""The server's own process is light: what takes long to load, and what opens documents, is in processes of its own."""

from __future__ import annotations

import subprocess
import sys


def test_the_server_loads_no_engine_and_no_parser_of_documents() -> None:
    code = (
        "import sys, policylint.web.server\n"
        "from policylint.packs.load import load_packs\n"
        "load_packs(('social-media',))\n"
        "heavy = {'spacy', 'thinc', 'numpy', 'pypdfium2', 'pikepdf', 'docx', 'pypdf', 'typst', 'PIL'}\n"
        "print(*sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
