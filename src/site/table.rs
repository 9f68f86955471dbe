//! Tables of names. The hash of the standard library takes hundreds of steps for a short name, and a log mentions
//! people over and over; this one takes a multiplication for every eight bytes. It starts from a number that differs
//! from run to run, so that nobody can think of names that all fall together.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A number for each name.
pub(super) type Table<K> = HashMap<K, usize, Seed>;

/// What the hashes of a table start from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seed {
    type Hasher = Mixed;

    fn build_hasher(&self) -> Mixed {
        Mixed(self.0)
    }
}

/// The hash so far.
#[derive(Debug)]
pub(super) struct Mixed(u64);

/// Any odd number of which half of the bits are set: here the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        // At most seven bytes are left, with one in front of them that keeps a zero from being nothing.
        if !rest.is_empty() {
            self.write_u64(rest.iter().fold(1, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        // Both halves of the product, as the lower half of it knows nothing of the upper bits.
        let product = u128::from(self.0 ^ word) * u128::from(SPREAD);
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_that_are_nearly_alike_fall_apart() {
        let seed = Seed::default();
        let names: Vec<String> = (0..20_000).map(|number| format!("{number} {}", "\0".repeat(number % 20))).collect();
        let hashes: Vec<u64> = names.iter().map(|name| seed.hash_one(name)).collect();
        assert_eq!(hashes.iter().collect::<HashSet<_>>().len(), names.len());
        // A table looks at the lowest bits of a hash, and at the highest.
        for part in [0, 48] {
            let places: HashSet<u64> = hashes.iter().map(|hash| hash >> part & 0xffff).collect();
            assert!(places.len() > 15_000, "{} of 65,536 places are used by 20,000 names", places.len());
        }
        assert_eq!(seed.hash_one("Ines Roy"), seed.hash_one("Ines Roy"));
        assert_ne!(Seed::default().hash_one("Ines Roy"), Seed::default().hash_one("Ines Roy"));
    }
}
