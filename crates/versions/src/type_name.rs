//! What versions are counted of.

use crate::error::{Error, ErrorKind, Result};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A type of data whose entries change together: `products`, `categories`, `orders`, `global`, or any other name.
///
/// Names are ordered by their bytes; every byte counts.
///
/// ```
/// use cartwright_versions::TypeName;
///
/// let products = TypeName::new("products")?;
/// assert_eq!(products.as_str(), "products");
/// assert!(TypeName::new("categories")? < products);
/// assert!(TypeName::new("two\nlines").is_err());
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeName(Arc<str>);

impl TypeName {
    /// The longest name, in bytes: what every database can keep in a unique column.
    pub const LONGEST: usize = 128;

    /// A name.
    ///
    /// # Errors
    /// If it is empty, longer than [`TypeName::LONGEST`], or has control characters in it.
    pub fn new(name: &str) -> Result<Self> {
        let refused = |message: String| Err(Error::new(ErrorKind::InvalidName, message));
        match name.len() {
            0 => refused("a type of data has no name; name what changes together, such as products".to_owned()),
            1..=Self::LONGEST if name.chars().any(char::is_control) => {
                // A line of the vector that tokens are made of is one type.
                refused(format!(
                    "the type '{}' has control characters in its name; leave them out",
                    name.escape_debug()
                ))
            }
            1..=Self::LONGEST => Ok(Self(name.into())),
            bytes => refused(format!("a type's name has {bytes} bytes; {} are allowed", Self::LONGEST)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Several names, in their order, each once.
    ///
    /// ```
    /// use cartwright_versions::TypeName;
    ///
    /// let types = TypeName::all(["shop", "products", "shop"])?;
    /// assert_eq!(types, [TypeName::new("products")?, TypeName::new("shop")?]);
    /// # Ok::<(), cartwright_versions::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`TypeName::new`].
    pub fn all<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>> {
        let mut types = names.into_iter().map(Self::new).collect::<Result<Vec<_>>>()?;
        types.sort();
        types.dedup();
        Ok(types)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for TypeName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
        assert!(TypeName::new(&"ä".repeat(64)).is_ok());
        assert_eq!(TypeName::new(&"a".repeat(129)).unwrap_err().kind(), ErrorKind::InvalidName);
    }

    #[test]
    fn any_other_name_is_a_name() {
        for name in ["a", "shop.home", "tag=1", " ", "Łódź", "'; DROP TABLE"] {
            assert_eq!(TypeName::new(name).unwrap().as_str(), name);
        }
    }
}
