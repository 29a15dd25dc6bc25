//! The C ABI of Cartwright.
