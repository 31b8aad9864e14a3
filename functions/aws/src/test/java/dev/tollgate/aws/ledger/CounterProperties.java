package dev.tollgate.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CounterProperties {
    private static final int CASES = 5_000;
    private static final KeyId KEY = new KeyId("abcd0123efgh4567");
    private static final long FROM = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2033-01-01T00:00:00Z").getEpochSecond();

    @Test
    void attribute_sameIfAndOnlyIfSamePeriod() {
        Seeded random = Seeded.of("attribute_sameIfAndOnlyIfSamePeriod");
        for (int i = 0; i < CASES; i++) {
            Window window = random.oneOf(Window.values());
            ZoneId zone = zone(random);
            Instant one = Instant.ofEpochSecond(random.between(FROM, TO));
            Window.Period period = window.at(one, zone);
            long length = Duration.between(period.start(), period.end()).toSeconds();
            Instant two = one.plusSeconds(random.between(-length, length));

            boolean samePeriod = window.at(two, zone).equals(period);
            boolean sameName = name(window, one, zone).equals(name(window, two, zone));

            assertEquals(samePeriod, sameName, window + " " + zone + " " + one + " " + two);
        }
    }

    @Test
    void isStale_onlyAfterThePeriodAndTheSkew() {
        Seeded random = Seeded.of("isStale_onlyAfterThePeriodAndTheSkew");
        for (int i = 0; i < CASES; i++) {
            Window window = random.oneOf(Window.values());
            ZoneId zone = zone(random);
            Instant at = Instant.ofEpochSecond(random.between(FROM, TO));
            String attribute = name(window, at, zone);
            Instant end = window.at(at, zone).end();

            assertFalse(Counter.isStale(attribute, end.plus(Counter.SKEW)), attribute);
            assertTrue(Counter.isStale(attribute, end.plus(Duration.ofDays(2))), attribute);
        }
    }

    @Test
    void marker_encodedAndDecoded_isTheSame() {
        Seeded random = Seeded.of("marker_encodedAndDecoded_isTheSame");
        for (int i = 0; i < CASES; i++) {
            Instant at = Instant.ofEpochSecond(random.between(FROM, TO));
            KeyId key = new KeyId(random.text("abcdefgh0123", random.intBetween(8, 16)));
            var marker =
                    new Marker(
                            random.text("abcdefghijklmnopqrstuvwxyz0123456789", 6),
                            at,
                            at.plusSeconds(random.between(1, 90_000)),
                            new Amounts(
                                    random.between(0, 3),
                                    random.between(0, Integer.MAX_VALUE),
                                    new Money(random.between(0, Long.MAX_VALUE - 1))),
                            ZoneOffset.ofTotalSeconds(random.intBetween(-64_800, 64_800)),
                            counters(random, key));

            assertEquals(marker, Marker.decode(marker.encode()));
        }
    }

    private static List<Counter> counters(Seeded random, KeyId key) {
        return List.of(
                new Counter(random.oneOf(Window.values()), random.oneOf(LimitUnit.values()), null),
                new Counter(random.oneOf(Window.values()), random.oneOf(LimitUnit.values()), key));
    }

    private static String name(Window window, Instant at, ZoneId zone) {
        return new Counter(window, LimitUnit.MONEY, KEY)
                .attribute(at, zone.getRules().getOffset(at));
    }

    private static ZoneId zone(Seeded random) {
        return ZoneId.of(
                random.oneOf(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "Asia/Kolkata",
                        "Australia/Lord_Howe",
                        "Africa/Cairo",
                        "America/Santiago",
                        "Pacific/Kiritimati",
                        "Pacific/Pago_Pago"));
    }
}
