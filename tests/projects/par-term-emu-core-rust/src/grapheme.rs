//! Which characters share a cell.

/// Zero width joiner: glues two emoji into one.
pub const JOINER: char = '\u{200d}';

/// Whether a character changes the skin tone of the one before it.
pub fn is_skin_tone(c: char) -> bool {
    ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
}

/// Whether a character belongs to the cell of the one before it.
pub fn joins(previous: char, c: char) -> bool {
    previous == JOINER || c == JOINER || is_skin_tone(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_alone() {
        assert!(!joins('a', 'b'));
    }

    #[test]
    fn a_tone_joins_the_hand_before_it() {
        assert!(joins('\u{1f44b}', '\u{1f3fd}'));
    }
}
