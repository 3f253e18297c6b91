use par_term_emu_core_rust::grapheme::{joins, JOINER};

#[test]
fn a_family_is_one_cell() {
    let family: Vec<char> = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}"
        .chars()
        .collect();
    assert!(family.windows(2).all(|pair| joins(pair[0], pair[1])));
    assert_eq!(family.iter().filter(|&&c| c == JOINER).count(), 2);
}
