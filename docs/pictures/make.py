#!/usr/bin/env python3
"""Makes every picture of the docs, and the animations, from the real program.

    cargo build --release && docs/pictures/make.py

Each scene (scenes.py) opens the desk on a demo of its own whose clock stands still, presses keys, and takes pictures; so the
pictures change only where the screens do. Needs Linux, a C compiler, the font DejaVu Sans Mono, and Python 3.9 or newer with
Pillow and pyte (`pip install pillow pyte`). Nothing else of the project needs them.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    from drawing import Brush, save_animation, save_picture
    from terminal import Terminal, key_bytes
except ImportError as missing:
    sys.exit(f"{missing}: pip install pillow pyte")
import scenes

HERE = pathlib.Path(__file__).resolve().parent
DOCS = HERE.parent
# A Monday, a little after nine in Paris.
TIME = "1796026320"
FONT_SIZE, ANIMATED_FONT_SIZE = 18, 15


class Desk:
    """A desk that is pictured."""

    def __init__(self, studio, scene, lang, folder):
        self.lang, self.scene, self.folder, self.pictures, self.frames = lang, scene, folder, {}, []
        shutil.copytree(studio.demo, folder / "data")
        self.env, self.program = studio.env(folder, lang), studio.program
        self.brush = Brush(ANIMATED_FONT_SIZE if scene.animation else FONT_SIZE)
        if not scene.first_steps:
            state = folder / "state/litige"
            state.mkdir(parents=True)
            (state / scenes.FIRST_STEPS_SHOWN).touch()
        args = ["demo"] if scene.first_steps else ["demo", "--still"]
        self.terminal = Terminal([self.program, *args], *scene.size, self.env, folder)
        self.settle(lambda: "D-10" in self.terminal.text() or scene.size[0] < 60)

    def run(self, *args, input=""):
        """Runs a command on the demo, as somebody else might."""
        command = [self.program, "--db", str(self.folder / "data/litige/demo.db"), *args]
        done = subprocess.run(command, env=self.env, input=input, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{self.name}: litige {' '.join(args)}: {done.stdout}{done.stderr}")

    @property
    def name(self):
        return f"{self.scene.__name__} ({self.lang})"

    def settle(self, done=lambda: True, quiet=0.12):
        if not self.terminal.settle(done, quiet):
            raise RuntimeError(f"{self.name}: what was waited for did not come:\n{self.terminal.text()}")

    def rest(self):
        """Waits until what was begun is surely done."""
        self.settle(quiet=0.8)
        return self

    def until(self, text, key, ms):
        """Presses a key until the screen shows a text; each is a picture of the animation."""
        for _ in range(30):
            if text in self.terminal.text():
                return self
            self.press(key).frame(ms)
        raise RuntimeError(f"{self.name}: {key} leads to no {text}")

    def press(self, *keys):
        """Presses keys, one by one."""
        for key in keys:
            before = self.terminal.text()
            self.terminal.write(key_bytes(key))
            # A key that changes nothing that can be seen is waited for no longer than this.
            self.terminal.settle(lambda: self.terminal.text() != before, patience=0.6)
        return self

    def type(self, en, fr=None, in_parts=0):
        """Types a text, in the desk's language; in the animation so many words at a time."""
        words = (en if self.lang == "en" or fr is None else fr).split(" ")
        step = in_parts or len(words)
        for at in range(0, len(words), step):
            part = " ".join(words[at : at + step]) + (" " if at + step < len(words) else "")
            self.terminal.write(part.encode())
            self.settle()
            if in_parts:
                self.frame(240)
        return self

    def wait_for(self, text):
        """Waits until the screen shows a text that is the same in both languages."""
        self.settle(lambda: text in self.terminal.text())
        return self

    def shot(self, name):
        """Takes a picture: `docs/pictures/LANG/NAME.png`, or a path under `docs`."""
        path = DOCS / name if "/" in name or "." in name else HERE / self.lang / f"{name}.png"
        self.pictures[path] = self.brush.picture(self.terminal.screen)
        return self

    def frame(self, ms):
        """Adds what is on the screen to the animation, for this long."""
        self.frames.append((self.brush.picture(self.terminal.screen), ms))
        return self


class Studio:
    """What all scenes have in common."""

    def __init__(self, program, folder):
        self.program, self.folder = str(pathlib.Path(program).resolve()), folder
        clock = folder / "clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", clock, HERE / "clock.c", "-ldl"], check=True)
        self.clock = str(clock)
        making = self.env(folder / "template", "en")
        subprocess.run([self.program, "demo"], env=making, check=True, stdout=subprocess.DEVNULL)
        self.demo = folder / "template/data"

    def env(self, folder, lang):
        return {
            "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"), "XDG_RUNTIME_DIR": str(folder), "TERM": "xterm-256color",
            "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LITIGE_LANG": lang, "TZ": "Europe/Paris", "PATH": os.environ["PATH"],
            "LD_PRELOAD": self.clock, "LITIGE_PICTURE_TIME": TIME,
        }  # fmt: skip

    def take(self, scene, lang):
        """Plays a scene; returns what it made."""
        folder = self.folder / f"{scene.__name__}-{lang}"
        folder.mkdir()
        desk = Desk(self, scene, lang, folder)
        try:
            scene(desk)
        finally:
            desk.terminal.close()
        for path, picture in desk.pictures.items():
            save_picture(picture, path)
        if desk.frames:
            path = DOCS / scene.animation[lang]
            save_animation(desk.frames, path)
            desk.pictures[path] = None
        shutil.rmtree(folder)
        return set(desk.pictures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=DOCS.parent / "target/release/litige", help="the program (default: the release build)")
    parser.add_argument("scenes", nargs="*", help="only these scenes")
    options = parser.parse_args()
    chosen = [scene for scene in scenes.ALL if not options.scenes or scene.__name__ in options.scenes]
    made, failed = set(), []
    # A folder of one name, since a screen shows where a file is.
    folder = pathlib.Path(tempfile.gettempdir()) / "litige-pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        studio = Studio(options.program, folder)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            takes = [pool.submit(studio.take, scene, lang) for scene in chosen for lang in ("en", "fr")]
            for take in concurrent.futures.as_completed(takes):
                try:
                    made |= take.result()
                except (RuntimeError, OSError) as why:
                    failed.append(str(why))
    finally:
        shutil.rmtree(folder)
    if not options.scenes and not failed:
        for old in set(HERE.glob("*/*.png")) - made:
            old.unlink()
    print(f"{len(made)} pictures")
    if failed:
        sys.exit("\n\n".join(failed))


if __name__ == "__main__":
    main()
