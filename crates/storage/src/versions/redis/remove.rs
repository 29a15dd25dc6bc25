//! Leaving a server as it was.

use super::RedisEntryStore;
use super::keys::{ENDS, of_journal, of_versions};
use super::script;
use crate::locks::redis_keys::keys_of;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use cartwright_versions::{EntryStore, Error, ErrorKind, Result};

impl RedisOptions {
    /// What the prefix of tests begins with. Nothing that is not under such a one can be removed as a whole, or has a clock of its own.
    pub const TEST_PREFIX: &'static str = "cartwright-test:";

    /// Removes everything of versions, of cached values, of the journal and of locks under a prefix of tests.
    ///
    /// # Errors
    /// If the prefix is none of tests; if the server cannot be reached.
    pub fn remove_tests(&self) -> Result<()> {
        if !self.prefix.starts_with(Self::TEST_PREFIX) {
            let message = format!(
                "only what a test has left is removed as a whole; '{}' is no prefix that begins with '{}'",
                self.prefix,
                Self::TEST_PREFIX
            );
            return Err(Error::new(ErrorKind::InvalidSetting, message));
        }
        RedisEntryStore::new(self.clone()).clear()?;
        let link = RedisLink::new(self.clone());
        let unlink = |keys: &[String]| {
            script::run::<&str>(&link, &script::UNLINK, Effect::Repeatable, keys, &[])?.expect("gone").map(drop)
        };
        unlink(&of_versions(self))?;
        unlink(
            &["incidents", "audit", "places", "samples", "sample-names", "done"].map(|name| of_journal(self, name)),
        )?;
        for bucket in self.all_buckets() {
            let [fences, locks, ends, names] = keys_of(self, bucket);
            unlink(&[fences, locks, ends, names, self.key(bucket, ENDS)])?;
        }
        Ok(())
    }
}
