//! Pictures made ready for the terminal, on a thread of their own: a stranger's file is measured before it is decoded, and
//! decoded within limits, so that no picture takes the desk's memory or makes a key wait.

use std::env;
use std::io::{self, Cursor};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};
use ratatui::layout::Size as Cells;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::{FilterType, FontSize, Resize};

use super::Wake;
use super::faults::{caught, rehearse};
use crate::app::Msg;
use crate::app::model::{PictureFault, PictureRequest};
use crate::domain::ids::AttachmentId;
use crate::ui::Picture;

/// A picture wider or higher than this many pixels is not decoded.
const MAX_SIDE: u32 = 16_384;
/// One of more pixels isn't either: a photograph of a good camera has half of it.
const MAX_PIXELS: u64 = 50_000_000;
/// The memory that decoding may take.
const MAX_BYTES: u64 = 256 << 20;
/// More pixels than any terminal shows.
const KEPT_SIDE: u32 = 2_048;

/// A picture of fewer rows of pixels is drawn larger than it is.
const LEGIBLE: u32 = 240;

/// Asks for kitty's graphics, then for what the terminal can do, which every terminal answers: sixel among it.
const QUESTION: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// How a terminal shows pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageProtocol {
    /// To be found out.
    #[default]
    Auto,
    /// Kitty's protocol.
    Kitty,
    /// Sixel.
    Sixel,
    /// iTerm2's protocol.
    Iterm,
    /// Two colours a cell, on any terminal.
    Blocks,
}

impl ImageProtocol {
    /// The words of the configuration.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("auto", Self::Auto),
        ("kitty", Self::Kitty),
        ("sixel", Self::Sixel),
        ("iterm", Self::Iterm),
        ("blocks", Self::Blocks),
    ];

    /// What the configuration says.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, means)| *means)
    }
}

enum Job {
    Draw(PictureRequest),
    Learn(ImageProtocol),
}

/// The way to the thread that draws.
pub struct Painter {
    jobs: Sender<Job>,
    asked: bool,
}

impl Painter {
    /// Starts the thread.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn start(wakes: Sender<Wake>, wanted: ImageProtocol) -> io::Result<Self> {
        let (jobs, to_do) = unbounded();
        thread::Builder::new().name("painter".into()).spawn(move || paint(&to_do, &wakes, wanted))?;
        // Whoever says how pictures are drawn need not be asked, nor a terminal that would print the question.
        let asked =
            wanted != ImageProtocol::Auto || matches!(env::var("TERM").as_deref(), Ok("linux" | "dumb") | Err(_));
        Ok(Self { jobs, asked })
    }

    /// What the terminal is to be asked before the first picture; once.
    pub fn question(&mut self) -> Option<&'static [u8]> {
        (!std::mem::replace(&mut self.asked, true)).then_some(QUESTION)
    }

    /// Draws, and answers with [`Wake::Picture`], or with [`Msg::Pictured`] why not.
    pub fn draw(&self, wish: PictureRequest) {
        let _ = self.jobs.send(Job::Draw(wish));
    }

    /// The terminal has answered; what is on the screen is drawn anew if that makes it better.
    pub fn learn(&self, means: ImageProtocol) {
        let _ = self.jobs.send(Job::Learn(means));
    }
}

/// The last picture, decoded.
struct Decoded {
    file: AttachmentId,
    image: DynamicImage,
    pixels: (u32, u32),
}

fn paint(jobs: &Receiver<Job>, wakes: &Sender<Wake>, wanted: ImageProtocol) {
    let mut means = known(wanted);
    let (mut last, mut decoded): (Option<PictureRequest>, Option<Decoded>) = (None, None);
    while let Ok(first) = jobs.recv() {
        let mut due = false;
        for job in std::iter::once(first).chain(jobs.try_iter()) {
            match job {
                Job::Draw(wish) => (last, due) = (Some(wish), true),
                // Kitty's answer comes first, and is the better one.
                Job::Learn(told) if wanted == ImageProtocol::Auto && means == ImageProtocol::Blocks && works(told) => {
                    (means, due) = (told, last.is_some());
                }
                Job::Learn(_) => {}
            }
        }
        let Some(wish) = last.as_ref().filter(|_| due) else { continue };
        let drawn = caught(|| draw(wish, means, &mut decoded)).unwrap_or_else(|words| Err(PictureFault::Broken(words)));
        let wake = match drawn {
            Ok((picture, pixels)) => Wake::Picture(Box::new(picture), pixels),
            Err(fault) => Wake::Msg(Msg::Pictured(wish.file, Err(fault))),
        };
        if wakes.send(wake).is_err() {
            return;
        }
    }
}

/// What is known without asking.
fn known(wanted: ImageProtocol) -> ImageProtocol {
    let named =
        |name: &str, words: &[&str]| env::var(name).is_ok_and(|value| words.iter().any(|word| value.contains(word)));
    match wanted {
        ImageProtocol::Auto if named("TERM_PROGRAM", &["iTerm", "WezTerm", "mintty", "vscode"]) => ImageProtocol::Iterm,
        ImageProtocol::Auto if named("LC_TERMINAL", &["iTerm"]) => ImageProtocol::Iterm,
        ImageProtocol::Auto => ImageProtocol::Blocks,
        wanted => wanted,
    }
}

/// Konsole answers yes to what it draws wrongly.
fn works(told: ImageProtocol) -> bool {
    let konsole = env::var_os("KONSOLE_VERSION").is_some();
    !(konsole && matches!(told, ImageProtocol::Kitty | ImageProtocol::Sixel))
}

fn draw(
    wish: &PictureRequest,
    means: ImageProtocol,
    last: &mut Option<Decoded>,
) -> Result<(Picture, (u32, u32)), PictureFault> {
    rehearse("painter", || true);
    let decoded = match last.take().filter(|decoded| decoded.file == wish.file) {
        Some(decoded) => decoded,
        None => decode(wish.file, &wish.bytes)?,
    };
    let decoded = last.insert(decoded);
    let picker = picker(means);
    let room = grown(&decoded.image, &picker, Cells::new(wish.room.cols, wish.room.rows));
    // Whole cells: where the picture ended within one, a rim of no colour would be left.
    let (font, size) = (picker.font_size(), Resize::Scale(None).size_for(&decoded.image, picker.font_size(), room));
    let pixels = |cells: u16, cell: u16| (u32::from(cells) * u32::from(cell)).max(1);
    let (width, height) = (pixels(size.width, font.width), pixels(size.height, font.height));
    let image = decoded.image.resize_exact(width, height, FilterType::Triangle);
    let protocol = picker.new_protocol(image, size, Resize::Fit(None));
    let protocol = protocol.map_err(|error| PictureFault::Broken(error.to_string()))?;
    Ok((Picture { file: wish.file, protocol }, decoded.pixels))
}

/// How much of the room a picture takes: one of few pixels grows until it can be made out, not until each is a tile.
fn grown(image: &DynamicImage, picker: &Picker, room: Cells) -> Cells {
    // A cell of half blocks shows two pixels, one above the other.
    let (pixels, times) = match picker.protocol_type() {
        ProtocolType::Halfblocks => (FontSize::new(1, 2), 2),
        _ => (picker.font_size(), (LEGIBLE / image.height().max(1)).clamp(1, 4)),
    };
    let cells = |side: u32, cell: u16, room: u16| {
        let wanted = (side * times).div_ceil(u32::from(cell.max(1)));
        u16::try_from(wanted).unwrap_or(u16::MAX).min(room)
    };
    Cells::new(cells(image.width(), pixels.width, room.width), cells(image.height(), pixels.height, room.height))
}

/// Draws for a terminal of this kind, at once.
///
/// # Errors
/// Why there is no picture.
pub fn draw_now(wish: &PictureRequest, means: ImageProtocol) -> Result<(Picture, (u32, u32)), PictureFault> {
    draw(wish, means, &mut None)
}

fn picker(means: ImageProtocol) -> Picker {
    // Pixels matter to the terminal's own protocols; without their number there are blocks.
    let font = crossterm::terminal::window_size().ok().and_then(|size| {
        let (width, height) = (size.width.checked_div(size.columns)?, size.height.checked_div(size.rows)?);
        (width > 0 && height > 0).then(|| FontSize::new(width, height))
    });
    let kind = match (means, font) {
        (ImageProtocol::Kitty, Some(_)) => ProtocolType::Kitty,
        (ImageProtocol::Sixel, Some(_)) => ProtocolType::Sixel,
        (ImageProtocol::Iterm, Some(_)) => ProtocolType::Iterm2,
        _ => ProtocolType::Halfblocks,
    };
    let size = font.filter(|_| kind != ProtocolType::Halfblocks).unwrap_or(FontSize::new(10, 20));
    #[allow(deprecated, reason = "the other ways ask the terminal on standard input, which has a reader already")]
    let mut picker = Picker::from_fontsize(size);
    picker.set_protocol_type(kind);
    picker
}

fn decode(file: AttachmentId, bytes: &[u8]) -> Result<Decoded, PictureFault> {
    let open = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let broken = |error: &dyn std::fmt::Display| PictureFault::Broken(error.to_string());
    // Its size alone is read here: that takes no memory, whatever it says.
    let mut first = open().map_err(|e| broken(&e))?;
    first.no_limits();
    let (width, height) = first.into_dimensions().map_err(|e| broken(&e))?;
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureFault::TooLarge(width, height));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let fault = |error: ImageError| match error {
        ImageError::Limits(_) => PictureFault::TooHeavy,
        error => broken(&error),
    };
    let mut reader = open().map_err(|e| broken(&e))?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let turned = decoder.orientation().map_err(fault)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    if width > KEPT_SIDE || height > KEPT_SIDE {
        image = image.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    image.apply_orientation(turned);
    Ok(Decoded { file, image, pixels: (width, height) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::app::model::Size;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// A PNG of a few bytes that says it is this large.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }

    fn fault(bytes: &[u8]) -> PictureFault {
        decode(AttachmentId(1), bytes).map(|decoded| decoded.pixels).unwrap_err()
    }

    #[test]
    fn a_bomb_is_refused_before_it_takes_memory_and_garbage_is_no_picture() {
        assert_eq!(fault(&bomb(100_000, 100_000)), PictureFault::TooLarge(100_000, 100_000));
        assert_eq!(fault(&bomb(16_000, 16_000)), PictureFault::TooLarge(16_000, 16_000));
        assert_eq!(fault(&bomb(u32::MAX >> 1, 1)), PictureFault::TooLarge(u32::MAX >> 1, 1));
        for bytes in [&b""[..], b"GIF89a", b"not a picture", &png(8, 8)[..40], &bomb(7_000, 7_000)] {
            assert!(matches!(fault(bytes), PictureFault::Broken(_) | PictureFault::TooHeavy), "{:?}", bytes.len());
        }
        assert_eq!(decode(AttachmentId(1), &png(3_000, 20)).unwrap().image.width(), KEPT_SIDE);
    }

    #[test]
    fn the_newest_wish_is_drawn_within_its_room_and_a_bomb_is_told() {
        let (to_wake, wakes) = unbounded();
        let painter = Painter::start(to_wake, ImageProtocol::Blocks).unwrap();
        let wish = |file, bytes: Vec<u8>| PictureRequest {
            file: AttachmentId(file),
            bytes: Arc::from(bytes),
            room: Size { cols: 20, rows: 5 },
        };
        painter.draw(wish(7, png(640, 480)));
        match wakes.recv_timeout(Duration::from_secs(20)).unwrap() {
            Wake::Picture(picture, pixels) => {
                let size = picture.protocol.size();
                assert_eq!((picture.file, pixels), (AttachmentId(7), (640, 480)));
                assert!(size.width <= 20 && size.height <= 5 && size.height >= 4, "{size:?}");
            }
            other => panic!("{other:?}"),
        }
        painter.draw(wish(8, bomb(60_000, 60_000)));
        match wakes.recv_timeout(Duration::from_secs(20)).unwrap() {
            Wake::Msg(Msg::Pictured(AttachmentId(8), Err(fault))) => {
                assert_eq!(fault, PictureFault::TooLarge(60_000, 60_000));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_small_picture_grows_and_a_large_one_fills_the_room_and_no_more() {
        let size = |width, height, cols, rows| {
            let bytes = Arc::from(png(width, height));
            let wish = PictureRequest { file: AttachmentId(1), bytes, room: Size { cols, rows } };
            let size = draw_now(&wish, ImageProtocol::Blocks).unwrap().0.protocol.size();
            (size.width, size.height)
        };
        assert_eq!(size(16, 16, 116, 30), (32, 16), "each pixel twice as wide and high");
        assert_eq!(size(480, 220, 116, 30), (116, 27), "as wide as the room");
        assert_eq!(size(220, 480, 116, 30), (28, 30), "as high as the room");
        assert_eq!(size(1, 1, 116, 30), (2, 1));
        assert_eq!(size(2_000, 1, 5, 1), (5, 1));
    }

    #[test]
    fn a_terminal_that_is_named_is_not_asked() {
        let (to_wake, _wakes) = unbounded();
        assert_eq!(Painter::start(to_wake, ImageProtocol::Sixel).unwrap().question(), None);
    }
}
