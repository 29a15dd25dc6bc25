//! Writes the generated files: `make generate`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let root = cartwright_tests::root();
    let files = match cartwright_tests::generated::files(&root) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("Nothing was generated: {error}");
            return ExitCode::FAILURE;
        }
    };
    for (path, content) in files {
        let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        if std::fs::read_to_string(&path).is_ok_and(|old| old == content) {
            println!("unchanged  {shown}");
        } else if let Err(error) =
            path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, content))
        {
            eprintln!("{shown} could not be written: {error}");
            return ExitCode::FAILURE;
        } else {
            println!("written    {shown}");
        }
    }
    ExitCode::SUCCESS
}
