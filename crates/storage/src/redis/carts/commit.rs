//! A change on its way into a cart: what the script is told, and what its answer means.

use super::fields::{self, Fields, field};
use super::names::{commit_bytes, identity_of, identity_text};
use super::promises::{Pending, Promise};
use super::queue::Place;
use super::reply::{Reply, unexpected};
use super::scripts;
use super::store::RedisStore;
use crate::commit_log::CommitLog;
use crate::pieces::Kind;
use crate::redis::link::Effect;
use crate::sizes::{Sums, member};
use crate::touched::Touched;
use crate::verdict;
use cartwright_core::{Cart, CartKey, Commit, DYNAMIC_CONDITIONS, Identity, StoreError};
use cartwright_wire::{conditions_column, dynamic_conditions_text, item_text};

/// A change, and what it makes of the cart.
#[derive(Debug)]
pub(super) struct Storing<'a> {
    commit: Commit<'a>,
    made: Identity,
    touched: Touched<'a>,
    /// The cart that a merge takes away.
    source: Option<Source<'a>>,
    /// What is left with it.
    place: Option<&'a Place>,
}

/// Where the other cart of a merge is.
#[derive(Debug)]
pub(super) enum Source<'a> {
    /// On the same server: it goes in the same step.
    Here(&'a CartKey, Identity),
    /// On another one, which has promised it.
    Promised(&'a Promise),
}

/// What became of it.
#[derive(Debug)]
pub(super) enum Answer {
    /// It is stored, now or before, and made this of the cart.
    Stored(Identity),
    /// The cart is not what was expected, but this.
    Conflict(Fields),
    /// The source of a merge is not what was expected, but this.
    SourceConflict(Option<Identity>),
    /// Somebody has decided that the promise is not kept.
    Cancelled,
}

/// How much of the cart is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// What was touched, if it leads to as many items as there are to be, within the limits.
    Touched,
    /// All of it.
    Whole,
    /// All of it, and the limits have been looked at.
    WholeAndMeasured,
}

impl<'a> Storing<'a> {
    pub(super) fn of(commit: Commit<'a>) -> Result<Self, StoreError> {
        let made = verdict::next(commit.key, commit.expected, commit.incarnation)?;
        let touched = match commit.expected {
            Some(_) => Touched::by(commit.changes),
            None => Touched { everything: true, ..Touched::default() },
        };
        Ok(Self { commit, made, touched, source: None, place: None })
    }

    pub(super) fn taking(self, source: Source<'a>) -> Self {
        Self { source: Some(source), ..self }
    }

    /// From this place in the queue, which is free when it is stored.
    pub(super) fn at_place(self, place: Option<&'a Place>) -> Self {
        Self { place, ..self }
    }

    fn keys(&self, store: &RedisStore) -> Vec<String> {
        let names = store.names(self.commit.key);
        let mut keys = names.keys.to_vec();
        keys.push(store.options().stream_of(names.bucket));
        keys.push(store.options().queue_of(&names));
        match &self.source {
            None => {}
            Some(Source::Here(source, _)) => keys.extend(store.names(source).keys),
            Some(Source::Promised(promise)) => keys.push(store.decision(promise)),
        }
        keys
    }

    /// In the order in which the script takes them.
    fn arguments(&self, store: &RedisStore, extent: Extent) -> Vec<Vec<u8>> {
        let Commit { key, expected, id, cart, limits, outbox, .. } = self.commit;
        let whole = extent != Extent::Touched || self.touched.everything;
        let limit = if extent == Extent::WholeAndMeasured { String::new() } else { limits.data_bytes.to_string() };
        let conditions = if self.touched.any_condition() { conditions_column(cart) } else { None };
        let (source, source_expected, deadline) = match &self.source {
            Some(Source::Here(source, expected)) => {
                (store.names(source).member, identity_text(*expected), String::new())
            }
            Some(Source::Promised(promise)) => (String::new(), String::new(), promise.deadline()),
            None => Default::default(),
        };
        let mut arguments: Vec<Vec<u8>> = vec![
            store.names(key).member.into(),
            expected.map(identity_text).unwrap_or_default().into(),
            commit_bytes(id).into(),
            identity_text(self.made).into(),
            store.now().into(),
            store.ttl().into(),
            cart.item_count().to_string().into(),
            limit.into(),
            self.measured().into(),
            conditions.map_or(0, |text| text.len()).to_string().into(),
            store.numbering().into(),
            if whole { "whole" } else { "touched" }.into(),
            source.into(),
            source_expected.into(),
            deadline.into(),
            self.place.map(Place::text).unwrap_or_default().into(),
            outbox.len().to_string().into(),
        ];
        arguments.extend_from_slice(outbox);
        let mut pieces = Written(arguments);
        if whole {
            pieces.all(cart)
        } else {
            pieces.touched(&self.touched, cart)
        }
        pieces.0
    }

    /// Whether a cart that does not know this commit has not got it. A busy one forgets commits within the time that an answer is
    /// waited for; what stands in the way then may have come after this very commit.
    fn is_surely_not_in(&self, now: &Fields) -> Result<bool, StoreError> {
        let now = fields::read_identity(self.commit.key, now)?;
        Ok(self.commit.expected.zip(now).is_some_and(|(expected, now)| now.remembers_since(expected)))
    }

    /// The columns that are measured: what is not written is not.
    fn measured(&self) -> String {
        let touched = &self.touched;
        let columns = [('i', touched.any_item()), ('c', touched.any_condition()), ('m', touched.any_metadata())];
        columns.into_iter().filter_map(|(letter, any)| any.then_some(letter)).collect()
    }
}

/// The pieces that are written: field, how much its name weighs, and its value; none for what goes.
struct Written(Vec<Vec<u8>>);

impl Written {
    fn all(&mut self, cart: &Cart) {
        for item in cart.items() {
            self.put(Kind::Item, item.line().as_str(), Some(item_text(item)));
        }
        for (name, value) in cart.metadata().iter() {
            self.put(Kind::Metadata, name, Some(value.as_str().to_owned()));
        }
        if let Some(conditions) = conditions_column(cart) {
            self.put(Kind::Conditions, "", Some(conditions));
        }
        if let Some(conditions) = dynamic_conditions_text(cart) {
            self.put(Kind::Dynamic, "", Some(conditions));
        }
    }

    fn touched(&mut self, touched: &Touched<'_>, cart: &Cart) {
        for line in &touched.items.removed {
            self.put(Kind::Item, line, None);
        }
        for line in &touched.items.written {
            self.put(Kind::Item, line, cart.item(line).map(|item| item_text(item)));
        }
        for name in &touched.metadata.written {
            self.put(Kind::Metadata, name, cart.metadata().stored(name).map(|value| value.as_str().to_owned()));
        }
        if touched.conditions {
            self.put(Kind::Conditions, "", conditions_column(cart));
        }
        if touched.dynamic {
            self.put(Kind::Dynamic, "", dynamic_conditions_text(cart));
        }
    }

    fn put(&mut self, kind: Kind, name: &str, value: Option<String>) {
        let weight = match kind {
            Kind::Item | Kind::Metadata => member(name, ""),
            // A member of the metadata's column.
            Kind::Dynamic => member(DYNAMIC_CONDITIONS, ""),
            Kind::Conditions => 0,
        };
        self.0.extend([field(kind, name).into(), weight.to_string().into(), value.unwrap_or_default().into()]);
    }
}

impl RedisStore {
    /// Tries once, unless a promise is in the way.
    pub(super) fn attempt(&self, storing: &Storing<'_>) -> Result<Result<Answer, Pending>, StoreError> {
        let (key, keys, mut extent) = (storing.commit.key, storing.keys(self), Extent::Touched);
        loop {
            let arguments = storing.arguments(self, extent);
            let heard = self.link.hear(&scripts::COMMIT, Effect::Repeatable, &keys, &arguments)?;
            let mut reply = Reply::of(heard.value)?;
            return Ok(Ok(match &*reply.word {
                "stored" => Answer::Stored(storing.made),
                "repeated" => Answer::Stored(made_then(storing, &mut reply)?),
                "done" => Answer::Stored(identity_of(&reply.text()?).ok_or_else(unexpected)?),
                "conflict" => {
                    let now = reply.fields()?;
                    match heard.unanswered {
                        Some(trouble) if !storing.is_surely_not_in(&now)? => return Err(trouble.into()),
                        _ => Answer::Conflict(now),
                    }
                }
                "source" => Answer::SourceConflict(reply.identity(key)?),
                "cancelled" => Answer::Cancelled,
                "promised" => {
                    if let Some(trouble) = heard.unanswered {
                        return Err(trouble.into());
                    }
                    let (promise, time, which) = (reply.text()?, reply.text()?, reply.text()?);
                    let source = match storing.source {
                        Some(Source::Here(source, _)) if which == "source" => source,
                        _ => key,
                    };
                    return Pending::read(source, &promise, &time).map(Err);
                }
                // The sums say no. They may be wrong, of fields that somebody has changed by hand.
                "large" if extent != Extent::WholeAndMeasured => {
                    let commit = &storing.commit;
                    Sums::of(commit.cart).checked(&storing.touched, commit.cart, &commit.limits)?;
                    extent = Extent::WholeAndMeasured;
                    continue;
                }
                // What was touched does not lead to the cart. It is written in place of one that can be read only.
                "recount" if extent == Extent::Touched => {
                    self.load_now(key)?;
                    extent = Extent::Whole;
                    continue;
                }
                _ => return Err(reply.into_error(key)),
            }));
        }
    }
}

/// What a commit that is repeated has made of the cart.
fn made_then(storing: &Storing<'_>, reply: &mut Reply) -> Result<Identity, StoreError> {
    let key = storing.commit.key;
    let now = reply.identity(key)?.ok_or_else(unexpected)?;
    let log = CommitLog::from_bytes(&reply.bytes()?);
    log.and_then(|log| log.made(storing.commit.id, now))
        .ok_or_else(|| fields::corrupt(key, "its commits are no list of ids"))
}
