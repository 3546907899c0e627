//! What each message does to the model.

use super::{Effect, Model, Msg};

/// Does what a message means: changes the model, and says what is to be done outside, in order. Never does I/O.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Resize(size) => model.size = size,
        Msg::Clock(now) => model.now = now,
        _ => {}
    }
    Vec::new()
}
