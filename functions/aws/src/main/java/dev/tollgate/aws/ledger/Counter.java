package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.principal.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What a limit counts, without its amount; the name of its attributes in the budget item.
///
/// `u#tdm#fx7` is the money of the tenant in one day, `u#ksr#…#<key>` the requests of a key in one
/// second. The part in the middle names the period and follows from the moment and the zone's
/// offset at that moment alone, so that a marker need not carry a zone.
///
/// @param key the virtual key counted, or null for the whole tenant
record Counter(Window window, LimitUnit unit, @Nullable KeyId key) {
    /// Prefix of every counter's attribute.
    static final String PREFIX = "u#";

    /// How long after its period's end a counter is still needed: the largest difference of two
    /// clocks, plus the age of the moment in a hold that is being asked for.
    static final Duration SKEW = Duration.ofSeconds(15);

    private static final String WINDOWS = "sihdm";
    private static final String UNITS = "rtm";
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;
    private static final int RADIX = 36;
    private static final Duration WIDEST_OFFSET = Duration.ofHours(18);

    static Counter of(Limit limit) {
        return switch (limit.scope()) {
            case LimitScope.WholeTenant() -> new Counter(limit.window(), limit.unit(), null);
            case LimitScope.OneKey(KeyId key) -> new Counter(limit.window(), limit.unit(), key);
        };
    }

    /// The attribute that counts the period of the moment.
    String attribute(Instant at, ZoneOffset offset) {
        KeyId keyed = key;
        String stem =
                PREFIX
                        + (keyed == null ? 't' : 'k')
                        + windowLetter(window)
                        + unitLetter(unit)
                        + '#'
                        + Long.toString(period(at, offset), RADIX);
        return keyed == null ? stem : stem + '#' + keyed.value();
    }

    /// One byte for scope, window and unit; the key is kept elsewhere.
    byte code() {
        int place =
                WINDOWS.indexOf(windowLetter(window)) * UNITS.length()
                        + UNITS.indexOf(unitLetter(unit));
        return (byte) (key == null ? place : place + WINDOWS.length() * UNITS.length());
    }

    /// Reads what [#code] wrote.
    ///
    /// @param key the key of a key's counter; ignored for a tenant's
    static Counter ofCode(byte code, @Nullable KeyId key) {
        int places = WINDOWS.length() * UNITS.length();
        int place = code % places;
        return new Counter(
                windowOf(WINDOWS.charAt(place / UNITS.length())),
                unitOf(UNITS.charAt(place % UNITS.length())),
                code < places ? null : key);
    }

    /// Whether nobody can need the attribute any more: its period ended, everywhere on earth,
    /// longer ago than [#SKEW].
    static boolean isStale(String attribute, Instant now) {
        String[] parts = attribute.split("#", -1);
        Window window = windowOf(parts[1].charAt(1));
        return latestEnd(window, Long.parseLong(parts[2], RADIX)).plus(SKEW).isBefore(now);
    }

    private long period(Instant at, ZoneOffset offset) {
        return switch (window) {
            case SECOND -> at.getEpochSecond();
            case MINUTE -> start(at, offset, MINUTE);
            case HOUR -> start(at, offset, HOUR);
            case DAY -> localDay(at, offset).toEpochDay();
            case MONTH -> {
                LocalDate day = localDay(at, offset);
                yield ChronoUnit.MONTHS.between(LocalDate.EPOCH, day.withDayOfMonth(1));
            }
        };
    }

    private static long start(Instant at, ZoneOffset offset, int length) {
        long local = at.getEpochSecond() + offset.getTotalSeconds();
        return Math.floorDiv(local, length) * length - offset.getTotalSeconds();
    }

    private static LocalDate localDay(Instant at, ZoneOffset offset) {
        return at.atOffset(offset).toLocalDate();
    }

    private static Instant latestEnd(Window window, long period) {
        return switch (window) {
            case SECOND -> Instant.ofEpochSecond(period + 1);
            case MINUTE -> Instant.ofEpochSecond(period + MINUTE);
            case HOUR -> Instant.ofEpochSecond(period + HOUR);
            case DAY -> Instant.ofEpochSecond((period + 1) * DAY).plus(WIDEST_OFFSET);
            case MONTH ->
                    LocalDate.EPOCH
                            .plusMonths(period + 1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .plus(WIDEST_OFFSET);
        };
    }

    private static char windowLetter(Window window) {
        return switch (window) {
            case SECOND -> 's';
            case MINUTE -> 'i';
            case HOUR -> 'h';
            case DAY -> 'd';
            case MONTH -> 'm';
        };
    }

    private static Window windowOf(char letter) {
        for (Window window : Window.values()) {
            if (windowLetter(window) == letter) {
                return window;
            }
        }
        throw new IllegalArgumentException("no window is written " + letter);
    }

    private static char unitLetter(LimitUnit unit) {
        return switch (unit) {
            case REQUESTS -> 'r';
            case TOKENS -> 't';
            case MONEY -> 'm';
        };
    }

    private static LimitUnit unitOf(char letter) {
        for (LimitUnit unit : LimitUnit.values()) {
            if (unitLetter(unit) == letter) {
                return unit;
            }
        }
        throw new IllegalArgumentException("no unit is written " + letter);
    }
}
