//! What an evaluation says of time zones, with what the caller knows behind it.

use cartwright_core::{Moment, TimeZones};

/// Zones that an operation brings along, each at one distance from UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnZones(pub Vec<(String, i32)>);

impl OwnZones {
    /// These zones, and the caller's where they say nothing; nothing if there are none.
    pub(super) fn over<'a>(&'a self, others: &'a dyn TimeZones) -> Option<ZonesOver<'a>> {
        (!self.0.is_empty()).then_some(ZonesOver { own: self, others })
    }
}

#[derive(Debug)]
pub(super) struct ZonesOver<'a> {
    own: &'a OwnZones,
    others: &'a dyn TimeZones,
}

impl TimeZones for ZonesOver<'_> {
    fn offset(&self, name: &str, at: Moment) -> Option<i32> {
        // As for every key, the last one counts.
        let own = self.own.0.iter().rev().find(|(known, _)| known == name).map(|(_, offset)| *offset);
        own.or_else(|| self.others.offset(name, at))
    }
}
