//! Fingerprints of texts: compare two texts without reading them.

use std::fmt::{self, Display};

const BYTE_ORDER_MARK: &[u8; 3] = b"\xef\xbb\xbf";

/// Identifies the text of a watchlist. Fingerprints are stored on disk, so the algorithm must not change between
/// versions. They have 64 bits and are not cryptographically secure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of the bytes of a file: the same with and without a byte-order mark.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        // Like FNV-1a, but with eight bytes at a time, because texts can have megabytes. The upper half of each product
        // is mixed into the lower half, because a multiplication moves no bits downward.
        let step = |hash: u64, word: u64| {
            let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            product ^ (product >> 32)
        };
        let (words, rest) = text.as_chunks::<8>();
        let hash = words
            .iter()
            .fold(step(0xcbf2_9ce4_8422_2325, text.len() as u64), |hash, word| step(hash, u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        Self(step(hash, u64::from_le_bytes(last)))
    }

    /// Parses the output of `Display`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_whole = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        u64::from_str_radix(text, 16).ok().filter(|_| is_whole).map(Self)
    }
}

impl Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn it_is_the_same_on_every_machine_and_in_every_version() {
        assert_eq!(Fingerprint::from_bytes("title: Rafah\n").to_string(), "785bcbee5ab072db");
        assert_eq!(Fingerprint::from_bytes("\u{feff}title: Rafah\n"), Fingerprint::from_bytes("title: Rafah\n"));
        assert_eq!(Fingerprint::parse("785bcbee5ab072db"), Some(Fingerprint::from_bytes("title: Rafah\n")));
    }

    #[test]
    fn texts_that_differ_in_one_bit_or_in_zeros_at_their_end_have_others() {
        let text = b"a text of two words and a bit";
        let flipped = (0..text.len() * 8).map(|bit| {
            let mut other = *text;
            other[bit / 8] ^= 1 << (bit % 8);
            Fingerprint::from_bytes(other)
        });
        let grown = (0..20).map(|zeros| Fingerprint::from_bytes([&text[..], &vec![0; zeros]].concat()));
        assert_eq!(flipped.chain(grown).collect::<HashSet<_>>().len(), text.len() * 8 + 20);
    }
}
