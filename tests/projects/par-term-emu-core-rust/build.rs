//! Turns `proto/terminal.proto` into Rust when the server is built.

fn main() {
    #[cfg(feature = "streaming")]
    {
        const SCHEMA: &str = "proto/terminal.proto";
        println!("cargo:rerun-if-changed={SCHEMA}");
        prost_build::compile_protos(&[SCHEMA], &["proto/"]).expect("the schema compiles");
    }
}
