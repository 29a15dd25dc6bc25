//! A machine for stores in files: its clocks, moved by hand, and which start of it this is.

use cartwright_coordination::{Error, ErrorKind, ManualClock, Moment, MonotonicClock, Result, WallClock, WallTime};
use cartwright_storage::SharedClock;
use std::sync::{Arc, Mutex};

/// The clocks of a machine.
#[derive(Clone)]
pub struct Machine(Arc<Mutex<Running>>);

struct Running {
    clock: ManualClock,
    boot: Option<String>,
}

impl Machine {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Running { clock: ManualClock::default(), boot: Some("first".into()) })))
    }

    pub fn clock(&self) -> ManualClock {
        self.0.lock().unwrap().clock.clone()
    }

    /// The machine is started again, at this time by the wall clock; its own clock begins anew.
    pub fn reboot(&self, boot: &str, wall: WallTime) {
        *self.0.lock().unwrap() = Running { clock: ManualClock::at(wall), boot: Some(boot.into()) };
    }

    /// Nobody can say which start of the machine this is.
    pub fn forget_boot(&self) {
        self.0.lock().unwrap().boot = None;
    }
}

impl MonotonicClock for Machine {
    fn now(&self) -> Moment {
        self.clock().now()
    }
}

impl WallClock for Machine {
    fn wall_time(&self) -> WallTime {
        self.clock().wall_time()
    }
}

impl SharedClock for Machine {
    fn boot_id(&self) -> Result<String> {
        let boot = self.0.lock().unwrap().boot.clone();
        boot.ok_or_else(|| Error::new(ErrorKind::Unavailable, "no /proc"))
    }
}
