//! Locks on a Redis server.

use super::redis_answer::Said;
use super::redis_keys::{keys_for, keys_of};
use crate::redis::clock::{CLOCK, TestClock};
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use cartwright_coordination::{
    Acquired, Answer, Error, ErrorKind, Fence, Grant, Lifetime, LockInfo, LockKey, LockStore, OwnerToken, Result,
    WallClock,
};
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

macro_rules! script {
    ($name:literal) => {
        RedisScript::new(&[
            CLOCK,
            include_str!("redis_scripts/common.lua"),
            include_str!(concat!("redis_scripts/", $name, ".lua")),
        ])
    };
}

static ACQUIRE: LazyLock<RedisScript> = LazyLock::new(|| script!("acquire").told_the_run());
static RENEW: LazyLock<RedisScript> = LazyLock::new(|| script!("renew"));
static RELEASE: LazyLock<RedisScript> = LazyLock::new(|| script!("release"));
static FORCE: LazyLock<RedisScript> = LazyLock::new(|| script!("force").told_the_run());
static INSPECT: LazyLock<RedisScript> = LazyLock::new(|| script!("inspect"));
static LIST: LazyLock<RedisScript> = LazyLock::new(|| script!("list"));
static SWEEP: LazyLock<RedisScript> = LazyLock::new(|| script!("sweep"));

/// How many one script collects, so that others need not wait long for it.
const SWEPT_AT_ONCE: usize = 500;
/// As many as anybody has.
const MANY: usize = 1 << 40;

/// Locks on a Redis server, shared by whoever reaches it. Each step is one round trip.
///
/// Leases are on the clock of the server; nobody's own clock can end or prolong one. Fences go on in a greater incarnation
/// after the server was started again or another has taken over, since the last grants may not have been kept.
///
/// When a reply was lost, the same is asked again where that is safe. It is not for [`force_release`], and a [`release`] that
/// finds nothing the second time cannot tell why: both then end in [`ErrorKind::OutcomeUnknown`].
///
/// ```no_run
/// use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken, SystemRandom};
/// use cartwright_storage::{RedisLockStore, RedisOptions};
/// use std::time::Duration;
///
/// let store = RedisLockStore::new(RedisOptions::server("127.0.0.1", 6379));
/// let (key, token) = (LockKey::new("cart:user-7:default")?, OwnerToken::new(&SystemRandom)?);
/// let minute = LifetimeLimit::default().lifetime(Duration::from_secs(60))?;
/// assert!(store.acquire(&key, &token, minute)?.granted().is_some());
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
///
/// [`force_release`]: LockStore::force_release
/// [`release`]: LockStore::release
pub struct RedisLockStore {
    link: Arc<RedisLink>,
    clock: TestClock,
    /// The greatest incarnation that was seen: a server that comes back empty with its clock set back is told.
    incarnation: AtomicI64,
}

impl fmt::Debug for RedisLockStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLockStore").field("link", &self.link).finish_non_exhaustive()
    }
}

impl RedisLockStore {
    /// A store as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self::on(Arc::new(RedisLink::new(options)))
    }

    /// A store on a way to the server that others go, too.
    pub(crate) fn on(link: Arc<RedisLink>) -> Self {
        Self { link, clock: TestClock::default(), incarnation: AtomicI64::new(0) }
    }

    /// A store whose time is the caller's, for tests: scripts accept it only under a prefix that begins with
    /// `cartwright-test:`.
    pub fn with_clock(options: RedisOptions, clock: impl WallClock + 'static) -> Self {
        Self { clock: TestClock::new(clock), ..Self::new(options) }
    }

    /// Runs a script about one lock.
    fn about(&self, script: &RedisScript, effect: Effect, key: &LockKey, arguments: &[&str]) -> Result<Said> {
        let keys = keys_for(self.link.options(), key);
        self.run(script, effect, &keys, key.as_str(), arguments)
    }

    fn run(
        &self,
        script: &RedisScript,
        effect: Effect,
        keys: &[String; 4],
        name: &str,
        arguments: &[&str],
    ) -> Result<Said> {
        let now = self.clock.text();
        let mut all = vec![now.as_str(), name];
        all.extend(arguments);
        let answer = self.link.run(script, effect, keys, &all).map_err(Error::from)?;
        Said::read(answer, name)
    }

    fn greatest_incarnation(&self) -> String {
        self.incarnation.load(Ordering::Relaxed).to_string()
    }

    fn seen(&self, fence: Fence) {
        self.incarnation.fetch_max(fence.incarnation().number(), Ordering::Relaxed);
    }
}

/// What an owner is answered.
fn answered<T>(mut said: Said, done: impl FnOnce(&mut Said) -> Result<T>) -> Result<Answer<T>> {
    match said.word.as_str() {
        "done" => done(&mut said).map(Answer::Done),
        "wrong owner" => Ok(Answer::WrongOwner),
        "expired" => Ok(Answer::Expired),
        "unknown" => Ok(Answer::Unknown),
        _ => Err(said.unexpected()),
    }
}

impl LockStore for RedisLockStore {
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired> {
        let (token, lifetime) = (token.secret_text(), lifetime.as_millis().to_string());
        let known = self.greatest_incarnation();
        let arguments = [token.as_str(), &lifetime, &known];
        let mut said = self.about(&ACQUIRE, Effect::Repeatable, key, &arguments)?;
        match said.word.as_str() {
            "granted" => {
                let grant = said.grant()?;
                self.seen(grant.fence);
                Ok(Acquired::Granted(grant))
            }
            "held" => Ok(Acquired::Held { remaining: said.duration()? }),
            _ => Err(said.unexpected()),
        }
    }

    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>> {
        let (token, lifetime) = (token.secret_text(), lifetime.as_millis().to_string());
        answered(self.about(&RENEW, Effect::Repeatable, key, &[&token, &lifetime])?, Said::grant)
    }

    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>> {
        let token = token.secret_text();
        let release = |effect| answered(self.about(&RELEASE, effect, key, &[&token])?, |_| Ok(()));
        let lost = match release(Effect::Once) {
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => error,
            answer => return answer,
        };
        // What a second one finds says what became of the first, unless it finds nothing: then that was released, or
        // collected after it had expired.
        match release(Effect::Repeatable) {
            Ok(answer @ (Answer::Done(()) | Answer::Expired)) => Ok(answer),
            _ => Err(lost),
        }
    }

    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>> {
        let mut said = self.about(&FORCE, Effect::Once, key, &[&self.greatest_incarnation()])?;
        match said.word.as_str() {
            "forced" => {
                let fence = said.fence()?;
                self.seen(fence);
                Ok(Some(fence))
            }
            "nobody" => Ok(None),
            _ => Err(said.unexpected()),
        }
    }

    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>> {
        let mut said = self.about(&INSPECT, Effect::Looks, key, &[])?;
        match said.word.as_str() {
            "held" => said.info(key.clone()).map(Some),
            "nobody" => Ok(None),
            _ => Err(said.unexpected()),
        }
    }

    /// In a Cluster that is one round trip for each bucket.
    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>> {
        let (after, most) = (after.map_or("", LockKey::as_str), limit.min(MANY).to_string());
        let mut list = Vec::new();
        for bucket in self.link.options().all_buckets() {
            let keys = keys_of(self.link.options(), bucket);
            let mut said = self.run(&LIST, Effect::Looks, &keys, after, &[&most])?;
            while !said.is_empty() {
                let key = LockKey::new(&said.text()?)?;
                list.push(said.info(key)?);
            }
        }
        list.sort_by(|one: &LockInfo, other| one.key.cmp(&other.key));
        list.truncate(limit);
        Ok(list)
    }

    /// In bounded parts, each of which is a step of its own.
    fn sweep(&self, limit: usize) -> Result<usize> {
        let mut swept = 0;
        for bucket in self.link.options().all_buckets() {
            let keys = keys_of(self.link.options(), bucket);
            while swept < limit {
                let part = SWEPT_AT_ONCE.min(limit - swept);
                let mut said = self.run(&SWEEP, Effect::Repeatable, &keys, "", &[&part.to_string()])?;
                let collected = usize::try_from(said.number()?).unwrap_or(part);
                swept += collected;
                if collected < part {
                    break;
                }
            }
        }
        Ok(swept)
    }
}
