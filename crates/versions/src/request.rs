//! One version per request.

use crate::error::Result;
use crate::reading::{Bypass, Captured, Need};
use crate::snapshot::Snapshot;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::versions::Versions;
use std::collections::BTreeMap;

/// The versions that one request works with: each type is captured once, when it is first asked for, so that everything
/// in one page is of one version and a second check costs nothing.
///
/// ```
/// use cartwright_storage::{MemoryVersionSource, MemoryVersionStore};
/// use cartwright_versions::{Need, RequestVersions, Settings, TypeName, Versions};
///
/// let (versions, shop) = (Versions::new(MemoryVersionStore::default(), Settings::new()?), MemoryVersionSource::default());
/// let products = TypeName::all(["products"])?;
/// let mut request = RequestVersions::default();
/// let first = request.token(&versions, &products, &shop)?;
/// versions.bump(&shop, None, &"change-1".try_into()?, &products, "admin")?;
/// assert_eq!(request.token(&versions, &products, &shop)?, first);
/// assert_ne!(RequestVersions::default().token(&versions, &products, &shop)?, first);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RequestVersions {
    known: Snapshot,
    /// Types whose cache is passed by to the end of the request.
    passed_by: BTreeMap<TypeName, Bypass>,
}

impl RequestVersions {
    /// The types of these that have to be captured still.
    pub fn missing(&self, types: &[TypeName], need: Need) -> Vec<TypeName> {
        let is_missing = |name: &&TypeName| {
            self.known.version_of(name.as_str()).is_none()
                && (need == Need::Token || !self.passed_by.contains_key(*name))
        };
        types.iter().filter(is_missing).cloned().collect()
    }

    /// Keeps what was captured of these types.
    pub fn learn(&mut self, types: &[TypeName], captured: &Captured) {
        for name in types {
            // Which of them it was nobody has said, so it is all of them.
            if let Some(bypass) = captured.bypass {
                self.passed_by.insert(name.clone(), bypass);
            }
            if let Some(version) = captured.versions.version_of(name.as_str()) {
                self.known.set(name.clone(), version);
            }
        }
    }

    /// Keeps what this request has itself committed and published.
    pub fn changed(&mut self, versions: &[(TypeName, Version)]) {
        for (name, version) in versions {
            self.known.set(name.clone(), *version);
            self.passed_by.remove(name);
        }
    }

    /// What is known of these types.
    pub fn of(&self, types: &[TypeName]) -> Captured {
        let bypass = types.iter().find_map(|name| self.passed_by.get(name).copied());
        match self.known.only(types) {
            Some(versions) => Captured { versions, bypass },
            None => Captured { versions: Snapshot::default(), bypass: bypass.or(Some(Bypass::Unknown)) },
        }
    }

    /// The versions of these types for this request, captured now if they were not before.
    ///
    /// # Errors
    /// If a version is needed for the world and nobody could tell it.
    pub fn capture(
        &mut self,
        versions: &Versions,
        types: &[TypeName],
        need: Need,
        source: &dyn VersionSource,
    ) -> Result<Captured> {
        let missing = self.missing(types, need);
        if !missing.is_empty() {
            let captured = versions.capture(&missing, need, source)?;
            self.learn(&missing, &captured);
        }
        Ok(self.of(types))
    }

    /// The token of these types that is shown to the world.
    ///
    /// # Errors
    /// If nobody could tell their versions.
    pub fn token(&mut self, versions: &Versions, types: &[TypeName], source: &dyn VersionSource) -> Result<String> {
        Ok(self.capture(versions, types, Need::Token, source)?.versions.token())
    }
}
