package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.principal.KeyId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hold in flight, as the budget item carries it: about 25 bytes, because every write pays for
/// the size of the whole item. Everything else about the attempt is on the call's line.
///
/// Wire format: nonce and start (epoch second) as unsigned 32-bit integers; lease length in
/// seconds, requests, tokens, nano-dollars and zone offset (zigzag) as base-128 varints, low group
/// first; one byte with the number of counters, one byte each; the rest is the key id in ASCII.
///
/// @param nonce 6 of `[a-z0-9]` that tell this hold from every other of its call
/// @param at when it was taken, whole seconds: names the periods it counts in
/// @param lease when it ends, whole seconds, never before what was asked for
/// @param counters in no order, each once
record Marker(
        String nonce,
        Instant at,
        Instant lease,
        Amounts amounts,
        ZoneOffset offset,
        List<Counter> counters) {
    private static final int NONCE = 6;
    private static final int RADIX = 36;
    private static final int GROUP = 7;
    private static final int MORE = 0x80;

    Marker {
        counters = List.copyOf(counters);
    }

    /// @param id a fresh id whose end is taken for the nonce
    static Marker of(String id, HoldRequest request) {
        return withNonce(id.substring(id.length() - NONCE), request);
    }

    /// The marker that a hold with this nonce has.
    static Marker withNonce(String nonce, HoldRequest request) {
        Instant at = Instant.ofEpochSecond(request.at().getEpochSecond());
        return new Marker(
                nonce,
                at,
                wholeSecondFrom(request.leaseUntil()),
                request.worstCase(),
                request.zone().getRules().getOffset(request.at()),
                request.limits().stream().map(Counter::of).distinct().toList());
    }

    /// What this hold adds to each attribute of the budget item.
    Map<String, Long> held() {
        return spread(amounts);
    }

    /// The amounts by attribute of the periods this hold was taken in.
    Map<String, Long> spread(Amounts booked) {
        var byAttribute = new HashMap<String, Long>();
        for (Counter counter : counters) {
            byAttribute.put(counter.attribute(at, offset), booked.in(counter.unit()));
        }
        return byAttribute;
    }

    boolean hasExpired(Instant now) {
        return !now.isBefore(lease);
    }

    byte[] encode() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(8)
                        .putInt((int) Long.parseLong(nonce, RADIX))
                        .putInt((int) at.getEpochSecond())
                        .array());
        putVarint(out, Duration.between(at, lease).toSeconds());
        for (LimitUnit unit : List.of(LimitUnit.REQUESTS, LimitUnit.TOKENS, LimitUnit.MONEY)) {
            putVarint(out, amounts.in(unit));
        }
        int seconds = offset.getTotalSeconds();
        putVarint(out, (seconds << 1 ^ seconds >> 31) & 0xFFFF_FFFFL);
        out.write(counters.size());
        counters.forEach(counter -> out.write(counter.code()));
        key().ifPresent(key -> out.writeBytes(key.value().getBytes(StandardCharsets.US_ASCII)));
        return out.toByteArray();
    }

    static Marker decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String nonce = nonceOf(Integer.toUnsignedLong(in.getInt()));
        Instant at = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        Instant lease = at.plusSeconds(varint(in));
        var amounts = new Amounts(varint(in), varint(in), new Money(varint(in)));
        int zigzag = (int) varint(in);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(zigzag >>> 1 ^ -(zigzag & 1));
        byte[] codes = new byte[in.get()];
        in.get(codes);
        KeyId key = in.hasRemaining() ? new KeyId(rest(in)) : null;
        return new Marker(nonce, at, lease, amounts, offset, counters(codes, key));
    }

    private Optional<KeyId> key() {
        List<KeyId> keys =
                counters.stream()
                        .flatMap(counter -> Optional.ofNullable(counter.key()).stream())
                        .distinct()
                        .toList();
        if (keys.size() > 1) {
            throw new IllegalArgumentException("a call is made with one key, not " + keys);
        }
        return keys.stream().findFirst();
    }

    private static List<Counter> counters(byte[] codes, @Nullable KeyId key) {
        var counters = new ArrayList<Counter>();
        for (byte code : codes) {
            counters.add(Counter.ofCode(code, key));
        }
        return counters;
    }

    private static Instant wholeSecondFrom(Instant moment) {
        Instant second = Instant.ofEpochSecond(moment.getEpochSecond());
        return second.equals(moment) ? second : second.plusSeconds(1);
    }

    private static String nonceOf(long number) {
        String digits = Long.toString(number, RADIX);
        return "0".repeat(NONCE - digits.length()) + digits;
    }

    private static String rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >= MORE) {
            out.write((int) (rest | MORE));
            rest >>>= GROUP;
        }
        out.write((int) rest);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += GROUP) {
            byte next = in.get();
            value |= (long) (next & (MORE - 1)) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
