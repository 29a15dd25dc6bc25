//! The engine: a store, a shop's settings, and what is counted and told.

use crate::applied::Applied;
use crate::environment::Environment;
use crate::error::EngineError;
use crate::metrics::Metrics;
use crate::operation_kind::OperationKind;
use crate::settings::Settings;
use cartwright_core::CartStore;
use cartwright_events::Bus;
use std::fmt;
use std::sync::Arc;

/// A store of carts with everything that is done to them. Share it between threads; clones share their store, bus and
/// metrics.
///
/// ```
/// use cartwright_core::{CartKey, Conditions, Json, Model, NewItem, Operation, PriceInput};
/// use cartwright_engine::{Engine, Settings};
/// use cartwright_storage::MemoryStore;
///
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// let key = CartKey::new("user-7", "default");
/// let lamp = NewItem {
///     id: "lamp", name: "Lamp", price: PriceInput::Text("40.00"), quantity: 2.into(),
///     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
/// };
/// let applied = engine.apply(&key, &Operation::Add(lamp))?;
/// assert_eq!(applied.after.map(|identity| identity.version), Some(1));
/// assert_eq!(engine.content(&key)?.total.format(), "$0.80", "amounts are in cents, as in the original");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Engine {
    store: Arc<dyn CartStore + Send + Sync>,
    settings: Settings,
    environment: Environment,
    bus: Arc<Bus>,
    metrics: Arc<Metrics>,
}

impl Engine {
    /// An engine on a store, in the operating system's environment.
    pub fn new(store: impl CartStore + Send + Sync + 'static, settings: Settings) -> Self {
        Self::shared(Arc::new(store), settings)
    }

    /// An engine on a store that others hold too.
    pub fn shared(store: Arc<dyn CartStore + Send + Sync>, settings: Settings) -> Self {
        let (bus, metrics) = (Arc::default(), Arc::default());
        Self { store, settings, environment: Environment::default(), bus, metrics }
    }

    /// The same engine in another environment.
    #[must_use]
    pub fn in_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// What the shop decides.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Time, pauses and chance.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Where one subscribes to events.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// What was counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn store(&self) -> &dyn CartStore {
        &*self.store
    }

    /// Counts what is done, and how long it takes.
    pub(crate) fn measured<T>(
        &self,
        kind: OperationKind,
        work: impl FnOnce() -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let clock = &self.environment.monotonic;
        let begun = clock.now();
        let result = work();
        self.metrics.operation(kind, clock.now().since(begun), result.as_ref().err().map(EngineError::kind));
        result
    }

    /// Tells what was done. What subscribers do takes none of the operation's time.
    pub(crate) fn told(&self, mut applied: Applied) -> Applied {
        if !applied.events.is_empty() && self.bus.has_subscribers() {
            applied.failures = self.bus.publish(&applied.events);
            self.metrics.failed_subscribers(applied.failures.len());
        }
        applied
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("settings", &self.settings).finish_non_exhaustive()
    }
}
