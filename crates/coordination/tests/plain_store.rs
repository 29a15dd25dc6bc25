//! The plain store passes the suite that it is the measure of.

use cartwright_coordination::conformance::PlainSubject;

cartwright_coordination::lock_store_conformance!(PlainSubject::default());
