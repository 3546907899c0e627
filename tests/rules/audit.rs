//! The audit's hash chain: changed, duplicated, moved and missing records are detected.

use litige::domain::audit::{Chain, ChainFault, GENESIS, Record, canonical};
use litige::domain::ids::DisputeId;
use serde_json::json;

use crate::story::start;

fn records() -> Vec<Record> {
    (1..=4)
        .map(|seq| Record {
            seq,
            at: start(),
            actor: "camille".into(),
            action: "decide".into(),
            dispute: Some(DisputeId(1001)),
            body: json!({"outcome": "seller_wins", "minor": 12000 * seq}),
        })
        .collect()
}

fn chained() -> Vec<(Record, String)> {
    let mut chain = Chain::default();
    records()
        .into_iter()
        .map(|r| {
            let hash = chain.push(&r).to_owned();
            (r, hash)
        })
        .collect()
}

fn faults(rows: &[(Record, String)]) -> Vec<ChainFault> {
    let mut chain = Chain::default();
    rows.iter().filter_map(|(record, hash)| chain.check(record, hash).err()).collect()
}

#[test]
fn anyone_can_check_a_hash_with_sha256sum() {
    let record = &records()[0];
    // printf '%s' "000…0" '{"action":…}' | sha256sum
    let text = format!(
        "{GENESIS}{}",
        r#"{"action":"decide","actor":"camille","at":"2026-11-03T09:00:00.000Z","body":{"minor":12000,"outcome":"seller_wins"},"dispute":"D-1001","seq":1}"#
    );
    use sha2::{Digest, Sha256};
    let expected: String = Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(record.hash(GENESIS), expected);
}

#[test]
fn a_whole_chain_has_no_fault_and_its_head_is_the_last_hash() {
    let rows = chained();
    let mut chain = Chain::default();
    for (record, hash) in &rows {
        chain.check(record, hash).unwrap();
    }
    assert_eq!((chain.len, &chain.head), (4, &rows[3].1));
    let mut made = Chain::default();
    records().iter().for_each(|record| drop(made.push(record).to_owned()));
    assert_eq!(made, chain);
}

#[test]
fn any_change_to_a_record_shows() {
    let changes: [fn(&mut Record); 6] = [
        |r| r.actor = "ines".into(),
        |r| r.action = "undo".into(),
        |r| r.dispute = None,
        |r| r.dispute = Some(DisputeId(1002)),
        |r| r.body = json!({"outcome": "client_refunded", "minor": 24000}),
        |r| r.at += chrono::TimeDelta::milliseconds(1),
    ];
    for change in changes {
        let mut rows = chained();
        change(&mut rows[1].0);
        assert!(matches!(faults(&rows)[..], [ChainFault::Changed { seq: 2, .. }]));
    }
    // Even with its own hash made anew: the next one does not fit any more.
    let mut rows = chained();
    rows[1].0.actor = "ines".into();
    rows[1].1 = rows[1].0.hash(&rows[0].1);
    assert!(matches!(faults(&rows)[..], [ChainFault::Changed { seq: 3, .. }]));
}

#[test]
fn a_lost_doubled_or_moved_record_shows() {
    let rows = chained();
    let without = |i: usize| {
        let mut r = rows.clone();
        r.remove(i);
        r
    };
    assert_eq!(faults(&without(0))[0], ChainFault::Gap { expected: 1, found: 2 });
    assert_eq!(faults(&without(2))[0], ChainFault::Gap { expected: 3, found: 4 });
    let mut doubled = rows.clone();
    doubled.insert(1, rows[0].clone());
    assert_eq!(faults(&doubled)[0], ChainFault::Gap { expected: 2, found: 1 });
    let mut moved = rows.clone();
    moved.swap(1, 2);
    assert!(!faults(&moved).is_empty());
    // A cut-off tail fits; only its head, known from before, shows it.
    assert!(faults(&without(3)).is_empty());
}

#[test]
fn canonical_json_has_one_form() {
    assert_eq!(
        canonical(&json!({"b": [1, {"d": null, "c": "é\n"}], "a": true})),
        r#"{"a":true,"b":[1,{"c":"é\n","d":null}]}"#
    );
}
