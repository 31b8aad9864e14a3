package dev.tollgate.testkit;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.KeyHeader;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.tenant.TenantId;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes records at random, all their components and theirs in turn, so that a test of a mapping
/// fails when a component is added and not mapped. Repeats with the same seed.
public final class RecordSampler {
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");

    private final Random random;

    public RecordSampler(long seed) {
        random = new Random(seed);
    }

    /// A new record of the type.
    public <T extends Record> T next(Class<T> type) {
        return type.cast(ofClass(type));
    }

    private Object ofClass(Class<?> type) {
        if (type == TenantId.class) {
            return new TenantId(word());
        }
        if (type == KeyId.class) {
            return new KeyId(word());
        }
        if (type == Price.class) {
            return price();
        }
        if (type == ChatServer.class) {
            return chatServer();
        }
        if (type == Condition.class) {
            return condition();
        }
        if (type == Fallback.class) {
            return fallback();
        }
        if (type == Route.class) {
            return route();
        }
        if (type == PlatformConfig.class) {
            return keyedById((PlatformConfig) record(type));
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isSealed() && type.isInterface()) {
            return ofClass(oneOf(Arrays.asList(type.getPermittedSubclasses())));
        }
        if (type.isEnum()) {
            return oneOf(Arrays.asList(type.getEnumConstants()));
        }
        return leaf(type);
    }

    private Condition condition() {
        long least = random.nextLong(Condition.ANY_SIZE);
        return new Condition(
                least,
                least + random.nextLong(Condition.ANY_SIZE - least),
                Map.of(word(), Set.of(word(), word() + "2"), word() + "3", Set.of()),
                random.nextInt(100));
    }

    private Object leaf(Class<?> type) {
        if (type == String.class) {
            return word();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == int.class) {
            return 1 + random.nextInt(1_000_000);
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong(Long.MAX_VALUE);
        }
        if (type == URI.class) {
            return URI.create("https://" + word() + ".example/" + word());
        }
        if (type == ZoneId.class) {
            return ZoneId.of(oneOf(ZONES));
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1 + random.nextInt(120));
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt());
        }
        throw new IllegalArgumentException("a sample of " + type + " is not known; add it here");
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i]);
        }
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a sample of " + type, e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        boolean mayBeNull = type.isAnnotationPresent(Nullable.class);
        return mayBeNull && random.nextInt(3) == 0 ? null : of(component.getGenericType());
    }

    private Object of(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return ofClass((Class<?>) type);
        }
        Type[] of = generic.getActualTypeArguments();
        int size = random.nextInt(4);
        if (generic.getRawType() == Map.class) {
            var map = new HashMap<Object, Object>();
            for (int i = 0; i < size; i++) {
                map.put(of(of[0]), of(of[1]));
            }
            return map;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(of(of[0]));
        }
        return generic.getRawType() == Set.class ? new HashSet<>(list) : list;
    }

    private Fallback fallback() {
        Set<FailureClass> on = EnumSet.noneOf(FailureClass.class);
        for (FailureClass kind : FailureClass.values()) {
            if (random.nextBoolean()) {
                on.add(kind);
            }
        }
        return new Fallback(on, random.nextInt(Fallback.MOST_RETRIES + 1));
    }

    private Route route() {
        if (random.nextBoolean()) {
            return Route.to((Target) record(Target.class));
        }
        var choices = new ArrayList<Choice>();
        for (int i = random.nextInt(Route.MOST_TARGETS); i >= 0; i--) {
            choices.add((Choice) record(Choice.class));
        }
        return new Route(
                choices,
                fallback(),
                (Patience) record(Patience.class),
                random.nextBoolean(),
                Set.of(word()));
    }

    private Price price() {
        var rates = new HashMap<UsageKind, Long>();
        Offering offering = oneOf(Arrays.asList(Offering.values()));
        for (UsageKind kind : UsageKind.of(offering)) {
            boolean required =
                    offering == Offering.GUARDRAIL
                            || kind == UsageKind.INPUT
                            || kind == UsageKind.OUTPUT;
            if (required || random.nextBoolean()) {
                rates.put(kind, random.nextLong(Long.MAX_VALUE));
            }
        }
        return new Price(word(), Instant.ofEpochSecond(random.nextInt()), rates);
    }

    private ChatServer chatServer() {
        return new ChatServer(
                "/" + word(),
                random.nextBoolean() ? word() : null,
                oneOf(Arrays.asList(KeyHeader.values())),
                ChatServer.BOUNDS.subList(random.nextInt(2), 2),
                random.nextBoolean(),
                Set.of(word()));
    }

    private static PlatformConfig keyedById(PlatformConfig platform) {
        return new PlatformConfig(
                platform.version(),
                platform.issuers(),
                platform.providers().values().stream()
                        .collect(Collectors.toMap(ProviderConfig::id, Function.identity())),
                platform.prices(),
                platform.models());
    }

    private String word() {
        return "w" + Long.toString(random.nextLong(1L << 50) + (1L << 45), 36);
    }

    private <E> E oneOf(List<E> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
