//! Random input that is the same in every run.

/// Marsaglia's xorshift with the multiplication of Vigna's `xorshift64*`.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    pub fn choose<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// One to `most` pieces of a list, joined.
    pub fn pieces(&mut self, list: &[&str], most: usize) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.choose(list)).collect()
    }
}
