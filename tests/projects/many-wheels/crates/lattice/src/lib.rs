//! Points on a grid.

/// How many steps lie between two points when only straight steps count.
pub fn steps(from: (i64, i64), to: (i64, i64)) -> u64 {
    from.0.abs_diff(to.0) + from.1.abs_diff(to.1)
}
