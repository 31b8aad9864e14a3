package dev.tollgate.testkit;

import java.util.Random;
import java.util.stream.IntStream;

/// Randomness that can be repeated: the seed is printed, and `-Dtollgate.seed=…` sets it.
public final class Seeded {
    private final Random random;
    private final long seed;

    private Seeded(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /// A generator of its own for the named test.
    public static Seeded of(String test) {
        var seeded = new Seeded(Long.getLong("tollgate.seed", System.nanoTime()));
        System.out.println(test + ": seed " + seeded.seed);
        return seeded;
    }

    public static Seeded of(long seed) {
        return new Seeded(seed);
    }

    public long seed() {
        return seed;
    }

    /// A number between the two, both included.
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    public int intBetween(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// Text of the given length out of the letters.
    public String text(String letters, int length) {
        return IntStream.range(0, length)
                .map(_ -> letters.charAt(random.nextInt(letters.length())))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
