//! Which node of a Cluster serves which slot.

use super::address::Address;
use super::crc16::SLOTS;
use redis::Value;

/// What the nodes said who serves what, and what they corrected since.
#[derive(Debug, Default)]
pub(super) struct SlotMap {
    nodes: Vec<Address>,
    /// For each slot its master's place in the list of nodes, counted from 1.
    masters: Vec<u16>,
}

impl SlotMap {
    /// Reads the answer to `CLUSTER SLOTS`. What is not as it is documented is passed over: a slot without a node is looked
    /// up again.
    pub(super) fn read(answer: &Value, asked: &Address) -> Self {
        let mut map = Self::default();
        let Value::Array(ranges) = answer else { return map };
        for range in ranges {
            let Value::Array(parts) = range else { continue };
            let [Value::Int(first), Value::Int(last), servers @ ..] = parts.as_slice() else { continue };
            let (Ok(first), Ok(last)) = (u16::try_from(*first), u16::try_from(*last)) else { continue };
            let mut servers = servers.iter().filter_map(|server| address_in(server, asked));
            let Some(master) = servers.next() else { continue };
            let place = map.place_of(&master);
            (first..=last.min(SLOTS - 1)).for_each(|slot| map.set(slot, place));
            for replica in servers {
                map.place_of(&replica);
            }
        }
        map
    }

    pub(super) fn server_of(&self, slot: u16) -> Option<&Address> {
        let place = self.masters.get(usize::from(slot)).copied().unwrap_or(0);
        self.nodes.get(usize::from(place).checked_sub(1)?)
    }

    /// One slot has moved there.
    pub(super) fn learn(&mut self, slot: u16, to: &Address) {
        let place = self.place_of(to);
        self.set(slot, place);
    }

    /// All of them, replicas too.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Address> {
        self.nodes.iter()
    }

    fn set(&mut self, slot: u16, place: u16) {
        self.masters.resize(usize::from(SLOTS), 0);
        if let Some(master) = self.masters.get_mut(usize::from(slot)) {
            *master = place;
        }
    }

    fn place_of(&mut self, node: &Address) -> u16 {
        let place = self.nodes.iter().position(|known| known == node).unwrap_or_else(|| {
            self.nodes.push(node.clone());
            self.nodes.len() - 1
        });
        u16::try_from(place + 1).unwrap_or(0)
    }
}

/// A node that does not know its own host has the one that it was called by.
fn address_in(server: &Value, asked: &Address) -> Option<Address> {
    let Value::Array(parts) = server else { return None };
    let [host, Value::Int(port), ..] = parts.as_slice() else { return None };
    let port = u16::try_from(*port).ok()?;
    let host = match host {
        Value::BulkString(bytes) => std::str::from_utf8(bytes).ok()?,
        Value::SimpleString(text) => text,
        Value::Nil => "",
        _ => return None,
    };
    match (host, asked) {
        ("" | "?", Address::Tcp(host, _)) => Some(Address::Tcp(host.clone(), port)),
        ("" | "?", Address::Unix(_)) => None,
        _ => Some(Address::Tcp(host.into(), port)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(answer: &str) -> SlotMap {
        let answer = redis::parse_redis_value(answer.replace(' ', "\r\n").as_bytes()).unwrap();
        SlotMap::read(&answer, &Address::Tcp("10.0.0.1".into(), 7000))
    }

    fn node(host: &str, port: u16) -> Address {
        Address::Tcp(host.into(), port)
    }

    #[test]
    fn each_slot_has_the_first_server_of_its_range() {
        let map = map("*2 *4 :0 :8191 *2 $-1 :7000 *2 $8 10.0.0.9 :7009 *3 :8192 :16383 *3 $8 10.0.0.2 :7001 $2 id ");
        assert_eq!(map.server_of(0), Some(&node("10.0.0.1", 7000)), "the host that it was called by");
        assert_eq!(map.server_of(8191), map.server_of(0));
        assert_eq!(map.server_of(16_383), Some(&node("10.0.0.2", 7001)));
        assert_eq!(map.nodes().count(), 3, "the replica may be asked, too");
    }

    #[test]
    fn a_slot_that_has_moved_is_served_by_the_other() {
        let mut map = map("*1 *3 :0 :100 *2 $8 10.0.0.2 :7001 ");
        map.learn(7, &node("10.0.0.3", 7002));
        assert_eq!(map.server_of(7), Some(&node("10.0.0.3", 7002)));
        assert_eq!(map.server_of(8), Some(&node("10.0.0.2", 7001)));
    }

    #[test]
    fn what_nobody_serves_has_no_server() {
        for answer in ["*0 ", "$2 no ", "*1 *2 :0 :100 ", "*1 *3 :0 :100 *1 :7000 ", "*1 *3 :-1 :100 *2 $1 a :7000 "] {
            assert_eq!(map(answer).server_of(50), None, "{answer}");
        }
        assert_eq!(map("*1 *3 :0 :100 *2 $1 a :7000 ").server_of(101), None);
    }
}
