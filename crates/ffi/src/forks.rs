//! What a fork of the process would break is put away before it: SQLite's connections.

use cartwright_storage::{after_fork_in_child, after_fork_in_parent, before_fork};
use std::panic::catch_unwind;
use std::sync::Once;

static INSTALLED: Once = Once::new();

/// Has the connections of every store closed before a fork, from now on. The library stays in the process until it ends, so
/// the handlers do too.
pub(crate) fn install() {
    INSTALLED.call_once(|| {
        // SAFETY: the handlers are functions of this library, which is never unloaded, and no panic leaves them. Where the
        // system has no memory for them, a connection still knows its process and refuses to be used in another one.
        let _ = unsafe { libc::pthread_atfork(Some(prepare), Some(parent), Some(child)) };
    });
}

extern "C" fn prepare() {
    let _ = catch_unwind(before_fork);
}

extern "C" fn parent() {
    let _ = catch_unwind(after_fork_in_parent);
}

extern "C" fn child() {
    let _ = catch_unwind(after_fork_in_child);
}
