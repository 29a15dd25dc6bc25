//! Points in time, given from outside: there is no clock in here.

use std::fmt;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time: microseconds since 1970 in UTC.
///
/// ```
/// use cartwright_core::Moment;
///
/// let moment = Moment::from_micros(1_795_218_213_070_924);
/// assert_eq!(moment.to_string(), "2026-11-20T23:43:33.070924Z");
/// assert_eq!(moment.to_seconds_text(), "2026-11-20T23:43:33+00:00");
/// assert_eq!(moment.local(3600).to_string(), "2026-11-21T00:43:33");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// So many microseconds after 1970 began.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// So many seconds after 1970 began; what no moment can hold is the last one.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    /// Microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// What clocks show at this many seconds east of UTC.
    pub fn local(self, offset_seconds: i32) -> LocalTime {
        let seconds = self.seconds().saturating_add(offset_seconds.into());
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        let (year, month, day) = date_of(days);
        LocalTime {
            date: Date { year, month, day },
            second_of_day: seconds.rem_euclid(SECONDS_PER_DAY) as u32,
            weekday: Weekday::ALL[(days + 3).rem_euclid(7) as usize].0,
        }
    }

    /// In seconds, with the offset of UTC: `2026-11-20T23:43:33+00:00`.
    pub fn to_seconds_text(self) -> String {
        format!("{}+00:00", self.local(0))
    }
}

/// With microseconds: `2026-11-20T23:43:33.070924Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}Z", self.local(0), self.0.rem_euclid(MICROS_PER_SECOND))
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: u8,
    day: u8,
}

impl Date {
    /// A day, `None` if the calendar has none such.
    pub fn new(year: i64, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        (0..=9999).contains(&year).then_some(())?;
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // They are the days of the week.
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Every day, as rules write it.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Monday, "mon"),
        (Self::Tuesday, "tue"),
        (Self::Wednesday, "wed"),
        (Self::Thursday, "thu"),
        (Self::Friday, "fri"),
        (Self::Saturday, "sat"),
        (Self::Sunday, "sun"),
    ];

    /// The day before.
    pub fn before(self) -> Self {
        Self::ALL[(self as usize + 6) % 7].0
    }
}

/// What clocks and calendars show somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// The day.
    pub date: Date,
    /// Seconds since midnight.
    pub second_of_day: u32,
    /// The day of the week.
    pub weekday: Weekday,
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.second_of_day;
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, second / 3600, second / 60 % 60, second % 60)
    }
}

/// Year, month and day of a number of days since 1970, by counting eras of 400 years that begin in March.
fn date_of(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, text, weekday) in [
            (0, "1970-01-01T00:00:00", Weekday::Thursday),
            (-1, "1969-12-31T23:59:59", Weekday::Wednesday),
            (951_782_400, "2000-02-29T00:00:00", Weekday::Tuesday),
            (4_107_542_399, "2100-02-28T23:59:59", Weekday::Sunday),
            (4_107_542_400, "2100-03-01T00:00:00", Weekday::Monday),
            (1_798_761_599, "2026-12-31T23:59:59", Weekday::Thursday),
        ] {
            let local = Moment::from_seconds(seconds).local(0);
            assert_eq!((local.to_string().as_str(), local.weekday), (text, weekday));
        }
    }

    #[test]
    fn clocks_differ_by_their_offset_from_utc() {
        let moment = Moment::from_seconds(1_795_218_213);
        assert_eq!(moment.local(-5 * 3600).to_string(), "2026-11-20T18:43:33");
        assert_eq!(moment.local(5 * 3600 + 45 * 60).to_string(), "2026-11-21T05:28:33");
    }

    #[test]
    fn no_moment_is_too_far_away_to_be_shown() {
        for micros in [i64::MIN, i64::MAX] {
            assert!(!Moment::from_micros(micros).local(i32::MAX).to_string().is_empty());
        }
        assert_eq!(Moment::from_seconds(i64::MAX).micros(), i64::MAX);
    }

    #[test]
    fn a_day_that_no_calendar_has_is_none() {
        assert!(Date::new(2024, 2, 29).is_some() && Date::new(2000, 2, 29).is_some());
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0)]
        {
            assert_eq!(Date::new(year, month, day), None);
        }
    }

    #[test]
    fn the_day_before_monday_is_sunday() {
        assert_eq!(Weekday::Monday.before(), Weekday::Sunday);
    }
}
