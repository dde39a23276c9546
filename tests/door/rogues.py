"""Readers that misbehave. The first word of a file says how; its other words are what it takes."""

# mypy: ignore-errors
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

from policylint.errors import UnreadableDocument
from policylint.model.document import Block, Document, Mark, Source
from policylint.readers import read

SEEN: list[str] = []


def by_word(data, *, name, **more):
    return globals().get(data.decode(), read)(data, name=name, **more)


def say(text, name, more):
    return read(text.encode(), name=name, **more)


def hang(data, *, name, **more):
    while True:
        time.sleep(1)


def nap(data, *, name, **more):
    time.sleep(0.5)
    return say("slept", name, more)


def spin(data, *, name, **more):
    while True:
        pass


def note_child(name, *, start_new_session=False):
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    helper = subprocess.Popen(command, start_new_session=start_new_session)
    with open(name, "w") as file:
        file.write(str(helper.pid))


def hang_with_child(data, *, name, **more):
    note_child(name)
    hang(data, name=name)


def leave_child_behind(data, *, name, **more):
    note_child(name)
    return say("done", "policy.txt", more)


def leave_child_in_another_session(data, *, name, **more):
    note_child(name, start_new_session=True)
    return say("done", "policy.txt", more)


def bloat(data, *, name, **more):
    held = []
    while True:
        held.append(bytearray(10_000_000))


def abort(data, *, name, **more):
    os.abort()


def fault(data, *, name, **more):
    ctypes.string_at(0)


def leave(data, *, name, **more):
    os._exit(3)


def stumble(data, *, name, **more):
    return {}["policy"]


def refuse(data, *, name, **more):
    raise UnreadableDocument("encrypted", "a padlock")


def chatter(data, *, name, **more):
    print("x" * 100_000)
    os.write(1, b"y" * 100_000)
    os.write(2, b"z" * 100_000)
    return say("chatter", name, more)


def lie_about_type(data, *, name, **more):
    block = Block(kind="poem", text=5, marks=(Mark("start", None),))
    return Document(source=Source(name, "", "text/plain", 1), blocks=(block,))


def lie_about_class(data, *, name, **more):
    return {"text": "a policy"}


def lie_about_asides(data, *, name, **more):
    return Document(source=Source(name, "", "text/plain", 1), blocks=(), comments=(("", 0),) * 2_000_000)


def write_nonsense(data, *, name, **more):
    for descriptor in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\0" * 7 + b"\x04junk")
    return say("nonsense", name, more)


def fill_disk(data, *, name, **more):
    with open(name, "wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    return say("full", name, more)


def make_bytes(data, *, name, **more):
    return data.upper()


def make_much(data, *, name, **more):
    return bytes(2_000_000)


def tell_surroundings(data, *, name, **more):
    return say(" ".join(sorted(os.environ)) + " and " + os.getcwd(), name, more)


def tell_rights(data, *, name, **more):
    return say(f"{os.stat(os.getcwd()).st_mode:o} {os.environ['TMPDIR']} {os.environ['HOME']}", name, more)


def litter(data, *, name, **more):
    folder = os.getcwd()
    for depth in range(60):
        os.mkdir("f" * 100)
        os.chdir("f" * 100)
        os.symlink(os.path.dirname(os.path.abspath(__file__)), "link")
        with open("left", "w") as file:
            file.write("behind")
        os.chmod(".", 0o500)
        if depth < 59:
            os.chmod(".", 0o700)
    return say(folder, name, more)


def remember(data, *, name, **more):
    SEEN.append(name)
    sys.path.append(name)
    os.environ["SEEN"] = name
    return say(f"{SEEN} {os.getpid()}", name, more)


def recall(data, *, name, **more):
    return say(f"{SEEN} {os.environ.get('SEEN')} {name in sys.path}", name, more)


def dial(data, *, name, **more):
    found = []
    for family, address in ((socket.AF_INET, ("127.0.0.1", int(name))), (socket.AF_INET, ("192.0.2.1", 80))):
        with socket.socket(family) as line:
            line.settimeout(2)
            try:
                line.connect(address)
                found.append("reached")
            except OSError as error:
                found.append(type(error).__name__ if error.errno is None else os.strerror(error.errno))
    return say("; ".join(found), "policy.txt", more)


def scan(data, *, name, limits, ocr, on_progress):
    for page in (1, 2, 3):
        on_progress("ocr", page, 3)
        time.sleep(0.3)
    return say(" ".join(ocr.languages), name, {"limits": limits})


def dawdle(data, *, name, limits, ocr, on_progress):
    while True:
        on_progress("ocr", 1, 3)
        time.sleep(0.05)


def stop_nursery(data, *, name, **more):
    os.kill(os.getppid(), signal.SIGSTOP)
    return say("stopped", name, more)


def kill_nursery(data, *, name, **more):
    os.kill(os.getppid(), signal.SIGKILL)
    hang(data, name=name)


def look_into_nursery(data, *, name, **more):
    try:
        with open(f"/proc/{os.getppid()}/mem", "r+b"):
            return say("opened", name, more)
    except OSError as error:
        return say(type(error).__name__, name, more)


def count_modules(data, *, name, **more):
    read(data, name=name, **more)
    return say(" ".join(sys.modules), name, more)
