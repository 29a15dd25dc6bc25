//! The suite on the sequential reference itself.

use cartwright_reservations::conformance::PlainSubject;

cartwright_reservations::reservation_store_conformance!(PlainSubject::default());
