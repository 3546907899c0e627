//! Making a server ready: schema, roles, settings, and logins. Done by whoever may create roles there.

use super::link::Hello;
use super::rows::text;
use super::schema::{self, Installed};
use super::settings::Settings;
use super::{PostgresStore, errors, write};
use crate::domain::ids::SystemAccount;
use crate::domain::team::change::{self, AccountChange, TeamChange, is_unmanned};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::domain::vocabulary::Role;
use crate::store::logins::{quoted, statements};
use crate::store::{Grant, Granted, Mode, NewLead, Place, Server, ServerInit, StoreError, TeamStore as _};

/// The settings of the database that everything else relies on, as `ALTER DATABASE … SET`.
const SETTINGS: [(&str, &str); 4] = [
    ("search_path", "litige"),
    // With a plan forced, its cost passes the limit of the compiler, which takes longer than the search itself.
    ("jit", "off"),
    // Nobody holds a case for whoever has gone.
    ("idle_in_transaction_session_timeout", "60s"),
    ("lock_timeout", "10s"),
];

/// Makes schema, roles and settings, and the first lead.
///
/// # Errors
/// [`StoreError`]; where the schema could not be made nothing was changed.
pub fn init(server: &Server, lead: Option<&NewLead>, now: Time) -> Result<ServerInit, StoreError> {
    let place = Place::Server(server.clone());
    let named = |error| errors::named(error, &place);
    let failed = |error: postgres::Error| named(errors::of(&error));
    let mut client = Settings::of(server).and_then(|settings| settings.connect()).map_err(named)?;
    let installed = schema::install(&mut client).map_err(failed)?;
    let has_settings = put_settings(&mut client).map_err(failed)?;
    drop(client);
    let lead = match lead {
        Some(lead) => Some(make_lead(server, lead, now)?),
        None => None,
    };
    let (is_made, is_renewed) = (installed == Installed::Made, installed == Installed::Renewed);
    Ok(ServerInit { is_made, is_renewed, has_settings, lead })
}

/// Sets what is not set so yet. Returns whether anything was.
fn put_settings(client: &mut postgres::Client) -> Result<bool, postgres::Error> {
    let found = client.query_typed(
        "SELECT coalesce(array_agg(s), '{}') FROM pg_db_role_setting r, unnest(r.setconfig) s \
         WHERE r.setrole = 0 AND r.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
        &[],
    )?;
    let found: Vec<String> = found.first().map_or(Ok(Vec::new()), |row| row.try_get(0))?;
    let mut has_changed = false;
    for (name, value) in SETTINGS {
        if !found.contains(&format!("{name}={value}")) {
            client.batch_execute(&format!(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {name} = %L', current_database(), '{value}'); END $$"
            ))?;
            has_changed = true;
        }
    }
    Ok(has_changed)
}

fn make_lead(server: &Server, lead: &NewLead, now: Time) -> Result<Granted, StoreError> {
    let mut store = PostgresStore::open(server, Mode::Existing)?;
    let NewLead { handle, name } = lead;
    let team = store.mediators()?;
    if is_unmanned(&team) {
        let account = AccountChange::Bind(SystemAccount(handle.0.clone()));
        let put = TeamChange::Put { handle: handle.clone(), name: name.clone(), role: Some(Role::Lead), account };
        store.change_team(None, &put, None, now)?;
    }
    let login = Some(handle.0.clone());
    grant(server, &Grant::Member { handle: handle.clone(), login }, now)
}

/// Makes a login, and lets it do what its member may.
///
/// # Errors
/// [`StoreError`].
pub fn grant(server: &Server, grant: &Grant, now: Time) -> Result<Granted, StoreError> {
    let store = PostgresStore::open(server, Mode::Existing)?;
    if !store.hello.is_owner {
        return Err(store.link.named(denied(&store.hello)));
    }
    match grant {
        Grant::Feed { login } => {
            let (is_made, is_changed) = make_login(&store, login, true)?;
            Ok(Granted { login: login.clone(), handle: None, is_made, is_changed })
        }
        Grant::Member { handle, login } => {
            let team = store.mediators()?;
            let bound = identity::find(&team, handle).and_then(|member| member.account.clone());
            let login = login.clone().or(bound.map(|account| account.0)).unwrap_or_else(|| handle.0.clone());
            // First, since it may be refused.
            let (member, is_bound) = write::bind_login(&store, handle, &SystemAccount(login.clone()), now)?;
            let (is_made, is_changed) = make_login(&store, &login, false)?;
            let is_changed = is_bound || is_changed;
            Ok(Granted { login, handle: Some(member.handle), is_made, is_changed })
        }
    }
}

fn denied(hello: &Hello) -> StoreError {
    let what = format!("the login {} does not own the database of litige", hello.login);
    errors::unusable(crate::store::UnusableWhy::Denied(what))
}

/// Makes the role unless it is there, and puts it in its group. Returns whether it was made, and whether it may do more now.
fn make_login(store: &PostgresStore, login: &str, is_feed: bool) -> Result<(bool, bool), StoreError> {
    let sql = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";
    let found = store.link.rows(sql, &[text(&login)])?;
    let is_there = found.first().is_some_and(|row| row.try_get(0).unwrap_or(false));
    if !is_there {
        // A name can't be a parameter here.
        let create = format!("CREATE ROLE {} LOGIN", quoted(login));
        store.link.write(|client| client.batch_execute(&create))?;
    }
    let sync = if is_feed { "SELECT to_jsonb(grant_feed($1))" } else { "SELECT to_jsonb(sync_login($1))" };
    let changed = store.link.write_json(sync, &[text(&login)])?;
    Ok((!is_there, changed.as_bool().unwrap_or(false)))
}

/// The statements that make a login, for whoever would rather run them by hand.
///
/// # Errors
/// As [`grant`].
pub fn grant_sql(server: &Server, grant: &Grant) -> Result<Vec<String>, StoreError> {
    match grant {
        Grant::Feed { login } => Ok(statements(login, None)),
        Grant::Member { handle, login } => {
            let team = PostgresStore::open(server, Mode::Existing)?.mediators()?;
            let account = SystemAccount(login.clone().unwrap_or_else(|| handle.0.clone()));
            let member = change::bind(&team, handle, &account)?;
            Ok(statements(&account.0, Some(member.role)))
        }
    }
}
