//! Serves one terminal to many browsers.

use clap::Parser;
use par_term_emu_core_rust::screen::Screen;

#[derive(Parser)]
struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8099")]
    address: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let (cols, rows) = Screen::new(80, 24).size();
    let listener = tokio::net::TcpListener::bind(&options.address).await?;
    println!("{cols}x{rows} on {}", listener.local_addr()?);
    axum::serve(listener, axum::Router::new()).await?;
    Ok(())
}
