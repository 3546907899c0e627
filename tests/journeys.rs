//! Journeys through the real program in a real terminal, reading the screen as a person does.

mod support;

mod journeys {
    mod deciding;
    mod steps;
    mod terminal;
}
