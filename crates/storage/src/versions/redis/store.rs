//! Published versions and marks on a Redis server.

use super::answer::{Answer, unreadable};
use super::keys::of_versions;
use super::script::{self, at_most};
use crate::redis::clock::TestClock;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use crate::versions::rules::{self, LONGEST_MARK};
use cartwright_coordination::{Lifetime, SystemRandom, WallClock};
use cartwright_versions::{
    Error, ErrorKind, Incarnation, Look, MarkToken, Published, Result, Settled, Standing, Turn, TypeName, Version,
    VersionStore,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How often a look is begun anew because the life that it had to begin was lost again.
const ROUNDS: usize = 4;

/// Published versions and marks on a Redis server, on the master behind Sentinels, or in a Cluster, shared by whoever reaches
/// it. Each step is one script and one round trip, a look at any number of types too.
///
/// Leases are on the clock of the server. The store begins a new life, young, when it is empty, when the server was
/// started again, and when a replica has become the master: then steps that were acknowledged may be missing. A user of access lists needs the
/// command `INFO` for that; without it every step is an error, for nothing can be promised.
///
/// ```no_run
/// use cartwright_storage::{RedisOptions, RedisVersionStore};
/// use cartwright_versions::{TypeName, VersionStore};
///
/// let store = RedisVersionStore::new(RedisOptions::server("127.0.0.1", 6379));
/// let look = store.look(&TypeName::all(["products"])?)?;
/// # let _ = look;
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
pub struct RedisVersionStore {
    link: Arc<RedisLink>,
    clock: TestClock,
    longest_mark: Duration,
}

impl fmt::Debug for RedisVersionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisVersionStore").field("link", &self.link).finish_non_exhaustive()
    }
}

impl RedisVersionStore {
    /// A store as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self::with_longest_mark(options, LONGEST_MARK)
    }

    /// A store that grants marks for so long at most, and is young for so long. All processes have to say the same.
    pub fn with_longest_mark(options: RedisOptions, longest_mark: Duration) -> Self {
        Self::on(Arc::new(RedisLink::new(options)), longest_mark)
    }

    /// A store on a way to the server that others go, too.
    pub(in crate::versions) fn on(link: Arc<RedisLink>, longest_mark: Duration) -> Self {
        Self { link, clock: TestClock::default(), longest_mark }
    }

    /// The same by a clock of the caller's, for tests: scripts accept it only under a prefix that begins with `cartwright-test:`.
    #[must_use]
    pub fn clock(self, clock: impl WallClock + 'static) -> Self {
        Self { clock: TestClock::new(clock), ..self }
    }

    /// A bare round trip to the server of the versions: what no step can cost less than.
    ///
    /// # Errors
    /// If the server cannot be reached.
    pub fn ping(&self) -> Result<()> {
        let [published, _] = of_versions(self.link.options());
        Ok(self.link.ping(&published).map_err(cartwright_coordination::Error::from)?)
    }

    fn run(&self, script: &RedisScript, effect: Effect, incarnation: &str, arguments: &[String]) -> Result<Answer> {
        let (now, young) = (self.clock.text(), self.longest_mark.as_nanos().div_ceil(1_000_000).to_string());
        let mut all = vec![now.as_str(), &young, incarnation];
        all.extend(arguments.iter().map(String::as_str));
        let keys = of_versions(self.link.options());
        // Who looks needs one key, so that he is answered also while a slot moves to another node.
        let keys = if effect == Effect::Looks { &keys[..1] } else { &keys[..] };
        script::run(&self.link, script, effect, keys, &all)
    }

    /// A step that changes something, and begins a life where there is none. It may be repeated.
    fn step(&self, script: &RedisScript, arguments: &[String]) -> Result<Answer> {
        self.run(script, Effect::Repeatable, &Incarnation::new(&SystemRandom)?.to_string(), arguments)
    }
}

fn names(types: &[TypeName]) -> Vec<String> {
    types.iter().map(|name| name.as_str().to_owned()).collect()
}

fn incarnation_in(text: &str) -> Result<Incarnation> {
    let number = i64::from_str_radix(text, 16).map_err(|error| unreadable("", &error))?;
    Incarnation::from_number(number).map_err(|error| unreadable("", &error))
}

fn looked(mut answer: Answer, types: &[TypeName]) -> Result<Look> {
    let store = incarnation_in(&answer.text()?)?;
    let young = Duration::from_millis(answer.number()?);
    let standing = |name: &TypeName| {
        let version = match answer.text()?.as_str() {
            "-" => None,
            text => Some(text.parse::<Version>().map_err(|error| unreadable(name.as_str(), &error))?),
        };
        let turn = Turn { store, number: answer.number()? };
        let remaining = u64::try_from(answer.number::<i64>()?).ok().map(Duration::from_millis);
        Ok(Standing { version, mark: rules::mark(remaining), turn })
    };
    let standings = types.iter().map(standing).collect::<Result<_>>()?;
    Ok(Look { young: Some(young).filter(|young| !young.is_zero()), standings })
}

impl VersionStore for RedisVersionStore {
    /// Where no life stands yet it takes another round trip, which begins one.
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        let asked = names(types);
        for _ in 0..ROUNDS {
            let answer = self.run(&script::LOOK, Effect::Looks, "", &asked)?;
            let answer = if answer.word == "no life" { self.step(&script::BEGIN, &asked)? } else { answer };
            if answer.word == "look" {
                return looked(answer, types);
            }
        }
        let message =
            "the store of versions in Redis was lost again and again while it was looked at; nothing was done";
        Err(Error::new(ErrorKind::Unavailable, message))
    }

    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        rules::refuse_long(lifetime, self.longest_mark)?;
        let mut arguments = vec![token.secret_text(), lifetime.as_millis().to_string()];
        arguments.extend(names(types));
        self.step(&script::MARK, &arguments)?.expect("done")?;
        Ok(lifetime.get())
    }

    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()> {
        let mut arguments = vec![token.secret_text()];
        arguments.extend(names(types));
        self.step(&script::UNMARK, &arguments)?.expect("done")?;
        Ok(())
    }

    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        let mut arguments = vec![token.map(MarkToken::secret_text).unwrap_or_default()];
        arguments.extend(versions.iter().flat_map(|(name, version)| [name.as_str().to_owned(), version.to_string()]));
        let mut answer = self.step(&script::PUBLISH, &arguments)?.expect("published")?;
        let published = |_| match answer.text()?.as_str() {
            "raised" => Ok(Published::Raised),
            "stood" => Ok(Published::Stood),
            _ => Ok(Published::Unpublished),
        };
        versions.iter().map(published).collect()
    }

    /// Where a reply was lost it is asked again, and may then say of what was taken that it was not.
    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        let parts = |settled: &Settled| {
            let Settled { name, turn, version } = settled;
            [name.as_str().to_owned(), turn.store.to_string(), turn.number.to_string(), version.to_string()]
        };
        let arguments: Vec<String> = settled.iter().flat_map(parts).collect();
        let mut answer = self.step(&script::SETTLE, &arguments)?.expect("settled")?;
        settled.iter().map(|_| Ok(answer.number::<u8>()? == 1)).collect()
    }

    fn types(&self, after: Option<&TypeName>, limit: usize) -> Result<Vec<TypeName>> {
        let after = after.map_or("", TypeName::as_str).to_owned();
        let mut answer = self.step(&script::TYPES, &[after, at_most(limit)])?.expect("types")?;
        let mut types = Vec::new();
        while !answer.is_empty() {
            let name = answer.text()?;
            types.push(TypeName::new(&name).map_err(|error| unreadable(&name, &error))?);
        }
        Ok(types)
    }

    /// Where a reply was lost it is asked again, and then counts only what had come meanwhile.
    fn unpublish_all(&self) -> Result<usize> {
        self.step(&script::UNPUBLISH, &[])?.expect("unpublished")?.number()
    }

    fn evicted_by(&self) -> Result<Option<String>> {
        let keys = of_versions(self.link.options());
        let mut answer =
            script::run::<&str>(&self.link, &script::EVICTION, Effect::Looks, &keys, &[])?.expect("eviction")?;
        let (most, policy) = (answer.number::<u64>()?, answer.text()?);
        Ok(Some(policy).filter(|policy| most > 0 && policy.starts_with("allkeys")))
    }

    fn longest_mark(&self) -> Duration {
        self.longest_mark
    }
}
