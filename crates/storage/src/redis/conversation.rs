//! One connection to one server: who we are, then questions and answers.

use super::address::Address;
use super::answers::{Verdict, verdict_on};
use super::options::{Login, RedisOptions};
use super::stream::Stream;
use super::trouble::{Trouble, TroubleKind};
use redis::{Parser, Value, cmd};
use std::io::{self, Write};

/// Who is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A server that keeps carts and locks.
    Store,
    /// A server that a Sentinel calls the master, and that has to say so itself.
    Master,
    /// A Sentinel.
    Sentinel,
}

/// A connection that is open, and over which everything that was asked has been answered.
pub(super) struct Conversation {
    stream: Stream,
    parser: Parser,
    address: Address,
    run: String,
}

/// Why there is no answer. Either way the conversation is over.
#[derive(Debug)]
pub(super) enum Lost {
    /// The server cannot have got the whole question, so it has done nothing.
    Question(io::Error),
    /// It may have.
    Answer(redis::RedisError),
}

impl Conversation {
    /// Calls a server.
    ///
    /// # Errors
    /// As a verdict: whether it may be called again.
    pub(super) fn open(address: &Address, role: Role, options: &RedisOptions) -> Result<Self, Verdict> {
        let stream = Stream::connect(address, options).map_err(|error| unreachable(address, error))?;
        let (parser, run) = (Parser::new(), String::new());
        let mut conversation = Self { stream, parser, address: address.clone(), run };
        conversation.introduce(role, options)?;
        Ok(conversation)
    }

    fn introduce(&mut self, role: Role, options: &RedisOptions) -> Result<(), Verdict> {
        let login = if role == Role::Sentinel { &options.sentinel_login } else { &options.login };
        let mut questions = Vec::new();
        let mut expected = Vec::new();
        let mut say = |command: &redis::Cmd, what| {
            questions.extend(command.get_packed_command());
            expected.push(what);
        };
        if let Login { user, password: Some(password) } = login {
            let mut auth = cmd("AUTH");
            say(user.iter().fold(&mut auth, |auth, user| auth.arg(user)).arg(password), Said::Login);
        }
        if role != Role::Sentinel && options.database != 0 {
            say(cmd("SELECT").arg(options.database), Said::Must);
        }
        // For whoever looks at the server's CLIENT LIST.
        say(cmd("CLIENT").arg("SETNAME").arg("cartwright"), Said::May);
        if role == Role::Master {
            say(&cmd("ROLE"), Said::Role);
        }
        say(cmd("INFO").arg("server"), Said::Info);
        self.say(&questions).map_err(|lost| self.lost_at_the_beginning(lost))?;
        for what in expected {
            let answer = self.hear().map_err(|lost| self.lost_at_the_beginning(lost))?;
            self.check(what, &answer)?;
        }
        Ok(())
    }

    fn check(&mut self, what: Said, answer: &Value) -> Result<(), Verdict> {
        match (what, answer) {
            (Said::May, Value::ServerError(error)) if error.code() != "NOAUTH" => Ok(()),
            // Who may not ask gets no more than that.
            (Said::Info, Value::ServerError(error)) if error.code() == "NOPERM" => Ok(()),
            (Said::Login, Value::ServerError(error)) if repeats_the_question(error) => {
                Err(Verdict::Final(Trouble::new(
                    TroubleKind::Refused,
                    format!(
                        "{} does not know the command AUTH; nothing was done. Leave user and password out",
                        self.address
                    ),
                )))
            }
            (_, Value::ServerError(error)) => Err(match verdict_on(error, &self.address) {
                Verdict::Final(trouble) if trouble.kind == TroubleKind::Answer => {
                    Verdict::Final(Trouble::new(TroubleKind::Refused, format!("{trouble}, to who wanted to begin")))
                }
                verdict => verdict,
            }),
            (Said::Info, answer) => {
                self.run = run_in(answer).unwrap_or_default();
                Ok(())
            }
            (Said::Role, Value::Array(role)) if role.first().is_some_and(|role| text_of(role) == Some("master")) => {
                Ok(())
            }
            (Said::Role, _) => Err(Verdict::Later(Trouble::new(
                TroubleKind::ReadOnly,
                format!("the Sentinels call {} the master, and it is none; nothing was done", self.address),
            ))),
            _ => Ok(()),
        }
    }

    /// Nothing has been done yet that could be done twice.
    fn lost_at_the_beginning(&self, lost: Lost) -> Verdict {
        match lost {
            Lost::Question(error) => unreachable(&self.address, error),
            Lost::Answer(error) => Verdict::Later(
                Trouble::new(
                    TroubleKind::Unreachable,
                    format!("{} took the call and did not answer ({error}); nothing was done. Check how busy it is, and how many \
                         clients it allows",
                        self.address),
                )
                .because(error),
            ),
        }
    }

    /// The id that the server has given itself when it was started; empty if it does not say.
    pub(super) fn run(&self) -> &str {
        &self.run
    }

    /// Whether it was ended by the other side since it was last used.
    pub(super) fn is_over(&mut self) -> bool {
        self.stream.is_stale()
    }

    /// Asks, and hears the last of so many answers.
    pub(super) fn ask(&mut self, questions: &[u8], answers: usize) -> Result<Value, Lost> {
        self.say(questions)?;
        for _ in 1..answers {
            self.hear()?;
        }
        self.hear()
    }

    fn say(&mut self, bytes: &[u8]) -> Result<(), Lost> {
        self.stream.write_all(bytes).map_err(Lost::Question)
    }

    fn hear(&mut self) -> Result<Value, Lost> {
        self.parser.parse_value(&mut self.stream).map_err(Lost::Answer)
    }
}

#[derive(Clone, Copy)]
enum Said {
    Login,
    Must,
    May,
    Role,
    Info,
}

fn unreachable(address: &Address, error: io::Error) -> Verdict {
    let trouble = |kind, message: String| Trouble::new(kind, message);
    if error.kind() == io::ErrorKind::InvalidInput {
        return Verdict::Final(
            trouble(TroubleKind::Unsupported, format!("{address} cannot be called: {error}")).because(error),
        );
    }
    if error.kind() == io::ErrorKind::InvalidData {
        let message = format!(
            "TLS with {address} has failed ({error}); nothing was done. Name the authority that signed its certificate, and \
             the host as it stands there"
        );
        return Verdict::Final(trouble(TroubleKind::Refused, message).because(error));
    }
    let message = format!(
        "Redis cannot be reached at {address} ({error}); nothing was done. Check that it runs there and lets this machine in"
    );
    Verdict::Later(trouble(TroubleKind::Unreachable, message).because(error))
}

/// Who does not know a command repeats it with its arguments: of a login that is the password.
fn repeats_the_question(error: &redis::ServerError) -> bool {
    error.details().is_some_and(|details| details.starts_with("unknown command"))
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::BulkString(bytes) => std::str::from_utf8(bytes).ok(),
        Value::SimpleString(text) => Some(text),
        Value::VerbatimString { text, .. } => Some(text),
        _ => None,
    }
}

fn run_in(info: &Value) -> Option<String> {
    text_of(info)?.lines().find_map(|line| line.strip_prefix("run_id:")).map(str::to_owned)
}
