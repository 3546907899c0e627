//! What a decision costs in a statement-by-statement port: the last audit record is locked first, since its hash is needed, and every
//! statement that the store would run on a file is a round trip. Its tables are copies without guards, which is to the port's advantage.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use litige::domain::ids::DisputeId;
use postgres::{Client, NoTls};

use super::DATABASE;
use super::cluster::{Cluster, SUPERUSER};
use crate::measure::Times;

/// What a decision adds a row to, with the columns that are not a model's, and the condition of the model.
const ADDED: [(&str, &[&str], &str); 7] = [
    ("events", &["seq"], "kind = 'dispute.decided'"),
    ("messages", &["id"], "speaker = 'mediator'"),
    ("search", &["id"], "true"),
    ("decisions", &["id", "dispute"], "key IS NOT NULL"),
    ("decision_texts", &["decision"], "true"),
    ("ledger", &["id"], "reverses IS NULL AND decision IS NOT NULL"),
    ("audit", &["seq"], "action = 'decide'"),
];
const CHANGED: [&str; 4] = ["head", "disputes", "orders", "case_counts"];
const READ: [&str; 6] = [
    "SELECT * FROM litige.asks WHERE dispute = $1",
    "SELECT * FROM litige.proposals WHERE dispute = $1",
    "SELECT * FROM litige.decisions WHERE dispute = $1",
    "SELECT max(id) FROM litige.messages WHERE dispute = $1",
    "SELECT * FROM litige.reads WHERE dispute = $1",
    "SELECT a.* FROM litige.attachments a JOIN litige.disputes d ON d.order_num = a.order_num WHERE d.id = $1",
];

/// The numbers of new rows: above all that are there.
static NUMBER: AtomicI64 = AtomicI64::new(1 << 40);

/// Makes the port's tables. Some decision must have been taken.
pub fn prepare(cluster: &Cluster) {
    let mut sql = "CREATE SCHEMA port; CREATE SEQUENCE port.number;".to_owned();
    for (table, own, model) in ADDED {
        sql.push_str(&format!("CREATE TABLE port.{table} (LIKE litige.{table} INCLUDING INDEXES);"));
        sql.push_str(&format!(
            "CREATE TABLE port.model_{table} AS SELECT * FROM litige.{table} WHERE {model} LIMIT 1;"
        ));
        for column in own {
            sql.push_str(&format!("ALTER TABLE port.model_{table} DROP COLUMN {column};"));
        }
    }
    // Two rows may not have one.
    sql.push_str("UPDATE port.model_decisions SET key = NULL; UPDATE port.model_events SET event_id = NULL;");
    for table in CHANGED {
        sql.push_str(&format!(
            "CREATE TABLE port.{table} (LIKE litige.{table} INCLUDING INDEXES INCLUDING STORAGE); \
             INSERT INTO port.{table} SELECT * FROM litige.{table};"
        ));
    }
    cluster.sql(DATABASE, &sql);
    cluster.sql(DATABASE, "VACUUM ANALYZE");
}

/// Decides by several clients at once. Returns the times, and the seconds that all of it took.
pub fn together(server: &Path, ids: &[DisputeId], clients: usize) -> (Times, f64) {
    let connect = || {
        let target = format!("host={} user={SUPERUSER} dbname={DATABASE}", server.display());
        let mut client = Client::connect(&target, NoTls).unwrap();
        let statements = Statements::prepare(&mut client);
        (client, statements)
    };
    super::by_several(ids, clients, connect, |(client, statements), id| statements.decide(client, id.0))
}

struct Statements {
    head: postgres::Statement,
    case: postgres::Statement,
    read: Vec<postgres::Statement>,
    number: postgres::Statement,
    added: Vec<postgres::Statement>,
    order: postgres::Statement,
    dispute: postgres::Statement,
    counter: postgres::Statement,
    next: postgres::Statement,
}

impl Statements {
    fn prepare(client: &mut Client) -> Self {
        let mut one = |sql: &str| client.prepare(sql).unwrap();
        Self {
            head: one("SELECT seq, hash FROM port.head FOR UPDATE"),
            case: one("SELECT * FROM port.disputes WHERE id = $1 FOR UPDATE"),
            read: READ.into_iter().map(&mut one).collect(),
            number: one("SELECT nextval('port.number')"),
            added: ADDED
                .into_iter()
                .map(|(table, own, _)| {
                    let own = if own.len() == 2 { "$1, $2" } else { "$1" };
                    one(&format!("INSERT INTO port.{table} SELECT {own}, m.* FROM port.model_{table} m"))
                })
                .collect(),
            order: one("UPDATE port.orders SET state = state WHERE num = $1"),
            dispute: one("UPDATE port.disputes SET version = version + 1, touched = touched + 1 WHERE id = $1"),
            counter: one("UPDATE port.case_counts SET cases = cases + 1 WHERE part = $1 AND handle = ''"),
            next: one("UPDATE port.head SET seq = seq + 1"),
        }
    }

    fn decide(&self, client: &mut Client, dispute: i64) {
        let mut transaction = client.transaction().unwrap();
        transaction.query_one(&self.head, &[]).unwrap();
        let order: i64 = transaction.query_one(&self.case, &[&dispute]).unwrap().get("order_num");
        for statement in &self.read {
            transaction.query(statement, &[&dispute]).unwrap();
        }
        // A message's, an event's, a decision's and an entry's.
        for _ in 0..4 {
            transaction.query_one(&self.number, &[]).unwrap();
        }
        for (statement, (_, own, _)) in self.added.iter().zip(ADDED) {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let values: [&(dyn postgres::types::ToSql + Sync); 2] = [&number, &dispute];
            assert_eq!(transaction.execute(statement, &values[..own.len()]).unwrap(), 1);
        }
        transaction.execute(&self.order, &[&order]).unwrap();
        transaction.execute(&self.dispute, &[&dispute]).unwrap();
        for counter in ["open", "decided", "unclaimed", "overdue"] {
            transaction.execute(&self.counter, &[&counter]).unwrap();
        }
        transaction.execute(&self.next, &[]).unwrap();
        transaction.commit().unwrap();
    }
}
