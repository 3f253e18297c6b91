#[test]
fn a_last_line_counts() {
    assert_eq!(small_abi3::lines("one\ntwo"), 2);
}
