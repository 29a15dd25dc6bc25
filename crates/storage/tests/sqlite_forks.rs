//! Forks: the failure that they lead to, shown with SQLite alone, and what a store does instead.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartStore, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key};
use cartwright_storage::{Layout, after_fork_in_child, after_fork_in_parent, before_fork};
use fork::Fork;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::Barrier;
use std::sync::mpsc::channel;
use support::{File, add, assert_refused, child, layouts, role};

/// Runs a test in a process of its own, which has no other threads unless it starts them.
fn alone(test: &str, work: impl FnOnce()) {
    if role().is_some() {
        return work();
    }
    let output = child(test, "alone").output().expect("a child can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// A child at work.
struct Forked(i32);

impl Forked {
    /// Forks as `pthread_atfork` would have it.
    fn with_handlers(work: impl FnOnce()) -> Self {
        before_fork();
        Self::start(after_fork_in_parent, || {
            after_fork_in_child();
            work();
        })
    }

    /// Forks as a program does that knows nothing of us.
    fn without_handlers(work: impl FnOnce()) -> Self {
        Self::start(|| (), work)
    }

    fn start(in_parent: impl FnOnce(), in_child: impl FnOnce()) -> Self {
        match fork::fork().expect("it can be forked") {
            Fork::Parent(pid) => {
                in_parent();
                Self(pid)
            }
            Fork::Child => {
                let ended = catch_unwind(AssertUnwindSafe(in_child));
                std::process::exit(i32::from(ended.is_err()));
            }
        }
    }

    fn assert_ended_well(self) {
        assert_eq!(fork::waitpid(self.0).expect("it ends"), 0, "the child failed");
    }
}

/// The two ends of a line between two processes.
struct Line(UnixStream, UnixStream);

impl Line {
    fn new() -> Self {
        let (one, other) = UnixStream::pair().expect("a pair of sockets");
        Self(one, other)
    }

    fn tell(&self) {
        (&self.0).write_all(b".").expect("it is told");
    }

    fn wait(&self) {
        (&self.1).read_exact(&mut [0]).expect("it is told");
    }
}

#[test]
fn rows_that_a_child_was_told_are_stored_vanish_if_the_file_was_open_when_it_was_forked_off() {
    let directory = tempfile::tempdir().unwrap();
    let program = support::compile("sqlite_forks", directory.path());
    for (state, rows) in [("open", "rows 0\n"), ("closed", "rows 10\n")] {
        let output = Command::new(&program).arg(directory.path().join(state)).arg(state).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.starts_with("acknowledged 10\n"), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(rows) && said.ends_with("integrity ok\n"), "{state}: {said}");
    }
}

#[test]
fn a_child_and_its_parent_both_go_on_with_a_handle_that_was_idle() {
    alone("a_child_and_its_parent_both_go_on_with_a_handle_that_was_idle", || {
        for layout in layouts() {
            let file = File::with_cart(layout);
            let (store, opened, closed) = (file.store(), Line::new(), Line::new());
            add(&store, &key("ada"), "parent").unwrap();
            // The same course of events as in the C program.
            let forked = Forked::with_handlers(|| {
                store.identity(&key("ada")).unwrap();
                opened.tell();
                closed.wait();
                (0..10).for_each(|_| add(&store, &key("ada"), "child").unwrap());
            });
            add(&store, &key("ada"), "parent").unwrap();
            opened.wait();
            drop(store);
            closed.tell();
            forked.assert_ended_well();
            let cart = Draft::load(&file.store(), &key("ada"));
            assert_eq!((cart.quantity("child"), cart.quantity("parent")), (10, 2));
        }
    });
}

#[test]
fn a_handle_that_was_open_says_so_in_the_child_and_goes_on_in_the_parent() {
    alone("a_handle_that_was_open_says_so_in_the_child_and_goes_on_in_the_parent", || {
        for layout in layouts() {
            let file = File::with_cart(layout);
            let store = file.store();
            add(&store, &key("ada"), "parent").unwrap();
            Forked::without_handlers(|| {
                assert_refused(
                    store.load(&key("ada")),
                    StoreErrorKind::Forked,
                    &["carts.sqlite", "the parent goes on"],
                );
                assert_refused(add(&store, &key("ada"), "child"), StoreErrorKind::Forked, &["nothing was stored"]);
                assert_refused(file.store().load(&key("ada")), StoreErrorKind::Forked, &["cannot be opened"]);
                drop(store);
                assert_refused(file.store().load(&key("ada")), StoreErrorKind::Forked, &["cannot be opened"]);
                // Another file is none of this.
                add(&File::new(Layout::Own).store(), &key("ada"), "child").unwrap();
            })
            .assert_ended_well();
        }
    });
}

#[test]
fn a_child_that_lets_go_of_a_handle_takes_nothing_from_its_parent() {
    alone("a_child_that_lets_go_of_a_handle_takes_nothing_from_its_parent", || {
        for layout in layouts() {
            let file = File::with_cart(layout);
            let store = file.store();
            add(&store, &key("ada"), "parent").unwrap();
            let mut handle = Some(store);
            let forked = Forked::without_handlers(|| {
                drop(handle.take());
                // Not even closed: that is the parent's.
                assert!(has_open(&file));
            });
            forked.assert_ended_well();
            let store = handle.take().expect("the parent has it");
            add(&store, &key("ada"), "parent").unwrap();
            drop(store);
            assert_eq!(Draft::load(&file.store(), &key("ada")).quantity("parent"), 2);
        }
    });
}

fn has_open(file: &File) -> bool {
    let path = file.path().canonicalize().expect("it is there");
    let descriptors = std::fs::read_dir("/proc/self/fd").expect("the descriptors").flatten();
    descriptors.filter_map(|descriptor| descriptor.path().read_link().ok()).any(|open| open == path)
}

#[test]
fn a_fork_in_an_open_transaction_leaves_it_to_the_parent() {
    alone("a_fork_in_an_open_transaction_leaves_it_to_the_parent", || {
        for layout in layouts() {
            let file = File::with_cart(layout);
            let store = file.store();
            let mut forked = None;
            let answer = store.commit_queued(&key("ada"), &mut |loaded| {
                before_fork();
                match fork::fork().expect("it can be forked") {
                    Fork::Parent(pid) => {
                        after_fork_in_parent();
                        forked = Some(Forked(pid));
                    }
                    Fork::Child => after_fork_in_child(),
                }
                Some(loaded.map_or_else(Draft::new, Draft::from).add("queued", 1).into_queued())
            });
            let Some(forked) = forked else {
                // The child comes out of the same call.
                let ended = catch_unwind(AssertUnwindSafe(|| {
                    assert_refused(answer, StoreErrorKind::Forked, &["Fork outside of transactions"]);
                    assert_refused(store.load(&key("ada")), StoreErrorKind::Forked, &[]);
                    assert_refused(file.store().load(&key("ada")), StoreErrorKind::Forked, &["cannot be opened"]);
                    drop(store);
                }));
                std::process::exit(i32::from(ended.is_err()));
            };
            forked.assert_ended_well();
            assert_eq!(answer.unwrap().expect("it is stored").version, 2);
            add(&store, &key("ada"), "later").unwrap();
            drop(store);
            let cart = Draft::load(&file.store(), &key("ada"));
            assert_eq!((cart.quantity("queued"), cart.quantity("later")), (1, 1));
        }
    });
}

#[test]
fn a_handle_that_another_thread_was_using_is_refused_in_the_child_rather_than_waited_for() {
    alone("a_handle_that_another_thread_was_using_is_refused_in_the_child_rather_than_waited_for", || {
        let (file, other) = (File::with_cart(Layout::Own), File::with_cart(Layout::Own));
        let (store, idle) = (file.store(), other.store());
        idle.identity(&key("ada")).unwrap();
        let (in_transaction, forked) = (Barrier::new(2), Barrier::new(2));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let stored = store.commit_queued(&key("ada"), &mut |loaded| {
                    in_transaction.wait();
                    forked.wait();
                    Some(loaded.map_or_else(Draft::new, Draft::from).add("queued", 1).into_queued())
                });
                assert!(stored.unwrap().is_some());
            });
            in_transaction.wait();
            let child = Forked::with_handlers(|| {
                assert_refused(store.load(&key("ada")), StoreErrorKind::Forked, &[]);
                assert_refused(file.store().load(&key("ada")), StoreErrorKind::Forked, &["cannot be opened"]);
                // The handle that was idle is not concerned.
                add(&idle, &key("ada"), "child").unwrap();
            });
            forked.wait();
            child.assert_ended_well();
        });
        assert_eq!(Draft::load(&store, &key("ada")).quantity("queued"), 1);
        assert_eq!(Draft::load(&idle, &key("ada")).quantity("child"), 1);
    });
}

#[test]
fn a_file_that_another_user_of_sqlite_had_open_is_refused_in_the_child() {
    alone("a_file_that_another_user_of_sqlite_had_open_is_refused_in_the_child", || {
        let file = File::with_cart(Layout::compatible());
        let store = file.store();
        store.identity(&key("ada")).unwrap();
        // As PHP's PDO would have.
        let theirs = file.db();
        theirs.query_row("SELECT count(*) FROM carts", (), |_| Ok(())).unwrap();
        Forked::with_handlers(|| {
            assert_refused(store.load(&key("ada")), StoreErrorKind::Forked, &["cannot be opened"]);
        })
        .assert_ended_well();
        add(&store, &key("ada"), "parent").unwrap();
        drop(theirs);
        Forked::with_handlers(|| add(&store, &key("ada"), "child").unwrap()).assert_ended_well();
        assert_eq!(Draft::load(&store, &key("ada")).quantity("child"), 1);
    });
}

#[test]
fn nobody_opens_a_file_between_the_closing_and_the_fork() {
    let file = File::with_cart(Layout::Own);
    let (store, opened) = (file.store(), channel());
    before_fork();
    std::thread::scope(|scope| {
        let opening = scope.spawn(|| {
            store.identity(&key("ada")).unwrap();
            opened.0.send(()).unwrap();
        });
        assert!(opened.1.try_recv().is_err());
        after_fork_in_parent();
        opening.join().unwrap();
    });
    opened.1.try_recv().unwrap();
}

#[test]
fn the_functions_do_no_harm_where_nothing_is_open() {
    after_fork_in_parent();
    before_fork();
    before_fork();
    after_fork_in_parent();
    after_fork_in_child();
    let file = File::with_cart(Layout::Own);
    assert_eq!(Draft::load(&file.store(), &key("ada")).ids(), ["a", "b"]);
}
