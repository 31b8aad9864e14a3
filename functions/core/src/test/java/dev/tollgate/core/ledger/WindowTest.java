package dev.tollgate.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class WindowTest {
    @ParameterizedTest
    @CsvSource({
        "SECOND, 2026-11-22T10:15:30.999Z, UTC, 2026-11-22T10:15:30Z, 2026-11-22T10:15:31Z",
        "MINUTE, 2026-11-22T10:15:30Z, UTC, 2026-11-22T10:15:00Z, 2026-11-22T10:16:00Z",
        "HOUR, 2026-11-22T10:15:30Z, Asia/Kolkata, 2026-11-22T09:30:00Z, 2026-11-22T10:30:00Z",
        "DAY, 2026-11-22T23:30:00Z, Europe/Berlin, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z",
        "MONTH, 2024-02-29T12:00:00Z, UTC, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, 2026-12-31T23:59:59Z, UTC, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 2026-10-31T23:30:00Z, Europe/Berlin, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "MONTH, 2026-10-15T00:00:00Z, Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z"
    })
    void at_moment_isThePeriodOfTheZonesCalendar(
            Window window, Instant at, ZoneId zone, Instant start, Instant end) {
        assertEquals(new Window.Period(window, start, end), window.at(at, zone));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T12:00:00Z, Europe/Berlin, 23",
        "2026-10-25T12:00:00Z, Europe/Berlin, 25",
        "2026-04-04T12:00:00Z, Australia/Lord_Howe, 24",
        "2026-11-22T12:00:00Z, UTC, 24"
    })
    void at_dayOfAClockChange_isAsLongAsTheCalendarMakesIt(Instant at, ZoneId zone, long hours) {
        var day = Window.DAY.at(at, zone);

        assertEquals(hours, Duration.between(day.start(), day.end()).toHours());
    }

    @Test
    void at_dayThatBeginsAfterAGap_endsAtTheNextMidnight() {
        // In Cairo midnight itself is skipped: 2026-04-24 begins at 01:00.
        var day = Window.DAY.at(Instant.parse("2026-04-24T09:00:00Z"), ZoneId.of("Africa/Cairo"));

        assertEquals(Instant.parse("2026-04-23T22:00:00Z"), day.start());
        assertEquals(Instant.parse("2026-04-24T21:00:00Z"), day.end());
    }

    @Test
    void at_hourThatComesTwice_isTwoPeriods() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        var first = Window.HOUR.at(Instant.parse("2026-10-25T00:30:00Z"), berlin);
        var second = Window.HOUR.at(Instant.parse("2026-10-25T01:30:00Z"), berlin);

        assertNotEquals(first, second);
        assertEquals(first.end(), second.start());
    }

    @Test
    void at_shiftOfHalfAnHour_holdsTheMoment() {
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
        Instant change = Instant.parse("2026-04-04T15:00:00Z");
        for (int minute = -90; minute <= 90; minute++) {
            assertHolds(Window.HOUR, change.plus(Duration.ofMinutes(minute)), lordHowe);
        }
    }

    @ParameterizedTest
    @EnumSource
    void at_boundary_startIsInsideAndEndIsNot(Window window) {
        Instant at = Instant.parse("2026-11-22T10:15:30Z");
        var period = window.at(at, ZoneOffset.UTC);

        assertEquals(period, window.at(period.start(), ZoneOffset.UTC));
        assertEquals(period, window.at(period.end().minusNanos(1), ZoneOffset.UTC));
        assertEquals(period.end(), window.at(period.end(), ZoneOffset.UTC).start());
    }

    private static void assertHolds(Window window, Instant at, ZoneId zone) {
        var period = window.at(at, zone);
        assertTrue(!at.isBefore(period.start()) && at.isBefore(period.end()), at + " " + period);
    }
}
