//! What a fork does to SQLite files, and what is done about it.
//!
//! A child inherits the connections of its parent, and with them SQLite's idea of which locks the process holds; the locks
//! themselves it does not inherit. Even a new connection in the child builds on that idea: it writes into a log that the
//! parent, who sees no lock of anybody, throws away when it closes, and rows that were acknowledged are gone
//! (`tests/sqlite_forks.rs` shows it happen). So nothing may be open when a process forks:
//!
//! - [`before_fork`] closes what is idle; it is opened again when it is next used, on both sides;
//! - what cannot be closed, because a transaction is open in it, is lost to the child: its handles say so, and so does
//!   whoever opens the file there anew.
//!
//! The three functions are for `pthread_atfork`; the C library of this project installs them. A program that forks without
//! them loses nothing either: a connection knows its process, and refuses to be used in another one.

use super::link::Inner;
use cartwright_core::{StoreError, StoreErrorKind};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Every store that was ever used and still exists. The lock is the standard library's, which a child can release: it is no
/// more than a number in memory.
static STORES: Mutex<Registry> = Mutex::new(Registry { entries: Vec::new(), lost: Vec::new() });

thread_local! {
    /// Held from before a fork until after it, so that no other thread opens a file in between.
    static HELD: RefCell<Option<MutexGuard<'static, Registry>>> = const { RefCell::new(None) };
}

struct Registry {
    entries: Vec<Entry>,
    /// Files that cannot be opened in this process any more.
    lost: Vec<FileId>,
}

struct Entry {
    store: Weak<Inner>,
    open: Option<OpenFile>,
}

struct OpenFile {
    process: u32,
    path: PathBuf,
    id: Option<FileId>,
}

/// Device and inode.
#[derive(Clone, Copy, PartialEq, Eq)]
struct FileId(u64, u64);

impl FileId {
    /// Without opening it: to close it again would take SQLite's locks away.
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self(metadata.dev(), metadata.ino()))
    }
}

fn registry() -> MutexGuard<'static, Registry> {
    STORES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says that a store is about to open its file.
///
/// # Errors
/// If the file was open when this process was forked off.
pub(super) fn opening(store: &Arc<Inner>, path: &Path) -> Result<(), StoreError> {
    let mut registry = registry();
    registry.sort_out();
    let (id, path) = (FileId::of(path), std::path::absolute(path).unwrap_or_else(|_| path.into()));
    let inherited = registry
        .entries
        .iter()
        .filter_map(|entry| entry.open.as_ref())
        .any(|open| open.process != process::id() && (open.path == path || open.id.is_some() && open.id == id));
    if inherited || id.is_some_and(|id| registry.lost.contains(&id)) {
        return Err(StoreError::new(
            StoreErrorKind::Forked,
            format!(
                "{} was open when this process was forked off, and cannot be opened in it: SQLite would believe that it \
                 holds locks which only the parent has, and changes would be lost. Fork outside of transactions, or do \
                 this in a process of its own",
                path.display()
            ),
        ));
    }
    let open = Some(OpenFile { process: process::id(), path, id });
    match registry.find(store) {
        Some(entry) => entry.open = open,
        None => registry.entries.push(Entry { store: Arc::downgrade(store), open }),
    }
    Ok(())
}

/// Says that the file is open; before, it may not have been there.
pub(super) fn opened(store: &Arc<Inner>) {
    if let Some(open) = registry().find(store).and_then(|entry| entry.open.as_mut()) {
        open.id = FileId::of(&open.path);
    }
}

/// Says that it is not, after all.
pub(super) fn not_opened(store: &Arc<Inner>) {
    if let Some(entry) = registry().find(store) {
        entry.open = None;
    }
}

impl Registry {
    fn find(&mut self, store: &Arc<Inner>) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.store.as_ptr() == Arc::as_ptr(store))
    }

    /// Forgets stores that are no more. What they had open in a parent stays lost.
    fn sort_out(&mut self) {
        let lost = &mut self.lost;
        self.entries.retain(|entry| {
            let exists = entry.store.strong_count() > 0;
            if let (false, Some(open)) = (exists, &entry.open) {
                if open.process != process::id() {
                    lost.extend(open.id);
                }
            }
            exists
        });
    }
}

/// Closes every connection that is idle, and keeps others from opening one until the fork is over. To be called in the
/// thread that is about to fork, and to be followed by one of the other two.
pub fn before_fork() {
    let is_held = HELD.try_with(|held| held.borrow().is_some()).unwrap_or(true);
    if is_held {
        return;
    }
    let mut registry = registry();
    registry.sort_out();
    for entry in &mut registry.entries {
        if entry.store.upgrade().is_some_and(|store| store.close_if_idle()) {
            entry.open = None;
        }
    }
    hold(registry);
}

fn hold(registry: MutexGuard<'static, Registry>) {
    // A thread that is ending has no place to hold it in; then it is released at once.
    let _ = HELD.try_with(|held| held.replace(Some(registry)));
}

fn release() -> Option<MutexGuard<'static, Registry>> {
    HELD.try_with(RefCell::take).ok().flatten()
}

/// Lets others open files again. To be called in the parent, after the fork.
pub fn after_fork_in_parent() {
    drop(release());
}

/// Gives up what could not be closed. To be called in the child, after the fork.
pub fn after_fork_in_child() {
    let Some(mut registry) = release() else {
        return;
    };
    let mut lost = Vec::new();
    for entry in &registry.entries {
        let Some(store) = entry.store.upgrade() else {
            continue;
        };
        // Also a store that is closed, if a thread that is no more was about to use it.
        store.give_up_if_in_use();
        if let Some(open) = &entry.open {
            lost.extend(open.id);
        }
        // Somebody else in this process has the file open, with the same SQLite.
        lost.extend(FileId::of(store.path()).filter(is_inherited));
    }
    registry.lost.extend(lost);
}

/// Whether a file is open in this process.
fn is_inherited(id: &FileId) -> bool {
    let Ok(descriptors) = std::fs::read_dir("/proc/self/fd") else {
        return false;
    };
    descriptors.flatten().any(|descriptor| FileId::of(&descriptor.path()).as_ref() == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::link::Link;
    use crate::sqlite::options::SqliteOptions;
    use std::process::Command;

    const ALONE: &str = "CARTWRIGHT_TEST_ALONE";

    #[test]
    fn a_handle_that_a_lost_thread_was_about_to_open_is_refused_rather_than_waited_for() {
        if std::env::var_os(ALONE).is_some() {
            return fork_while_another_thread_is_opening();
        }
        let test =
            "sqlite::forks::tests::a_handle_that_a_lost_thread_was_about_to_open_is_refused_rather_than_waited_for";
        let mut child = Command::new(std::env::current_exe().unwrap());
        let status = child.args(["--exact", test, "--test-threads=1"]).env(ALONE, "1").status().unwrap();
        assert!(status.success());
    }

    fn fork_while_another_thread_is_opening() {
        let directory = tempfile::tempdir().unwrap();
        let link = Link::new(SqliteOptions::new(directory.path().join("carts.sqlite")));
        let read = |link: &Link| link.read(|_| Ok(()), |_| Ok(()));
        read(&link).unwrap();
        before_fork();
        std::thread::scope(|scope| {
            let opening = scope.spawn(|| read(&link));
            // It has taken its turn, and waits for us with the opening.
            while link.is_idle() {
                std::thread::yield_now();
            }
            match fork::fork().unwrap() {
                fork::Fork::Child => {
                    after_fork_in_child();
                    let refused = read(&link).is_err_and(|error| error.kind() == StoreErrorKind::Forked);
                    process::exit(i32::from(!refused));
                }
                fork::Fork::Parent(pid) => {
                    after_fork_in_parent();
                    assert_eq!(fork::waitpid(pid).unwrap(), 0);
                }
            }
            opening.join().unwrap().unwrap();
        });
    }
}
