"""A program in a pseudo-terminal, and its screen as cells.

What plain pyte doesn't know and the desk says is dealt with before it gets there: queries are answered as a true-colour
terminal answers them, dim text and coloured underlines are kept apart, and a frame counts only once it is whole (mode 2026).
"""

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

import pyte
from wcwidth import wcwidth

KEYS = {
    "Enter": "\r", "Esc": "\x1b", "Tab": "\t", "Shift-Tab": "\x1b[Z", "Space": " ", "Backspace": "\x7f",
    "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Delete": "\x1b[3~",
    "PageUp": "\x1b[5~", "PageDown": "\x1b[6~", "Home": "\x1b[H", "End": "\x1b[F", "F1": "\x1bOP",
}  # fmt: skip
SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<args>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])|\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|[P_^X](?:[^\x1b]|\x1b(?!\\))*\x1b\\|[()*+#% ][ -~]|(?P<short>[0-~]))"
)
UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[P_^X](?:[^\x1b]|\x1b(?!\\))*\x1b?|[()*+#% ])?$")
# What this terminal answers: that it can show colours, its background, and how large a cell is; no images.
ANSWERS = {
    "c": "\x1b[?62;22c", "16t": "\x1b[6;16;8t", "5n": "\x1b[0n", "?2026$p": "\x1b[?2026;2$y", "11;?": "\x1b]11;rgb:1212/1414/1818\x1b\\",
}  # fmt: skip


def key_bytes(name):
    """Returns what the terminal sends for a key: its name, `Ctrl-s`, or the letter itself."""
    if name.startswith("Ctrl-"):
        return chr(ord(name[5].upper()) & 31).encode()
    return KEYS.get(name, name).encode()


class Screen(pyte.Screen):
    """The cells, with those that are dim."""

    def __init__(self, columns, rows):
        self.dim, self.is_dim = set(), False
        super().__init__(columns, rows)

    def draw(self, data):
        for char in data:
            x, y = self.cursor.x, self.cursor.y
            super().draw(char)
            if wcwidth(char) > 0:
                cell = (y, x) if x < self.columns else (self.cursor.y, 0)
                (self.dim.add if self.is_dim else self.dim.discard)(cell)

    def select_graphic_rendition(self, *codes, **_):
        codes, kept = list(codes) or [0], []
        while codes:
            code = codes.pop(0)
            if code in (38, 48, 58):
                colour = [codes.pop(0) for _ in range(2 if codes and codes[0] == 5 else 4)]
                kept += [code, *colour] if code != 58 else []
            elif code == 2:
                self.is_dim = True
            elif code not in (59, 53, 55):
                self.is_dim = self.is_dim and code not in (0, 22)
                kept.append(code)
        if kept:
            super().select_graphic_rendition(*kept)

    def scroll(self, lines):
        """Moves what is between the margins up, or down where it is less than nothing."""
        top, bottom = self.margins or (0, self.lines - 1)
        row = self.cursor.y
        for _ in range(abs(lines)):
            self.cursor.y = bottom if lines > 0 else top
            step = -1 if lines > 0 else 1
            inside = {(y, x) for y, x in self.dim if top <= y <= bottom}
            self.dim = (self.dim - inside) | {(y + step, x) for y, x in inside if top <= y + step <= bottom}
            (self.index if lines > 0 else self.reverse_index)()
        self.cursor.y = row

    # Queries are answered by the terminal.
    def report_device_attributes(self, *_, **__):
        pass

    def report_device_status(self, *_, **__):
        pass


class Terminal:
    """A program and its screen."""

    def __init__(self, command, columns, rows, env, cwd):
        self.screen = Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.rest, self.in_frame, self.ended = "", False, False
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 8, rows * 16))
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for fd in range(3):
                    os.dup2(slave, fd)
                os.closerange(3, 256)
                os.chdir(cwd)
                os.execve(command[0], command, env)
            finally:
                os._exit(127)
        os.close(slave)

    def write(self, data):
        os.write(self.master, data)

    def read(self, patience):
        """Takes what comes within this time; returns whether anything did."""
        if self.ended or not select.select([self.master], [], [], max(0, patience))[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            data = b""
        self.ended = not data
        self._take(self.rest + self.decoder.decode(data))
        return not self.ended

    def _take(self, text):
        cut = UNFINISHED.search(text)
        text, self.rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
        shown, at = [], 0
        for found in SEQUENCE.finditer(text):
            shown.append(text[at : found.start()])
            at = found.end()
            shown.append(self._obey(found, shown))
        self.stream.feed("".join(shown) + text[at:])

    def _obey(self, found, shown):
        """Returns what pyte is to see of a sequence."""
        args, final = found["args"], found["final"]
        if found["osc"] is not None:
            return self._answer(found["osc"])
        if found["short"]:
            return found[0] if found["short"] in "78DEHMc" else ""
        if final is None:
            return ""
        if final in "cntp" and (final != "p" or "$" in found["between"]):
            return self._answer(args + found["between"] + final)
        if args == "?2026":
            self.in_frame = final == "h"
            return ""
        if final in "ST":
            self.stream.feed("".join(shown))
            shown.clear()
            self.screen.scroll(int(args or 1) * (1 if final == "S" else -1))
            return ""
        if final == "m":
            args = re.sub(r"([345]8):2:\d*:(\d+):(\d+):(\d+)", r"\1;2;\2;\3;\4", args)
            args = re.sub(r"([345]8):5:(\d+)", r"\1;5;\2", args).replace("4:0", "24")
            return "\x1b[" + re.sub(r":[\d:]*", "", args) + "m"
        plain = not found["between"] and not (args[:1] in "<=>?" and args and final not in "hl")
        return found[0] if plain else ""

    def _answer(self, asked):
        if asked in ANSWERS:
            self.write(ANSWERS[asked].encode())
        return ""

    def text(self):
        cells = self.screen.buffer
        return "\n".join("".join(cells[y][x].data for x in range(self.screen.columns)) for y in range(self.screen.lines))

    def settle(self, done, quiet=0.12, patience=20):
        """Reads until `done` holds, the frame is whole and nothing has come for a moment; returns whether it did."""
        deadline, last = time.monotonic() + patience, time.monotonic()
        while time.monotonic() < deadline and not self.ended:
            if self.read(quiet):
                last = time.monotonic()
            elif time.monotonic() - last >= quiet and not self.in_frame and done():
                return True
        return False

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.master)
