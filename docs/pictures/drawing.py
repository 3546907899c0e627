"""The cells of a screen as a picture."""

import glob
import sys

from PIL import Image, ImageDraw, ImageFont
from wcwidth import wcwidth

GROUND, INK, CURSOR = (18, 20, 24), (220, 220, 220), (240, 180, 90)
MARGIN = 14
NAMED = {
    "black": (46, 52, 64), "red": (204, 68, 75), "green": (110, 170, 80), "brown": (210, 170, 70), "blue": (90, 135, 210),
    "magenta": (170, 110, 190), "cyan": (80, 175, 185), "white": (210, 214, 220),
}  # fmt: skip
# The arms of lines that join those of the cells beside them: left, right, up, down; 2 is heavy.
ARMS = {
    "─": "1100", "━": "2200", "│": "0011", "┃": "0022", "┌": "0101", "┐": "1001", "└": "0110", "┘": "1010", "├": "0111",
    "┤": "1011", "┬": "1101", "┴": "1110", "┼": "1111", "╭": "0101", "╮": "1001", "╰": "0110", "╯": "1010", "╶": "0100",
    "╴": "1000", "╵": "0010", "╷": "0001", "╺": "0200", "╸": "2000",
}  # fmt: skip
QUADRANTS = {"▖": "c", "▗": "d", "▘": "a", "▙": "acd", "▚": "ad", "▛": "abc", "▜": "abd", "▝": "b", "▞": "bc", "▟": "bcd"}
SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}


class Brush:
    """A font in a size, and what is drawn with it."""

    def __init__(self, size):
        self.faces = {}
        for style in ("", "-Bold", "-Oblique", "-BoldOblique"):
            found = glob.glob(f"/usr/share/fonts/**/DejaVuSansMono{style}.ttf", recursive=True)
            if not found:
                sys.exit("no font DejaVu Sans Mono (Debian: apt-get install fonts-dejavu-core fonts-dejavu-extra)")
            self.faces[style] = ImageFont.truetype(found[0], size)
        ascent, descent = self.faces[""].getmetrics()
        self.width, self.height, self.ascent = round(self.faces[""].getlength("M")), ascent + descent, ascent
        others = ("NotoSansMonoCJK*.ttc", "DejaVuSans.ttf", "unifont.otf", "Symbola*.ttf")
        files = [file for name in others for file in glob.glob(f"/usr/share/fonts/**/{name}", recursive=True)[:1]]
        self.others = [ImageFont.truetype(file, size) for file in files]
        self.known = {}

    def face(self, cell):
        face = self.faces[{(0, 0): "", (1, 0): "-Bold", (0, 1): "-Oblique", (1, 1): "-BoldOblique"}[cell.bold, cell.italics]]
        return next((one for one in [face, *self.others] if self.has(one, cell.data[0])), face)

    def has(self, face, char):
        key = (id(face), char)
        if key not in self.known:
            glyph, none = face.getmask(char), face.getmask("\U000fffff")
            self.known[key] = (bytes(glyph), glyph.size) != (bytes(none), none.size)
        return self.known[key]

    def picture(self, screen):
        """Draws a screen."""
        size = (screen.columns * self.width + 2 * MARGIN, screen.lines * self.height + 2 * MARGIN)
        picture = Image.new("RGB", size, GROUND)
        pen = ImageDraw.Draw(picture)
        cells = []
        for y in range(screen.lines):
            for x in range(screen.columns):
                cell = screen.buffer[y][x]
                ink, paper = colour(cell.fg, INK), colour(cell.bg, GROUND)
                if cell.reverse:
                    ink, paper = paper, ink
                if (y, x) in screen.dim:
                    ink = mix(ink, paper, 0.5)
                columns = 2 if cell.data and wcwidth(cell.data[0]) == 2 else 1
                place = (MARGIN + x * self.width, MARGIN + y * self.height, columns * self.width)
                # The margin continues what stands at the edge.
                left, top = (0 if x == 0 else place[0]), (0 if y == 0 else place[1])
                right = size[0] if x == screen.columns - 1 else place[0] + place[2]
                bottom = size[1] if y == screen.lines - 1 else place[1] + self.height
                pen.rectangle([left, top, right - 1, bottom - 1], paper)
                cells.append((cell, place, ink, paper))
        for cell, (x, y, width), ink, paper in cells:
            if cell.data.strip() and not self.shape(pen, cell.data, (x, y), ink, paper):
                pen.text((x, y + self.ascent), cell.data, ink, self.face(cell), anchor="ls")
            if cell.underscore:
                pen.line([x, y + self.height - 2, x + width - 1, y + self.height - 2], ink)
            if cell.strikethrough:
                pen.line([x, y + self.height // 2, x + width - 1, y + self.height // 2], ink)
        if not screen.cursor.hidden:
            x = MARGIN + min(screen.cursor.x, screen.columns - 1) * self.width
            y = MARGIN + screen.cursor.y * self.height
            pen.rectangle([x, y + 1, x + 2, y + self.height - 2], CURSOR)
        return picture

    def shape(self, pen, char, at, ink, paper):
        """Draws what must join the cells beside it, rather than a glyph; returns whether it is such a sign."""
        width, height, code = self.width, self.height, ord(char[0])

        def fill(left, top, right, bottom, tone=ink):
            corner = [at[0] + round(left), at[1] + round(top), at[0] + round(right) - 1, at[1] + round(bottom) - 1]
            if corner[2] >= corner[0] and corner[3] >= corner[1]:
                pen.rectangle(corner, tone)

        if char in SHADES:
            fill(0, 0, width, height, mix(ink, paper, SHADES[char]))
        elif char == "▀":
            fill(0, 0, width, height / 2)
        elif 0x2581 <= code <= 0x2588:
            fill(0, height - height * (code - 0x2580) / 8, width, height)
        elif 0x2589 <= code <= 0x258F:
            fill(0, 0, max(1, width * (0x2590 - code) / 8), height)
        elif char == "▐":
            fill(width / 2, 0, width, height)
        elif char == "▔":
            fill(0, 0, width, max(1, height / 8))
        elif char == "▕":
            fill(width - max(1, width / 8), 0, width, height)
        elif char in QUADRANTS:
            for quarter in QUADRANTS[char]:
                left, top = (0 if quarter in "ac" else width / 2), (0 if quarter in "ab" else height / 2)
                fill(left, top, left + width / 2, top + height / 2)
        elif char in ARMS:
            middle, centre, line = width // 2, height // 2, max(1, width // 8)
            left, right, up, down = (line * int(arm) for arm in ARMS[char])
            across, along = max(left, right), max(up, down)
            for thick, start, end in ((left, 0, middle + along), (right, middle, width)):
                fill(start, centre, end if thick else start, centre + thick)
            for thick, start, end in ((up, 0, centre + across), (down, centre, height)):
                fill(middle, start, middle + thick, end if thick else start)
        else:
            return False
        return True


def colour(name, otherwise):
    if name == "default":
        return otherwise
    if name.removeprefix("bright") in NAMED:
        plain = NAMED[name.removeprefix("bright")]
        return mix((255, 255, 255), plain, 0.3) if name.startswith("bright") else plain
    return tuple(int(name[at : at + 2], 16) for at in (0, 2, 4))


def mix(one, other, share):
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(one, other))


def save_picture(picture, path):
    """Saves a picture in the fewest bytes: a screen has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


def save_animation(frames, path):
    """Saves pictures, each with the milliseconds for which it is shown."""
    pictures = [picture for picture, _ in frames]
    # One palette for all, so that what stays the same is the same.
    sample = Image.new("RGB", (pictures[0].width, pictures[0].height * len(pictures)))
    for nth, picture in enumerate(pictures):
        sample.paste(picture, (0, nth * picture.height))
    palette = sample.quantize(128, method=Image.Quantize.MEDIANCUT)
    first, *others = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    first.save(path, save_all=True, append_images=others, duration=[ms for _, ms in frames], loop=0, optimize=True)
