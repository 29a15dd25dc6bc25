//! Events that were stored with what they tell of.

use crate::args::EventsCommand;
use crate::failure::Result;
use crate::show;
use cartwright_engine::Engine;
use std::thread;
use std::time::Duration;

/// How long nothing is looked for when nothing has come.
const PAUSE: Duration = Duration::from_millis(200);

pub fn run(engine: &Engine, command: &EventsCommand) -> Result {
    let EventsCommand::Tail { after, limit, follow, acknowledge } = command;
    let mut after = *after;
    loop {
        let records = engine.outbox(after, *limit)?;
        for record in &records {
            // The event is JSON already, so both kinds of reader get the same.
            let event = String::from_utf8_lossy(&record.bytes);
            show::line(&format!(r#"{{"sequence":{},"event":{event}}}"#, record.sequence))?;
            after = record.sequence;
        }
        if *acknowledge && !records.is_empty() {
            engine.acknowledge(after)?;
        }
        if !follow {
            return Ok(());
        }
        if records.is_empty() {
            thread::sleep(PAUSE);
        }
    }
}
