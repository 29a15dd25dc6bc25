//! Short words for the tests.

use super::Subject;
use crate::type_name::TypeName;
use crate::version::{Incarnation, Version};
use crate::version_store::{Mark, MarkToken, Published, Settled, Standing, VersionStore};
use cartwright_coordination::{Lifetime, LifetimeLimit};
use std::sync::Arc;
use std::time::Duration;

pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const MILLISECOND: Duration = Duration::from_millis(1);

pub(super) fn name(name: &str) -> TypeName {
    TypeName::new(name).unwrap()
}

pub(super) fn token(number: u8) -> MarkToken {
    MarkToken::from_secret_bytes([number; 16])
}

pub(super) fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).unwrap()
}

/// A version of a life of the source.
pub(super) fn version(life: i64, counter: i64) -> Version {
    Version::new(Incarnation::from_number(life).unwrap(), counter).unwrap()
}

/// A store that is not young any more.
pub(super) struct Scene {
    pub store: Arc<dyn VersionStore + Send + Sync>,
}

impl Scene {
    pub(super) fn of<S: Subject>(subject: &S) -> Self {
        let store = subject.open();
        store.look(&[name("a")]).unwrap();
        subject.advance(store.longest_mark());
        Self { store }
    }

    pub(super) fn standing(&self, of: &str) -> Standing {
        let look = self.store.look(&[name(of)]).unwrap();
        assert_eq!(look.young, None);
        look.standings[0]
    }

    pub(super) fn version(&self, of: &str) -> Option<Version> {
        self.standing(of).version
    }

    pub(super) fn mark_of(&self, of: &str) -> Mark {
        self.standing(of).mark
    }

    pub(super) fn mark(&self, by: u8, of: &str, duration: Duration) {
        self.store.mark(&token(by), &[name(of)], lifetime(duration)).unwrap();
    }

    pub(super) fn publish(&self, of: &str, version: Version) -> Published {
        self.store.publish(None, &[(name(of), version)]).unwrap()[0]
    }

    pub(super) fn settled(&self, of: &str, version: Version) -> Settled {
        Settled { name: name(of), turn: self.standing(of).turn, version }
    }

    /// The store learns a version from the source.
    pub(super) fn settle(&self, of: &str, version: Version) {
        assert_eq!(self.store.settle(&[self.settled(of, version)]).unwrap(), [true]);
    }
}
