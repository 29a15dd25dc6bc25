//! Scripts, which a server keeps under the hash of their text.

use std::fmt;

/// A script in Lua. It is called by its hash; a server that does not know it is handed the text.
///
/// All its keys are declared, so that a Cluster knows where it runs. It has to look before it writes: what it has written
/// before an error stays written.
pub(crate) struct RedisScript {
    text: String,
    hash: String,
    told_the_run: bool,
}

impl RedisScript {
    /// A script, of parts that follow each other.
    pub(crate) fn new(parts: &[&str]) -> Self {
        let text = parts.concat();
        let hash = redis::Script::new(&text).get_hash().to_owned();
        Self { text, hash, told_the_run: false }
    }

    /// The same, with one argument more at the end: the id that the server has given itself when it was started, empty if
    /// it does not say. A connection does not outlive that start; so it is the one of the server that runs the script.
    #[must_use]
    pub(crate) fn told_the_run(self) -> Self {
        Self { told_the_run: true, ..self }
    }

    pub(super) fn is_told_the_run(&self) -> bool {
        self.told_the_run
    }

    /// What the server knows it by: the SHA-1 of its text, in hexadecimal digits.
    pub(super) fn hash(&self) -> &str {
        &self.hash
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for RedisScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisScript({})", self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_a_server_computes() {
        // By SCRIPT LOAD of a server.
        assert_eq!(RedisScript::new(&["return", " 1"]).hash(), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
    }
}
