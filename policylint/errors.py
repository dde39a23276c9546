"""Coded errors: the user's mistake, an unreadable document, and nothing else.

A mistake says what to do and ends with exit code 2. An unreadable document is a verdict, not a failure. A bug is
neither of these and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MISTAKES: Final[dict[str, str]] = {
    "M001": "{path}: no such file or folder. Check the spelling, or give a folder or a glob in quotes.",
    "M002": "{path}: no policy documents here. "
    "policylint reads .pdf, .docx, .doc, .odt, .rtf, .md, .html and .txt files.",
    "M003": "{path}: cannot be read ({reason}). Check that it is a file that you may open, or leave it out.",
    "M004": "{path}: cannot be written ({reason}). Choose another place with -o.",
    "M101": "{path}:{line}: {problem}",
    "M102": "{place}no pack named '{name}'. Known packs: {known}.",
    "M103": "no rule named '{name}'{hint}",
    "M104": "the packs '{one}' and '{other}' {problem}.",
    "M105": "{place}: {problem}",
    "M106": "{place}{folder} has no pack.yml, so it is no pack. Write one, or correct the path.",
    "M107": "{folder}: there are no rules in this pack yet. Write each in a file of its own, <element>/<name>.yml.",
    "M108": "{path}: there is no test page. Write one, as docs/writing-rules.md shows.",
    "M301": "{problem}",
    "M401": "{path}: no such configuration file. Check the spelling of --config.",
    "M402": "{place}: this is not TOML: {problem}. Correct it there.",
    "M403": "{place}: there is no key '{key}'{inside}{hint}",
    "M404": "{place}: {problem}",
    "M405": "{place}: this {header} needs the key '{key}'. Add it.",
    "M406": "{place}: {problem}.",
    "M408": "{place}: '{pattern}' is no pattern that .gitignore knows. Correct it, or leave it out.",
    "M409": "{place}: there is no decisions file {path}. Make it, or leave this out.",
    "M410": "{path}: this file has no table [tool.policylint]. Add it, or name another file with --config.",
    "M411": "{path}: every document here is left out by 'include', 'exclude' or a .gitignore file. "
    "'policylint config show' lists what is left out; a file named outright is checked all the same.",
    "M412": "{path}: this is a link to {target}, which is not there. Mend the link or remove it.",
    "M431": "{place}: there is no key '{key}'{hint}",
    "M432": "{place}: the decision lacks {keys}. Add what is lacking.",
    "M433": "{place}: '{key}' must be {expected}",
    "M434": "{place}: '{key}' {problem}.",
    "M435": "{place}: no rule named '{name}'{hint}",
    "M436": "{place}: this comment is addressed to policylint, but is no decision: {problem}. "
    'Write it as <!-- policylint: rule = "...", kind = "...", reason = "...", owner = "...", date = 2026-11-27, '
    'fingerprint = "..." -->.',
    "M437": "{place}: this decision ({kind}) and the one at {other} ({other_kind}) disagree about {rule} in "
    "{document}. Remove one.",
    "M438": "{place}: this decision is given twice, here and at {other} ({rule} in {document}). Remove one.",
    "M439": "{place}: no decision can be added at the end of the file. Write each as [[decision]], not as a list.",
    "M440": "{document}: nothing to decide about {rule}: {problem}. Name another rule.",
    "M441": "{document}: {problem}\n{places}",
    "M442": "{document}: {rule} is already decided at {place} ({kind}). Change it there.",
    "M443": "who decided? Say --owner NAME.",
    "M444": "{document}: {problem}",
    "M445": "{place}: a comment cannot be put here without changing how the rest is read. "
    "Leave out --as-comment to write the decision to a file.",
    "M446": "{path}: not in UTF-8, so no comment is put into it. Leave out --as-comment to write to a file.",
    "M450": "{path}:{line}: {problem}",
    "M451": "no profile named '{name}'{hint} Known profiles: {known}; or give the path of a profile's file.",
    "M452": "{path}: there is no such profile file. Check the path; a profile that comes with a pack goes by its name.",
    "M460": "git is not installed or not on the PATH. Install it, or give two files or two folders instead of --git.",
    "M461": "there is no git repository here. Go to one, or give two files or two folders instead of --git.",
    "M462": "git knows no revision '{revision}' here.{hint}",
    "M463": "{one} and {other} have no common ancestor here.{hint} Or compare the two themselves: {one}..{other}.",
    "M464": "'{revision}' cannot be compared: {problem}. Write --git main..HEAD, or --git HEAD for the work tree.",
    "M465": "git could not compare: {reason}.",
    "M466": "git refuses to read this repository, for its folder belongs to another user. "
    "Allow it with 'git config --global --add safe.directory FOLDER'.",
    "M467": "{path}: neither version has a policy document there. Check the spelling; "
    "policylint reads .pdf, .docx, .doc, .odt, .rtf, .md, .html and .txt files.",
    "M468": "{path}: it has conflicts, so nothing is staged for it yet. Resolve them, or leave out --staged.",
    "M469": "git does not have the file {identifier} here. This is a partial clone, or damaged; fetch the file first.",
    "M470": "{folder} is a folder and {file} is not. Give two files or two folders.",
    "M471": "only one of the two versions can come from standard input. Give a file for the other.",
    "M480": "{path}: not a baseline of policylint ({problem}). Write it anew with 'policylint baseline -o {path}'.",
    "M481": "{path}: a baseline of the format '{found}'; this policylint {version} reads '{known}'. "
    "Write it anew with 'policylint baseline -o {path}'.",
    "M482": "{path}: no such baseline. Write one with 'policylint baseline -o {path}', or leave the option out.",
    "M483": "{place}: the policy set '{name}' names {path}, which is not there. "
    "Correct the path, or take it out of the set.",
    "M484": "the configurations of {one} ({day}) and {other} ({another}) name different days. Say one with --as-of.",
    "M485": "{path}: no report that can be verified ({problem}). "
    "Give DOCX, PDF, HTML, XLSX, JSON or OSCAL as policylint wrote it.",
    "M486": "{path}: none of its documents was found ({names}). Name the files, or the folder in which they lie.",
    "M487": "the report was made with {option} {path}, which is not here. Say where it is with {option}.",
    "M488": "the configurations of {one} and {other} have scans read in different ways. "
    "Say one with --ocr, --ocr-language, or in both.",
    "M490": "{path}: this document is digitally signed, and a copy with comments is no longer what was signed. "
    "Annotate it with --break-signature; the original stays signed.",
    "M491": "{path}: no comments can be put into this document: {problem}. "
    "Open it in Word or LibreOffice, save it as a new .docx file, and annotate that.",
    "M495": "{path}: this PDF is digitally signed, and a copy with notes is no longer what was signed. "
    "Say --break-signature to have one all the same; the original stays as it is.",
    "M496": "{path}: no notes can be put into this PDF: {problem}. "
    "Ask its owner for a copy that allows them, or write a report with 'policylint check -o'.",
    "M497": "{path}: this PDF is damaged ({problem}), so that nothing can be added to it safely. "
    "Open it in a PDF program, save it under another name, and annotate that.",
    "M498": "{path}: the annotated copy would not be read as the original is ({problem}), so nothing was written. "
    "Save the original anew with a PDF program, and annotate that.",
    "M499": "{path}: {problem}",
    "M501": "{engine} is not installed, and scans are to be read with it. Install it ({how}), or say --ocr auto, which "
    "takes what there is; 'policylint doctor' tells what that is.",
    "M502": "tesseract does not have the language '{language}'{hint} Install it ({how}), or leave it out.",
    "M510": "{host} can be reached from other machines, so say who may use the service: --token-file FILE, "
    "--proxy-header NAME with --trust ADDRESS, or --public for everybody. Without these bind it to 127.0.0.1.",
    "M511": "the header {header} is believed only where a reverse proxy sets it; name its address with --trust.",
    "M512": "{option}: '{value}' is not what can stand there.",
    "M513": "{place}: {problem}.",
    "M514": "the web service needs more packages than the command line; install them with "
    "pip install 'policylint[web]' ({missing} is missing).",
    "M515": "{host}:{port} cannot be listened on: {reason}. Say another with --port or --host.",
    "M516": "--proxy-header and --token-file are two ways to say who may use the service. Give one of them.",
    "M520": "this is no address of a database: {problem}. Write it as postgresql://USER:PASSWORD@HOST/NAME, or leave "
    "it out; then everything is kept in the data folder.",
    "M521": "{database}: this database cannot be used ({reason}). Check its address, and that policylint may make "
    "tables in it.",
    "M522": "PostgreSQL needs the package psycopg, which is not installed. Install it with "
    "pip install 'psycopg[binary]', or leave the address of the database out.",
    "M523": "{database}: a newer policylint has worked with this database (its revision is {revision}; policylint "
    "{version} knows up to {known}). Install that policylint again, or use another database.",
    "M524": "{path}: another 'policylint serve' works with this. Stop that one, or name another data folder.",
    "M525": "{path}: the data folder cannot be used ({reason}). Make it one that you may write in, or name another.",
}

UNREADABLE: Final[dict[str, str]] = {
    "empty": "The file is empty.",
    "no-text": "The pages hold pictures and no text layer; to read a scan, policylint needs a program for OCR.",
    "illegible": "The pages are scans, and too little of them could be made out to say anything about their content.",
    "encrypted": "The file is protected by a password; save a copy without it.",
    "damaged": "The file is damaged and could not be opened.",
    "language": "The text is not in a language that this pack speaks.",
    "format": "The file is in a format that policylint does not read.",
    "too-large": "The file is larger than the limits allow.",
    "timeout": "Reading the file took longer than the limit allows.",
    "memory": "Reading the file took more memory than the limit allows.",
    "crash": "The reader stopped while opening the file.",
}


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = ".") -> str:
    """How a message about an unknown word ends: with the nearest of the known ones, or `otherwise` if none is near."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else otherwise


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`; empty where none is near."""
    import difflib

    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), "")


def reason_of(error: OSError) -> str:
    """What the system says is wrong, as it stands within the brackets of a message."""
    return (error.strerror or "error").lower()


class PolicylintError(Exception):
    """Base of what policylint raises on purpose; anything else is a bug."""


class UserMistake(PolicylintError):
    """Something the user can put right. `code` is a key of `MISTAKES`; the message has `details` in it.

    A line end in a detail (a file's name can have one) is shown as such and begins no line; only a list of `places`
    has lines of its own.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = {key: str(value) for key, value in details.items()}
        shown = {
            key: value if key == "places" else str(value).replace("\n", "<U+000A>") for key, value in details.items()
        }
        super().__init__(MISTAKES[code].format(**shown))


class UnreadableDocument(PolicylintError):
    """A document whose text cannot be had. `reason` is a key of `UNREADABLE`; `detail` adds what is known.

    Raised by readers; the engine turns it into the verdict `unreadable`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        if reason not in UNREADABLE:
            raise ValueError(f"unknown reason '{reason}'")
        self.reason = reason
        self.detail = detail
        super().__init__(UNREADABLE[reason] + (f" ({detail})" if detail else ""))
