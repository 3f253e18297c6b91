//! Messages on the wire: one byte that tells whether the rest is compressed, then the encoded message.
//!
//! Written by hand; only the types inside [`pb`] come from the schema.

use prost::Message;

/// What the build script made of `proto/terminal.proto`.
pub mod pb {
    include!(concat!(env!("OUT_DIR"), "/terminal.rs"));
}

const PLAIN: u8 = 0;

/// A message as bytes, uncompressed.
pub fn encode(message: &pb::ServerMessage) -> Vec<u8> {
    let mut bytes = vec![PLAIN];
    bytes.extend(message.encode_to_vec());
    bytes
}

/// The message in `bytes`, if they hold one.
pub fn decode(bytes: &[u8]) -> Option<pb::ClientMessage> {
    let (&flag, body) = bytes.split_first()?;
    (flag == PLAIN).then(|| pb::ClientMessage::decode(body).ok())?
}
