//! TLS, with rustls: the certificate of a server and its name are always verified, whatever `sslmode` asks for.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postgres::Error;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::{CertificateError, ClientConfig, RootCertStore};

use super::environment::Environment;
use super::tls_stream::Connector;

/// When TLS is used (`sslmode`), as far as verifying makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TlsMode {
    Disable,
    /// Where the server wants it.
    Allow,
    /// Where the server has it.
    Prefer,
    Require,
}

/// One way to make a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    Plain,
    /// With TLS, if the server has it.
    Either,
    Tls,
}

/// Whose signature under a server's certificate is believed (`sslrootcert`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Authorities {
    /// Those that the system trusts.
    System,
    /// Those in this file, and no other.
    File(PathBuf),
}

impl TlsMode {
    /// What is tried in turn: on this machine as libpq does it, off it TLS alone.
    ///
    /// # Errors
    /// A sentence where there would be no TLS off the machine.
    pub fn attempts(self, is_local: bool) -> Result<&'static [Encryption], &'static str> {
        match (self, is_local) {
            (Self::Disable, true) => Ok(&[Encryption::Plain]),
            (Self::Allow, true) => Ok(&[Encryption::Plain, Encryption::Tls]),
            (Self::Prefer, true) => Ok(&[Encryption::Either, Encryption::Plain]),
            (Self::Require, _) | (Self::Allow | Self::Prefer, false) => Ok(&[Encryption::Tls]),
            (Self::Disable, false) => Err("sslmode=disable is for this machine only; leave it out"),
        }
    }
}

impl Authorities {
    /// Those of a value of `sslrootcert`, else of libpq's file, else the system's.
    pub fn of(named: Option<&str>, environment: &Environment) -> Self {
        let usual = || environment.in_home(".postgresql/root.crt").filter(|path| path.exists());
        match named {
            Some("system") => Self::System,
            Some(path) => Self::File(PathBuf::from(path)),
            None => usual().map_or(Self::System, Self::File),
        }
    }

    /// Makes what encrypts connections to servers that these vouch for.
    ///
    /// # Errors
    /// A sentence where there is none of them.
    pub fn connector(&self) -> Result<Connector, String> {
        let mut roots = RootCertStore::empty();
        match self {
            Self::System => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
                if roots.is_empty() {
                    return Err(
                        "this machine trusts no authority (apt-get install ca-certificates); name the file of \
                                yours with sslrootcert"
                            .to_owned(),
                    );
                }
            }
            Self::File(path) => {
                for certificate in read_certificates(path)? {
                    roots.add(certificate).map_err(|error| format!("{}: {error}", path.display()))?;
                }
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Connector(Arc::new(config)))
    }

    fn shown(&self) -> String {
        match self {
            Self::System => "this machine".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let failed = |error: rustls::pki_types::pem::Error| match error {
        rustls::pki_types::pem::Error::Io(error) => format!("sslrootcert {} can't be read: {error}", path.display()),
        error => format!("sslrootcert {} holds no certificates in PEM: {error}", path.display()),
    };
    let found: Vec<_> =
        CertificateDer::pem_file_iter(path).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
    match found.is_empty() {
        true => Err(format!("sslrootcert {} holds no certificate in PEM", path.display())),
        false => Ok(found),
    }
}

/// Whether an error came from making TLS, or from a server that has none.
pub(super) fn is_of_tls(error: &Error) -> bool {
    rustls_error(error).is_some() || error.to_string() == "error performing TLS handshake"
}

/// Why a server was not believed, in a person's words; nothing where that is not what went wrong. `host` is the name that it
/// should have.
pub(super) fn explained(error: &Error, host: &str, authorities: &Authorities) -> Option<String> {
    let Some(error) = rustls_error(error) else {
        let cause = error.source().map(ToString::to_string)?;
        return is_of_tls(error).then(|| match cause.as_str() {
            "server does not support TLS" => {
                format!("the server of {host} has no TLS, without which litige talks to this machine only: ssl = on")
            }
            cause => format!("no TLS with {host}: {cause}"),
        });
    };
    let rustls::Error::InvalidCertificate(why) = error else { return Some(format!("no TLS with {host}: {error}")) };
    Some(match why {
        CertificateError::UnknownIssuer => format!(
            "the certificate of {host} is not signed by any authority that {} trusts; name the file of the one that \
             signed it: sslrootcert=FILE",
            authorities.shown()
        ),
        CertificateError::Expired => format!("the certificate of {host} has expired"),
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("the certificate of {host} has expired{}", on(*not_after))
        }
        CertificateError::NotValidYet => format!("the certificate of {host} is not valid yet"),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("the certificate of {host} is valid only from later on{}", on(*not_before))
        }
        CertificateError::NotValidForName => format!("the certificate of {host} is for another name"),
        CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => {
            format!("the certificate of {host} names no host: it needs a subjectAltName")
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            format!("the certificate of {host} is for {}, which is not what was asked for", presented.join(", "))
        }
        CertificateError::Revoked => format!("the certificate of {host} was revoked"),
        CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => format!(
            "the certificate of {host} is that of an authority, which must sign another for the server (docs/server.md, \
             \"Connecting\")"
        ),
        why => format!("the certificate of {host} is refused: {why}"),
    })
}

fn on(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).ok();
    let date = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
    date.map_or_else(String::new, |date| format!(" ({})", date.format("%Y-%m-%d %H:%M UTC")))
}

/// What rustls said, within what the crates put around it.
fn rustls_error(error: &Error) -> Option<&rustls::Error> {
    let mut source = error.source();
    while let Some(cause) = source {
        let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Some(found);
        }
        source = cause.source();
    }
    None
}
