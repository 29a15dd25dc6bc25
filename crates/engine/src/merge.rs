//! Two carts become one: a plan, and its commit.

use crate::applied::Applied;
use crate::attempt::{Attempt, Lots};
use crate::conflict::Conflict;
use crate::engine::Engine;
use crate::error::{EngineError, EngineErrorKind};
use crate::operation_kind::OperationKind;
use crate::outcome::Resolved;
use cartwright_coordination::Retry;
use cartwright_core::{
    Cart, CartKey, Committed, Identity, LoadedCart, Merge, MergeConflict, MergeStrategy, Operation, Resolution,
    StoreErrorKind,
};

/// Two carts as they were read, and what is in both.
///
/// ```
/// # use cartwright_core::{CartKey, Conditions, Json, MergeStrategy, Model, NewItem, Operation, PriceInput, Resolution};
/// # use cartwright_engine::{Engine, Settings};
/// # use cartwright_storage::MemoryStore;
/// # let lamp = |quantity: i64| Operation::Add(NewItem {
/// #     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: quantity.into(),
/// #     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
/// # });
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// let (user, visitor) = (CartKey::new("user-7", "default"), CartKey::new("session-42", "default"));
/// engine.apply(&user, &lamp(1))?;
/// engine.apply(&visitor, &lamp(2))?;
///
/// let plan = engine.plan_merge(&user, &visitor, MergeStrategy::AddQuantities)?;
/// assert_eq!(plan.conflicts().len(), 1, "somebody may be asked what he wants");
/// let merged = engine.commit_merge(&plan, &[("lamp", Resolution::Quantity(5.into()))])?;
/// assert_eq!(merged.map(|merged| merged.cart.quantity()), Some(5));
/// assert!(engine.get(&visitor)?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MergePlan {
    target: CartKey,
    source: CartKey,
    strategy: MergeStrategy,
    into: Option<LoadedCart>,
    from: Option<LoadedCart>,
    conflicts: Vec<MergeConflict>,
}

impl MergePlan {
    /// The cart that takes the other one in.
    pub fn target(&self) -> &CartKey {
        &self.target
    }

    /// The cart that is taken in.
    pub fn source(&self) -> &CartKey {
        &self.source
    }

    /// What becomes of items in both carts that nobody decides.
    pub fn strategy(&self) -> MergeStrategy {
        self.strategy
    }

    /// What the target was; none if there is no cart.
    pub fn target_identity(&self) -> Option<Identity> {
        self.into.as_ref().map(|loaded| loaded.identity)
    }

    /// What the source was; none if there is no cart.
    pub fn source_identity(&self) -> Option<Identity> {
        self.from.as_ref().map(|loaded| loaded.identity)
    }

    /// The items that are in both carts, with the quantity that the strategy gives them.
    pub fn conflicts(&self) -> &[MergeConflict] {
        &self.conflicts
    }

    /// Whether there is nothing to take in: no items in the source, or it is the target itself.
    pub fn is_nothing(&self) -> bool {
        self.taken_in().is_none()
    }

    fn taken_in(&self) -> Option<&LoadedCart> {
        self.from.as_ref().filter(|from| !from.cart.is_empty() && self.target != self.source)
    }
}

impl Engine {
    /// Reads two carts, and says what is in both. Nothing is changed.
    ///
    /// # Errors
    /// If the store fails, or a quantity is beyond the range of a decimal.
    pub fn plan_merge(
        &self,
        target: &CartKey,
        source: &CartKey,
        strategy: MergeStrategy,
    ) -> Result<MergePlan, EngineError> {
        // The target is read last: it is where others are, and what they do until the commit is in the way.
        let from = self.store().load(source)?;
        let into = self.store().load(target)?;
        let conflicts = match (&into, &from) {
            (Some(into), Some(from)) if target != source => {
                into.cart.conflicts_with(&from.cart, strategy, &self.settings().policy)?
            }
            _ => Vec::new(),
        };
        Ok(MergePlan { target: target.clone(), source: source.clone(), strategy, into, from, conflicts })
    }

    /// Takes the source in and removes it, in one step, if both carts still are what they were planned with. `resolutions`
    /// are what was decided about items in both, by their lines. The rules of dynamic conditions of both are evaluated in the
    /// same commit. None if there was nothing to take in.
    ///
    /// # Errors
    /// A conflict if either cart has changed since: make a new plan. As for [`Engine::apply`] otherwise.
    pub fn commit_merge(
        &self,
        plan: &MergePlan,
        resolutions: &[(&str, Resolution)],
    ) -> Result<Option<Applied>, EngineError> {
        let merged = self.measured(OperationKind::Merge, || self.merged(plan, resolutions, &mut self.retry()))?;
        Ok(merged.map(|applied| self.told(applied)))
    }

    /// Plans and commits, again if somebody was faster. None if there was nothing to take in.
    ///
    /// # Errors
    /// As for [`Engine::apply`].
    pub fn merge(
        &self,
        target: &CartKey,
        source: &CartKey,
        strategy: MergeStrategy,
    ) -> Result<Option<Applied>, EngineError> {
        self.merge_with(target, source, strategy, |_| Vec::new())
    }

    /// Plans, lets `decide` say what becomes of items in both carts, and commits; again with a new plan if somebody was
    /// faster. Of items that are not decided the strategy decides.
    ///
    /// No store has others wait for a merge. So where the policy allows a second attempt there are as many as the
    /// patience allows, without pauses: each conflict is somebody else's success, and who pauses between them is overtaken
    /// again by all who do not.
    ///
    /// # Errors
    /// As for [`Engine::apply`].
    pub fn merge_with(
        &self,
        target: &CartKey,
        source: &CartKey,
        strategy: MergeStrategy,
        mut decide: impl FnMut(&MergePlan) -> Vec<(String, Resolution)>,
    ) -> Result<Option<Applied>, EngineError> {
        let merged = self.measured(OperationKind::Merge, || {
            let mut retry = self.retry();
            let monotonic = &self.environment().monotonic;
            let in_time = self.environment().waiter().deadline(self.settings().patience);
            let mut overtaken = false;
            loop {
                let plan = self.plan_merge(target, source, strategy)?;
                let decided = decide(&plan);
                let resolutions: Vec<_> =
                    decided.iter().map(|(line, resolution)| (line.as_str(), *resolution)).collect();
                match self.merged(&plan, &resolutions, &mut retry) {
                    Err(error)
                        if error.kind() == EngineErrorKind::Conflict
                            && (overtaken || retry.next(monotonic.now(), 0).is_some())
                            && !in_time.has_passed(monotonic.now()) =>
                    {
                        overtaken = true;
                        self.metrics().retry();
                    }
                    Err(error)
                        if error.kind() == EngineErrorKind::Store(StoreErrorKind::Busy)
                            && self.pause(&mut retry)? =>
                    {
                        self.metrics().retry();
                    }
                    answer => return answer,
                }
            }
        })?;
        Ok(merged.map(|applied| self.told(applied)))
    }

    fn merged(
        &self,
        plan: &MergePlan,
        resolutions: &[(&str, Resolution)],
        retry: &mut Retry,
    ) -> Result<Option<Applied>, EngineError> {
        let Some(from) = plan.taken_in() else {
            return Ok(None);
        };
        let merge = Merge { source: &from.cart, strategy: plan.strategy, resolutions };
        let policy = &self.settings().policy;
        let work = |cart: &mut Cart| {
            let mut changes = cart.apply(Operation::Merge(merge), policy)?;
            // In the same commit: one that fails after the carts are one would make the merge look as if it had failed.
            changes.extend(cart.apply(Operation::Evaluate(self.facts()), policy)?);
            Ok(changes)
        };
        let lots = Lots::draw(self)?;
        let attempt = Attempt::prepare(self, &plan.target, plan.into.clone(), &work, lots, Some(&plan.source))?;
        let commit = || self.store().commit_merge(&attempt.commit(&plan.target), &plan.source, from.identity);
        let stored = match commit() {
            Ok(Committed::Stored(after)) => Some(after),
            Ok(Committed::Conflict(_)) => None,
            Err(error) if error.kind() == StoreErrorKind::OutcomeUnknown => {
                match self.resolve(&plan.target, error, retry, &commit)? {
                    Resolved::Stored(after) => Some(after),
                    // As long as the source is there, nothing has taken it in.
                    Resolved::NotStored(_) if self.is_still(&plan.source, from.identity) => None,
                    Resolved::NotStored(unknown) => {
                        return Err(EngineError::outcome_unknown(&plan.target, unknown.cause));
                    }
                }
            }
            Err(error) => return Err(error.into()),
        };
        match stored {
            Some(after) => {
                let applied = Applied::from_attempt(attempt, Some(after));
                Ok(Some(Applied { attempts: retry.attempt(), ..applied }))
            }
            None => {
                let conflict = self.conflict_of(plan, from.identity)?;
                self.metrics().conflict(&conflict);
                Err(EngineError::conflict_during(OperationKind::Merge, conflict, None))
            }
        }
    }

    /// Whether it is known to be so.
    fn is_still(&self, key: &CartKey, expected: Identity) -> bool {
        let found = self.store().identity(key);
        found.is_ok_and(|found| found.is_some_and(|found| found.incarnation == expected.incarnation))
    }

    /// Which of the two carts is not what it was.
    fn conflict_of(&self, plan: &MergePlan, source_expected: Identity) -> Result<Conflict, EngineError> {
        let found = self.store().identity(&plan.target)?;
        if found != plan.target_identity() {
            return Ok(Conflict { key: plan.target.clone(), expected: plan.target_identity(), found });
        }
        let found = self.store().identity(&plan.source)?;
        Ok(Conflict { key: plan.source.clone(), expected: Some(source_expected), found })
    }
}
