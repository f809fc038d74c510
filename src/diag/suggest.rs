//! The nearest known name, for hints.

/// The candidate nearest to `name`, if it is near enough to be a slip of the finger.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (name.chars().count().max(candidate.chars().count()) / 3).max(1)
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let known = ["address", "name", "legal_name"];
        assert_eq!(nearest("adress", known), Some("address"));
        assert_eq!(nearest("leagl_name", known), Some("legal_name"));
        assert_eq!(nearest("zebra", known), None);
    }
}
