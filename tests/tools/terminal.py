"""Runs a program on a pseudo-terminal and answers its questions as a person would."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

# Escape sequences: colours, moves of the cursor, and what clears lines.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\r")
PATIENCE = 20


class Terminal:
    """A program on a terminal of 120 columns."""

    def __init__(self, command, folder, term):
        environment = {**os.environ, "TERM": term, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.child, self.file = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execve(str(command[0]), [str(part) for part in command], environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.seen = ""
        self.mark = 0
        self.escapes = 0
        self.ended = False

    def read(self, patience):
        """Reads what comes within some seconds; whether anything came."""
        if self.ended or not select.select([self.file], [], [], patience)[0]:
            return False
        try:
            part = os.read(self.file, 65536)
        except OSError:  # the other end is closed
            part = b""
        self.ended = not part
        text = self.decoder.decode(part)
        self.escapes += text.count("\x1b")
        self.seen += ESCAPES.sub("", text)
        return not self.ended

    def wait(self, done, patience=PATIENCE):
        """Reads until `done` says so of the text seen since the last `send`; whether it did."""
        until = time.monotonic() + patience
        while not done(self.text()):
            if self.ended or time.monotonic() > until:
                return done(self.text())
            self.read(0.2)
        return True

    def settle(self):
        """Reads until nothing more comes."""
        while self.read(0.15):
            pass

    def text(self):
        """What came since the last `send`."""
        return self.seen[self.mark:]

    def send(self, keys):
        """Types some keys."""
        self.mark = len(self.seen)
        os.write(self.file, keys.encode("utf-8"))

    def close(self):
        """The exit code; a program that does not end is killed."""
        until = time.monotonic() + PATIENCE
        while not self.ended and time.monotonic() < until:
            self.read(0.2)
        if not self.ended:
            os.kill(self.child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.file)
        return code


# ---- prompts that check while people type -------------------------------------------------------

ACTIVE = re.compile(r"^[◆▲]  (.+)$", re.MULTILINE)
HEADING = re.compile(r"^◇  \[(.+)\]$", re.MULTILINE)
CHOICE = re.compile(r"^│  [◻◼] (\S+)", re.MULTILINE)


def asked(text):
    """The frame of the prompt that waits for keys, or nothing: it is the last thing on the screen."""
    if not re.search(r"^└[^\n]*\n?\Z", text, re.MULTILINE):
        return None
    frames = list(ACTIVE.finditer(text))
    return text[frames[-1].start():] if frames else None


def name_of(frame):
    return ACTIVE.match(frame)[1]
