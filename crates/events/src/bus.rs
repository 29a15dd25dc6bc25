//! Subscribers in the same process.

use crate::envelope::{Envelope, EventId};
use crate::event::{EventKind, Fact};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};

/// What a subscriber answers.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

type Handler = dyn Fn(&Envelope) -> Outcome + Send + Sync;
type Reporter = dyn Fn(&Failure) + Send + Sync;

/// A subscriber that did not manage.
#[derive(Debug)]
pub struct Failure {
    /// The name it subscribed with.
    pub subscriber: Arc<str>,
    /// The event it was given.
    pub event: EventId,
    /// Which kind that was.
    pub kind: EventKind,
    /// What became of it.
    pub reason: Reason,
}

/// How a subscriber failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// It said so.
    Refused(Box<dyn std::error::Error + Send + Sync>),
    /// It panicked, with this message.
    Panicked(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subscriber, event, kind, reason } = self;
        write!(f, "The subscriber '{subscriber}' failed on the {kind} {event}: ")?;
        match reason {
            Reason::Refused(why) => why.fmt(f),
            Reason::Panicked(message) => write!(f, "it panicked: {message}"),
        }
    }
}

/// What a subscription is ended by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subscription(u64);

#[derive(Clone)]
struct Subscriber {
    subscription: Subscription,
    name: Arc<str>,
    /// One kind, or every kind.
    kind: Option<EventKind>,
    handler: Arc<Handler>,
}

#[derive(Default)]
struct Registered {
    /// In the order of subscription, which is the order in which they are called.
    subscribers: Vec<Subscriber>,
    reporter: Option<Arc<Reporter>>,
    last: u64,
}

/// Hands events to those who subscribed, in the order of the events and, for each, in the order of subscription.
///
/// A subscriber that fails or panics is reported and disturbs nobody: the others get this event and all that follow, and
/// what was committed stays so. Subscribers may use the bus while they are called; who subscribes then gets the events that
/// are published afterwards.
///
/// ```
/// use cartwright_events::{Bus, ItemRemoved};
///
/// let bus = Bus::new();
/// let subscription = bus.on("mailer", |event: &ItemRemoved, envelope| {
///     println!("{} left {}", event.item.name(), envelope.key);
///     Ok(())
/// });
/// assert!(bus.end(subscription) && !bus.end(subscription));
/// ```
#[derive(Default)]
pub struct Bus(RwLock<Registered>);

impl Bus {
    /// A bus without subscribers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls `handler` with each event of one kind: the kind of its first parameter. `name` is what a failure is reported under.
    pub fn on<E, F>(&self, name: &str, handler: F) -> Subscription
    where
        E: Fact,
        F: Fn(&E, &Envelope) -> Outcome + Send + Sync + 'static,
    {
        self.subscribe(name, Some(E::KIND), move |envelope| match E::of(&envelope.event) {
            Some(event) => handler(event, envelope),
            None => Ok(()),
        })
    }

    /// Calls `handler` with every event.
    pub fn on_any<F>(&self, name: &str, handler: F) -> Subscription
    where
        F: Fn(&Envelope) -> Outcome + Send + Sync + 'static,
    {
        self.subscribe(name, None, handler)
    }

    fn subscribe(
        &self,
        name: &str,
        kind: Option<EventKind>,
        handler: impl Fn(&Envelope) -> Outcome + Send + Sync + 'static,
    ) -> Subscription {
        let mut registered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        registered.last += 1;
        let subscription = Subscription(registered.last);
        let (name, handler): (Arc<str>, Arc<Handler>) = (name.into(), Arc::new(handler));
        registered.subscribers.push(Subscriber { subscription, name, kind, handler });
        subscription
    }

    /// Ends a subscription. Says whether there was one.
    pub fn end(&self, subscription: Subscription) -> bool {
        let mut registered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = registered.subscribers.len();
        registered.subscribers.retain(|subscriber| subscriber.subscription != subscription);
        registered.subscribers.len() < before
    }

    /// Calls `reporter` with each failure as it happens, beside what [`Bus::publish`] answers.
    pub fn report_to(&self, reporter: impl Fn(&Failure) + Send + Sync + 'static) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).reporter = Some(Arc::new(reporter));
    }

    /// Whether anybody would get an event.
    pub fn has_subscribers(&self) -> bool {
        !self.0.read().unwrap_or_else(PoisonError::into_inner).subscribers.is_empty()
    }

    /// Hands events out, and answers who failed.
    pub fn publish(&self, envelopes: &[Envelope]) -> Vec<Failure> {
        // The lock is not held while subscribers are called, so that they may use the bus.
        let (subscribers, reporter) = {
            let registered = self.0.read().unwrap_or_else(PoisonError::into_inner);
            (registered.subscribers.clone(), registered.reporter.clone())
        };
        let mut failures = Vec::new();
        for envelope in envelopes {
            let kind = envelope.event.kind();
            for subscriber in subscribers.iter().filter(|one| one.kind.is_none_or(|wanted| wanted == kind)) {
                let Some(reason) = call(&*subscriber.handler, envelope) else {
                    continue;
                };
                let failure = Failure { subscriber: Arc::clone(&subscriber.name), event: envelope.id, kind, reason };
                if let Some(reporter) = &reporter {
                    // A reporter that fails has nobody to be reported to; the failure is still answered.
                    let _ = catch_unwind(AssertUnwindSafe(|| reporter(&failure)));
                }
                failures.push(failure);
            }
        }
        failures
    }
}

/// What a subscriber leaves behind after a panic is its own; it is called again with the next event.
fn call(handler: &Handler, envelope: &Envelope) -> Option<Reason> {
    match catch_unwind(AssertUnwindSafe(|| handler(envelope))) {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(Reason::Refused(why)),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
            Some(Reason::Panicked(text.unwrap_or_else(|| "without a message".to_owned())))
        }
    }
}

impl fmt::Debug for Bus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let registered = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_list().entries(registered.subscribers.iter().map(|one| (&one.name, one.kind))).finish()
    }
}
