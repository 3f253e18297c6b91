//! A terminal over a socket.

pub mod proto;
