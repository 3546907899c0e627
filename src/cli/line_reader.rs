//! A reader of lines in bounded memory, which preserves their bytes.

use std::io::{self, BufRead, Write};

/// A line without its line feed.
#[derive(Debug, PartialEq, Eq)]
pub enum InputLine {
    /// A complete line.
    Whole(Vec<u8>),
    /// The beginning of a line longer than the limit. [`LineReader::copy_rest`] must be called before the next line.
    TooLong(Vec<u8>),
}

/// Reads lines up to a maximum length.
#[derive(Debug)]
pub struct LineReader<R> {
    from: R,
    max_len: usize,
    /// The beginning of a line whose reading failed: what comes next goes on from there.
    begun: Vec<u8>,
}

impl<R: BufRead> LineReader<R> {
    /// Creates a reader; lines of more than `max_len` bytes are too long.
    pub fn new(from: R, max_len: usize) -> Self {
        Self { from, max_len, begun: Vec::new() }
    }

    /// Returns the next line, or `None` at the end. The last line needs no line feed; a byte order mark before one
    /// is dropped: files that have one may have been joined.
    ///
    /// # Errors
    /// Returns an error if reading fails. Nothing of the line is lost: it may be asked for again.
    pub fn next_line(&mut self) -> io::Result<Option<InputLine>> {
        let mut line = std::mem::take(&mut self.begun);
        let (mut ended, mut too_long) = (false, false);
        while !ended && !too_long {
            let bytes = match fill(&mut self.from) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => break,
                Err(error) => {
                    self.begun = line;
                    return Err(error);
                }
            };
            let (part, used) = until_line_feed(bytes);
            ended = used > part.len();
            too_long = line.len() + part.len() > self.max_len;
            let used_here = if too_long { self.max_len - line.len() } else { used };
            line.extend_from_slice(&part[..part.len().min(used_here)]);
            self.from.consume(used_here);
        }
        if !ended && line.is_empty() {
            return Ok(None);
        }
        if line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        Ok(Some(if too_long { InputLine::TooLong(line) } else { InputLine::Whole(line) }))
    }

    /// Copies the rest of a line that was too long, without its line feed, and skips to the next line.
    ///
    /// # Errors
    /// Returns an error if reading or writing fails.
    pub fn copy_rest(&mut self, to: &mut dyn Write) -> io::Result<()> {
        while let Some(bytes) = fill(&mut self.from)? {
            let (part, used) = until_line_feed(bytes);
            to.write_all(part)?;
            let ended = used > part.len();
            self.from.consume(used);
            if ended {
                break;
            }
        }
        Ok(())
    }
}

/// Returns the bytes before the first line feed, and how many to consume, the line feed included.
fn until_line_feed(bytes: &[u8]) -> (&[u8], usize) {
    match bytes.iter().position(|&b| b == b'\n') {
        Some(at) => (&bytes[..at], at + 1),
        None => (bytes, bytes.len()),
    }
}

/// Returns buffered bytes; `None` at the end, which is asked for once: a terminal would wait for another.
fn fill(from: &mut impl BufRead) -> io::Result<Option<&[u8]>> {
    let is_at_end = loop {
        match from.fill_buf() {
            Ok(bytes) => break bytes.is_empty(),
            // A signal may interrupt a read.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    };
    if is_at_end { Ok(None) } else { from.fill_buf().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Returns every line of `input` with a maximum of 5 bytes, through a buffer of this size; too long lines are
    /// marked.
    fn read(input: &[u8], buffer: usize) -> Vec<String> {
        let mut lines = LineReader::new(BufReader::with_capacity(buffer, input), 5);
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            all.push(match line {
                InputLine::Whole(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                InputLine::TooLong(mut bytes) => {
                    lines.copy_rest(&mut bytes).unwrap();
                    format!("long:{}", String::from_utf8_lossy(&bytes))
                }
            });
        }
        all
    }

    /// Gives one byte, then nothing for now, and so on.
    struct Halting(Vec<u8>, bool);

    impl io::Read for Halting {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let byte = self.0.drain(..1.min(self.0.len())).next();
            Ok(byte.map_or(0, |byte| {
                to[0] = byte;
                1
            }))
        }
    }

    #[test]
    fn a_line_goes_on_after_a_silence() {
        let mut lines = LineReader::new(BufReader::new(Halting(b"abc\nde".to_vec(), false)), 5);
        let (mut all, mut silences) = (Vec::new(), 0);
        loop {
            match lines.next_line() {
                Ok(Some(line)) => all.push(line),
                Ok(None) => break,
                Err(_) => silences += 1,
            }
        }
        assert_eq!(all, [InputLine::Whole(b"abc".to_vec()), InputLine::Whole(b"de".to_vec())]);
        assert!(silences >= 6);
    }

    #[test]
    fn lines_come_whole_whatever_the_buffer() {
        let cases: [(&[u8], &[&str]); 8] = [
            (b"", &[]),
            (b"\n", &[""]),
            (b"a\n\nb", &["a", "", "b"]),
            (b"a\r\nb\r\n", &["a\r", "b\r"]),
            (b"\xef\xbb\xbfab\n\xef\xbb\xbf", &["ab", ""]),
            (b"12345\n123456\n1\n", &["12345", "long:123456", "1"]),
            (b"1234567890", &["long:1234567890"]),
            (b"12345678901\n\n1", &["long:12345678901", "", "1"]),
        ];
        for (input, expected) in cases {
            for buffer in [1, 2, 3, 5, 6, 7, 64] {
                assert_eq!(read(input, buffer), expected, "{:?} by {buffer}", String::from_utf8_lossy(input));
            }
        }
    }
}
