//! Journeys through the real program in a real terminal, reading the screen as a person does.

mod support;
use support::*;

#[test]
fn hack() {
    let world = World::new().with("LITIGE_REHEARSE_FAULT", "desk");
    let mut desk = world.desk(Size::SMALL, &[]);
    desk.wait_for("litige 20");
    eprintln!("{}", desk.settled());
    assert!(desk.is_alternate());
    assert!(!desk.is_cooked());
    desk.resize(Size::WIDE);
    std::thread::sleep(std::time::Duration::from_millis(500));
    eprintln!("{}", desk.settled());
    desk.signal(libc::SIGTSTP);
    desk.wait_process_state('T');
    std::thread::sleep(std::time::Duration::from_millis(200));
    desk.assert_restored();
    desk.signal(libc::SIGCONT);
    desk.wait_until("alt", |_| true);
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(desk.is_alternate());
    eprintln!("{}", desk.settled());
    let n = desk.bytes().len();
    std::thread::sleep(std::time::Duration::from_millis(3000));
    assert_eq!(desk.bytes().len(), n);
    desk.signal(libc::SIGTERM);
    let e = desk.ended();
    eprintln!("{e:?}");
    desk.assert_restored();
    let mut desk = world.desk(Size::SMALL, &[]);
    desk.wait_for("litige 20");
    desk.send(b"\x1b[24~");
    let e = desk.ended();
    eprintln!("{e:?} {}", desk.screen());
    desk.assert_restored();
    let mut desk = world.desk(Size::SMALL, &[]);
    desk.wait_for("litige 20");
    desk.hang_up();
    let e = desk.ended();
    eprintln!("{e:?}");
    eprintln!("{}", world.log());
}
