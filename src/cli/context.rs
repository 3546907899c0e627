//! What every command needs: the database, the acting mediator, the language and the time.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::path::PathBuf;

use chrono::SubsecRound as _;
use unicode_normalization::UnicodeNormalization as _;

use super::account;
use super::args::{self, Global};
use super::error::Failure;
use super::i18n::Localizer;
use super::output::Output;
use super::request_key;
use super::sentence::Sentence;
use super::team_names::TeamNames;
use crate::config::{self, Config, LoadedConfig};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, RequestKey, SystemAccount};
use crate::domain::refusal::{Code, PermissionRefusal, Refusal};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Sharing};
use crate::runtime;
use crate::store::{
    self, Caller, Clock, Mode, Place, Store, StoreError, TeamStore, Unusable, UnusableCode, UnusableWhy,
};
use crate::ui::text::safe;

/// The context of one command.
pub struct Context {
    /// The database given by `--db` or `LITIGE_DB`.
    pub db: Option<PathBuf>,
    /// The acting mediator, if one is given.
    pub me: Option<Handle>,
    /// Whether they were named for this command (`--as`, `LITIGE_AS`), and not in the configuration, which is for every
    /// database.
    is_named: bool,
    /// What the team's members are called, once it was read.
    pub names: TeamNames,
    /// The account that the command writes from: of the system, or once a server is open, the login there.
    pub account: Option<SystemAccount>,
    /// The language of texts for people.
    pub lang: Lang,
    /// Whether to print JSON.
    pub json: bool,
    /// When the command started, in whole milliseconds.
    pub now: Time,
    /// Whether the command writes.
    pub is_write: bool,
    /// The key that the command was given.
    pub key: Option<RequestKey>,
    /// The key of this command's own, where it was given none.
    own_key: RequestKey,
    /// Times as they were typed, each with the moment that it was read as.
    pub typed_times: RefCell<Vec<(String, String)>>,
    /// The line to the store was waited for in vain.
    pub has_given_up: Cell<bool>,
    /// The configuration in force.
    pub loaded: LoadedConfig,
    /// What can't be used of it and of the environment.
    pub warnings: Vec<Sentence>,
    pub out: Output,
}

impl Context {
    /// Creates the context from the arguments, then the environment (which clap has read), then the configuration.
    ///
    /// # Errors
    /// Returns an error if the language is unknown.
    pub fn new(global: Global, loaded: LoadedConfig, warnings: Vec<Sentence>) -> Result<Self, Failure> {
        let lang = language(&global, &loaded)?;
        let is_named = global.me.is_some();
        // An empty handle names nobody, and no other takes its place.
        let named = match global.me {
            Some(handle) => Some(Handle(handle.nfc().collect())).filter(|handle| !handle.0.is_empty()),
            None => loaded.config.mediator.clone(),
        };
        Ok(Self {
            is_named,
            db: global.db.filter(|path| !path.as_os_str().is_empty()),
            me: named,
            names: TeamNames::default(),
            account: Some(account::current()),
            lang,
            json: global.json,
            now: runtime::clock::utc_now().trunc_subsecs(3),
            is_write: false,
            key: None,
            own_key: request_key::new(),
            typed_times: RefCell::default(),
            has_given_up: Cell::default(),
            loaded,
            warnings,
            out: Output::stdout(),
        })
    }

    /// The key that all keys of this command's requests are made from.
    pub fn base_key(&self) -> &RequestKey {
        self.key.as_ref().unwrap_or(&self.own_key)
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// Returns the localizer for texts that people read.
    pub fn localizer(&self) -> Localizer {
        Localizer { lang: self.lang }
    }

    /// Returns the place of the database.
    ///
    /// # Errors
    /// Returns an error if none is given and the system has no home folder.
    pub fn place(&self) -> Result<Place, Failure> {
        match self.db.as_ref().or(self.config().db.as_ref()) {
            Some(named) => Ok(Place::parse(named)),
            None => in_data_folder("litige.db").map(Place::File),
        }
    }

    /// Returns the acting mediator.
    ///
    /// # Errors
    /// Returns `not_a_mediator` if none is given.
    pub fn me(&self) -> Result<Handle, Failure> {
        self.me.clone().ok_or_else(|| Failure::refused(Code::NotAMediator, Sentence::new("cli-error-who", [])))
    }

    /// Opens the existing database and applies the deadlines that have passed.
    ///
    /// # Errors
    /// Returns an error if there is none or it can't be used.
    pub fn open(&mut self) -> Result<Box<dyn Store + Send>, Failure> {
        let place = self.place()?;
        self.share(&place)?;
        let mut store = self.open_store(&place, Mode::Existing)?;
        let team = self.identify(store.as_ref(), &place)?;
        self.check_is_of(&team)?;
        self.settle(store.as_mut())?;
        Ok(store)
    }

    /// Where there is no database yet it is said in the person's language how to begin; programs read English.
    pub(super) fn not_opened(&self, place: &Place, error: StoreError) -> Failure {
        match error {
            StoreError::Unusable(Unusable { why: UnusableWhy::Missing, .. }) if !self.json => {
                let path = ("path", safe(&place.to_string()).into_owned());
                let sentence = self.localizer().message_owned("cli-no-database", &[path]);
                Failure::unusable(UnusableWhy::Missing.code(), sentence)
            }
            error => error.into(),
        }
    }

    /// Opens the database for writing, after creating it if it is missing.
    ///
    /// # Errors
    /// Returns an error if it can't be created or used.
    pub fn create(&mut self, place: &Place) -> Result<Box<dyn Store + Send>, Failure> {
        self.create_as(place, Mode::Existing)
    }

    /// Like [`Context::create`], tuned for many writes.
    ///
    /// # Errors
    /// As [`Context::create`].
    pub fn create_for_bulk_load(&mut self, place: &Place) -> Result<Box<dyn Store + Send>, Failure> {
        self.create_as(place, Mode::BulkWrite)
    }

    fn create_as(&mut self, place: &Place, mode: Mode) -> Result<Box<dyn Store + Send>, Failure> {
        store::create(place)?;
        self.share(place)?;
        let mut store = self.open_store(place, mode)?;
        self.identify(store.as_ref(), place)?;
        self.settle(store.as_mut())?;
        Ok(store)
    }

    /// Gives a database to the group of its folder, if the configuration says so.
    ///
    /// # Errors
    /// Returns an error if one of its files can't be given.
    pub fn share(&self, place: &Place) -> Result<(), Failure> {
        match self.config().sharing {
            Sharing::Private => Ok(()),
            Sharing::Group => Ok(store::share_with_group(place)?),
        }
    }

    /// Says to the store who opens it.
    pub fn caller(&self) -> Caller {
        Caller { clock: clock(), account: self.account.clone() }
    }

    /// Finds the acting mediator in the team, however their handle was written. Another's handle is refused, also for what only
    /// reads: nobody looks at a colleague's views or notifications as that colleague.
    /// On a server the login is who acts, unless somebody is named.
    ///
    /// Returns the team, where anybody acts.
    pub fn identify(&mut self, store: &dyn Store, place: &Place) -> Result<Vec<Mediator>, Failure> {
        let is_server = place.file().is_none();
        if is_server {
            self.account = store.account();
        }
        // Read once: a server may be far away.
        let is_login = is_server && !self.is_named && self.account.is_some();
        let team = if is_login || self.me.is_some() { store.mediators()? } else { Vec::new() };
        self.names = TeamNames::of(&team);
        if let Some(login) = self.account.as_ref().filter(|_| is_login) {
            self.me = identity::holder_of(&team, login).map(|member| member.handle.clone());
        }
        let Some(me) = &self.me else { return Ok(team) };
        if let Some(member) = identity::find(&team, me) {
            identity::check_account(&team, member, self.account.as_ref())?;
            self.me = Some(member.handle.clone());
        }
        Ok(team)
    }

    /// Returns what the team's members are called, for what people read.
    ///
    /// # Errors
    /// Returns an error if the team can't be read.
    pub fn team_names(&mut self, store: &dyn TeamStore) -> Result<TeamNames, Failure> {
        if self.names.is_empty() {
            self.names = TeamNames::of(&store.mediators()?);
        }
        Ok(self.names.clone())
    }

    /// Refuses a handle that nobody of the team has, also for what only reads: what is shown of a misspelt one would look like
    /// a day off. A database without a team has nobody to misspell.
    pub fn check_named(&self, store: &dyn Store) -> Result<(), Failure> {
        match self.is_named {
            true => self.check_is_of(&store.mediators()?),
            false => Ok(()),
        }
    }

    fn check_is_of(&self, team: &[Mediator]) -> Result<(), Failure> {
        let Some(me) = self.me.as_ref().filter(|_| self.is_named) else { return Ok(()) };
        if team.is_empty() || identity::find(team, me).is_some() {
            return Ok(());
        }
        Err(Refusal::from(PermissionRefusal::NotOfTheTeam { handle: me.clone() }).into())
    }
}

/// Returns the path of a file in litige's data folder.
///
/// # Errors
/// Returns an error if the system has no home folder.
pub fn in_data_folder(name: &str) -> Result<PathBuf, Failure> {
    let none = || Failure::unusable(UnusableCode::NoDatabase, Sentence::new("cli-error-no-home", []));
    Ok(config::data_folder().ok_or_else(none)?.join(name))
}

/// The clock of this machine, by which a store judges the times of writes.
pub fn clock() -> Clock {
    Clock::own(runtime::now)
}

/// Returns the language to fail in, where there may be no context: the one after `--lang`, then the environment's, the
/// configuration's, the locale's.
pub fn spoken(args: &[OsString]) -> Lang {
    let texts: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--").collect();
    let after = texts.windows(2).rev().find(|pair| pair[0] == "--lang").map(|pair| pair[1].to_string());
    let joined = texts.iter().rev().find_map(|arg| arg.strip_prefix("--lang=").map(str::to_owned));
    let said = after.or(joined).or_else(|| std::env::var("LITIGE_LANG").ok());
    let said = said.and_then(|said| args::lang(Some(&said)).ok().flatten());
    said.or_else(|| config::load(config::default_path()).config.lang).unwrap_or_else(locale)
}

/// Returns the language of texts for people: as the arguments and the environment say, else the configuration, else the locale.
///
/// # Errors
/// Returns an error if it is unknown.
pub fn language(global: &Global, loaded: &LoadedConfig) -> Result<Lang, Failure> {
    let lang = args::lang(global.lang.as_deref()).map_err(Failure::usage)?;
    Ok(lang.or(loaded.config.lang).unwrap_or_else(locale))
}

fn locale() -> Lang {
    match sys_locale::get_locale() {
        Some(name) if name.to_ascii_lowercase().starts_with("fr") => Lang::Fr,
        _ => Lang::En,
    }
}
