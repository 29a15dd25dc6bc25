//! What a lock and a held unit take, measured in a process of their own.

use cartwright_benches::holds;

#[test]
fn a_lock_takes_256_bytes_at_most_and_a_held_unit_less_than_a_kilobyte() {
    let [lock, hold] = holds::bytes().expect("the kernel says how much memory is in use");
    assert!(lock <= 256, "a lock takes {lock} bytes");
    assert!(hold < 1024, "a held unit takes {hold} bytes");
}
