//! From outside the crate, which needs the `rlib`.

use par_term_emu_core_rust::grapheme::is_skin_tone;

#[test]
fn there_are_five_tones() {
    let tones = ('\u{1f3f0}'..='\u{1f410}').filter(|&c| is_skin_tone(c));
    assert_eq!(tones.count(), 5);
}
