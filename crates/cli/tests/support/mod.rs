//! A shop for the command: a file of its own, and what the command says about it.
#![allow(dead_code)] // Each test file uses its own part of it.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub struct Shop {
    pub store: String,
    /// Removed with what is in it.
    _folder: Option<TempDir>,
}

impl Shop {
    pub fn at(store: &str) -> Self {
        Self { store: store.to_owned(), _folder: None }
    }

    /// The file that the carts are in.
    pub fn file(&self) -> PathBuf {
        self.store.split_once(':').unwrap().1.into()
    }

    /// A shop on each layout.
    pub fn each() -> [Self; 2] {
        ["sqlite-own", "sqlite"].map(|layout| {
            let folder = tempfile::tempdir().unwrap();
            let store = format!("{layout}:{}", folder.path().join("carts.sqlite").display());
            Self { store, _folder: Some(folder) }
        })
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cartwright"));
        command.env_remove("CARTWRIGHT_CURRENCY").env("CARTWRIGHT_STORE", &self.store).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    pub fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let [told, why] = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
        assert!(output.status.success(), "{arguments:?}: {why}{told}");
        told
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// The exit code and the sentence of a command that fails.
    pub fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }
}
