//! The thread that draws pictures for the terminal. A file from outside is measured before it is decoded, and decoded
//! within limits, so that no picture exhausts memory or delays a key.

mod blocks;

use std::borrow::Cow;
use std::env;
use std::io::{self, Cursor};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};
use ratatui::layout::Size as Cells;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::{FilterType, FontSize, Resize};

use super::LoopEvent;
use super::panics::{catch_panic, inject_panic};
use super::terminal::can_be_asked;
use crate::app::Msg;
use crate::app::model::{PictureError, PictureRequest};
use crate::domain::ids::AttachmentId;
use crate::ui::theme::Depth;
use crate::ui::{Drawing, Picture};

/// A picture wider or higher than this many pixels is not decoded.
const MAX_SIDE: u32 = 16_384;
/// Nor is one of more pixels than this; a good camera's photograph has half as many.
const MAX_PIXELS: u64 = 50_000_000;
/// The memory that decoding may use, in bytes.
const MAX_BYTES: u64 = 256 << 20;
/// A decoded picture is reduced to this width and height, more than any terminal shows.
const MAX_KEPT_SIDE: u32 = 2_048;

/// A picture with fewer rows of pixels than this is enlarged.
const MIN_LEGIBLE_ROWS: u32 = 240;

/// Queries support of kitty's protocol, then the device attributes, which every terminal answers and which include
/// sixel.
pub(super) const SUPPORT_QUERY: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// A protocol to show pictures in a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageProtocol {
    /// Detect it.
    #[default]
    Auto,
    Kitty,
    Sixel,
    Iterm,
    /// Half blocks, two colours a cell, on any terminal.
    Blocks,
}

impl ImageProtocol {
    /// The values of the configuration key `pictures`.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("auto", Self::Auto),
        ("kitty", Self::Kitty),
        ("sixel", Self::Sixel),
        ("iterm", Self::Iterm),
        ("blocks", Self::Blocks),
    ];

    /// Returns the value of the configuration.
    pub fn as_word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("auto", |(word, _)| word)
    }

    /// Parses a value of the configuration.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, protocol)| *protocol)
    }
}

enum Job {
    Draw(PictureRequest),
    Support(ImageProtocol),
}

/// A handle to the drawing thread.
pub(super) struct Painter {
    jobs: Sender<Job>,
    queried: bool,
}

impl Painter {
    /// Starts the thread; `wanted` is the configured protocol, `depth` what blocks may be drawn with.
    ///
    /// # Errors
    /// Returns an error if the thread can't be started.
    pub fn start(events: Sender<LoopEvent>, wanted: ImageProtocol, depth: Depth) -> io::Result<Self> {
        let (jobs, to_do) = unbounded();
        thread::Builder::new().name("painter".into()).spawn(move || paint(&to_do, &events, wanted, depth))?;
        // No query if the protocol is configured, or if the terminal would print the query.
        let queried = wanted != ImageProtocol::Auto || !can_be_asked();
        Ok(Self { jobs, queried })
    }

    /// Returns the query to write to the terminal before the first picture, once.
    pub fn support_query(&mut self) -> Option<&'static [u8]> {
        (!std::mem::replace(&mut self.queried, true)).then_some(SUPPORT_QUERY)
    }

    /// Requests a drawing; the answer is [`LoopEvent::Picture`], or [`Msg::Pictured`] with an error.
    pub fn draw(&self, request: PictureRequest) {
        let _ = self.jobs.send(Job::Draw(request));
    }

    /// Reports a protocol that the terminal supports; the picture on screen is redrawn if that improves it.
    pub fn set_support(&self, protocol: ImageProtocol) {
        let _ = self.jobs.send(Job::Support(protocol));
    }
}

/// The picture drawn last, decoded.
struct DecodedPicture {
    file: AttachmentId,
    image: DynamicImage,
    pixels: (u32, u32),
}

fn paint(jobs: &Receiver<Job>, events: &Sender<LoopEvent>, wanted: ImageProtocol, depth: Depth) {
    let mut protocol = initial_protocol(wanted);
    let mut last: Option<PictureRequest> = None;
    let mut renderer = PictureRenderer::new(depth);
    while let Ok(first) = jobs.recv() {
        let mut due = false;
        for job in std::iter::once(first).chain(jobs.try_iter()) {
            match job {
                Job::Draw(request) => (last, due) = (Some(request), true),
                // Kitty's answer arrives first, and its protocol is the better one.
                Job::Support(reported)
                    if wanted == ImageProtocol::Auto && protocol == ImageProtocol::Blocks && is_reliable(reported) =>
                {
                    (protocol, due) = (reported, last.is_some());
                }
                Job::Support(_) => {}
            }
        }
        let Some(request) = last.as_ref().filter(|_| due) else { continue };
        let drawn =
            catch_panic(|| renderer.render(request, protocol)).unwrap_or_else(|words| Err(PictureError::Broken(words)));
        let event = match drawn {
            Ok((picture, pixels)) => LoopEvent::Picture(Box::new(picture), pixels),
            Err(fault) => LoopEvent::Msg(Msg::Pictured(request.file, Err(fault))),
        };
        if events.send(event).is_err() {
            return;
        }
    }
}

/// Returns the protocol that is known without a query.
fn initial_protocol(wanted: ImageProtocol) -> ImageProtocol {
    let named =
        |name: &str, words: &[&str]| env::var(name).is_ok_and(|value| words.iter().any(|word| value.contains(word)));
    match wanted {
        ImageProtocol::Auto if named("TERM_PROGRAM", &["iTerm", "WezTerm", "mintty", "vscode"]) => ImageProtocol::Iterm,
        ImageProtocol::Auto if named("LC_TERMINAL", &["iTerm"]) => ImageProtocol::Iterm,
        ImageProtocol::Auto => ImageProtocol::Blocks,
        wanted => wanted,
    }
}

/// Returns what the desk draws pictures by where nothing is configured and the terminal reports this.
pub(super) fn best_protocol(reported: Option<ImageProtocol>) -> ImageProtocol {
    match initial_protocol(ImageProtocol::Auto) {
        ImageProtocol::Blocks => reported.filter(|reported| is_reliable(*reported)).unwrap_or(ImageProtocol::Blocks),
        known => known,
    }
}

/// Returns whether a reported protocol works: Konsole reports protocols that it draws incorrectly.
fn is_reliable(reported: ImageProtocol) -> bool {
    let konsole = env::var_os("KONSOLE_VERSION").is_some();
    !(konsole && matches!(reported, ImageProtocol::Kitty | ImageProtocol::Sixel))
}

/// Renders pictures for the terminal. Keeps the last one decoded, since it comes again when its room is resized.
pub struct PictureRenderer {
    depth: Depth,
    last: Option<DecodedPicture>,
}

impl PictureRenderer {
    /// Creates one that draws blocks with so many colours.
    pub fn new(depth: Depth) -> Self {
        Self { depth, last: None }
    }

    /// Renders a picture for this protocol, and returns its original size in pixels too.
    ///
    /// # Errors
    /// Returns why the picture can't be drawn.
    pub fn render(
        &mut self,
        request: &PictureRequest,
        protocol: ImageProtocol,
    ) -> Result<(Picture, (u32, u32)), PictureError> {
        inject_panic("painter", || true);
        let decoded = match self.last.take().filter(|decoded| decoded.file == request.file) {
            Some(decoded) => decoded,
            None => decode(request.file, &request.bytes)?,
        };
        let decoded = self.last.insert(decoded);
        let picker = picker(protocol);
        let (image, size) = crop_for_view(&decoded.image, &picker, request);
        let drawing = if picker.protocol_type() == ProtocolType::Halfblocks {
            Drawing::Blocks(blocks::draw(&image, size, self.depth))
        } else {
            let font = picker.font_size();
            let pixels = |cells: u16, cell: u16| (u32::from(cells) * u32::from(cell)).max(1);
            let (width, height) = (pixels(size.width, font.width), pixels(size.height, font.height));
            let image = image.resize_exact(width, height, FilterType::Triangle);
            let encoded = picker.new_protocol(image, size, Resize::Fit(None));
            Drawing::Protocol(encoded.map_err(|error| PictureError::Broken(error.to_string()))?)
        };
        Ok((Picture { file: request.file, drawing }, decoded.pixels))
    }
}

/// Returns the part of a picture that is looked at, and how many cells it takes. Rounded to whole cells: a picture that ends
/// within a cell would leave an unpainted rim.
fn crop_for_view<'a>(
    image: &'a DynamicImage,
    picker: &Picker,
    request: &PictureRequest,
) -> (Cow<'a, DynamicImage>, Cells) {
    let available = Cells::new(request.room.cols, request.room.rows);
    let room = scaled_room(image, picker, available);
    let whole = Resize::Scale(None).size_for(image, picker.font_size(), room);
    let times = request.view.times();
    if times == 1 {
        return (Cow::Borrowed(image), whole);
    }
    // How many cells it takes of those that all of it would take, where that part begins, and how long it is, in pixels.
    let along = |whole: u16, room: u16, pixels: u32, centre: f64| {
        let all = u32::from(whole.max(1)) * u32::from(times);
        let cells = all.min(u32::from(room.max(1)));
        let share = f64::from(cells) / f64::from(all);
        let from = (centre - share / 2.0).clamp(0.0, 1.0 - share);
        let begin = ((from * f64::from(pixels)) as u32).min(pixels.saturating_sub(1));
        let len = ((share * f64::from(pixels)).round() as u32).clamp(1, pixels - begin);
        (u16::try_from(cells).unwrap_or(u16::MAX), begin, len)
    };
    let (x, y) = request.view.centre();
    let (columns, left, width) = along(whole.width, available.width, image.width(), x);
    let (rows, top, height) = along(whole.height, available.height, image.height(), y);
    (Cow::Owned(image.crop_imm(left, top, width, height)), Cells::new(columns, rows))
}

/// Returns the size of a picture within the available room, in cells. A small one is enlarged until it is legible, but
/// only a few times.
fn scaled_room(image: &DynamicImage, picker: &Picker, room: Cells) -> Cells {
    // A cell of half blocks shows two pixels, one above the other.
    let (pixels, times) = match picker.protocol_type() {
        ProtocolType::Halfblocks => (FontSize::new(1, 2), 2),
        _ => (picker.font_size(), (MIN_LEGIBLE_ROWS / image.height().max(1)).clamp(1, 4)),
    };
    let cells = |side: u32, cell: u16, room: u16| {
        let wanted = (side * times).div_ceil(u32::from(cell.max(1)));
        u16::try_from(wanted).unwrap_or(u16::MAX).min(room)
    };
    Cells::new(cells(image.width(), pixels.width, room.width), cells(image.height(), pixels.height, room.height))
}

fn picker(protocol: ImageProtocol) -> Picker {
    // Image protocols need the cell size in pixels; without it, half blocks are used.
    let font = crossterm::terminal::window_size().ok().and_then(|size| {
        let (width, height) = (size.width.checked_div(size.columns)?, size.height.checked_div(size.rows)?);
        (width > 0 && height > 0).then(|| FontSize::new(width, height))
    });
    let kind = match (protocol, font) {
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

fn decode(file: AttachmentId, bytes: &[u8]) -> Result<DecodedPicture, PictureError> {
    let open = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let broken = |error: &dyn std::fmt::Display| PictureError::Broken(error.to_string());
    // Reads only the dimensions, which needs no memory, whatever they are.
    let mut first = open().map_err(|e| broken(&e))?;
    first.no_limits();
    let (width, height) = first.into_dimensions().map_err(|e| broken(&e))?;
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge(width, height));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let fault = |error: ImageError| match error {
        ImageError::Limits(_) => PictureError::TooHeavy,
        error => broken(&error),
    };
    let mut reader = open().map_err(|e| broken(&e))?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let orientation = decoder.orientation().map_err(fault)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    if width > MAX_KEPT_SIDE || height > MAX_KEPT_SIDE {
        image = image.thumbnail(MAX_KEPT_SIDE, MAX_KEPT_SIDE);
    }
    image.apply_orientation(orientation);
    Ok(DecodedPicture { file, image, pixels: (width, height) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::app::model::{PictureView, Size};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// A PNG of a few bytes that claims to be this large.
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

    fn fault(bytes: &[u8]) -> PictureError {
        decode(AttachmentId(1), bytes).map(|decoded| decoded.pixels).unwrap_err()
    }

    #[test]
    fn a_bomb_is_refused_before_it_takes_memory_and_garbage_is_no_picture() {
        assert_eq!(fault(&bomb(100_000, 100_000)), PictureError::TooLarge(100_000, 100_000));
        assert_eq!(fault(&bomb(16_000, 16_000)), PictureError::TooLarge(16_000, 16_000));
        assert_eq!(fault(&bomb(u32::MAX >> 1, 1)), PictureError::TooLarge(u32::MAX >> 1, 1));
        for bytes in [&b""[..], b"GIF89a", b"not a picture", &png(8, 8)[..40], &bomb(7_000, 7_000)] {
            assert!(matches!(fault(bytes), PictureError::Broken(_) | PictureError::TooHeavy), "{:?}", bytes.len());
        }
        assert_eq!(decode(AttachmentId(1), &png(3_000, 20)).unwrap().image.width(), MAX_KEPT_SIDE);
    }

    #[test]
    fn the_newest_wish_is_drawn_within_its_room_and_a_bomb_is_told() {
        let (event_sender, events) = unbounded();
        let painter = Painter::start(event_sender, ImageProtocol::Blocks, Depth::True).unwrap();
        let request = |file, bytes: Vec<u8>| PictureRequest {
            file: AttachmentId(file),
            bytes: Arc::from(bytes),
            room: Size { cols: 20, rows: 5 },
            view: PictureView::default(),
        };
        painter.draw(request(7, png(640, 480)));
        match events.recv_timeout(Duration::from_secs(20)).unwrap() {
            LoopEvent::Picture(picture, pixels) => {
                let size = picture.drawing.size();
                assert_eq!((picture.file, pixels), (AttachmentId(7), (640, 480)));
                assert!(size.width <= 20 && size.height <= 5 && size.height >= 4, "{size:?}");
            }
            other => panic!("{other:?}"),
        }
        painter.draw(request(8, bomb(60_000, 60_000)));
        match events.recv_timeout(Duration::from_secs(20)).unwrap() {
            LoopEvent::Msg(Msg::Pictured(AttachmentId(8), Err(fault))) => {
                assert_eq!(fault, PictureError::TooLarge(60_000, 60_000));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_small_picture_grows_and_a_large_one_fills_the_room_and_no_more() {
        let size = |width, height, cols, rows| {
            let bytes = Arc::from(png(width, height));
            let request = PictureRequest {
                file: AttachmentId(1),
                bytes,
                room: Size { cols, rows },
                view: PictureView::default(),
            };
            let size =
                PictureRenderer::new(Depth::True).render(&request, ImageProtocol::Blocks).unwrap().0.drawing.size();
            (size.width, size.height)
        };
        assert_eq!(size(16, 16, 116, 30), (32, 16), "each pixel twice as wide and high");
        assert_eq!(size(480, 220, 116, 30), (116, 27), "as wide as the room");
        assert_eq!(size(220, 480, 116, 30), (28, 30), "as high as the room");
        assert_eq!(size(1, 1, 116, 30), (2, 1));
        assert_eq!(size(2_000, 1, 5, 1), (5, 1));
    }

    #[test]
    fn an_enlarged_picture_is_the_part_that_is_looked_at() {
        // Four quarters of different colours.
        let colour = |x: u32, y: u32| match (x < 200, y < 100) {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 255, 0],
            (true, false) => [0, 0, 255],
            (false, false) => [255, 255, 255],
        };
        let source = image::RgbImage::from_fn(400, 200, |x, y| image::Rgb(colour(x, y)));
        let mut bytes = Cursor::new(Vec::new());
        source.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let bytes: Arc<[u8]> = bytes.into_inner().into();
        let mut renderer = PictureRenderer::new(Depth::True);
        let mut drawn = |view: PictureView, cols, rows| {
            let room = Size { cols, rows };
            let request = PictureRequest { file: AttachmentId(1), bytes: bytes.clone(), room, view };
            let Drawing::Blocks(blocks) = renderer.render(&request, ImageProtocol::Blocks).unwrap().0.drawing else {
                panic!("no blocks")
            };
            let colours: std::collections::BTreeSet<_> = blocks.cells.iter().map(|cell| cell.1.to_string()).collect();
            ((blocks.size.width, blocks.size.height), colours.len())
        };
        let whole = PictureView::default();
        let all = drawn(whole, 40, 10);
        assert!(all.0 == (40, 10) && all.1 >= 4, "{all:?}");
        // Twice as large, it takes what the room has and shows a part.
        let corner = whole.closer().moved(-8, -8);
        assert_eq!(drawn(corner, 40, 10), ((40, 10), 1), "the upper left quarter fills the room");
        let higher = drawn(corner, 40, 30);
        assert!(
            higher.0 == (40, 20) && higher.1 > 1,
            "where the room is higher, all of its height is seen: {higher:?}"
        );
        let closest = whole.closer().closer().closer().closer();
        assert!(drawn(closest, 40, 10).1 >= 4, "the middle, where they meet");
        assert_eq!(drawn(closest.moved(99, 99), 40, 10), ((40, 10), 1));
        // In a room of one cell nothing is divided by nothing.
        assert_eq!(drawn(closest, 1, 1).0, (1, 1));
    }

    #[test]
    fn a_terminal_that_is_named_is_not_asked() {
        let (event_sender, _wakes) = unbounded();
        assert_eq!(Painter::start(event_sender, ImageProtocol::Sixel, Depth::True).unwrap().support_query(), None);
    }
}
