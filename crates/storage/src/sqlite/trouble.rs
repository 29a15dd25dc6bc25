//! What SQLite answers, as errors of a store that say what to do.

use super::options::SqliteOptions;
use cartwright_core::{CartKey, StoreError, StoreErrorKind};
use rusqlite::{ErrorCode, ffi};

/// What can happen on the way to a row.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// SQLite's own.
    Sqlite(rusqlite::Error),
    /// A row that cannot be read, and why.
    Unreadable(CartKey, String),
    /// Anything that says itself what to do.
    Store(StoreError),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Trouble {
    /// The row of this cart cannot be read.
    pub(crate) fn unreadable(key: &CartKey, why: impl ToString) -> Self {
        Self::Unreadable(key.clone(), why.to_string())
    }

    /// The error of a store, with the file's name in it.
    pub(crate) fn into_store_error(self, options: &SqliteOptions) -> StoreError {
        let path = options.path.display();
        match self {
            Self::Store(error) => error,
            Self::Unreadable(key, why) => StoreError::new(
                StoreErrorKind::Corrupt,
                format!("the cart {key} in {path} cannot be read and was left as it is: {why}"),
            ),
            Self::Sqlite(error) => {
                let (kind, message) = of_sqlite(&error, options);
                StoreError::new(kind, message).because(error)
            }
        }
    }

    /// The same for what went wrong while committing: then it can be unknown whether it is stored.
    pub(crate) fn of_commit(error: rusqlite::Error, options: &SqliteOptions) -> StoreError {
        if !is(&error, &[ErrorCode::SystemIoFailure]) {
            return Self::Sqlite(error).into_store_error(options);
        }
        StoreError::new(
            StoreErrorKind::OutcomeUnknown,
            format!(
                "the disk failed while a change was committed to {} ({error}), so nobody can tell whether it is stored; \
                 load the cart again before you repeat the change",
                options.path.display()
            ),
        )
        .because(error)
    }
}

fn is(error: &rusqlite::Error, codes: &[ErrorCode]) -> bool {
    error.sqlite_error_code().is_some_and(|code| codes.contains(&code))
}

fn of_sqlite(error: &rusqlite::Error, options: &SqliteOptions) -> (StoreErrorKind, String) {
    let path = options.path.display();
    // The memory that processes share is a file as well, and SQLite calls it a failure of the disk if there is no room for it.
    let no_room_beside = error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            StoreErrorKind::Busy,
            format!(
                "others kept {path} locked for longer than the {} ms that we wait; nothing was stored. Try again, or raise \
                 the busy timeout; a transaction that stays open for long is the usual cause",
                options.busy_timeout.as_millis()
            ),
        ),
        _ if no_room_beside => full(error, options),
        Some(ErrorCode::DiskFull) => full(error, options),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
            StoreErrorKind::ReadOnly,
            format!(
                "this process may only read {path} ({error}); nothing was stored. Let its user write the file and the \
                 directory it is in"
            ),
        ),
        Some(ErrorCode::NotADatabase) => (
            StoreErrorKind::Corrupt,
            format!("{path} is no SQLite database, or an encrypted one; it was left as it is. Give another path"),
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            StoreErrorKind::Corrupt,
            format!(
                "{path} is damaged ({error}); nothing was stored. Restore a backup, or copy what can be saved with \
                 `sqlite3 FILE .recover`"
            ),
        ),
        Some(ErrorCode::CannotOpen) => cannot_open(error, options),
        _ => (StoreErrorKind::Unavailable, format!("SQLite answered '{error}' for {path}; nothing was stored")),
    }
}

fn full(error: &rusqlite::Error, options: &SqliteOptions) -> (StoreErrorKind, String) {
    let path = options.path.display();
    (
        StoreErrorKind::Full,
        format!("there is no room left for {path} ({error}); nothing was stored. Make room on the disk and try again"),
    )
}

fn cannot_open(error: &rusqlite::Error, options: &SqliteOptions) -> (StoreErrorKind, String) {
    let path = options.path.display();
    let directory = match options.path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => std::path::Path::new("."),
    };
    let message = if !directory.is_dir() {
        format!("{path} cannot be opened: there is no directory {}; make it, or give another path", directory.display())
    } else if options.path.is_dir() {
        format!("{path} cannot be opened: it is a directory; give the path of a file")
    } else {
        format!(
            "{path} cannot be opened ({error}); let this process read and write the file and the directory {}, where \
             SQLite keeps two more files beside it",
            directory.display()
        )
    };
    (StoreErrorKind::Unavailable, message)
}
