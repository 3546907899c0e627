//! Pictures in blocks, for terminals that draw none: two colours a cell. With any colour, the quarters of a cell show what
//! stands there; with 256, the halves do, and what a colour lacks is passed on to its neighbours (Floyd and Steinberg).

use image::imageops::FilterType;
use image::{DynamicImage, Rgb, RgbImage};
use ratatui::layout::Size as Cells;
use ratatui::style::Color;

use crate::ui::BlockPicture;
use crate::ui::theme::{Depth, nearest_of_256};

/// A cell by which of its quarters have the foreground: upper left 1, upper right 2, lower left 4, lower right 8. The upper
/// half comes first: of cells that look alike, it is taken.
const QUARTERS: [(u8, char); 7] = [(3, '▀'), (5, '▌'), (1, '▘'), (2, '▝'), (4, '▖'), (6, '▞'), (7, '▛')];

type Channels = [f32; 3];

/// Draws a picture in so many cells.
pub(super) fn draw(image: &DynamicImage, size: Cells, depth: Depth) -> BlockPicture {
    let (columns, rows) = (u32::from(size.width), u32::from(size.height));
    // What is reduced is averaged over the area of each of its pixels.
    let scaled = |width: u32, height: u32| image.resize_exact(width, height, FilterType::Triangle).to_rgb8();
    let cells = match depth {
        Depth::True => in_quarters(&scaled(columns * 2, rows * 2), columns, rows),
        _ => in_halves(&scaled(columns, rows * 2), columns, rows),
    };
    BlockPicture { size, cells }
}

fn channels(pixel: &Rgb<u8>) -> Channels {
    pixel.0.map(f32::from)
}

fn in_quarters(pixels: &RgbImage, columns: u32, rows: u32) -> Vec<(char, Color, Color)> {
    let cell = |x: u32, y: u32| {
        let quarter = |n: u32| channels(pixels.get_pixel(x * 2 + n % 2, y * 2 + n / 2));
        best_cell([quarter(0), quarter(1), quarter(2), quarter(3)])
    };
    (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))).map(|(x, y)| cell(x, y)).collect()
}

/// Returns the sign and the two colours that come nearest to these quarters.
fn best_cell(quarters: [Channels; 4]) -> (char, Color, Color) {
    let mut best = (f32::INFINITY, ('▀', Color::Reset, Color::Reset));
    for (mask, sign) in QUARTERS {
        let of = |inside: bool| (0..4).filter(move |n| (mask >> n & 1 == 1) == inside).map(|n| quarters[n]);
        let (fore, back) = (average(of(true)), average(of(false)));
        let error =
            of(true).map(|q| distance(q, fore)).sum::<f32>() + of(false).map(|q| distance(q, back)).sum::<f32>();
        if error < best.0 {
            best = (error, (sign, rgb(fore), rgb(back)));
        }
    }
    best.1
}

fn average(quarters: impl Iterator<Item = Channels>) -> Channels {
    let (sum, count) = quarters.fold(([0.0; 3], 0.0), |(sum, count), quarter| {
        ([sum[0] + quarter[0], sum[1] + quarter[1], sum[2] + quarter[2]], count + 1.0)
    });
    sum.map(|channel| channel / f32::max(count, 1.0))
}

fn distance(a: Channels, b: Channels) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Returns a channel as a byte; what dithering passed on may lie outside.
fn byte(channel: f32) -> u8 {
    channel.round().clamp(0.0, 255.0) as u8
}

fn rgb(colour: Channels) -> Color {
    let [r, g, b] = colour.map(byte);
    Color::Rgb(r, g, b)
}

fn in_halves(pixels: &RgbImage, columns: u32, rows: u32) -> Vec<(char, Color, Color)> {
    let width = columns as usize;
    let indexed = dither(pixels.pixels().map(channels).collect(), width);
    let at = |x: usize, y: usize| indexed.get(y * width + x).map_or(Color::Reset, |index| Color::Indexed(*index));
    (0..rows as usize)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| ('▀', at(x, 2 * y), at(x, 2 * y + 1)))
        .collect()
}

/// Returns each pixel as one of the 256, what it lacks shared among those that come after it.
fn dither(mut pixels: Vec<Channels>, width: usize) -> Vec<u8> {
    let mut indexed = Vec::with_capacity(pixels.len());
    for at in 0..pixels.len() {
        let wanted = pixels[at].map(|channel| channel.clamp(0.0, 255.0));
        let [r, g, b] = wanted.map(byte);
        let (index, seen) = nearest_of_256(u32::from_be_bytes([0, r, g, b]));
        indexed.push(index);
        let got = seen.map(f32::from);
        let x = at % width;
        let shares =
            [(x + 1 < width, 1, 7.0), (x > 0, width - 1, 3.0), (true, width, 5.0), (x + 1 < width, width + 1, 1.0)];
        for (_, ahead, sixteenths) in shares.into_iter().filter(|(is_there, ..)| *is_there) {
            if let Some(pixel) = pixels.get_mut(at + ahead) {
                for (channel, (wanted, got)) in pixel.iter_mut().zip(wanted.iter().zip(got)) {
                    *channel += (wanted - got) * sixteenths / 16.0;
                }
            }
        }
    }
    indexed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, y| Rgb(pixel(x, y))).into()
    }

    #[test]
    fn each_quarter_of_a_cell_is_seen() {
        let black_where =
            |mask: u32| image(2, 2, move |x, y| if mask >> (y * 2 + x) & 1 == 1 { [0; 3] } else { [255; 3] });
        let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
        for mask in 0..16 {
            let drawn = draw(&black_where(mask), Cells::new(1, 1), Depth::True);
            let (sign, fore, back) = drawn.cells[0];
            let inside = QUARTERS.iter().find(|(_, known)| *known == sign).unwrap().0;
            for n in 0..4 {
                let seen = if inside >> n & 1 == 1 { fore } else { back };
                assert_eq!(seen, if mask >> n & 1 == 1 { black } else { white }, "{mask}: {sign}");
            }
        }
    }

    #[test]
    fn with_256_colours_only_those_are_used_and_on_average_a_colour_is_itself() {
        // None of the 256 is this one.
        let drawn = draw(&image(80, 80, |_, _| [120, 60, 200]), Cells::new(40, 20), Depth::Ansi256);
        let mut sum = [0.0; 3];
        let mut used = std::collections::BTreeSet::new();
        for index in drawn.cells.iter().flat_map(|(_, fore, back)| [*fore, *back]) {
            let Color::Indexed(index @ 16..) = index else { panic!("{index}") };
            used.insert(index);
            let level = |n: u8| f64::from(if n == 0 { 0 } else { 55 + 40 * n });
            let grey = f64::from(8 + 10 * (u32::from(index).max(232) - 232));
            let seen = if index < 232 {
                [level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6)]
            } else {
                [grey; 3]
            };
            sum = [sum[0] + seen[0], sum[1] + seen[1], sum[2] + seen[2]];
        }
        let average = sum.map(|channel| channel / (drawn.cells.len() * 2) as f64);
        for (average, wanted) in average.iter().zip([120.0, 60.0, 200.0]) {
            assert!((average - wanted).abs() < 6.0, "{average} instead of {wanted}");
        }
        assert!(used.len() > 1, "more than one is needed");
    }

    #[test]
    fn what_is_reduced_is_averaged() {
        // A fine grid of black and white is grey, not one of the two.
        let drawn = draw(
            &image(400, 400, |x, y| if (x + y) % 2 == 0 { [0; 3] } else { [255; 3] }),
            Cells::new(20, 10),
            Depth::True,
        );
        for (_, fore, back) in drawn.cells {
            for colour in [fore, back] {
                let Color::Rgb(r, ..) = colour else { panic!("{colour}") };
                assert!((100..=155).contains(&r), "{colour}");
            }
        }
    }
}
