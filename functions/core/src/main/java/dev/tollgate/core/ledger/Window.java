package dev.tollgate.core.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// The calendar periods a limit can be over.
public enum Window {
    SECOND("second", ChronoUnit.SECONDS),
    MINUTE("minute", ChronoUnit.MINUTES),
    HOUR("hour", ChronoUnit.HOURS),
    DAY("day", ChronoUnit.DAYS),
    MONTH("month", ChronoUnit.MONTHS);

    private final String word;
    private final ChronoUnit unit;

    Window(String word, ChronoUnit unit) {
        this.word = word;
        this.unit = unit;
    }

    /// The word for it in configuration and answers.
    public String word() {
        return word;
    }

    /// The period of this kind that holds the instant, by the calendar of the zone. Over a change
    /// of the clocks an hour or a day is as long as the calendar makes it.
    public Period at(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        ZonedDateTime start =
                this == MONTH
                        ? local.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)
                        : local.truncatedTo(unit);
        return new Period(this, start.toInstant(), start.plus(1, unit).toInstant());
    }

    /// One period: start inclusive, end exclusive.
    public record Period(Window window, Instant start, Instant end) {}
}
