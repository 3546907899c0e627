//! TLS: the server's certificate is always checked, and so is its name.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Nonsense;

/// Which authorities are trusted; loaded once, when the first connection is made.
#[derive(Clone)]
pub(super) struct Roots {
    /// A file of certificates; nothing for those of the system.
    file: Option<PathBuf>,
    loaded: Arc<OnceLock<Arc<ClientConfig>>>,
}

impl Roots {
    /// Those that are named (`system`, or a file), or of `~/.postgresql/root.crt`, or else the system's.
    pub fn new(named: Option<&str>, home: Option<&Path>) -> Self {
        let usual = || home.map(|home| home.join(".postgresql/root.crt")).filter(|file| file.exists());
        let file = match named {
            Some("system") => None,
            Some(file) => Some(PathBuf::from(file)),
            None => usual(),
        };
        Self { file, loaded: Arc::default() }
    }

    /// What encrypts a connection.
    ///
    /// # Errors
    /// Where the certificates can't be read.
    pub fn load(&self) -> Result<MakeRustlsConnect, Nonsense> {
        if let Some(config) = self.loaded.get() {
            return Ok(MakeRustlsConnect::new(ClientConfig::clone(config)));
        }
        let mut roots = RootCertStore::empty();
        match &self.file {
            Some(file) => {
                let unreadable = |error: &dyn std::fmt::Display| format!("sslrootcert {}: {error}", file.display());
                let found = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))?;
                for certificate in found {
                    let certificate = certificate.map_err(|error| unreadable(&error))?;
                    roots.add(certificate).map_err(|error| unreadable(&error))?;
                }
            }
            None => _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs),
        }
        if roots.is_empty() {
            let place = self.file.as_ref().map_or("this system".to_owned(), |file| file.display().to_string());
            return Err(format!("{place} has no certificate of an authority; name a file with sslrootcert"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let config = self.loaded.get_or_init(|| Arc::new(config));
        Ok(MakeRustlsConnect::new(ClientConfig::clone(config)))
    }
}
