//! TLS, by rustls with ring: nothing of the process's own OpenSSL is touched.

use super::options::RedisTls;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Our side of a conversation with this host.
pub(super) fn client(settings: &RedisTls, host: &str) -> io::Result<ClientConnection> {
    let name =
        ServerName::try_from(host.to_owned()).map_err(|error| refused(format!("'{host}' is no name: {error}")))?;
    ClientConnection::new(Arc::new(config(settings)?), name).map_err(refused)
}

fn refused(why: impl Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why.to_string())
}

fn config(settings: &RedisTls) -> io::Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(refused)?
        .dangerous()
        .with_custom_certificate_verifier(verifier(settings, provider)?);
    let Some((certificate, key)) = &settings.certificate else {
        return Ok(config.with_no_client_auth());
    };
    let key_read = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
    config.with_client_auth_cert(certificates(certificate)?, key_read).map_err(|error| unreadable(certificate, &error))
}

fn verifier(settings: &RedisTls, provider: Arc<CryptoProvider>) -> io::Result<Arc<dyn ServerCertVerifier>> {
    if settings.unverified {
        return Ok(Arc::new(BelievesAnybody(provider)));
    }
    let mut roots = RootCertStore::empty();
    match &settings.authority {
        Some(file) => {
            for certificate in certificates(file)? {
                roots.add(certificate).map_err(|error| unreadable(file, &error))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(refused("there is no authority to trust; install ca-certificates, or name a file with your own"));
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().map_err(refused)?;
    Ok(verifier)
}

fn certificates(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file).and_then(Iterator::collect).map_err(|error| unreadable(file, &error)).and_then(
        |list: Vec<_>| {
            if list.is_empty() { Err(unreadable(file, &"it holds no certificate")) } else { Ok(list) }
        },
    )
}

fn unreadable(file: &Path, why: &dyn Display) -> io::Error {
    refused(format!("{} cannot be used for TLS: {why}", file.display()))
}

/// Looks at no certificate.
#[derive(Debug)]
struct BelievesAnybody(Arc<CryptoProvider>);

impl ServerCertVerifier for BelievesAnybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
