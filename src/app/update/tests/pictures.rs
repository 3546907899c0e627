//! Looking closer at a picture.

use super::*;
use crate::app::model::{Content, PictureView};
use crate::domain::vocabulary::Side;

const FIRST: DisputeId = DisputeId(1001);

/// A desk that shows the first of two pictures.
fn looking() -> Desk {
    let mut desk = Desk::with(1);
    let files =
        ["a.png", "b.png"].map(|name| store::stored_file(name, "image/png", desk.store.put_file(name))).to_vec();
    desk.store.sends(FIRST, Side::Client, "Voici.", files);
    desk.notice_changes();
    desk.press("Enter o");
    desk
}

fn view(desk: &Desk) -> PictureView {
    match &desk.model.layer {
        Some(Layer::Evidence(open)) => match &open.content {
            Content::Picture { view, .. } => *view,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn file(desk: &Desk) -> crate::domain::ids::AttachmentId {
    match &desk.model.layer {
        Some(Layer::Evidence(open)) => open.file,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_picture_is_enlarged_and_moved_within_by_keys() {
    let mut desk = looking();
    let first = file(&desk);
    for (keys, times, centre) in [
        ("", 1, (0.5, 0.5)),
        ("-", 1, (0.5, 0.5)),
        ("+", 2, (0.5, 0.5)),
        ("Right", 2, (0.625, 0.5)),
        ("Right Right Right Right", 2, (0.75, 0.5)),
        ("j", 2, (0.75, 0.625)),
        ("=", 4, (0.75, 0.625)),
        ("Left Left", 4, (0.626, 0.625)),
        ("g g", 4, (0.626, 0.125)),
        ("G", 4, (0.626, 0.875)),
        ("+ + + +", 16, (0.626, 0.875)),
        ("- -", 4, (0.626, 0.875)),
        // What lies beyond the edge comes back into sight.
        ("- -", 1, (0.5, 0.5)),
    ] {
        desk.press(keys);
        assert_eq!((view(&desk).times(), view(&desk).centre()), (times, centre), "after {keys}");
        assert_eq!(file(&desk), first, "after {keys}");
    }
    // One that is not enlarged leaves the arrows to the files; another file begins whole.
    desk.press("+ Tab");
    assert!(file(&desk) != first && !view(&desk).is_enlarged());
    desk.press("Left");
    assert_eq!(file(&desk), first);
    desk.press("l");
    assert_ne!(file(&desk), first);
}

#[test]
fn each_new_part_is_drawn_once_and_nothing_is_enlarged_where_no_picture_is() {
    let mut desk = looking();
    desk.paused = true;
    let drawn = |desk: &mut Desk| desk.waiting.drain(..).filter(|effect| matches!(effect, Effect::Picture(_))).count();
    desk.press("+");
    assert_eq!(drawn(&mut desk), 1);
    desk.frame();
    assert_eq!(drawn(&mut desk), 0);
    desk.press("Right");
    assert_eq!(drawn(&mut desk), 1);
    desk.press("Right Right Right");
    drawn(&mut desk);
    desk.press("Right");
    assert_eq!(drawn(&mut desk), 0, "it is at the edge");
    // Too few colours: the screen has no room for a picture.
    desk.update(Msg::Drawn(Measured { picture: None, ..desk.model.measured }));
    desk.update(Msg::Key("+".parse().unwrap()));
    assert!(desk.refused().contains("NoPicture"));
}
