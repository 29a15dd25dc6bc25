//! One SQLite per process.
//!
//! SQLite keeps others out by POSIX locks, which belong to the process: as soon as anything in it closes a file, all its
//! locks on that file are gone. One copy of SQLite knows that and keeps files open as long as it has to; two copies do not
//! know of each other. Where both have used a file, another process can commit into a transaction that is still open, and
//! what it stored is overwritten (`tests/sqlite_twice.rs` shows it happen). So before a file is opened, we look whether there
//! is more than one.
//!
//! A copy need not be called libsqlite3: it may be part of a program or of a library that was linked with it, without a
//! symbol to be seen. So we look for a sentence that every SQLite has in it, in everything that is mapped as code.

use cartwright_core::{StoreError, StoreErrorKind};
use memchr::memmem::Finder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What SQLite says when it cannot commit, with other gaps: or we would find ourselves.
const SENTENCE: &str = "cannot_commit_transaction_-_SQL_statements_in_progress";

fn sentence() -> String {
    SENTENCE.replace('_', " ")
}

/// The code of SQLite is several times as large; most libraries that a host maps are smaller and need no reading.
const SMALLEST_CODE: u64 = 192 * 1024;

/// Refuses if there are two copies of SQLite in this process. Where the system does not tell what is mapped, nothing is known
/// and nothing is refused.
pub(crate) fn refuse() -> Result<(), StoreError> {
    // How much code there was when one copy was found. Another copy would be more: SQLite is not loaded in the place of
    // something of its very size. Under a server a file is opened at each request, and the maps of a process are long.
    static ONE_COPY: Mutex<Option<String>> = Mutex::new(None);
    let one_copy = || ONE_COPY.lock().unwrap_or_else(PoisonError::into_inner);
    let code = size_of_code();
    if code.is_some() && *one_copy() == code {
        return Ok(());
    }
    look()?;
    *one_copy() = code;
    Ok(())
}

/// What `/proc/self/status` says of the code of the program and of its libraries.
fn size_of_code() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let sizes: Vec<&str> =
        status.lines().filter(|line| line.starts_with("VmExe:") || line.starts_with("VmLib:")).collect();
    (sizes.len() == 2).then(|| sizes.join(" "))
}

fn look() -> Result<(), StoreError> {
    let Ok(maps) = std::fs::read_to_string("/proc/self/maps") else {
        return Ok(());
    };
    let copies: Vec<String> =
        mapped_code(&maps).into_iter().filter(has_sqlite).map(|code| code.path.display().to_string()).collect();
    if copies.len() < 2 {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::SecondSqlite,
        format!(
            "this process has more than one copy of SQLite in it ({}), which would cancel each other's locks, and changes \
             would be lost; nothing was opened. Link everything with the system's library (feature `sqlite`, not \
             `sqlite-bundled`), or keep the carts in a process of their own",
            copies.join(", ")
        ),
    ))
}

/// A file that is mapped as code.
#[derive(Debug, PartialEq, Eq)]
struct Code {
    /// Device and inode, as the kernel writes them.
    id: String,
    path: PathBuf,
    /// What of it is mapped for reading: the address, the place in the file, the length.
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    address: u64,
    offset: u64,
    length: u64,
}

/// Reads `/proc/self/maps`. Files that are mapped without being executable are left out, and must be: a database may be
/// mapped, and opening and closing it here would take away the very locks we care about.
fn mapped_code(maps: &str) -> Vec<Code> {
    let mut files: Vec<(Code, u64)> = Vec::new();
    for (mode, device, inode, path, piece) in maps.lines().filter_map(mapping) {
        let id = format!("{device} {inode}");
        let at = files.iter().position(|(code, _)| code.id == id).unwrap_or_else(|| {
            files.push((Code { id, path: path.into(), pieces: Vec::new() }, 0));
            files.len() - 1
        });
        let (code, executable) = &mut files[at];
        if mode.contains('x') {
            *executable += piece.length;
        }
        // What may be written is no place for constants. Nor is code, unless the file begins with it: linkers have long put
        // them apart.
        let apart = code.pieces.iter().any(|piece| piece.offset == 0);
        if mode.starts_with("r-") && !(mode.contains('x') && apart) {
            code.pieces.push(piece);
        }
    }
    files.retain(|(_, executable)| *executable >= SMALLEST_CODE);
    files.into_iter().map(|(code, _)| code).collect()
}

/// `7f3c-7f3d r-xp 00001000 fe:00 1234   /usr/lib/libfoo.so`
fn mapping(line: &str) -> Option<(&str, &str, &str, &str, Piece)> {
    let (head, path) = line.split_once(" /")?;
    let mut fields = head.split_ascii_whitespace();
    let (range, mode, offset) = (fields.next()?, fields.next()?, fields.next()?);
    let (device, inode) = (fields.next()?, fields.next()?);
    let (start, end) = range.split_once('-')?;
    let number = |text: &str| u64::from_str_radix(text, 16).ok();
    let address = number(start)?;
    let piece = Piece { address, offset: number(offset)?, length: number(end)?.checked_sub(address)? };
    Some((mode, device, inode, line.get(line.len() - path.len() - 1..)?, piece))
}

/// Whether the sentence is in it. What was looked at once is remembered: code does not change.
fn has_sqlite(code: &Code) -> bool {
    static SEEN: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());
    let seen = || SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = seen().get(&code.id) {
        return *known;
    }
    let found = search(code);
    seen().insert(code.id.clone(), found);
    found
}

fn search(code: &Code) -> bool {
    let sentence = sentence();
    let finder = Finder::new(&sentence);
    // A library that was replaced while we run has no path any more, but it still is in our memory.
    let memory = || File::open("/proc/self/mem").ok().map(|memory| (memory, true));
    let Some((file, is_memory)) = open_same(code).or_else(memory) else {
        return code.path.to_string_lossy().contains("libsqlite3");
    };
    code.pieces.iter().any(|piece| {
        let start = if is_memory { piece.address } else { piece.offset };
        contains(&file, start, piece.length, &finder).unwrap_or(false)
    })
}

/// The file, if it still is the one that is mapped.
fn open_same(code: &Code) -> Option<(File, bool)> {
    let file = File::open(&code.path).ok()?;
    let inode = std::os::unix::fs::MetadataExt::ino(&file.metadata().ok()?);
    code.id.ends_with(&format!(" {inode}")).then_some((file, false))
}

fn contains(mut file: &File, start: u64, length: u64, finder: &Finder<'_>) -> io::Result<bool> {
    const BLOCK: usize = 1 << 20;
    let overlap = finder.needle().len() - 1;
    let mut block = vec![0; BLOCK.min(usize::try_from(length).unwrap_or(BLOCK)) + overlap];
    let (mut kept, mut left) = (0, length);
    file.seek(SeekFrom::Start(start))?;
    while left > 0 {
        let want = (block.len() - kept).min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = file.read(&mut block[kept..kept + want])?;
        if read == 0 {
            break;
        }
        let filled = kept + read;
        if finder.find(&block[..filled]).is_some() {
            return Ok(true);
        }
        kept = overlap.min(filled);
        block.copy_within(filled - kept..filled, 0);
        left -= read as u64;
    }
    Ok(false)
}

/// Says which copies there are, for a message of a test.
#[cfg(test)]
fn copies() -> Vec<PathBuf> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    mapped_code(&maps).into_iter().filter(has_sqlite).map(|code| code.path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const MAPS: &str = "\
55a0-55b0 r--p 00000000 fe:00 11                     /usr/bin/a program
7f0000000000-7f0000010000 r--p 00000000 fe:00 12                     /usr/lib/libsqlite3.so.0.8.6 (deleted)
7f0000010000-7f0000100000 r-xp 00010000 fe:00 12                     /usr/lib/libsqlite3.so.0.8.6 (deleted)
7f0000100000-7f0000110000 r--p 00100000 fe:00 12                     /usr/lib/libsqlite3.so.0.8.6 (deleted)
7f0000110000-7f0000120000 rw-p 00110000 fe:00 12                     /usr/lib/libsqlite3.so.0.8.6 (deleted)
7f0000200000-7f0000900000 r--s 00000000 fe:00 13                     /srv/shop.sqlite
7f0000900000-7f0000901000 r-xp 00000000 fe:00 14                     /usr/lib/small.so
7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                      [stack]
";

    #[test]
    fn only_files_with_enough_code_are_looked_at() {
        let code = mapped_code(MAPS);
        assert_eq!(code.len(), 1);
        assert_eq!(code[0].path, Path::new("/usr/lib/libsqlite3.so.0.8.6 (deleted)"));
        let offsets: Vec<u64> = code[0].pieces.iter().map(|piece| piece.offset).collect();
        assert_eq!(offsets, [0, 0x100000]);
    }

    #[test]
    fn where_constants_lie_with_the_code_the_code_is_looked_at() {
        let old = "7f0000000000-7f0000100000 r-xp 00000000 fe:00 12   /usr/lib/old.so\n\
                   7f0000100000-7f0000110000 r--p 00100000 fe:00 12   /usr/lib/old.so\n";
        let offsets: Vec<u64> = mapped_code(old)[0].pieces.iter().map(|piece| piece.offset).collect();
        assert_eq!(offsets, [0, 0x100000]);
    }

    #[test]
    fn a_sentence_across_two_blocks_is_found() {
        let path = std::env::temp_dir().join(format!("cartwright-sentence-{}", std::process::id()));
        let mut text = vec![b'x'; (1 << 20) + 10];
        text.extend_from_slice(sentence().as_bytes());
        std::fs::write(&path, &text).unwrap();
        let (file, sentence) = (File::open(&path).unwrap(), sentence());
        let finder = Finder::new(&sentence);
        assert!(contains(&file, 0, text.len() as u64, &finder).unwrap());
        assert!(!contains(&file, 0, text.len() as u64 - 1, &finder).unwrap());
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn this_process_has_one_copy() {
        assert_eq!(copies().len(), 1, "{:?}", copies());
        refuse().unwrap();
        refuse().unwrap();
    }

    #[test]
    fn the_size_of_the_code_is_known_and_stays_as_long_as_nothing_is_loaded() {
        let sizes = size_of_code().unwrap();
        assert!(sizes.contains("VmExe:") && sizes.contains("VmLib:"), "{sizes}");
        assert_eq!(size_of_code(), Some(sizes));
    }
}
