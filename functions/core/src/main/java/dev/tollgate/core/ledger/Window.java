package dev.tollgate.core.ledger;

import java.time.Instant;
import java.time.LocalDate;
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

    /// The period of this kind that holds the instant, by the calendar of the zone. A day or a
    /// month is as long as the calendar makes it; seconds, minutes and hours are cut by the offset
    /// in force, so that the hour which a change of the clocks repeats is two periods.
    public Period at(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return switch (this) {
            case SECOND, MINUTE, HOUR -> {
                Instant start = local.toOffsetDateTime().truncatedTo(unit).toInstant();
                yield new Period(this, start, start.plus(1, unit));
            }
            case DAY -> calendar(local.toLocalDate(), zone);
            case MONTH -> calendar(local.toLocalDate().withDayOfMonth(1), zone);
        };
    }

    private Period calendar(LocalDate first, ZoneId zone) {
        return new Period(
                this,
                first.atStartOfDay(zone).toInstant(),
                first.plus(1, unit).atStartOfDay(zone).toInstant());
    }

    /// One period: start inclusive, end exclusive.
    public record Period(Window window, Instant start, Instant end) {}
}
