//! Another process of this program.

use crate::args::Common;
use crate::failure::Result;
use cartwright_storage::StorePlace;
use std::process::{Command, Stdio};

/// Another process on the same store, with what was said to this one for every command. Its input is empty.
pub fn process(store: &StorePlace, common: &Common) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    // Not as an argument, which everybody on the machine can read: it may have a password in it.
    command.env("CARTWRIGHT_STORE", store.secret_text());
    command.args(["--currency", &common.currency, "--patience", &common.patience.to_string()]);
    if common.outbox {
        command.arg("--outbox");
    }
    command.stdin(Stdio::null());
    Ok(command)
}
