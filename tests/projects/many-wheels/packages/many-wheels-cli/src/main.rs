//! `steps 0 0 3 4` prints 7.

use std::process::ExitCode;

fn main() -> ExitCode {
    let numbers: Vec<i64> = std::env::args()
        .skip(1)
        .filter_map(|n| n.parse().ok())
        .collect();
    let &[x, y, to_x, to_y] = numbers.as_slice() else {
        eprintln!("usage: steps X Y TO_X TO_Y");
        return ExitCode::from(2);
    };
    println!("{}", lattice::steps((x, y), (to_x, to_y)));
    ExitCode::SUCCESS
}
