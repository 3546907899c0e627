//! Whole screens with their colours.

use litige::app::Msg;
use litige::domain::vocabulary::Lang;
use litige::store::Store;
use litige::ui::theme::{Depth, ThemeMode};

use crate::desk::{Desk, Look};
use crate::fixture::{fill, fill_decided, fill_evidence, fill_lapsed, fill_second, fill_told, found, now};
use crate::print::styled;

fn check(name: &str, look: Look, keys: &str) {
    check_on(fill, name, look, keys);
}

fn check_on(fill: fn(&mut dyn Store), name: &str, look: Look, keys: &str) {
    let mut desk = Desk::new(look, now(), fill);
    desk.found = found;
    // `=` begins text to type.
    for step in keys.split('|') {
        match step.strip_prefix('=') {
            Some(text) => drop(desk.write(text)),
            None if step == "told" => desk.notify(),
            None if step == "welcome" => desk.tell(Msg::FirstSteps),
            None => drop(desk.press(step)),
        }
    }
    let frame = desk.frame();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("{name}_{}x{}", look.cols, look.rows), styled(&frame, desk.cursor()));
    });
}

fn check_both_sizes(name: &str, keys: &str) {
    check(name, Look::WIDE, keys);
    check(name, Look::SMALL, keys);
}

/// The keys from the queue to the logo's case.
const LOGO: &str = "f|=logo|Enter|Enter";

#[test]
fn queue() {
    check_both_sizes("queue", "j");
}

#[test]
fn case() {
    check_both_sizes("case", LOGO);
}

#[test]
fn the_other_panels_of_a_small_case() {
    check("order", Look::SMALL, &format!("{LOGO}|1"));
    check("pending", Look::SMALL, &format!("{LOGO}|3"));
}

#[test]
fn first_steps() {
    for (lang, tag) in [(Lang::En, ""), (Lang::Fr, "_fr")] {
        check(&format!("first_steps{tag}"), Look { lang, ..Look::SMALL }, "welcome");
    }
}

#[test]
fn composer() {
    check_both_sizes("reply", &format!("{LOGO}|r|=Merci à tous les deux."));
    check("note", Look::SMALL, &format!("{LOGO}|c|=Entre nous."));
    check("propose", Look::SMALL, &format!("{LOGO}|p|Tab|=33%"));
}

#[test]
fn evidence() {
    for look in [Look::WIDE, Look::SMALL] {
        for (lang, tag) in [(Lang::En, ""), (Lang::Fr, "_fr")] {
            let look = Look { lang, ..look };
            check_on(fill_evidence, &format!("evidence_picture{tag}"), look, &format!("{LOGO}|o"));
            check_on(fill_evidence, &format!("evidence_text{tag}"), look, &format!("{LOGO}|o|n"));
        }
    }
    check_on(fill_evidence, "evidence_open", Look::SMALL, &format!("{LOGO}|o|o"));
    check_on(fill_evidence, "evidence_open_fr", Look { lang: Lang::Fr, ..Look::WIDE }, &format!("{LOGO}|o|o|Tab"));
    check_on(fill_evidence, "evidence_enlarged", Look::SMALL, &format!("{LOGO}|o|+ + Left Left k"));
    check_on(fill_evidence, "evidence_enlarged_fr", Look { lang: Lang::Fr, ..Look::WIDE }, &format!("{LOGO}|o|+"));
    check_on(
        fill_evidence,
        "evidence_picture_256",
        Look { depth: Depth::Ansi256, ..Look::SMALL },
        &format!("{LOGO}|o"),
    );
    let few = Look { depth: Depth::Ansi16, ..Look::SMALL };
    check_on(fill_evidence, "evidence_picture_16", few, &format!("{LOGO}|o"));
    check_on(fill_evidence, "evidence_picture_16_fr", Look { lang: Lang::Fr, ..few }, &format!("{LOGO}|o"));
}

#[test]
fn what_lapsed() {
    // After the deadline of the ask to the seller.
    for (look, name) in [(Look::WIDE, "lapsed"), (Look { lang: Lang::Fr, ..Look::SMALL }, "lapsed_fr")] {
        check_on(fill_lapsed, name, look, &format!("{LOGO}|3"));
        check_on(fill_lapsed, &format!("{name}_remind"), look, &format!("{LOGO}|m"));
    }
    check("ask", Look::SMALL, &format!("{LOGO}|e|Tab|=Et le SVG ?"));
}

#[test]
fn ready_replies() {
    check_both_sizes("ready", &format!("{LOGO}|r|Ctrl-t|=off"));
    check("ready_left", Look::SMALL, &format!("{LOGO}|r|Ctrl-t|=off|Enter|Ctrl-s"));
}

#[test]
fn decision() {
    check_both_sizes("decide_outcome", &format!("{LOGO}|D|j j"));
    check_both_sizes("decide_amount", &format!("{LOGO}|D|j j Enter|=40"));
    check("decide_cites", Look::SMALL, &format!("{LOGO}|D|Enter|=Fait.|Ctrl-s|Space j j"));
    check_both_sizes(
        "decide_confirm",
        &format!("{LOGO}|D|j j Enter|=40|Enter|=Le brief demandait deux couleurs.|Ctrl-s|Space|Enter"),
    );
}

#[test]
fn a_colleagues_decision() {
    for look in [Look::WIDE, Look::SMALL] {
        check_on(fill_second, "review", look, "7|+|Tab");
    }
    check_on(fill_second, "review_refuse", Look { lang: Lang::Fr, ..Look::SMALL }, "7|-|=Relire le message du client.");
}

#[test]
fn help() {
    check_both_sizes("help", "?");
}

#[test]
fn notifications() {
    for look in [Look::WIDE, Look::SMALL] {
        check_on(fill_told, "notifications", look, "told|i|j");
        check_on(fill_told, "notifications_fr", Look { lang: Lang::Fr, ..look }, "told|i|j");
        check_on(fill_told, "told", look, "told");
        check_on(fill_told, "told_fr", Look { lang: Lang::Fr, ..look }, "told");
    }
    let narrow = Look { cols: 60, rows: 20, lang: Lang::Fr, ..Look::SMALL };
    check_on(fill_told, "notifications_fr", narrow, "told|i|j");
    check_on(fill_told, "told_fr", narrow, "told");
}

#[test]
fn statistics() {
    for (page, name) in [("1", "outcomes"), ("2", "times"), ("3", "neutrality"), ("4", "work")] {
        for size in [Look::WIDE, Look::SMALL] {
            check_on(fill_decided, &format!("stats_{name}"), size, &format!("s|{page}"));
            let fr = Look { lang: Lang::Fr, ..size };
            check_on(fill_decided, &format!("stats_{name}_fr"), fr, &format!("s|{page}"));
        }
    }
}

#[test]
fn precedents() {
    for size in [Look::WIDE, Look::SMALL] {
        check_on(fill_decided, "precedents", size, &format!("{LOGO}|v"));
        check_on(fill_decided, "precedent", size, &format!("{LOGO}|v|j Enter"));
        check_on(fill_decided, "decide_beside", size, &format!("{LOGO}|D|j j"));
        let fr = Look { lang: Lang::Fr, ..size };
        check_on(fill_decided, "precedents_fr", fr, &format!("{LOGO}|v|j"));
        check_on(fill_decided, "case_precedents_fr", fr, &format!("{LOGO}|4"));
    }
}

#[test]
fn finding() {
    check("search", Look::SMALL, "/|=demande");
    check("palette", Look::SMALL, ":|=déc");
    check("filter_nothing", Look::SMALL, "f|=zzz|Enter");
    check_both_sizes("views_keep", "f|=seller:nova is:open|Enter|F|=Nova now");
    check_both_sizes(
        "views_kept",
        "f|=seller:nova is:open|Enter|F|=Nova now|Enter|f|=amount:>500|Enter|F|=Large sums|Enter|8",
    );
    check("views_delete", Look::SMALL, "f|=seller:nova is:open|Enter|F|=Nova now|Enter|Delete|Tab");
    check_both_sizes("filter_completed", "f|=seller:nova is:|Tab Tab");
    let fr = Look { lang: Lang::Fr, ..Look::SMALL };
    check("filter_without_sense_fr", fr, "f|=logo attend:moi");
    check("search_without_sense_fr", fr, "/|=demande waiting:moi");
    check_both_sizes("search_completed", "/|=seller:nova dem");
}

#[test]
fn in_french() {
    check("queue_fr", Look { lang: Lang::Fr, ..Look::SMALL }, "j");
    check("case_fr", Look { lang: Lang::Fr, ..Look::WIDE }, LOGO);
}

#[test]
fn in_a_light_terminal() {
    check("case_light", Look { mode: ThemeMode::Light, ..Look::WIDE }, LOGO);
}

#[test]
fn marked_cases() {
    check_both_sizes("marked", "g g|Space|Space|j|V|j");
    check("marked_no_color", Look { depth: Depth::None, ..Look::SMALL }, "g g|Space|Space|j");
    let french = Look { lang: Lang::Fr, cols: 60, rows: 20, ..Look::SMALL };
    check("marked_fr", french, "*|2");
    check("marked_claim_fr", french, "*|a");
    check("marked_remind", Look { mode: ThemeMode::Light, ..Look::SMALL }, "*|m");
    check("marked_snooze", Look::SMALL, "*|z");
    check("marked_report", Look::SMALL, "*|A|Enter|B");
    check("marked_report_fr", Look { lang: Lang::Fr, ..Look::WIDE }, "*|A|Enter|B");
}

#[test]
fn in_few_colours_and_in_none() {
    check("queue_16", Look { depth: Depth::Ansi16, ..Look::SMALL }, "j");
    check("queue_no_color", Look { depth: Depth::None, ..Look::SMALL }, "j");
    check("case_no_color", Look { depth: Depth::None, ..Look::SMALL }, LOGO);
    let sixteen = Look { depth: Depth::Ansi16, ..Look::SMALL };
    check("case_16", Look { depth: Depth::Ansi16, ..Look::WIDE }, LOGO);
    check("decide_confirm_16", sixteen, CONFIRM);
}

#[test]
fn in_high_contrast() {
    let high = Look { palette: Some("high-contrast"), ..Look::SMALL };
    check("queue_high", high, "j");
    check("case_high", Look { cols: 120, rows: 40, ..high }, LOGO);
    check("decide_confirm_high", high, CONFIRM);
    check("queue_high_light", Look { palette: Some("high-contrast-light"), ..high }, "j");
    check("queue_high_16", Look { depth: Depth::Ansi16, ..high }, "j");
}

/// The keys from the queue to the last page of a partial refund.
const CONFIRM: &str = "f|=logo|Enter|Enter|D|j j Enter|=40|Enter|=Deux couleurs.|Ctrl-s|Space|Enter";

/// The smallest window that a desk is drawn in with all that it has.
const NARROW: Look = Look { cols: 60, rows: 20, ..Look::SMALL };

fn check_in_french(name: &str, look: Look, keys: &str) {
    check(name, Look { lang: Lang::Fr, ..look }, keys);
}

#[test]
fn activity() {
    check_both_sizes("activity", "L|Down");
    check_in_french("activity_fr", NARROW, "L");
    check_in_french("activity_of_one_fr", Look::SMALL, "L|=par:camille");
    check("activity_without_sense", Look::SMALL, "L|=since:whenever");
}

#[test]
fn the_teams_work_of_a_week_where_there_is_little_room() {
    check_on(fill_decided, "stats_work_fr", Look { lang: Lang::Fr, ..NARROW }, "s|4|p");
}

#[test]
fn snoozing() {
    check_in_french("snooze_fr", NARROW, "z");
    check("snooze", Look::SMALL, "z|=3d");
    check("snooze_unclear", Look::SMALL, "z|=yesterday");
    check_in_french("snoozed_fr", Look::SMALL, "z|Enter|0");
}

#[test]
fn a_question_with_its_own_deadline() {
    check("ask_due", Look::SMALL, &format!("{LOGO}|e|Shift-Tab|=monday 9:00"));
    check_in_french("ask_due_fr", NARROW, &format!("{LOGO}|e|Shift-Tab|=hier soir"));
}

#[test]
fn what_is_taken_back() {
    check("withdraw", Look::SMALL, &format!("{LOGO}|w"));
    check_in_french("strike_fr", NARROW, &format!("{LOGO}|S"));
}

#[test]
fn the_open_view_of_ones_own_where_there_is_no_room_for_all() {
    check_in_french("views_narrow_fr", NARROW, "f|=a|Enter|F|=Mes retards|Enter");
}
