//! Numbers of pages, as they are printed.

use super::words::Words;

/// The number of a page: i, ii, iii for those before the body, 1, 2, 3 for those of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber {
    /// Which page of its part, from 1.
    pub number: usize,
    /// How many pages that part has.
    pub count: usize,
    /// Whether it stands before the body: the cover and the contents.
    pub front: bool,
}

impl PageNumber {
    /// Numbers of all pages in order, of which `front` stand before the body.
    pub fn all(front: usize, body: usize) -> impl Iterator<Item = PageNumber> {
        let part = |count: usize, front: bool| {
            (1..=count).map(move |number| PageNumber { number, count, front })
        };
        part(front, true).chain(part(body, false))
    }

    /// The number.
    pub fn page(&self) -> String {
        self.printed(self.number)
    }

    /// The number of the last page of its part.
    pub fn pages(&self) -> String {
        self.printed(self.count)
    }

    /// Both, in the words of a language; a page before the body has its number alone.
    pub fn page_of_pages(&self, words: &Words) -> String {
        if self.front { self.page() } else { words.page_of(self.number, self.count) }
    }

    fn printed(&self, number: usize) -> String {
        if self.front { roman(number) } else { number.to_string() }
    }
}

/// A number in small Roman numerals, as PDF readers print them (ISO 32000-1, 12.4.2).
fn roman(mut number: usize) -> String {
    const NUMERALS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, letters) in NUMERALS {
        text.push_str(&letters.repeat(number / value));
        number %= value;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_those_of_a_book() {
        let numbers = [1, 2, 4, 9, 14, 40, 1999].map(roman);
        assert_eq!(numbers, ["i", "ii", "iv", "ix", "xiv", "xl", "mcmxcix"]);
    }

    #[test]
    fn the_body_starts_at_1() {
        let words = Words::of("de");
        let printed: Vec<String> =
            PageNumber::all(2, 2).map(|number| number.page_of_pages(&words)).collect();
        assert_eq!(printed, ["i", "ii", "Seite 1 von 2", "Seite 2 von 2"]);
        let last: Vec<String> = PageNumber::all(1, 1).map(|number| number.pages()).collect();
        assert_eq!(last, ["i", "1"]);
    }
}
