//! One connection to one file: opened when it is first used, one user at a time, never used in a process that did not
//! open it.

use super::forks;
use super::options::{Durability, SqliteOptions, is_unnamed};
use super::second_copy;
use super::trouble::Trouble;
use crate::guarded::Guarded;
use cartwright_core::{StoreError, StoreErrorKind};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Statements that are kept prepared; more than any layout has.
const STATEMENTS: usize = 64;

/// The way to a file.
#[derive(Debug)]
pub(crate) struct Link(Arc<Inner>);

/// What a fork has to know of it.
#[derive(Debug)]
pub(super) struct Inner {
    options: SqliteOptions,
    slot: Guarded<Option<Opened>>,
    /// The process in which the connection is open; 0 while it is closed. Read without waiting: in a child the lock may
    /// belong to a thread that is no more.
    open_in: AtomicU32,
    lost: AtomicBool,
}

/// A connection with the process that opened it.
#[derive(Debug)]
struct Opened {
    db: Option<Connection>,
    process: u32,
}

impl Drop for Opened {
    fn drop(&mut self) {
        if self.process != process::id() {
            // To close it here would touch files that the parent is using.
            std::mem::forget(self.db.take());
        }
    }
}

/// The connection while it is used.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) db: &'a Connection,
    process: u32,
    options: &'a SqliteOptions,
}

impl Session<'_> {
    /// To be asked after a caller's code has run: it may have forked, and we may be in the child.
    pub(crate) fn check_process(&self) -> Result<(), StoreError> {
        if self.process == process::id() { Ok(()) } else { Err(forked(self.options)) }
    }
}

fn forked(options: &SqliteOptions) -> StoreError {
    StoreError::new(
        StoreErrorKind::Forked,
        format!(
            "this handle of {} was in use when the process was forked, and cannot be used in the child; nothing was stored \
             by it here, and the parent goes on. Fork outside of transactions",
            options.path.display()
        ),
    )
}

impl Link {
    pub(crate) fn new(options: SqliteOptions) -> Self {
        Self(Arc::new(Inner {
            options,
            slot: Guarded::new(None),
            open_in: AtomicU32::new(0),
            lost: AtomicBool::new(false),
        }))
    }

    pub(crate) fn options(&self) -> &SqliteOptions {
        &self.0.options
    }

    /// Reads, with one statement: that sees one state of the file. `prepare` is called when the file has been opened.
    pub(crate) fn read<R>(
        &self,
        prepare: impl FnOnce(Session<'_>) -> Result<(), Trouble>,
        work: impl FnOnce(Session<'_>) -> Result<R, Trouble>,
    ) -> Result<R, StoreError> {
        self.with(prepare, |session| work(session).map_err(|trouble| trouble.into_store_error(session.options)))
    }

    /// Reads and writes, while others wait: everything happens or nothing.
    pub(crate) fn write<R>(
        &self,
        prepare: impl FnOnce(Session<'_>) -> Result<(), Trouble>,
        work: impl FnOnce(Session<'_>) -> Result<R, Trouble>,
    ) -> Result<R, StoreError> {
        self.with(prepare, |session| in_transaction(session, work))
    }

    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.0.slot.try_with(|_| ()).is_some()
    }

    fn with<R>(
        &self,
        prepare: impl FnOnce(Session<'_>) -> Result<(), Trouble>,
        work: impl FnOnce(Session<'_>) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        self.0.check_process()?;
        self.0.slot.with(|slot| {
            if slot.is_none() {
                *slot = Some(self.open(prepare)?);
            }
            let Some(Opened { db: Some(db), process }) = slot else {
                return Err(forked(&self.0.options));
            };
            work(Session { db, process: *process, options: &self.0.options })
        })
    }

    fn open(&self, prepare: impl FnOnce(Session<'_>) -> Result<(), Trouble>) -> Result<Opened, StoreError> {
        let options = &self.0.options;
        refuse_unnamed(&options.path)?;
        second_copy::refuse()?;
        forks::opening(&self.0, &options.path)?;
        let process = process::id();
        self.0.open_in.store(process, Ordering::Release);
        let opened = connect(options).and_then(|db| {
            prepare(Session { db: &db, process, options })?;
            Ok(Opened { db: Some(db), process })
        });
        match opened {
            Ok(opened) => {
                forks::opened(&self.0);
                Ok(opened)
            }
            Err(trouble) => {
                self.0.open_in.store(0, Ordering::Release);
                forks::not_opened(&self.0);
                Err(trouble.into_store_error(options))
            }
        }
    }
}

impl Inner {
    pub(super) fn path(&self) -> &Path {
        &self.options.path
    }

    fn check_process(&self) -> Result<(), StoreError> {
        let open_in = self.open_in.load(Ordering::Acquire);
        if self.lost.load(Ordering::Acquire) || open_in != 0 && open_in != process::id() {
            return Err(forked(&self.options));
        }
        Ok(())
    }

    /// Closes the connection unless somebody is using it. Says whether it is closed now.
    pub(super) fn close_if_idle(&self) -> bool {
        let closed = self.slot.try_with(|slot| {
            let Some(mut opened) = slot.take() else {
                return true;
            };
            match opened.db.take().map_or(Ok(()), Connection::close) {
                Ok(()) => {
                    self.open_in.store(0, Ordering::Release);
                    true
                }
                Err((db, _)) => {
                    opened.db = Some(db);
                    *slot = Some(opened);
                    false
                }
            }
        });
        closed.unwrap_or(false)
    }

    /// In a child: whoever was using it when the process was forked is not here.
    pub(super) fn give_up_if_in_use(&self) {
        let idle_and_closed = self.slot.try_with(|slot| slot.is_none());
        if idle_and_closed != Some(true) {
            self.lost.store(true, Ordering::Release);
        }
    }
}

/// Each connection to a database without a name has one of its own, which is gone when it is closed.
fn refuse_unnamed(path: &Path) -> Result<(), StoreError> {
    if !is_unnamed(path) {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Unsupported,
        "a SQLite store needs the path of a file; for carts in memory use the memory store",
    ))
}

/// SQLite counts what it waits in 31 bits of milliseconds.
const LONGEST_WAIT: Duration = Duration::from_millis(i32::MAX as u64);

fn connect(options: &SqliteOptions) -> Result<Connection, Trouble> {
    // We have a lock of our own. A path is a path, never a URI.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(&options.path, flags)?;
    db.busy_timeout(options.busy_timeout.min(LONGEST_WAIT))?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    if options.wal && !db.is_readonly("main")? {
        use_wal(&db, options.busy_timeout)?;
    }
    let synchronous = match options.durability {
        Durability::ProcessCrash => "NORMAL",
        Durability::PowerLoss => "FULL",
    };
    db.pragma_update(None, "synchronous", synchronous)?;
    if let Some(max_bytes) = options.max_bytes {
        let page: i64 = db.query_row("PRAGMA page_size", (), |row| row.get(0))?;
        let pages = max_bytes / u64::try_from(page).unwrap_or(4096).max(1);
        db.query_row(&format!("PRAGMA max_page_count = {}", pages.max(1)), (), |_| Ok(()))?;
    }
    Ok(db)
}

/// Switching a file needs it for a moment alone, and SQLite's own waiting does not cover that.
fn use_wal(db: &Connection, patience: Duration) -> Result<(), Trouble> {
    let start = Instant::now();
    loop {
        let mode = db.query_row("PRAGMA journal_mode = WAL", (), |row| row.get::<_, String>(0));
        match mode {
            // A file system that cannot do it says what it does instead; that works as well.
            Ok(_) => return Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && start.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

pub(crate) fn in_transaction<R>(
    session: Session<'_>,
    work: impl FnOnce(Session<'_>) -> Result<R, Trouble>,
) -> Result<R, StoreError> {
    let explain = |trouble: Trouble| trouble.into_store_error(session.options);
    run(session.db, "BEGIN IMMEDIATE").map_err(|error| explain(error.into()))?;
    let rollback = Rollback(session);
    let done = work(session).map_err(explain)?;
    session.check_process()?;
    run(session.db, "COMMIT").map_err(|error| Trouble::of_commit(error, session.options))?;
    drop(rollback);
    Ok(done)
}

fn run(db: &Connection, statement: &str) -> rusqlite::Result<()> {
    db.prepare_cached(statement)?.execute(()).map(drop)
}

/// Whatever ends the work, a panic too: if the transaction is still open, and ours, it is rolled back.
struct Rollback<'a>(Session<'a>);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if self.0.check_process().is_ok() && !self.0.db.is_autocommit() {
            // If that fails there is nothing left to be rolled back.
            let _ = run(self.0.db, "ROLLBACK");
        }
    }
}
