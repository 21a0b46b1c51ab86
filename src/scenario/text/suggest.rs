//! Closest match and lists of names for messages.

/// The candidate most like `word`, if one is like it at all: at most a third of its letters differ
/// (two for short words), case aside. Ties go to the first.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let limit = (wanted.chars().count() / 3)
        .clamp(1, 4)
        .max(usize::from(wanted.len() > 2) * 2);
    let mut best: Option<(usize, &str)> = None;
    // Words typed by people are short; nothing is gained by comparing a page of text with every key.
    if wanted.len() > 200 {
        return None;
    }
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase());
        let shared = candidate.chars().count().max(wanted.chars().count());
        if distance <= limit && distance < shared && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names for a message: `a, b, c`, at most 40 of them.
pub fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 40;
    let all: Vec<&str> = all.into_iter().collect();
    let mut text = all.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        text.push_str(&format!(" and {} more", all.len() - SHOWN));
    }
    if text.is_empty() { "none".to_owned() } else { text }
}

/// Hint for a name that is not known: the closest match, then what there is.
pub fn hint(word: &str, what: &str, candidates: &[&str]) -> String {
    match closest(word, candidates.iter().copied()) {
        Some(near) => format!(
            "did you mean `{near}`? {what}: {}",
            names(candidates.iter().copied())
        ),
        None => format!("{what}: {}", names(candidates.iter().copied())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_matched_and_another_word_is_not() {
        let keys = ["power", "pue", "price", "opening_cost"];
        assert_eq!(closest("powr", keys), Some("power"));
        assert_eq!(closest("openning_cost", keys), Some("opening_cost"));
        assert_eq!(closest("Pwoer", keys), Some("power"));
        assert_eq!(closest("land", keys), None);
        assert_eq!(closest("xy", keys), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<String> = (0..45).map(|i| i.to_string()).collect();
        assert!(names(many.iter().map(String::as_str)).ends_with("39 and 5 more"));
        assert_eq!(names([]), "none");
    }
}
